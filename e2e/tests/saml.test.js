// Service providers of others log in through us as identity provider of SAML: Apache with mod_auth_mellon and with mod_shib, pysaml2, node-saml.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { byMail, byTotp, logIn, password, person } from "../lib/browser.js";
import { Circle, isThem } from "../lib/circle.js";
import { overhear } from "../lib/saml.js";

const CLASS = "urn:oasis:names:tc:SAML:2.0:ac:classes:TimeSyncToken", OF_PASSWORDS = "urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport";
const DECLARATION = "urn:symbolon:method:totp.1", OF_MAILS = "urn:symbolon:method:unregistered.smtp";
const NOBODYS = "urn:oasis:names:tc:SAML:2.0:ac:classes:Kerberos";

let circle, world, browser, mellon, artifact, insisting, shibboleth, pysaml2, nodesaml, four;
before(async () => {
  circle = await Circle.start({ classReference: CLASS, declaration: DECLARATION });
  ({ world, browser, mellon, artifact, insisting, shibboleth, pysaml2, nodesaml, four } = circle);
  await classes(OF_PASSWORDS, CLASS);
});
after(() => circle?.stop());

/** The classes that the password and the authenticator carry. */
function classes(ofPasswords, ofTotp) {
  const method = (path, classReference) => ({ noun: "method", path, attributes: { classReference } });
  return world.objects(method("password.1", ofPasswords), method("totp.1", ofTotp));
}

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

// ---- Contexts (S069)

test("S069: without a requested context the statement says what was done: the class and the declaration of the last step", async () => {
  for (const provider of [shibboleth, pysaml2, nodesaml]) {
    const visiting = await circle.visitor();
    const claims = await circle.logInAt(provider, visiting);
    assert.deepEqual([claims.class, claims.declaration], [CLASS, DECLARATION], provider.name);
  }
});

test("S069: a requested class reference is run and stated", async () => {
  for (const provider of [insisting, shibboleth, pysaml2, nodesaml]) {
    const { user, page } = await circle.visitor({ totp: true, email: true });
    // Another step is there to choose; this class leaves one.
    await page.goto(provider.login({ class: CLASS }));
    await password(page, user);
    assert.equal(await page.locator('button[name=method][value="unregistered.smtp"]').count(), 0, provider.name);
    await byTotp(page, world, user);
    const claims = await provider.claims(page);
    isThem(claims, user, provider.name);
    // mellon judges the class by itself, and lets nobody in without.
    if (provider !== insisting) assert.equal(claims.class, CLASS, provider.name);
  }
  // The control: without the class both are there.
  const { user, page } = await circle.visitor({ totp: true, email: true });
  await page.goto(pysaml2.login());
  await password(page, user);
  assert.equal(await page.locator('button[name=method][value="unregistered.smtp"]').count(), 1);
});

test("S069: a requested declaration reference selects exactly that method", async () => {
  for (const [provider, wish, wanted] of [[shibboleth, "declaration", DECLARATION], [pysaml2, DECLARATION, DECLARATION]]) {
    const { user, page } = await circle.visitor({ totp: true, email: true });
    await page.goto(provider.login({ declaration: wish }));
    await password(page, user);
    assert.equal(await page.locator('button[name=method][value="unregistered.smtp"]').count(), 0, provider.name);
    await byTotp(page, world, user);
    assert.equal((await provider.claims(page)).declaration, wanted, provider.name);
  }
  // The other method in the place of that one.
  const { user, page } = await circle.visitor({ totp: true, email: true });
  const claims = await byMailAt(pysaml2, { user, page });
  assert.deepEqual([claims.declaration, claims.class], [OF_MAILS, null]);
});

/** In by the code that is sent, since its declaration is asked for. */
async function byMailAt(provider, { user, page }) {
  const last = await world.lastMailId(user.email);
  await page.goto(provider.login({ declaration: OF_MAILS }));
  await password(page, user);
  assert.equal(await page.locator('button[name=method][value="totp.1"]').count(), 0);
  await byMail(page, world, user, last);
  return provider.claims(page);
}

test("S069: a session that does not carry the requested class is asked for what is missing, and one that does for nothing", async () => {
  const { user, page } = await circle.visitor({ totp: true, email: true });
  await byMailAt(pysaml2, { user, page });
  // The password of the session carries this class, exactly.
  assert.equal((await circle.comesIn(nodesaml, page, { class: OF_PASSWORDS })).class, OF_PASSWORDS);
  await page.goto(nodesaml.login({ class: CLASS }));
  assert.deepEqual([await page.locator("#prompt input[name=password]").count(), await page.locator("#prompt input[name=code]").count()], [0, 1]);
  await byTotp(page, world, user);
  assert.equal((await nodesaml.claims(page)).class, CLASS);
  isThem(await circle.comesIn(pysaml2, page, { class: CLASS }), user, "now the session carries it");
});

test("S069: minimum, maximum and better follow the order of contexts that the administrator keeps", async () => {
  // The demo's own order.
  const weak = "urn:symbolon:acr:password", strong = "urn:symbolon:acr:mfa";
  await classes(weak, strong);
  const { user, page } = await circle.visitor();
  await circle.logInAt(nodesaml, { page, user });
  const met = [["exact", weak, weak], ["exact", strong, strong], ["minimum", strong, strong], ["better", weak, strong], ["maximum", weak, weak]];
  for (const [comparison, asked, stated] of met) {
    for (const provider of [pysaml2, nodesaml]) assert.equal((await circle.comesIn(provider, page, { class: asked, comparison })).class, stated, `${provider.name} ${comparison} ${asked}`);
  }
  for (const provider of [pysaml2, nodesaml]) {
    await page.goto(provider.login({ class: strong, comparison: "better" }));
    assert.equal(await provider.refused(page), "NoAuthnContext", provider.name);
  }
  await classes(OF_PASSWORDS, CLASS);
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

test("S069: a requested context that nothing meets is answered NoAuthnContext", async () => {
  for (const [provider, wishes] of [[shibboleth, { class: NOBODYS }], [shibboleth, { declaration: "nothing" }], [pysaml2, { class: NOBODYS }], [pysaml2, { declaration: "urn:nobody:has:this" }], [nodesaml, { class: NOBODYS }]]) {
    const { page } = await circle.visitor();
    await page.goto(provider.login(wishes));
    assert.ok(page.url().startsWith(provider.url), `${provider.name} is answered at once: ${page.url()}`);
    assert.equal(await provider.refused(page), "NoAuthnContext", `${provider.name} ${JSON.stringify(wishes)}`);
  }
  // mellon shows no status; its own judgement and the message say it.
  const { page } = await circle.visitor();
  const heard = overhear(page);
  const answers = [];
  page.on("response", (response) => answers.push([response.url(), response.status()]));
  await page.goto(insisting.unmet());
  await page.waitForURL(/postResponse/);
  assert.match(heard.at(-1).text, /StatusCode Value="[^"]*:Responder"><samlp:StatusCode Value="[^"]*:NoAuthnContext"/);
  assert.deepEqual(answers.at(-1).slice(1), [401]);
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
