// RADIUS as other people's programs speak it: radclient asks, and what it prints is read.
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

/** The shared secret of a client that was given none in particular. */
export const SECRET = "a-shared-secret-that-nobody-would-guess";

/** Runs a program to its end: `{code, out, errors}`. It does not block the world's pipes, as a synchronous call would. */
export function run(program, args, { input = "", env = {}, cwd } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { env: { ...process.env, ...env }, cwd });
    let out = "", errors = "";
    child.stdout.on("data", (bytes) => { out += bytes; });
    child.stderr.on("data", (bytes) => { errors += bytes; });
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, out, errors }));
    child.stdin.on("error", () => {});
    child.stdin.end(input);
  });
}

/** One request by radclient: `{code, text, state, attributes, output}`; `code` is "" where nobody answered. */
export async function radclient({ address, secret = SECRET, from }, attributes, { signed = true, kind = "auth", seconds = 5 } = {}) {
  const asked = from ? { ...attributes, "Packet-Src-IP-Address": from } : attributes;
  const lines = Object.entries(asked).map(([name, value]) => `${name} = ${/^0x/.test(value) ? value : JSON.stringify(value)}`);
  if (signed && kind !== "acct") lines.push("Message-Authenticator = 0x00");
  const { out, errors } = await run("radclient", ["-x", "-r", "1", "-t", String(seconds), address, kind, secret], { input: `${lines.join("\n")}\n` });
  const answer = out.includes("Received") ? out.slice(out.indexOf("Received")) : "";
  const found = [...answer.matchAll(/^\t([\w-]+)(?::\d+)? = (.*)$/gm)].map(([, name, value]) => [name, value.replace(/^"|"$/g, "")]);
  return {
    code: answer.match(/^Received ([\w-]+)/)?.[1] ?? "",
    text: found.filter(([name]) => name === "Reply-Message").map(([, value]) => value).join(" "),
    state: found.find(([name]) => name === "State")?.[1],
    attributes: Object.fromEntries(found),
    output: out + errors,
  };
}

/** Registers a RADIUS client of these addresses; `metadata` says what is not as usual. */
export function device(world, name, { addresses, methods = ["password.1", "totp.1"], layout = "separate", simple = false, ...metadata }) {
  return world.application(name, {
    methods, protocol: "radius", listed: false, passcode: { layout, simple },
    metadata: { addresses, secret: SECRET, rejectDelay: 0, ...metadata },
  });
}

/** Runs a peer's script and reads the variables it prints; `act` may have words. */
export async function peer(name, act, env = {}) {
  const script = fileURLToPath(new URL(`../../peers/${name}.sh`, import.meta.url));
  const { code, out, errors } = await run(script, act.split(" "), { env });
  if (code !== 0) throw new Error(`${name} ${act} ended with ${code}: ${errors}${out}`);
  return Object.fromEntries([...out.matchAll(/(?:^|\s)(?:export )?([A-Z_]+)='?([^\s']*)'?/gm)].map(([, key, value]) => [key, value]));
}

/** An agent's check at `/validate/check`: `{status, value, authentication, transaction, message}`. */
export async function check(world, fields) {
  const body = new URLSearchParams(fields).toString();
  const { url, key } = world.demo.agent;
  const answer = await world.post(`${url}/validate/check`, body, { "content-type": "application/x-www-form-urlencoded", authorization: `Basic ${Buffer.from(`agent:${key}`).toString("base64")}` });
  const said = JSON.parse(answer.text);
  return {
    status: answer.status, value: said.result.value === true, authentication: said.result.authentication,
    transaction: said.detail?.transaction_id, message: said.detail?.message, text: answer.text,
  };
}
