// Providers of OpenID Connect that a world sends people to: oidc-provider from npm, and a second Symbolon.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { follow, password } from "./browser.js";
import { World } from "./world.js";

const SCRIPT = fileURLToPath(new URL("../../peers/oidc-provider.sh", import.meta.url));

/** oidc-provider: whoever types a name is that person, and `mail` is their address. */
export class OidcProvider {
  static async start() {
    const told = execFileSync(SCRIPT, ["start"], { encoding: "utf8", env: { ...process.env, OIDC_PROVIDER_NAME: `op-${process.pid}` } });
    const value = (name) => told.match(new RegExp(`${name}=(.*)`))[1];
    return Object.assign(new OidcProvider(), { issuer: value("OIDC_PROVIDER_URL"), token: value("OIDC_PROVIDER_TOKEN"), renames: "mail" });
  }

  /** Registers us as we ask it to. */
  async register(request) {
    const answer = await fetch(`${this.issuer}/reg`, {
      method: "POST", body: JSON.stringify(request),
      headers: { "content-type": "application/json", authorization: `Bearer ${this.token}` },
    });
    if (answer.status !== 201) throw new Error(`${answer.status} ${await answer.text()}`);
    return answer.json();
  }

  person(name) {
    return { name, email: `${name}@demo.test` };
  }

  async logIn(page, user) {
    await page.fill("input[name=login]", user.name);
    await page.fill("input[name=password]", "whatever");
    await follow(page, page.locator("button[type=submit]"));
  }

  /** Its question whether to leave; then the browser goes on by itself. */
  async leave(page) {
    await follow(page, page.locator("button[name=logout]"));
  }

  async whoIsIn(page) {
    await page.goto(`${this.issuer}/logged-in`);
    const name = await page.locator("body").innerText();
    return name === "nobody" ? null : name;
  }

  stop() {
    execFileSync(SCRIPT, ["stop"], { env: { ...process.env, OIDC_PROVIDER_NAME: `op-${process.pid}` } });
  }
}

/** A second Symbolon. The address is left out of what we ask for; their name makes it. */
export class Symbolon {
  static async start() {
    const world = await World.start({ address: "127.0.0.2" });
    return Object.assign(new Symbolon(), { world, issuer: world.demo.oidc.issuer, renames: "{preferred_username}@demo.test" });
  }

  async register(request) {
    const registration = { ...request, client_id: "hub", client_secret: "a secret between the two of us", token_endpoint_auth_method: "client_secret_basic" };
    await this.world.application("hub", { methods: ["password.1"], metadata: registration });
    return registration;
  }

  async person() {
    return this.world.person({ email: true });
  }

  async logIn(page, user) {
    await password(page, user);
    const yes = page.locator("button[name=consent][value=yes]");
    if (await yes.count()) await follow(page, yes);
  }

  async leave() {}

  async whoIsIn(page) {
    await page.goto(`${this.world.demo.url}/account`);
    return (await page.locator("#prompt input[name=username]").count()) ? null : "somebody";
  }

  async stop() {
    await this.world.stop();
  }
}

/** One call by curl, as a shell script sends it. */
export async function call(world, method, path, body = "", type = "application/x-www-form-urlencoded") {
  const sent = method === "GET" || method === "DELETE" ? [] : ["-H", `content-type: ${type}`, "--data-binary", body];
  const trust = world.demo.ca ? ["--cacert", world.demo.ca] : [];
  const told = execFileSync("curl", [
    "-sS", "-X", method, ...trust, ...sent, "-H", "accept: application/json", "-H", `authorization: Bearer ${world.demo.management_token}`,
    "-w", "\n%{http_code}", `${world.demo.url}/sso-api${path}`,
  ], { encoding: "utf8" });
  const [, text, status] = told.match(/^([^]*)\n(\d{3})$/);
  assert.ok(status.startsWith("2"), `${method} ${path}: ${status} ${text}`);
  return text ? JSON.parse(text) : null;
}

/** The method of a provider, in the order of the source's guide: method, metadata, keys, request, registration. */
export async function introduce(world, provider, lines) {
  const form = new URLSearchParams({ methodType: "OpenID Connect", className: "ubilogin.method.provider.openidconnect.OpenIDConnectMethod", title: "Elsewhere", enabled: "true" });
  for (const line of ["OperationMode private", ...lines]) form.append("configuration", line);
  await call(world, "PUT", "/method/oidc.1", form.toString());
  // curl holds this process up meanwhile, so that a connection kept open would be closed by the other side unseen.
  const alone = { headers: { connection: "close" } };
  const metadata = await (await fetch(`${provider.issuer}/.well-known/openid-configuration`, alone)).json();
  const keys = await (await fetch(metadata.jwks_uri, alone)).text();
  await call(world, "PUT", "/method/oidc.1/$attribute/metadata", JSON.stringify(metadata), "application/json");
  await call(world, "PUT", "/method/oidc.1/$attribute/jwks", keys, "application/jwk-set+json");
  const request = await call(world, "GET", "/method/oidc.1/$attribute/registration");
  const registered = await provider.register(request);
  await call(world, "PUT", "/method/oidc.1/$attribute/registration", JSON.stringify(registered), "application/json");
  await call(world, "PUT", "/site/demosite/$link/method/oidc.1");
  const method = await call(world, "GET", "/method/oidc.1");
  assert.equal(method.findings, undefined, JSON.stringify(method.findings));
  assert.equal(method.attributes.registration.client_secret, "********");
}
