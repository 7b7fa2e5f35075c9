// A certified OpenID Connect client (openid-client) drives every client authentication and algorithm that discovery names.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { exportJWK, generateKeyPair, decodeProtectedHeader } from "jose";
import * as oidc from "openid-client";
import { launch, logIn, person } from "../lib/browser.js";
import { agreed, RelyingParty } from "../lib/relying.js";
import { World } from "../lib/world.js";

let world, browser, context, page, user;
before(async () => {
  world = await World.start();
  browser = await launch();
  user = await world.person({ totp: true });
  context = await person(browser);
  page = await context.newPage();
  await page.goto(`${world.demo.app.url}/login`);
  await logIn(page, world, user);
});
after(async () => { await browser?.close(); await world?.stop(); });

/** A login by the session that is there. */
async function through(client, parameters = "") {
  client.claims = null;
  await page.goto(`${client.url}/login${parameters}`);
  await agreed(page);
  assert.ok(client.claims, `${await page.locator("body").innerText()}`);
  return client.tokens;
}

test("O001, O002: discovery names this issuer, S256 only, and iss in answers", async () => {
  const client = await RelyingParty.start(world);
  const metadata = client.config.serverMetadata();
  assert.equal(metadata.issuer, world.demo.oidc.issuer);
  assert.deepEqual(metadata.code_challenge_methods_supported, ["S256"]);
  assert.equal(metadata.authorization_response_iss_parameter_supported, true);
  assert.deepEqual([...metadata.token_endpoint_auth_methods_supported].sort(), ["client_secret_basic", "client_secret_post", "none", "private_key_jwt"]);
  assert.deepEqual([...metadata.id_token_signing_alg_values_supported].sort(), ["ES256", "EdDSA", "RS256"]);
  await client.stop();
});

for (const [method, authentication] of [["client_secret_basic", oidc.ClientSecretBasic], ["client_secret_post", oidc.ClientSecretPost]]) {
  test(`G3: ${method} with the right secret gets tokens, with a wrong one it gets none`, async () => {
    const client = await RelyingParty.start(world, { name: `by ${method}`.replace(" ", "-"), metadata: { token_endpoint_auth_method: method } });
    await client.discover(authentication(client.secret));
    assert.ok((await through(client)).access_token);
    await client.discover(authentication("not the secret of this client"));
    await assert.rejects(oidc.clientCredentialsGrant(client.config), (error) => error.status === 401 || /invalid_client/.test(JSON.stringify(error.cause ?? error.error)));
    await client.discover(authentication(client.secret));
    assert.ok((await oidc.clientCredentialsGrant(client.config)).access_token);
    await client.stop();
  });
}

for (const alg of ["RS256", "PS256", "ES256", "EdDSA"]) {
  test(`G3: private_key_jwt signed with ${alg} is believed with the registered key, and with no other`, async () => {
    const [own, foreign] = [await keys(alg), await keys(alg)];
    const metadata = { token_endpoint_auth_method: "private_key_jwt", client_secret: "", jwks: { keys: [own.jwk] } };
    const client = await RelyingParty.start(world, { name: `signs-${alg}`, metadata });
    // openid-client calls EdDSA by its newer name Ed25519 (RFC 9864) unless it is told otherwise.
    const named = { [oidc.modifyAssertion]: (header) => { header.alg = alg; } };
    await client.discover(oidc.PrivateKeyJwt({ key: foreign.privateKey, kid: own.jwk.kid }, named));
    await assert.rejects(oidc.clientCredentialsGrant(client.config));
    await client.discover(oidc.PrivateKeyJwt({ key: own.privateKey, kid: own.jwk.kid }, named));
    assert.ok((await through(client)).id_token);
    assert.ok((await oidc.clientCredentialsGrant(client.config)).access_token);
    await client.stop();
  });
}

async function keys(alg) {
  const pair = await generateKeyPair(alg, { extractable: true, modulusLength: 2048 });
  return { ...pair, jwk: { ...(await exportJWK(pair.publicKey)), kid: `key-${alg}`, alg, use: "sig" } };
}

test("O055, O043: a public client needs no secret, but its PKCE verifier, and asks for consent each time", async () => {
  const client = await RelyingParty.start(world, { name: "public", metadata: { token_endpoint_auth_method: "none", client_secret: "", grant_types: ["authorization_code", "refresh_token"] } });
  await client.discover(oidc.None());
  const answer = await client.held(page);
  const known = client.begun.get(answer.searchParams.get("state"));
  await assert.rejects(client.finish(answer, { ...known, verifier: oidc.randomPKCECodeVerifier() }));
  assert.ok((await through(client)).id_token);
  client.claims = null;
  await page.goto(`${client.url}/login`);
  assert.ok(await page.locator("button[name=consent]").count(), "anybody on this machine could pretend to be it");
  assert.equal(client.claims, null);
  await client.stop();
});

