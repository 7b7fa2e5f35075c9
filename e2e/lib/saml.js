// Service providers that are other people's programs, each behind the same few words: log in, say who is there, log out.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ServiceProvider } from "./provider.js";

export const BINDING = (name) => `urn:oasis:names:tc:SAML:2.0:bindings:HTTP-${name}`;
export const FORMAT = { transient: "urn:oasis:names:tc:SAML:2.0:nameid-format:transient", persistent: "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent", email: "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress" };
const METHODS = ["password.1", "totp.1", "unregistered.smtp"];

/** Runs one of the peer scripts, and gives what it sets. */
export function peer(script, act, env = {}) {
  const path = fileURLToPath(new URL(`../../peers/${script}.sh`, import.meta.url));
  const text = execFileSync(path, [act], { encoding: "utf8", env: { ...process.env, ...env } });
  return Object.fromEntries([...text.matchAll(/^export (\w+)='?(.*?)'?$/gm)].map(([, name, value]) => [name, value]));
}

/** The identity provider as the peers are given it: files that Apache's user may read are beside Apache's own. */
async function idp(world, folder) {
  const metadata = join(folder, "idp-metadata.xml"), ca = join(folder, "idp-ca.pem");
  writeFileSync(metadata, (await world.request("GET", `${world.demo.url}/saml2/metadata`)).text, { mode: 0o644 });
  writeFileSync(ca, world.ca, { mode: 0o644 });
  return { IDP_METADATA: metadata, IDP_CA: ca, IDP_ENTITY: `${world.demo.url}/saml2/metadata` };
}

class Provider {
  constructor(world, name, file) {
    Object.assign(this, { world, name, descriptor: file && readFileSync(file, "utf8") });
  }

  get entity() {
    return this.descriptor.match(/entityID="([^"]+)"/)[1];
  }

  /** Registers it, again if need be; `metadata` is what its registration says beside its name and descriptor. */
  async register({ methods = METHODS, metadata = {}, ...attributes } = {}) {
    return this.world.application(this.name, { protocol: "saml", methods, metadata: { entity_id: this.entity, descriptor: this.descriptor, ...metadata }, ...attributes });
  }

  /** Where a login begins there. */
  login(wishes = {}) {
    return `${this.url}/login?${new URLSearchParams(wishes)}`;
  }

  async claims(page) {
    return JSON.parse(await page.locator("#claims").innerText());
  }

  async isIn(context) {
    return (await (await context.request.get(`${this.url}/`)).text()).includes('id="claims"');
  }

  async refused(page) {
    return (await page.locator("#refused").innerText()).trim();
  }

  logout() {
    return `${this.url}/logout`;
  }

  /** What the answer to a logout said. */
  async left(page) {
    return (await page.locator("#out").innerText()).trim();
  }
}

/** Pages of Apache: the module's variables stand on them, one in each line. */
class Behind extends Provider {
  async variables(page) {
    const lines = (await page.locator("#claims").innerText()).split("\n");
    return Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]));
  }

  get page() {
    return `${this.url}/protected/`;
  }

  async isIn(context) {
    const answer = await context.request.get(this.page, { maxRedirects: 0 });
    return answer.status() === 200;
  }
}

export class Mellon extends Behind {
  /** All providers of one Apache: `mellon`, `mellon-artifact`, `mellon-class`. */
  static async start(world, { classReference = "" } = {}) {
    const env = { MELLON_NAME: "mellon-e2e" }, plan = peer("mellon", "plan", env);
    const folder = plan.MELLON_METADATA.replace(/\/[^/]*$/, "");
    Object.assign(env, await idp(world, folder), { MELLON_CLASS: classReference });
    const made = [["mellon", "METADATA", ""], ["mellon-artifact", "ARTIFACT_METADATA", "/artifact"], ["mellon-class", "CLASS_METADATA", "/class"]].map(([name, file, path]) =>
      Object.assign(new Mellon(world, name, plan[`MELLON_${file}`]), { url: plan.MELLON_URL + path, root: plan.MELLON_URL }));
    for (const provider of made) await provider.register();
    peer("mellon", "start", env);
    made[0].stop = () => peer("mellon", "stop", env);
    return made;
  }

  login({ passive } = {}) {
    if (!passive) return this.page;
    return `${this.url}/mellon/login?${new URLSearchParams({ ReturnTo: this.page, IsPassive: "true" })}`;
  }

  /** Its page that asks for a context that nobody has. */
  unmet() {
    return `${this.root}/unmet/protected/`;
  }

