// Service providers of others log in through us as identity provider of SAML: Apache with mod_auth_mellon and with mod_shib, pysaml2, node-saml.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { logIn, person } from "../lib/browser.js";
import { Circle, isThem } from "../lib/circle.js";
import { overhear } from "../lib/saml.js";

let circle, world, browser, mellon, artifact, shibboleth, pysaml2, nodesaml, four;
before(async () => {
  circle = await Circle.start();
  ({ world, browser, mellon, artifact, shibboleth, pysaml2, nodesaml, four } = circle);
});
after(() => circle?.stop());

for (const name of ["mellon", "shibboleth", "pysaml2", "nodesaml"]) {
  test(`S054, S075: ${name} logs in, signed and encrypted; single sign-on to the others asks nothing`, async () => {
    const first = four.find((provider) => provider.name === name), { user, page } = await circle.visitor();
    const heard = overhear(page);
    isThem(await circle.logInAt(first, { page, user }), user, name);
    for (const provider of four.filter((p) => p !== first)) isThem(await circle.comesIn(provider, page), user, provider.name);
    const responses = heard.filter((message) => message.name === "SAMLResponse");
    assert.equal(responses.length, 4);
    for (const { url, text } of responses) {
      assert.match(text, /<saml:EncryptedAssertion/, url);
      assert.match(text, /xmlenc11#aes(128|256)-gcm/, url);
      assert.match(text.slice(0, text.indexOf("EncryptedAssertion")), /SignatureMethod Algorithm="http:\/\/www.w3.org\/2001\/04\/xmldsig-more#rsa-sha256"/, url);
      assert.doesNotMatch(text, new RegExp(user.name), url);
    }
  });
}

test("S057: signed and not encrypted: the response, the assertion or both, as the registration says, and each of the four believes it", async () => {
  const { user, page } = await circle.visitor();
  const heard = overhear(page);
  const wishes = [[mellon, "both"], [shibboleth, "assertion"], [pysaml2, "both"], [nodesaml, "both"], [shibboleth, "response"], [mellon, "assertion"]];
  for (const [provider, sign] of wishes) {
    await provider.register({ metadata: { encrypt: "never", sign } });
    await page.context().clearCookies({ name: /^(?!__Host-)/ });
    isThem(heard.length ? await circle.comesIn(provider, page) : await circle.logInAt(provider, { page, user }), user, `${provider.name} ${sign}`);
    const { text } = heard.filter((message) => message.name === "SAMLResponse").at(-1);
    assert.match(text, /<saml:Assertion/);
    assert.match(text, new RegExp(`>${user.email}<`));
    assert.equal((text.match(/<ds:Signature /g) ?? []).length, sign === "both" ? 2 : 1, sign);
    assert.equal(text.indexOf("<ds:Signature ") < text.indexOf("<saml:Assertion"), sign !== "assertion", sign);
  }
  for (const provider of four) await provider.register();
});

test("a request by a form that is posted, from each that can", async () => {
  for (const provider of [artifact, shibboleth, pysaml2, nodesaml]) {
    const { user, page } = await circle.visitor();
    const heard = overhear(page);
    isThem(await circle.logInAt(provider, { page, user }, { binding: "post" }), user, provider.name);
    assert.equal(heard.filter((message) => message.name === "SAMLRequest").length, 1, provider.name);
    // A session is known there, too: the form comes from elsewhere, and our cookies with the second step of ours.
    isThem(await circle.comesIn(nodesaml, page, { binding: "post" }), user, "nodesaml");
  }
});

test("S086: the answer by artifact: mellon, Shibboleth and pysaml2 fetch it server to server, once", async () => {
  for (const provider of [artifact, shibboleth, pysaml2]) {
    const { user, page } = await circle.visitor();
    const heard = overhear(page), seen = [];
    page.on("request", (request) => { if (request.url().includes("SAMLart=")) seen.push(request.url()); });
    isThem(await circle.logInAt(provider, { page, user }, { answer: "artifact" }), user, provider.name);
    assert.deepEqual([heard.filter((message) => message.name === "SAMLResponse").length, seen.length], [0, 1], provider.name);
    // The same reference again is nobody's.
    const other = await (await person(browser)).newPage();
    await other.goto(seen[0]);
    assert.doesNotMatch(await other.locator("body").innerText(), new RegExp(user.email), provider.name);
  }
});

test("an answer that is signed with the P-256 key: Shibboleth and pysaml2 believe it", async () => {
  for (const provider of [shibboleth, pysaml2]) {
    const { user, page } = await circle.visitor();
    const heard = overhear(page);
    await provider.register({ metadata: { signing_algorithm: "ES256" } });
    isThem(await circle.logInAt(provider, { page, user }), user, provider.name);
    assert.match(heard.at(-1).text, /SignatureMethod Algorithm="[^"]*#ecdsa-sha256"/);
    await provider.register();
  }
});

// ---- Forced and passive logins

test("S067: ForceAuthn asks again though there is a session, and the instant is new", async () => {
  for (const provider of [shibboleth, pysaml2, nodesaml]) {
    const { user, page } = await circle.visitor({ totp: false });
    const before = await circle.logInAt(provider, { page, user });
    await circle.comesIn(mellon, page);
    await page.goto(provider.login({ force: "true" }));
    assert.equal(await page.locator("#prompt input[name=password]").count(), 1, `${provider.name}: ${page.url()}`);
    await logIn(page, world, user);
    const after = await provider.claims(page);
    assert.ok(Date.parse(after.instant) > Date.parse(before.instant), `${provider.name}: ${before.instant} ${after.instant}`);
  }
});

test("S068: IsPassive without a session is answered NoPassive, and with one lets in", async () => {
  for (const provider of [shibboleth, pysaml2, nodesaml]) {
    const { user, page } = await circle.visitor();
    await page.goto(provider.login({ passive: "true" }));
    assert.ok(page.url().startsWith(provider.url), page.url());
    // Shibboleth goes back to the page without a session, as its makers mean it.
    if (provider !== shibboleth) assert.equal(await provider.refused(page), "NoPassive", provider.name);
    assert.equal(await provider.isIn(page.context()), false);
    await circle.logInAt(provider === nodesaml ? pysaml2 : nodesaml, { page, user });
    isThem(await circle.comesIn(provider, page, { passive: "true" }), user, provider.name);
  }
  const { user, page } = await circle.visitor();
  const heard = overhear(page);
  await page.goto(mellon.login({ passive: true }));
  await page.waitForURL((url) => url.origin === mellon.root);
  assert.match(heard.at(-1).text, /:NoPassive"/);
  await circle.logInAt(nodesaml, { page, user });
  isThem(await circle.comesIn(mellon, page, { passive: true }), user, "mellon");
});