for (const alg of ["RS256", "ES256", "EdDSA"]) {
  test(`G3: ID tokens are signed with ${alg} where the client is registered so`, async () => {
    const client = await RelyingParty.start(world, { name: `reads-${alg}`, metadata: { id_token_signed_response_alg: alg } });
    await client.discover(oidc.ClientSecretBasic(client.secret), { id_token_signed_response_alg: alg });
    oidc.enableNonRepudiationChecks(client.config);
    const { id_token } = await through(client);
    assert.equal(decodeProtectedHeader(id_token).alg, alg);
    await client.stop();
  });
}

test("O058: a refresh token works once; when the old one comes again, the whole family ends", async () => {
  const client = await RelyingParty.start(world, { name: "refreshing" });
  const first = await through(client, "?scope=openid%20offline_access&prompt=consent");
  assert.ok(first.refresh_token);
  const second = await oidc.refreshTokenGrant(client.config, first.refresh_token);
  assert.notEqual(second.refresh_token, first.refresh_token);
  assert.equal(second.claims()?.sub ?? client.claims.sub, client.claims.sub);
  await assert.rejects(oidc.refreshTokenGrant(client.config, first.refresh_token), (error) => error.error === "invalid_grant");
  await assert.rejects(oidc.refreshTokenGrant(client.config, second.refresh_token), (error) => error.error === "invalid_grant");
  await client.stop();
});

test("O072: userinfo is for the token's person; a token that was cut, padded or changed in case is none", async () => {
  const client = await RelyingParty.start(world);
  const tokens = await through(client);
  const claims = await oidc.fetchUserInfo(client.config, tokens.access_token, client.claims.sub);
  assert.equal(claims.email, user.email);
  const { access_token: token } = tokens;
  for (const other of [token.slice(0, -1), `${token}=`, `${token}A`, token === token.toUpperCase() ? token.toLowerCase() : token.toUpperCase()]) {
    await assert.rejects(oidc.fetchUserInfo(client.config, other, client.claims.sub));
  }
  await client.stop();
});

test("O035: openid-client refuses an answer whose iss is another's, and takes ours", async () => {
  const client = await RelyingParty.start(world);
  const answer = await client.held(page);
  assert.equal(answer.searchParams.get("iss"), world.demo.oidc.issuer);
  const mixed = new URL(answer);
  mixed.searchParams.set("iss", "https://elsewhere.example");
  await assert.rejects(client.finish(mixed));
  assert.ok((await client.finish(answer)).id_token);
  await client.stop();
});

test("O038: form_post carries any state unchanged and inert, with scripts and without", async () => {
  const state = `"'><script>document.title="owned"</script></form>&amp; ${"\u00e4\u{1f642}"}`;
  const client = await RelyingParty.start(world, { name: "posted" });
  await through(client, `?response_mode=form_post&state=${encodeURIComponent(state)}`);
  assert.equal(client.posted, true);
  assert.equal(client.answered.searchParams.get("state"), state);
  assert.equal(client.answered.searchParams.get("iss"), world.demo.oidc.issuer);
  // The control: the same by the query.
  await through(client, `?state=${encodeURIComponent(state)}`);
  assert.equal(client.posted, false);
  assert.equal(client.answered.searchParams.get("state"), state);
  // Without scripts a button does it. A session moves with each login, so this browser takes it over for good.
  const plain = await person(browser, { javaScriptEnabled: false });
  await plain.addCookies(await context.cookies());
  const quiet = await plain.newPage();
  client.claims = null;
  await quiet.goto(`${client.url}/login?response_mode=form_post&state=${encodeURIComponent(state)}`);
  assert.notEqual(await quiet.title(), "owned");
  await quiet.locator("form button").first().click();
  await quiet.waitForURL(`${client.url}/cb`);
  assert.equal(client.answered.searchParams.get("state"), state);
  assert.ok(client.claims);
  await client.stop();
});

test("G3: the logout address brings the person back with the state, and ends the session", async () => {
  const client = await RelyingParty.start(world);
  await page.goto(`${world.demo.app.url}/login`);
  if (await page.locator("#prompt input[name=password]").count()) await logIn(page, world, user);
  await through(client);
  await page.goto(`${client.url}/logout`);
  assert.equal(await page.locator("#out").innerText(), "?state=bye");
  await page.goto(`${client.url}/login?prompt=none`);
  assert.equal(await page.locator("#refused").innerText(), "login_required");
  await client.stop();
});