  async claims(page) {
    const known = await this.variables(page);
    const response = Buffer.from(known.MELLON_SAML_RESPONSE ?? "", "base64").toString();
    const of = (name) => response.match(new RegExp(`<(?:\\w+:)?${name}>([^<]*)<`))?.[1] ?? null;
    return {
      name: { value: known.MELLON_NAME_ID, format: response.match(/NameID[^>]* Format="([^"]+)"/)?.[1] }, index: known["MELLON_SESSION_INDEX"],
      attributes: { email: [known.MELLON_email], cn: [known.MELLON_cn] }, class: of("AuthnContextClassRef"), declaration: of("AuthnContextDeclRef"), response,
    };
  }

  logout() {
    return `${this.url}/mellon/logout?${new URLSearchParams({ ReturnTo: `${this.root}/open/` })}`;
  }
}

export class Shibboleth extends Behind {
  static async start(world, { declaration = "" } = {}) {
    const env = { SHIB_NAME: "shib-e2e" }, plan = peer("shibboleth", "plan", env);
    const provider = Object.assign(new Shibboleth(world, "shibboleth", plan.SHIB_METADATA), { url: plan.SHIB_URL });
    Object.assign(env, await idp(world, plan.SHIB_METADATA.replace(/\/[^/]*$/, "")), { SHIB_DECLARATION: declaration });
    await provider.register();
    peer("shibboleth", "start", env);
    provider.stop = () => peer("shibboleth", "stop", env);
    return provider;
  }

  login({ binding, answer, passive, force, format, class: reference, declaration } = {}) {
    const wishes = new URLSearchParams({ target: this.page });
    if (binding === "post") wishes.set("outgoingBinding", BINDING("POST"));
    if (answer === "artifact") wishes.set("acsIndex", "3");
    if (passive) wishes.set("isPassive", "true");
    if (force) wishes.set("forceAuthn", "true");
    if (format) wishes.set("NameIDFormat", format);
    if (reference) wishes.set("authnContextClassRef", reference);
    return `${this.url}/Shibboleth.sso/Login${declaration ? `/${declaration}` : ""}?${wishes}`;
  }

  async claims(page) {
    const known = await this.variables(page);
    const [format, by, toward, value] = (known.name ?? "").split("|");
    return {
      name: { value, format, by, toward }, attributes: { email: [known.email], cn: [known.cn] }, class: known["Shib-AuthnContext-Class"] || null,
      declaration: known["Shib-AuthnContext-Decl"] || null, instant: known["Shib-Authentication-Instant"], index: known["Shib-Session-Index"],
    };
  }

  /** Its error page names the status and the one below it. */
  async refused(page) {
    return (await page.locator("body").innerText()).match(/Sub-Status: \S*:(\w+)/i)?.[1];
  }

  logout() {
    return `${this.url}/Shibboleth.sso/Logout?${new URLSearchParams({ return: `${this.url}/open/` })}`;
  }
}

export class Pysaml2 extends Provider {
  static async start(world, { unsolicited = false } = {}) {
    const env = { PYSAML2_NAME: "pysaml2-e2e", SP_UNSOLICITED: unsolicited ? "yes" : "no" }, plan = peer("pysaml2", "plan", env);
    const provider = Object.assign(new Pysaml2(world, "pysaml2", plan.PYSAML2_METADATA), { url: plan.PYSAML2_URL });
    Object.assign(env, await idp(world, plan.PYSAML2_METADATA.replace(/\/[^/]*$/, "")));
    await provider.register();
    peer("pysaml2", "start", env);
    provider.stop = () => peer("pysaml2", "stop", env);
    return provider;
  }

  async refused(page) {
    return (await super.refused(page)).replace(/^Status/, "").replace("Nameid", "NameID");
  }
}

export class NodeSaml extends Provider {
  static async start(world, options = {}) {
    const provider = new NodeSaml(world, options.name ?? "nodesaml");
    provider.party = await ServiceProvider.start(world, options);
    Object.assign(provider, { url: provider.party.url, descriptor: provider.party.metadata, stop: () => provider.party.stop() });
    await provider.register();
    return provider;
  }

  async refused(page) {
    return (await super.refused(page)).split(" ").at(-1);
  }
}

/** Keeps what the browser posts to other people: the messages, decoded. */
export function overhear(page) {
  const heard = [];
  page.on("request", (request) => {
    const found = request.method() === "POST" && new URLSearchParams(request.postData() ?? "");
    for (const name of ["SAMLResponse", "SAMLRequest"]) if (found && found.has(name)) heard.push({ url: request.url(), name, relay: found.get("RelayState"), text: Buffer.from(found.get(name), "base64").toString() });
  });
  return heard;
}
