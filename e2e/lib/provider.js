// A service provider of SAML on loopback: node-saml behind a small web server that a browser can visit.
import { SAML, SamlStatusError, ValidateInResponseTo } from "@node-saml/node-saml";
import { execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import http from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";

const COOKIE = "nodesaml";

export class ServiceProvider {
  /** Starts it; `register` makes it known at the world. `options` are node-saml's. */
  static async start(world, { name = "nodesaml", ...options } = {}) {
    const provider = new ServiceProvider();
    Object.assign(provider, { world, name, people: new Map(), pair: keys(), posted: null });
    provider.server = http.createServer((request, response) => {
      provider.answer(request, response).catch((error) => {
        if (error instanceof SamlStatusError) return page(response, name, `<p id="refused">${escape(status(error.xmlStatus))}</p>`);
        page(response, name, `<p id="failed">${escape(String(error?.message ?? error))}</p>`, 500);
      });
    });
    await new Promise((resolve) => provider.server.listen(0, "127.0.0.1", resolve));
    provider.server.unref();
    provider.url = `http://127.0.0.1:${provider.server.address().port}`;
    provider.entity = `${provider.url}/metadata`;
    const idp = (await world.request("GET", `${world.demo.url}/saml2/metadata`)).text;
    provider.options = {
      issuer: provider.entity, audience: provider.entity, callbackUrl: `${provider.url}/acs`, logoutCallbackUrl: `${provider.url}/slo`,
      entryPoint: `${world.demo.url}/saml2/sso`, logoutUrl: `${world.demo.url}/saml2/slo`, idpIssuer: `${world.demo.url}/saml2/metadata`,
      idpCert: [...idp.matchAll(/KeyDescriptor use="signing".*?X509Certificate>([^<]+)</gs)].map(([, text]) => text.replace(/\s/g, "")),
      privateKey: provider.pair.key, publicCert: provider.pair.certificate, decryptionPvk: provider.pair.key,
      signatureAlgorithm: "sha256", digestAlgorithm: "sha256", wantAssertionsSigned: true, wantAuthnResponseSigned: true,
      validateInResponseTo: ValidateInResponseTo.always, disableRequestedAuthnContext: true, identifierFormat: null, ...options,
    };
    provider.saml = new SAML(provider.options);
    return provider;
  }

  get metadata() {
    return this.saml.generateServiceProviderMetadata(this.pair.certificate, this.pair.certificate);
  }

  /** The same with other wishes; both know each other's requests. */
  wishing(options) {
    return new SAML({ ...this.options, cacheProvider: this.saml.cacheProvider, ...options });
  }

  /** The address of a new request. A relay state with a space would be signed as %20 and sent as +, and be refused. */
  request(options = {}, relayState = "back-here") {
    return this.wishing(options).getAuthorizeUrlAsync(relayState, undefined, {});
  }

  async answer(request, response) {
    const url = new URL(request.url, this.url), query = Object.fromEntries(url.searchParams);
    const form = request.method === "POST" ? Object.fromEntries(new URLSearchParams(await read(request))) : null;
    switch (url.pathname) {
      case "/login":
        return this.begin(response, query);
      case "/acs": {
        this.posted = form;
        const { profile } = await this.saml.validatePostResponseAsync(form);
        // node-saml takes NoPassive for nobody.
        if (!profile) return page(response, this.name, '<p id="refused">NoPassive</p>');
        const cookie = randomUUID();
        this.people.set(cookie, profile);
        return page(response, this.name, claims(profile), 200, { "set-cookie": `${COOKIE}=${cookie}; Path=/; HttpOnly` });
      }
      case "/logout": {
        const profile = this.people.get(cookieOf(request));
        this.people.delete(cookieOf(request));
        response.writeHead(303, { location: await this.saml.getLogoutUrlAsync(profile, "bye", {}) });
        return response.end();
      }
      case "/slo":
        return this.leave(response, form ?? query, url.search.slice(1), Boolean(form));
      default: {
        const profile = this.people.get(cookieOf(request));
        return page(response, this.name, profile ? claims(profile) : '<p id="nobody">nobody</p>');
      }
    }
  }

  async begin(response, { binding, ...wishes }) {
    const options = {};
    if (wishes.class) Object.assign(options, { disableRequestedAuthnContext: false, authnContext: wishes.class.split(" "), racComparison: wishes.comparison ?? "exact" });
    if (wishes.force) options.forceAuthn = true;
    if (wishes.passive) options.passive = true;
    if (wishes.format) options.identifierFormat = wishes.format;
    if (wishes.acs) options.callbackUrl = wishes.acs;
    if (binding === "post") {
      // It compresses forms, too, unless it is told that the binding has none of that.
      const body = await this.wishing({ ...options, authnRequestBinding: "HTTP-POST", skipRequestCompression: true }).getAuthorizeFormAsync("back-here");
      response.writeHead(200, { "content-type": "text/html; charset=utf-8" });
      return response.end(body);
    }
    response.writeHead(303, { location: await this.request(options) });
    return response.end();
  }

  /** An answer to our own logout, or somebody else's request to log out. */
  async leave(response, message, query, isPosted) {
    if (message.SAMLResponse) {
      // It looks for what a posted answer is an answer to in answers to logins only.
      if (isPosted) await this.wishing({ validateInResponseTo: ValidateInResponseTo.ifPresent }).validatePostResponseAsync(message);
      else await this.saml.validateRedirectAsync(message, query);
      const text = Buffer.from(message.SAMLResponse, "base64").toString();
      return page(response, this.name, `<p id="out">${escape(isPosted ? status(text) : "")} ${escape(message.RelayState ?? "")}</p>`);
    }
    const { profile } = isPosted ? await this.saml.validatePostRequestAsync(message) : await this.saml.validateRedirectAsync(message, query);
    for (const [cookie, known] of this.people) if (known.nameID === profile.nameID && known.sessionIndex === profile.sessionIndex) this.people.delete(cookie);
    response.writeHead(303, { location: await this.saml.getLogoutResponseUrlAsync(profile, message.RelayState ?? "", {}, true) });
    return response.end();
  }

  stop() {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(resolve));
  }
}

