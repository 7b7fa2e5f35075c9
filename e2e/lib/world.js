// Starts `symbolon-world`: the demo with a clock that can be turned. One world per test file, on the database that
// SYMBOLON_E2E_STORE names (a postgres:// URL of a database of its own) or on SQLite in a temporary folder.
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import http from "node:http";
import https from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
export const BINARY = process.env.SYMBOLON_WORLD ?? join(process.env.CARGO_TARGET_DIR ?? join(ROOT, "target"), "debug", "symbolon-world");

process.once("SIGTERM", () => process.exit(143));

export class World {
  /**
   * `devices`: RADIUS accounting and RADIUS over TLS are served, too. `gateways`: text messages leave by those that are set. A second world in one
   * browser has an address of its own: ports share cookies.
   */
  static async start({ tls = false, devices = false, gateways = false, address = "127.0.0.1" } = {}) {
    const world = new World();
    world.dir = mkdtempSync(join(tmpdir(), "symbolon-e2e-"));
    const args = ["--dir", world.dir, "--listen", `${address}:0`];
    if (tls) args.push("--tls");
    if (devices) args.push("--devices");
    if (gateways) args.push("--gateways");
    if (process.env.SYMBOLON_E2E_STORE) args.push("--store", process.env.SYMBOLON_E2E_STORE);
    world.child = spawn(BINARY, args, { stdio: ["ignore", "pipe", "pipe"] });
    // A test run that is ended takes its worlds along.
    process.once("exit", () => world.child.kill("SIGKILL"));
    world.errors = "";
    world.child.stderr.on("data", (bytes) => { world.errors = (world.errors + bytes).slice(-20_000); });
    const told = JSON.parse(await firstLine(world.child, () => world.errors));
    // What is logged is read away, so that a full pipe stops nobody; it is shown where a world ends badly.
    world.child.stdout.on("data", (bytes) => { world.errors = (world.errors + bytes).slice(-20_000); });
    Object.assign(world, told);
    world.demo = JSON.parse(readFileSync(world.demo_json, "utf8"));
    world.ca = world.demo.ca ? readFileSync(world.demo.ca) : undefined;
    world.made = 0;
    world.steps = new Map();
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
    const answer = await this.request(method, new URL(path, this.control), body);
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`);
    return answer.text ? JSON.parse(answer.text) : null;
  }

  /** Puts objects: `{noun, path, attributes, links: [{role, to, with}]}`; what is not named stays. */
  objects(...orders) {
    return this.call("POST", "/objects", orders);
  }

  /** Sets configuration lines of a method; none is the demo's own state for `password.1`. */
  lines(method, ...configuration) {
    return this.objects({ noun: "method", path: method, attributes: { configuration } });
  }

  /** A second way to begin, beside the password: a code to the address on record. Applications allow it as `email.1` with `opens`. */
  async withEmailFirst() {
    const ours = ["password.1", "totp.1", "unregistered.smtp", "backup.1", "sms.1", "unregistered.sms", "email.1"];
    await this.objects(
      {
        noun: "method", path: "email.1", links: [{ role: "directory", to: "directory/local" }],
        attributes: { kind: "email.registered", enabled: true, declarationReference: "urn:symbolon:method:email.1", title: { en: "Code by e-mail", fi: "Koodi sähköpostitse", sv: "Kod med e-post", fr: "Code par e-mail", de: "Code per E-Mail" } },
      },
      { noun: "site", path: "demosite", links: ours.map((m) => ({ role: "method", to: `method/${m}`, with: ["enabled"] })) },
    );
  }

  /** A call of the management API as the demo's administrator; a text is sent as a form or as a file. */
  async manage(method, path, text = "") {
    const headers = { accept: "application/json", "content-type": path.startsWith("/import") ? "text/plain" : "application/x-www-form-urlencoded", authorization: `Bearer ${this.demo.management_token}` };
    const answer = await this.send(method, `${this.demo.url}/sso-api${path}`, text, headers);
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`);
    return answer.text ? JSON.parse(answer.text) : null;
  }

  audit(action) {
    return this.call("GET", `/audit?action=${encodeURIComponent(action)}`);
  }

  /** Tokens of a counting or ticking sort, as an administrator hands them out: methods of the kind `oath` for codes of these lengths. */
  async withTokens(...lengths) {
    const ours = ["password.1", "totp.1", "unregistered.smtp", "backup.1", "sms.1", "unregistered.sms"], names = lengths.map((digits) => `oath.${digits}`);
    const link = (path) => ({ to: `method/${path}` });
    await this.objects(
      ...lengths.map((digits) => ({
        noun: "method", path: `oath.${digits}`, links: [{ role: "directory", to: "directory/local" }],
        attributes: { kind: "oath", enabled: true, declarationReference: `urn:symbolon:method:oath.${digits}`, acr: "urn:symbolon:acr:mfa", title: { en: `Token with ${digits} digits` }, configuration: [`oathDigits ${digits}`] },
      })),
      { noun: "site", path: "demosite", links: [...ours, ...names].map((m) => ({ role: "method", ...link(m), with: ["enabled"] })) },
      { noun: "method", path: "password.1", links: [...ours.slice(1), ...names].map((m) => ({ role: "nextFactor", ...link(m) })) },
    );
    return names;
  }

  /** A new user; `totp` gives an authenticator, `email: false` leaves the address out, `tokens` are `{method, secret, event, algorithm, digits}`. */
  async person({ totp = false, email = true, tokens = [], name = `guest${++this.made}`, attributes = {} } = {}) {
    const user = {
      name, password: `a long phrase of ${name}`, totp_secret: totp ? base32(name) : null,
      email: email ? `${name}@demo.test` : null,
    };
    const held = { cn: [`Guest ${name}`], ...(email ? { email: [user.email] } : {}), ...attributes };
    await this.call("POST", "/users", [{ name, site: "demosite", password: user.password, totp_secret: user.totp_secret, tokens, attributes: held }]);
    return user;
  }

  /** An application of demosite for everybody, with these methods allowed; one with `!` behind its name may also open a login. */
  async application(name, { methods, metadata, title = name, ...attributes }) {
    const { findings } = await this.objects({
      noun: "application", path: `demosite/${name}`,
      attributes: { title: { en: title }, protocol: "oidc", metadata, ...attributes },
      links: [...methods.map((m) => ({ role: "method", to: `method/${m.replace(/!$/, "")}`, with: m.endsWith("!") ? ["enabled", "opens"] : ["enabled"] })), { role: "allowedTo", to: "group/demosite/everyone" }],
    });
    return findings;
  }

  /** Mails to an address, newest first; waits until one newer than `after` is there. */
  async mail(to, after = "") {
    for (let round = 0; round < 200; round++) {
      const [newest] = await this.mails(to);
      if (newest && newest.id !== after) return newest;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`no mail to ${to}`);
  }

  async mails(to) {
    return JSON.parse((await this.request("GET", `${this.demo.inbox}?to=${encodeURIComponent(to)}`)).text);
  }

  async lastMailId(to) {
    return (await this.mails(to))[0]?.id ?? "";
  }

  /** The code that a real authenticator shows at the world's time; a step whose code was taken already is waited out. */
  async totp(secret) {
    let seconds = Math.floor((await this.now()) / 1000);
    const taken = this.steps.get(secret) ?? -1;
    if (Math.floor(seconds / 30) <= taken) {
      const wait = (taken + 1) * 30 - seconds;
      await this.forward(wait);
      seconds += wait;
    }
    this.steps.set(secret, Math.floor(seconds / 30));
    return execFileSync("oathtool", ["--totp", "-b", secret, "--now", `@${seconds}`], { encoding: "utf8" }).trim();
  }

  /** One request that trusts the world's own authority. */
  request(method, url, body, headers = {}) {
    if (body === undefined) return this.send(method, url, undefined, headers);
    return this.send(method, url, JSON.stringify(body), { "content-type": "application/json", ...headers });
  }

  /** The same with a body as it stands. */
  post(url, text, headers) {
    return this.send("POST", url, text, headers);
  }

  send(method, url, text, headers) {
    const length = text === undefined ? {} : { "content-length": Buffer.byteLength(text) };
    return new Promise((resolve, reject) => {
      const options = { method, headers: { ...length, ...headers }, ca: this.ca, agent: false };
      const request = (String(url).startsWith("https:") ? https : http).request(url, options, (response) => {
        const parts = [];
        response.on("data", (bytes) => parts.push(bytes));
        response.on("end", () => resolve({ status: response.statusCode, headers: response.headers, text: Buffer.concat(parts).toString("utf8") }));
      });
      request.on("error", reject);
      request.end(text);
    });
  }

  /** Ends the world in order; anything else than 0 is told with what it logged last. */
  async stop() {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      const ended = new Promise((resolve) => this.child.once("exit", resolve));
      this.child.kill("SIGTERM");
      await ended;
    }
    rmSync(this.dir, { recursive: true, force: true });
    if (this.child.exitCode !== 0) throw new Error(`symbolon-world ended with ${this.child.exitCode ?? this.child.signalCode}: ${this.errors}`);
  }
}

/** Twenty letters and digits of base 32 that follow from a name: a key for tests. */
function base32(name) {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  let state = [...name].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) >>> 0, 7);
  return Array.from({ length: 32 }, () => alphabet[(state = (state * 1664525 + 1013904223) >>> 0) >>> 27]).join("");
}

function firstLine(child, errors) {
  return new Promise((resolve, reject) => {
    let text = "";
    const read = (bytes) => {
      text += bytes;
      const line = text.split("\n").slice(0, -1).find((l) => l.startsWith("{\"") && l.includes("demo_json"));
      if (line) {
        child.stdout.off("data", read);
        resolve(line);
      }
    };
    child.stdout.on("data", read);
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`symbolon-world ended with ${code}: ${errors()}${text}`)));
  });
}
