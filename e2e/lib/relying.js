// A relying party on loopback: openid-client behind a small web server that a browser can visit.
import { createRemoteJWKSet, jwtVerify } from "jose";
import http from "node:http";
import * as oidc from "openid-client";

let made = 0;

export class RelyingParty {
  /** Starts it and registers it at the world; `metadata` adds to the registration, `authentication` is openid-client's. */
  static async start(world, { name, metadata = {}, authentication, methods = ["password.1", "totp.1", "unregistered.smtp", "backup.1"], parameters, ...attributes } = {}) {
    const party = await RelyingParty.listen(world, { name, parameters });
    const registration = {
      client_id: party.name, client_secret: party.secret, redirect_uris: [`${party.url}/cb`], post_logout_redirect_uris: [`${party.url}/out`],
      backchannel_logout_uri: `${party.url}/backchannel`, grant_types: ["authorization_code", "refresh_token", "client_credentials"], ...metadata,
    };
    party.findings = await world.application(party.name, { methods, metadata: registration, ...attributes });
    await party.discover(authentication);
    return party;
  }

  /** Starts it; somebody else registers it, and says its secret before `discover`. */
  static async listen(world, { name = `client${++made}`, parameters = {} } = {}) {
    const party = new RelyingParty();
    Object.assign(party, { world, name, begun: new Map(), finished: [], logouts: [], claims: null, parameters });
    party.server = http.createServer((request, response) => {
      party.answer(request, response).catch((error) => {
        response.writeHead(500, { "content-type": "text/plain" });
        response.end(String(error?.stack ?? error));
      });
    });
    await new Promise((resolve) => party.server.listen(0, "127.0.0.1", resolve));
    // A test that fails half-way leaves it open; that keeps nobody from ending.
    party.server.unref();
    party.url = `http://127.0.0.1:${party.server.address().port}`;
    party.secret = `secret of ${name} that is long enough`;
    return party;
  }

  async discover(authentication = oidc.ClientSecretBasic(this.secret), metadata = {}) {
    this.config = await oidc.discovery(new URL(this.world.demo.oidc.issuer), this.name, metadata, authentication, { execute: [oidc.allowInsecureRequests] });
    return this.config;
  }

  /** The address of a new authorization request. */
  async authorize(parameters = {}) {
    const verifier = oidc.randomPKCECodeVerifier();
    const begun = { state: oidc.randomState(), nonce: oidc.randomNonce(), verifier };
    const asked = {
      redirect_uri: `${this.url}/cb`, scope: "openid profile email", state: begun.state, nonce: begun.nonce,
      code_challenge: await oidc.calculatePKCECodeChallenge(verifier), code_challenge_method: "S256", ...this.parameters, ...parameters,
    };
    begun.state = asked.state;
    this.begun.set(asked.state, begun);
    return oidc.buildAuthorizationUrl(this.config, asked);
  }

  /** Changes the code in an answer's address for tokens; openid-client checks `iss`, state, nonce and the signature. */
  async finish(url, begun = this.begun.get(url.searchParams.get("state"))) {
    return oidc.authorizationCodeGrant(this.config, url, { pkceCodeVerifier: begun.verifier, expectedState: begun.state, expectedNonce: begun.nonce, idTokenExpected: true });
  }

  /** An answer that is kept and not used: the address with its code. */
  async held(page, parameters = {}) {
    this.holding = true;
    await page.goto((await this.authorize(parameters)).href);
    await agreed(page);
    await page.waitForSelector("#held");
    this.holding = false;
    return this.answered;
  }

  async answer(request, response) {
    const url = new URL(request.url, this.url);
    const page = (html) => { response.writeHead(200, { "content-type": "text/html; charset=utf-8" }); response.end(`<!doctype html><html lang="en"><title>${this.name}</title><h1>${this.name}</h1>${html}`); };
    const body = request.method === "POST" ? new URLSearchParams(await read(request)) : null;
    switch (url.pathname) {
      case "/login":
        response.writeHead(303, { location: (await this.authorize(Object.fromEntries(url.searchParams))).href });
        return response.end();
      case "/cb": {
        // A form_post answer becomes the same address with the values in the query.
        if (body) url.search = body.toString();
        this.posted = Boolean(body);
        this.answered = url;
        if (this.holding) return page("<p id=held>held</p>");
        if (url.searchParams.has("error")) return page(`<p id="refused">${url.searchParams.get("error").replace(/\W/g, "_")}</p>`);
        this.tokens = await this.finish(url);
        this.claims = this.tokens.claims();
        return page(`<pre id="claims">${escape(JSON.stringify(this.claims))}</pre>`);
      }
      case "/logout":
        response.writeHead(303, { location: oidc.buildEndSessionUrl(this.config, { id_token_hint: this.tokens.id_token, post_logout_redirect_uri: `${this.url}/out`, state: "bye" }).href });
        return response.end();
      case "/backchannel":
        await this.backchannel(body?.get("logout_token"));
        return response.end();
      case "/out":
        return page(`<p id="out">${escape(url.search)}</p>`);
      default:
        return page(this.claims ? "<p id=in>in</p>" : "<p id=nobody>nobody</p>");
    }
  }

  /** Believes a logout token as OpenID Connect Back-Channel Logout 2.6 says. */
  async backchannel(token) {
    const metadata = this.config.serverMetadata();
    const { payload, protectedHeader } = await jwtVerify(token, createRemoteJWKSet(new URL(metadata.jwks_uri)), { issuer: metadata.issuer, audience: this.name, typ: "logout+jwt", currentDate: new Date(await this.world.now()) });
    if (!payload.events?.["http://schemas.openid.net/event/backchannel-logout"] || payload.nonce !== undefined) throw new Error("no logout token");
    this.logouts.push({ payload, protectedHeader });
    if (this.claims?.sid === payload.sid) this.claims = null;
  }

  /** Waits for the next logout by back-channel. */
  async loggedOut(count = 1) {
    for (let round = 0; round < 200 && this.logouts.length < count; round++) await new Promise((resolve) => setTimeout(resolve, 50));
    if (this.logouts.length < count) throw new Error("no logout by back-channel");
    return this.logouts.at(-1).payload;
  }

  stop() {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(resolve));
  }
}

/** Says yes where consent is asked for: always for clients that anybody on the machine could pretend to be. */
export async function agreed(page) {
  const yes = page.locator("button[name=consent][value=yes]");
  if (await yes.count()) await Promise.all([page.waitForURL(/\/cb/), yes.click()]);
}

async function read(request) {
  let text = "";
  for await (const part of request) text += part;
  return text;
}

function escape(text) {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
