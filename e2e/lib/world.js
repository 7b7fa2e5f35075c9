// Starts `symbolon-world`: the demo with a clock that can be turned. One world per test file, on the database that
// SYMBOLON_E2E_STORE names (a postgres:// URL of a database of its own) or on SQLite in a temporary folder.
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const BINARY = process.env.SYMBOLON_WORLD ?? join(process.env.CARGO_TARGET_DIR ?? join(ROOT, "target"), "debug", "symbolon-world");

export class World {
  static async start({ tls = false } = {}) {
    const world = new World();
    world.dir = mkdtempSync(join(tmpdir(), "symbolon-e2e-"));
    const args = ["--dir", world.dir, "--listen", "127.0.0.1:0"];
    if (tls) args.push("--tls");
    if (process.env.SYMBOLON_E2E_STORE) args.push("--store", process.env.SYMBOLON_E2E_STORE);
    world.child = spawn(BINARY, args, { stdio: ["ignore", "pipe", "pipe"] });
    world.errors = "";
    world.child.stderr.on("data", (bytes) => { world.errors = (world.errors + bytes).slice(-20_000); });
    const told = await firstLine(world.child, () => world.errors);
    Object.assign(world, JSON.parse(told));
    world.demo = JSON.parse(readFileSync(world.demo_json, "utf8"));
    return world;
  }

  user(name) {
    return this.demo.users.find((u) => u.name === name);
  }

  /** Turns the clock forward. */
  forward(seconds) {
    return this.call("POST", "/clock", { forward_seconds: seconds });
  }

  async now() {
    return (await this.call("GET", "/clock")).now_ms;
  }

  async call(method, path, body) {
    const answer = await fetch(new URL(path, this.control), {
      method, headers: { "content-type": "application/json" }, body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return text ? JSON.parse(text) : null;
  }

  /** Mails to an address, newest first; waits until one newer than `after` is there. */
  async mail(to, after = "") {
    for (let round = 0; round < 100; round++) {
      const all = await (await fetch(`${this.demo.inbox}?to=${encodeURIComponent(to)}`)).json();
      if (all.length > 0 && all[0].id !== after) return all[0];
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`no mail to ${to}`);
  }

  async lastMailId(to) {
    const all = await (await fetch(`${this.demo.inbox}?to=${encodeURIComponent(to)}`)).json();
    return all[0]?.id ?? "";
  }

  /** The code a real authenticator shows at the world's time. */
  async totp(secret) {
    const seconds = Math.floor((await this.now()) / 1000);
    return execFileSync("oathtool", ["--totp", "-b", secret, "--now", `@${seconds}`], { encoding: "utf8" }).trim();
  }

  async stop() {
    this.child.kill("SIGTERM");
    const code = await new Promise((resolve) => this.child.once("exit", resolve));
    rmSync(this.dir, { recursive: true, force: true });
    return code;
  }
}

function firstLine(child, errors) {
  return new Promise((resolve, reject) => {
    let text = "";
    child.stdout.on("data", (bytes) => {
      text += bytes;
      const end = text.indexOf("\n");
      if (end >= 0) resolve(text.slice(0, end));
    });
    child.once("exit", (code) => reject(new Error(`symbolon-world ended with ${code}: ${errors()}`)));
  });
}