function claims(profile) {
  const assertion = profile.getAssertionXml();
  const of = (name) => assertion.match(new RegExp(`<(?:\\w+:)?${name}>([^<]*)<`))?.[1] ?? null;
  const told = {
    name: { value: profile.nameID, format: profile.nameIDFormat, by: profile.nameQualifier ?? null, toward: profile.spNameQualifier ?? null },
    attributes: profile.attributes, class: of("AuthnContextClassRef"), declaration: of("AuthnContextDeclRef"),
    instant: assertion.match(/AuthnInstant="([^"]*)"/)?.[1], index: profile.sessionIndex, encrypted: profile.getSamlResponseXml().includes("EncryptedAssertion"),
  };
  return `<pre id="claims">${escape(JSON.stringify(told))}</pre>`;
}

/** The last words of a status: `NoAuthnContext` within `Responder`. */
function status(xml) {
  return [...xml.matchAll(/StatusCode[^>]* Value="[^"]*:(\w+)"/g)].map(([, code]) => code).join(" ");
}

function keys() {
  const folder = mkdtempSync(join(tmpdir(), "symbolon-sp-"));
  try {
    execFileSync("openssl", ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30", "-subj", "/CN=localhost", "-keyout", join(folder, "key"), "-out", join(folder, "certificate")], { stdio: "ignore" });
    return { key: readFileSync(join(folder, "key"), "utf8"), certificate: readFileSync(join(folder, "certificate"), "utf8") };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function cookieOf(request) {
  return request.headers.cookie?.match(new RegExp(`(?:^|; )${COOKIE}=([^;]+)`))?.[1];
}

function page(response, name, body, code = 200, headers = {}) {
  response.writeHead(code, { "content-type": "text/html; charset=utf-8", ...headers });
  response.end(`<!doctype html><html lang="en"><title>${name}</title><h1>${name}</h1>${body}`);
}

async function read(request) {
  let text = "";
  for await (const part of request) text += part;
  return text;
}

function escape(text) {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
