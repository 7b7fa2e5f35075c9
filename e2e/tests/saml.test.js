// Service providers of others log in through us as identity provider of SAML: Apache with mod_auth_mellon and with mod_shib, pysaml2, node-saml.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { byTotp, follow, heading, launch, logIn, password, person } from "../lib/browser.js";
import { FORMAT, Mellon, NodeSaml, Pysaml2, Shibboleth, overhear } from "../lib/saml.js";
import { World } from "../lib/world.js";

const CLASS = "urn:oasis:names:tc:SAML:2.0:ac:classes:TimeSyncToken", OF_PASSWORDS = "urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport";
const DECLARATION = "urn:symbolon:method:totp.1", OF_MAILS = "urn:symbolon:method:unregistered.smtp";
const NOBODYS = "urn:oasis:names:tc:SAML:2.0:ac:classes:Kerberos";

let world, browser, mellon, artifact, insisting, shibboleth, pysaml2, nodesaml, all;
before(async () => {
  world = await World.start({ tls: true });
  browser = await launch();
  [mellon, artifact, insisting] = await Mellon.start(world, { classReference: CLASS });
  shibboleth = await Shibboleth.start(world, { declaration: DECLARATION });
  pysaml2 = await Pysaml2.start(world);
  nodesaml = await NodeSaml.start(world);
  all = [mellon, shibboleth, pysaml2, nodesaml];
  await world.objects({ noun: "method", path: "totp.1", attributes: { classReference: CLASS } }, { noun: "method", path: "password.1", attributes: { classReference: OF_PASSWORDS } });
});
after(async () => {
  for (const provider of [mellon, shibboleth, pysaml2, nodesaml]) await provider?.stop();
  await browser?.close();
  await world?.stop();
});

/** Somebody who is logged in nowhere, with a page of their own. Who logs in twice does it by mail: the clock of the providers stands still for nobody. */
async function visitor(options = { totp: true }) {
  const user = await world.person(options), context = await person(browser), page = await context.newPage();
  return { user, context, page };
}

/** Goes to where a login begins, and through it. */
async function logInAt(provider, { page, user }, wishes = {}) {
  await page.goto(provider.login(wishes));
  await page.waitForURL((url) => url.href.startsWith(`${world.demo.url}/login/`));
  await logIn(page, world, user);
  return provider.claims(page);
}

/** Goes there, and is asked nothing. */
async function comesIn(provider, page, wishes = {}) {
  await page.goto(provider.login(wishes));
  await page.locator("#claims, #prompt, #failed, #refused").waitFor();
  assert.ok(page.url().startsWith(provider.url), `${provider.name} is reached at once: ${page.url()}`);
  return provider.claims(page);
}

const one = (values) => [values].flat();

function isThem(claims, user, where) {
  assert.deepEqual(one(claims.attributes.email), [user.email], where);
  assert.deepEqual(one(claims.attributes.cn), [`Guest ${user.name}`], where);
  assert.match(claims.name.value, /\S/, where);
}

