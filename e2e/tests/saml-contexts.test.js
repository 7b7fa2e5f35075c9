// Authentication contexts that service providers ask for: by class, by declaration, by comparison, and such that nothing meets.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { byMail, byTotp, password } from "../lib/browser.js";
import { Circle, isThem } from "../lib/circle.js";
import { overhear } from "../lib/saml.js";

const CLASS = "urn:oasis:names:tc:SAML:2.0:ac:classes:TimeSyncToken", OF_PASSWORDS = "urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport";
const DECLARATION = "urn:symbolon:method:totp.1", OF_MAILS = "urn:symbolon:method:unregistered.smtp";
const NOBODYS = "urn:oasis:names:tc:SAML:2.0:ac:classes:Kerberos";

let circle, world, insisting, shibboleth, pysaml2, nodesaml;
before(async () => {
  circle = await Circle.start({ classReference: CLASS, declaration: DECLARATION });
  ({ world, insisting, shibboleth, pysaml2, nodesaml } = circle);
  await classes(OF_PASSWORDS, CLASS);
});
after(() => circle?.stop());

/** The classes that the password and the authenticator carry. */
function classes(ofPasswords, ofTotp) {
  const method = (path, classReference) => ({ noun: "method", path, attributes: { classReference } });
  return world.objects(method("password.1", ofPasswords), method("totp.1", ofTotp));
}

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
