// Seed files between the command line and other people's programs: pskctool judges, csv2pskc makes, pskc2csv reads, oathtool shows codes.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { run } from "../lib/radius.js";
import { BINARY } from "../lib/world.js";

const SYMBOLON = join(dirname(BINARY), "symbolon");
const SEEDS = { "FTK-1": "3132333435363738393031323334353637383930", "FTK-2": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b" };
const GRAPH = `["/directory/local"]
className = "symbolon.local"

["/method/oath.1"]
methodType = "OATH Token"
enabled = true

["/site/demosite"]
link.method = [{ to = "/method/oath.1", enabled = true }]
`;

let dir;
before(() => {
  dir = mkdtempSync(join(tmpdir(), "symbolon-seeds-"));
  file("word", "a transport password");
  file("other", "another transport password");
});
after(() => rmSync(dir, { recursive: true, force: true }));

function file(name, text) {
  writeFileSync(join(dir, name), text, { mode: 0o600 });
  return join(dir, name);
}

/** A store of its own that nobody serves; gives what runs `symbolon ctl` on it. */
async function store(name) {
  file(`${name}.key`, Buffer.alloc(32, name));
  const settings = `public_url = "http://127.0.0.1:1"\nlisten = "127.0.0.1:0"\nstore = "sqlite:${join(dir, name)}.db"\nmaster_key = ["file:${join(dir, name)}.key"]\n`;
  const config = file(`${name}.toml`, settings);
  const ctl = (line) => run(SYMBOLON, ["ctl", "--config", config, ...line.split(" ")], { cwd: dir });
  file("graph.toml", GRAPH);
  await told(ctl("apply graph.toml"));
  return ctl;
}

/** What a program said that must end well. */
async function told(running) {
  const { code, out, errors } = await running;
  assert.equal(code, 0, out + errors);
  return out;
}

async function refused(running) {
  const { code, out, errors } = await running;
  assert.notEqual(code, 0, out + errors);
  return errors;
}

test("E10, M006: what csv2pskc sealed comes in by the command line, and its tokens show oathtool's codes", async () => {
  const rows = Object.entries(SEEDS).map(([serial, seed]) => `${serial},${seed},0,6,urn:ietf:params:xml:ns:keyprov:pskc:hotp`);
  const table = file("made.csv", `serial,secret,counter,response_length,algorithm\n${rows.join("\n")}\n`);
  await told(run("csv2pskc", ["-e", "hex", "-p", join(dir, "word"), "-o", join(dir, "made.pskc"), table]));
  assert.ok(!readFileSync(join(dir, "made.pskc"), "utf8").includes(Buffer.from(SEEDS["FTK-1"], "hex").toString("base64")), "sealed");
  const ctl = await store("takes");
  const take = "token import made.pskc --site demosite --method oath.1";
  await refused(ctl(take));
  await refused(ctl(`${take} --password-file other`));
  assert.equal((await told(ctl("token list"))).trim().split("\n").length, 1, "nothing came in");
  assert.match(await told(ctl(`${take} --password-file word`)), /^2 taken, 0 refused/);
  for (const [serial, seed] of Object.entries(SEEDS)) {
    const codes = (await told(run("oathtool", ["--hotp", "-c", "3", "-w", "2", seed]))).trim().split("\n");
    await refused(ctl(`token resync ${serial} ${codes[0]} ${codes[2]}`));
    await told(ctl(`token resync ${serial} ${codes[0]} ${codes[1]}`));
    await refused(ctl(`token resync ${serial} ${codes[0]} ${codes[1]}`));
  }
});

test("E10: what the command line exports is valid to pskctool, opened by pskc2csv with the password and not with another", async () => {
  const ctl = await store("gives");
  const rows = Object.entries(SEEDS).map(([serial, seed]) => `${serial},hotp,${seed},hex,6,7\n`);
  file("seeds.csv", `serial,type,secret,encoding,digits,counter\n${rows.join("")}`);
  await told(ctl("token import seeds.csv --site demosite --method oath.1"));
  const sealed = await told(ctl("token export --site demosite --password-file word"));
  file("ours.pskc", sealed);
  assert.equal((await told(run("pskctool", ["--validate", join(dir, "ours.pskc")]))).trim(), "OK");
  const broken = await run("pskctool", ["--validate", file("broken.pskc", sealed.replaceAll("KeyContainer", "KeyContained"))]);
  assert.doesNotMatch(broken.out, /^OK/, "it says so of nothing else");
  const read = (word) => run("pskc2csv", ["-c", "serial,secret,counter,response_length", "-e", "hex", "-p", join(dir, word), join(dir, "ours.pskc")]);
  const table = await told(read("word"));
  for (const [serial, seed] of Object.entries(SEEDS)) assert.match(table, new RegExp(`^${serial},${seed},7,6\\r?$`, "m"));
  const other = await read("other");
  assert.ok(!Object.values(SEEDS).some((seed) => other.out.includes(seed)) && other.code !== 0, other.out);
  // There and back again.
  const second = await store("back");
  assert.match(await told(second("token import ours.pskc --site demosite --method oath.1 --password-file word")), /^2 taken, 0 refused/);
});