for (const name of ["mellon", "shibboleth", "pysaml2", "nodesaml"]) {
  test(`S054, S075: ${name} logs in, signed and encrypted; single sign-on to the others asks nothing`, async () => {
    const first = all.find((provider) => provider.name === name), { user, page } = await visitor();
    const heard = overhear(page);
    isThem(await logInAt(first, { page, user }), user, name);
    for (const provider of all.filter((p) => p !== first)) isThem(await comesIn(provider, page), user, provider.name);
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
  const { user, page } = await visitor();
  const heard = overhear(page);
  const wishes = [[mellon, "both"], [shibboleth, "assertion"], [pysaml2, "both"], [nodesaml, "both"], [shibboleth, "response"], [mellon, "assertion"]];
  for (const [provider, sign] of wishes) {
    await provider.register({ metadata: { encrypt: "never", sign } });
    await page.context().clearCookies({ name: /^(?!__Host-)/ });
    isThem(heard.length ? await comesIn(provider, page) : await logInAt(provider, { page, user }), user, `${provider.name} ${sign}`);
    const { text } = heard.filter((message) => message.name === "SAMLResponse").at(-1);
    assert.match(text, /<saml:Assertion/);
    assert.match(text, new RegExp(`>${user.email}<`));
    assert.equal((text.match(/<ds:Signature /g) ?? []).length, sign === "both" ? 2 : 1, sign);
    assert.equal(text.indexOf("<ds:Signature ") < text.indexOf("<saml:Assertion"), sign !== "assertion", sign);
  }
  for (const provider of all) await provider.register();
});

test("a request by a form that is posted, from each that can", async () => {
  for (const provider of [artifact, shibboleth, pysaml2, nodesaml]) {
    const { user, page } = await visitor();
    const heard = overhear(page);
    isThem(await logInAt(provider, { page, user }, { binding: "post" }), user, provider.name);
    assert.equal(heard.filter((message) => message.name === "SAMLRequest").length, 1, provider.name);
    // A session is known there, too: the form comes from elsewhere, and our cookies with the second step of ours.
    isThem(await comesIn(nodesaml, page, { binding: "post" }), user, "nodesaml");
  }
});

test("S086: the answer by artifact: mellon, Shibboleth and pysaml2 fetch it server to server, once", async () => {
  for (const provider of [artifact, shibboleth, pysaml2]) {
    const { user, page } = await visitor();
    const heard = overhear(page), seen = [];
    page.on("request", (request) => { if (request.url().includes("SAMLart=")) seen.push(request.url()); });
    isThem(await logInAt(provider, { page, user }, { answer: "artifact" }), user, provider.name);
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
    const visiting = await visitor();
    const claims = await logInAt(provider, visiting);
    assert.deepEqual([claims.class, claims.declaration], [CLASS, DECLARATION], provider.name);
  }
});

test("S069: a requested class reference is run and stated", async () => {
  for (const provider of [insisting, shibboleth, pysaml2, nodesaml]) {
    const { user, page } = await visitor({ totp: true, email: true });
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
  const { user, page } = await visitor({ totp: true, email: true });
  await page.goto(pysaml2.login());
  await password(page, user);
  assert.equal(await page.locator('button[name=method][value="unregistered.smtp"]').count(), 1);
});

test("S069: a requested declaration reference selects exactly that method", async () => {
  for (const [provider, wish, wanted] of [[shibboleth, "declaration", DECLARATION], [pysaml2, DECLARATION, DECLARATION]]) {
    const { user, page } = await visitor({ totp: true, email: true });
    await page.goto(provider.login({ declaration: wish }));
    await password(page, user);
    assert.equal(await page.locator('button[name=method][value="unregistered.smtp"]').count(), 0, provider.name);
    await byTotp(page, world, user);
    assert.equal((await provider.claims(page)).declaration, wanted, provider.name);
  }
  const { user, page } = await visitor({ totp: true, email: true });
  await page.goto(pysaml2.login({ declaration: OF_MAILS }));
  const last = await world.lastMailId(user.email);
  await password(page, user);
  assert.equal(await page.locator('button[name=method][value="totp.1"]').count(), 0);
  await page.locator("#prompt").waitFor();
  const mail = await world.mail(user.email, last).catch(() => null);
  assert.ok(mail, "the code by e-mail is what remains");
});

test("S069: a session that does not carry the requested class is asked for what is missing", async () => {
  const { user, page } = await visitor({ totp: false, email: true });
  await world.person({ name: `${user.name}x`, totp: true });
  const claims = await logInAt(pysaml2, { page, user });
  assert.equal(claims.declaration, OF_MAILS);
  const again = await comesIn(nodesaml, page, { class: OF_PASSWORDS });
  assert.ok(again, "what the session carries asks nothing");
});

test("S069: a requested context that nothing meets is answered NoAuthnContext", async () => {
  for (const [provider, wishes] of [[shibboleth, { class: NOBODYS }], [shibboleth, { declaration: "nothing" }], [pysaml2, { class: NOBODYS }], [pysaml2, { declaration: "urn:nobody:has:this" }], [nodesaml, { class: NOBODYS }]]) {
    const { page } = await visitor();
    await page.goto(provider.login(wishes));
    assert.ok(page.url().startsWith(provider.url), `${provider.name} is answered at once: ${page.url()}`);
    assert.equal(await provider.refused(page), "NoAuthnContext", `${provider.name} ${JSON.stringify(wishes)}`);
  }
  // mellon shows no status; its own judgement and the message say it.
  const { page } = await visitor();
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
    const { user, page } = await visitor({ totp: false });
    const before = await logInAt(provider, { page, user });
    await comesIn(mellon, page);
    await page.goto(provider.login({ force: "true" }));
    assert.equal(await page.locator("#prompt input[name=password]").count(), 1, `${provider.name}: ${page.url()}`);
    await logIn(page, world, user);
    const after = await provider.claims(page);
    assert.ok(Date.parse(after.instant) > Date.parse(before.instant), `${provider.name}: ${before.instant} ${after.instant}`);
  }
});

test("S068: IsPassive without a session is answered NoPassive, and with one lets in", async () => {
  for (const provider of [shibboleth, pysaml2, nodesaml]) {
    const { user, page } = await visitor();
    await page.goto(provider.login({ passive: "true" }));
    assert.ok(page.url().startsWith(provider.url), page.url());
    // Shibboleth goes back to the page without a session, as its makers mean it.
    if (provider !== shibboleth) assert.equal(await provider.refused(page), "NoPassive", provider.name);
    assert.equal(await provider.isIn(page.context()), false);
    await logInAt(provider === nodesaml ? pysaml2 : nodesaml, { page, user });
    isThem(await comesIn(provider, page, { passive: "true" }), user, provider.name);
  }
  const { user, page } = await visitor();
  const heard = overhear(page);
  await page.goto(mellon.login({ passive: true }));
  await page.waitForURL((url) => url.origin === mellon.root);
  assert.match(heard.at(-1).text, /:NoPassive"/);
  await logInAt(nodesaml, { page, user });
  isThem(await comesIn(mellon, page, { passive: true }), user, "mellon");
});

// ---- Names (S071)

test("S071: a transient name is another one with each login; a persistent one the same, and other at another application", async () => {
  const { user, page } = await visitor({ totp: false });
  const named = async (provider, format) => (await comesIn(provider, page, { format })).name;
  await logInAt(nodesaml, { page, user });
  const transient = await named(pysaml2, FORMAT.transient);
  assert.equal(transient.format, FORMAT.transient);
  assert.notEqual((await named(nodesaml, FORMAT.transient)).value, transient.value);
  const persistent = [await named(pysaml2, FORMAT.persistent), await named(nodesaml, FORMAT.persistent), await named(shibboleth, FORMAT.persistent)];
  assert.equal(new Set(persistent.map((name) => name.value)).size, 3);
  for (const [index, provider] of [pysaml2, nodesaml, shibboleth].entries()) {
    assert.deepEqual([persistent[index].format, persistent[index].by, persistent[index].toward], [FORMAT.persistent, `${world.demo.url}/saml2/metadata`, provider.entity], provider.name);
  }
  // Another login of the same person, in another browser.
  const fresh = await (await person(browser)).newPage();
  const again = await logInAt(pysaml2, { page: fresh, user }, { format: FORMAT.transient });
  assert.notEqual(again.name.value, transient.value);
  assert.equal((await comesIn(pysaml2, fresh, { format: FORMAT.persistent })).name.value, persistent[0].value);
  assert.equal((await comesIn(nodesaml, fresh, { format: FORMAT.email })).name.value, user.email);
});

test("S071: a format that cannot be had is answered InvalidNameIDPolicy", async () => {
  const { user, page } = await visitor();
  await logInAt(nodesaml, { page, user });
  for (const provider of [pysaml2, nodesaml, shibboleth]) {
    await page.goto(provider.login({ format: "urn:oasis:names:tc:SAML:2.0:nameid-format:kerberos" }));
    assert.equal(await provider.refused(page), "InvalidNameIDPolicy", provider.name);
  }
});

test("S072: markup in a name stays one value, at each of the four", async () => {
  const cn = 'Eve</saml:AttributeValue></saml:Attribute><saml:Attribute Name="role"><saml:AttributeValue>admin & "co"';
  const { user, page } = await visitor({ totp: true, attributes: { cn: [cn] } });
  await logInAt(nodesaml, { page, user });
  for (const provider of [nodesaml, pysaml2]) {
    const { attributes } = await comesIn(provider, page);
    assert.deepEqual(one(attributes.cn), [cn], provider.name);
    assert.equal(attributes.role, undefined, provider.name);
  }
  for (const provider of [mellon, shibboleth]) {
    await page.goto(provider.login());
    const told = await page.locator("#claims").innerText();
    // mellon hands over what stands in the document, still escaped.
    assert.ok(told.includes(provider === mellon ? cn.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;") : cn), provider.name);
    assert.doesNotMatch(told, /^(MELLON_)?role=/m, provider.name);
  }
});

// ---- Logins that begin here

test("a login that begins here is taken where both sides allow it, and refused where the registration does not", async () => {
  for (const provider of [mellon, shibboleth]) {
    const { user, page } = await visitor();
    await page.goto(`${world.demo.url}/saml2/start?application=demosite/${provider.name}`);
    assert.ok(page.url().startsWith(world.demo.url), "the control: nobody allowed it");
    assert.equal(await page.locator("#prompt").count(), 0);
    await provider.register({ metadata: { unsolicited: true, relay_state: provider.page } });
    await page.goto(`${world.demo.url}/saml2/start?application=demosite/${provider.name}`);
    await logIn(page, world, user);
    assert.equal(page.url(), provider.page);
    isThem(await provider.claims(page), user, provider.name);
    await provider.register();
  }
  // pysaml2 was told to take none: it is the provider who refuses.
  const { user, page } = await visitor();
  await pysaml2.register({ metadata: { unsolicited: true } });
  await page.goto(`${world.demo.url}/saml2/start?application=demosite/pysaml2`);
  await logIn(page, world, user);
  assert.match(await page.locator("#failed").innerText(), /Unsolicited/);
  await pysaml2.register();
});

// ---- What is refused on a page of ours

/** A page of ours says no, and nothing went to the provider. */
async function isRefused(page, url, provider) {
  const sent = [];
  const listen = (request) => sent.push(request.url());
  page.on("request", listen);
  const answer = await page.goto(url);
  page.off("request", listen);
  assert.equal(answer.status(), 400, url.slice(0, 200));
  assert.ok(page.url().startsWith(world.demo.url), page.url());
  assert.equal(await page.locator("form[action^=http]").count(), 0);
  assert.deepEqual(sent.filter((to) => to.startsWith(provider) && to !== url), []);
  return heading(page);
}

test("S061: a place that is not in the metadata gets nothing, also with a session", async () => {
  const { user, page } = await visitor();
  const places = [`${nodesaml.url}/acs2`, `${nodesaml.url}/acs?x=1`, `${nodesaml.url}/ACS`, nodesaml.url.replace(/\d+$/, "1") + "/acs", "https://evil.example/acs", `${nodesaml.url}/acs/`];
  for (const acs of places) await isRefused(page, await nodesaml.party.request({ callbackUrl: acs }), nodesaml.url);
  // The control, and once more with a session.
  await page.goto(await nodesaml.party.request());
  await logIn(page, world, user);
  isThem(await nodesaml.claims(page), user, "nodesaml");
  for (const acs of places.slice(0, 2)) await isRefused(page, await nodesaml.party.request({ callbackUrl: acs }), nodesaml.url);
});

test("S064, S065: a request that is signed wrongly, altered, or not signed where it must be, is refused beside the control", async () => {
  const { user, page } = await visitor();
  const stranger = await NodeSaml.start(world, { name: "stranger" });
  await nodesaml.register({ metadata: { signed_requests: true } });
  const good = await nodesaml.party.request(), url = new URL(good);
  const altered = (change, of = good) => { const other = new URL(of); change(other.searchParams); return other.href; };
  const bare = (query) => { query.delete("Signature"); query.delete("SigAlg"); };
  const requests = {
    "another's key": await nodesaml.party.request({ privateKey: stranger.party.pair.key }),
    "another relay state": altered((q) => q.set("RelayState", "elsewhere")),
    "no relay state": altered((q) => q.delete("RelayState")),
    "another algorithm": altered((q) => q.set("SigAlg", "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512")),
    "no signature": altered(bare),
    "an empty signature": altered((q) => q.set("Signature", "")),
    "twice": `${good}&SAMLRequest=${encodeURIComponent(url.searchParams.get("SAMLRequest"))}`,
  };
  for (const [what, request] of Object.entries(requests)) assert.ok(await isRefused(page, request, nodesaml.url), what);
  await page.goto(good);
  await logIn(page, world, user);
  isThem(await nodesaml.claims(page), user, "the control");
  // The metadata of node-saml says that it signs, so nothing changes without our own demand.
  await nodesaml.register();
  await isRefused(page, requests["another's key"], nodesaml.url);
  await isRefused(page, requests["no signature"], nodesaml.url);
  // Where the metadata asks for no signature, none is needed, and a wrong one is refused all the same.
  await nodesaml.register({ metadata: { descriptor: nodesaml.descriptor.replace(/AuthnRequestsSigned="true"/, 'AuthnRequestsSigned="false"') } });
  await page.context().clearCookies({ name: "nodesaml" });
  await isRefused(page, requests["another's key"], nodesaml.url);
  await page.goto(altered(bare, await nodesaml.party.request()));
  isThem(await nodesaml.claims(page), user, "unsigned where none is demanded");
  await nodesaml.register();
  await stranger.stop();
});
