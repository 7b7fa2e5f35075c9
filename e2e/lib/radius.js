// RADIUS as other people's programs speak it: radclient asks, and what it prints is read.
import { spawn, spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

/** One request by radclient: `{code, text, state, attributes}`; `code` is "" where nobody answered. */
export function radclient({ address, secret }, attributes, { signed = true, kind = "auth", seconds = 5 } = {}) {
  const lines = Object.entries(attributes).map(([name, value]) => `${name} = ${/^0x/.test(value) ? value : JSON.stringify(value)}`);
  if (signed && kind !== "acct") lines.push("Message-Authenticator = 0x00");
  const run = spawnSync("radclient", ["-x", "-r", "1", "-t", String(seconds), address, kind, secret], { input: `${lines.join("\n")}\n`, encoding: "utf8" });
  const answer = run.stdout.slice(Math.max(run.stdout.indexOf("Received"), 0));
  const found = [...answer.matchAll(/^\t([\w-]+)(?::\d+)? = (.*)$/gm)].map(([, name, value]) => [name, value.replace(/^"|"$/g, "")]);
  return {
    code: answer.match(/^Received ([\w-]+)/)?.[1] ?? "",
    text: found.filter(([name]) => name === "Reply-Message").map(([, value]) => value).join(" "),
    state: found.find(([name]) => name === "State")?.[1],
    attributes: Object.fromEntries(found),
    output: run.stdout + run.stderr,
  };
}

/** Runs a peer's script and reads the variables it prints; `act` may have words. It does not block the world's pipes. */
export function peer(name, act, env = {}) {
  const script = fileURLToPath(new URL(`../../peers/${name}.sh`, import.meta.url));
  return new Promise((resolve, reject) => {
    const child = spawn(script, act.split(" "), { env: { ...process.env, ...env } });
    let out = "", errors = "";
    child.stdout.on("data", (bytes) => { out += bytes; });
    child.stderr.on("data", (bytes) => { errors += bytes; });
    child.once("error", reject);
    child.once("exit", (code) => {
      if (code !== 0) return reject(new Error(`${name} ${act} ended with ${code}: ${errors}${out}`));
      const pairs = [...out.matchAll(/(?:^|\s)(?:export )?([A-Z_]+)='?([^\s']*)'?/gm)].map(([, key, value]) => [key, value]);
      resolve({ ...Object.fromEntries(pairs), out });
    });
  });
}
