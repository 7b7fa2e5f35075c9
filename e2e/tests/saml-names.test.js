// What service providers of others are told, and what they are not: names, markup, logins that begin here, places and signatures that are wrong.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { after, before, test } from "node:test";
import { heading, logIn, person } from "../lib/browser.js";
import { Circle, isThem, one } from "../lib/circle.js";
import { FORMAT, NodeSaml, idp, peer } from "../lib/saml.js";

let circle, world, browser, mellon, shibboleth, pysaml2, nodesaml;
before(async () => {
  circle = await Circle.start();
  ({ world, browser, mellon, shibboleth, pysaml2, nodesaml } = circle);
});
after(() => circle?.stop());

// ---- Names (S071)

test("S071: a transient name is another one with each login; a persistent one the same, and other at another application", async () => {
  const { user, page } = await circle.visitor({ totp: false });
  const named = async (provider, format) => (await circle.comesIn(provider, page, { format })).name;
  await circle.logInAt(nodesaml, { page, user });
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
  const again = await circle.logInAt(pysaml2, { page: fresh, user }, { format: FORMAT.transient });
  assert.notEqual(again.name.value, transient.value);
  assert.equal((await circle.comesIn(pysaml2, fresh, { format: FORMAT.persistent })).name.value, persistent[0].value);
  assert.equal((await circle.comesIn(nodesaml, fresh, { format: FORMAT.email })).name.value, user.email);
});

test("S071: a format that cannot be had is answered InvalidNameIDPolicy", async () => {
  const { user, page } = await circle.visitor();
  await circle.logInAt(nodesaml, { page, user });
  for (const provider of [pysaml2, nodesaml, shibboleth]) {
    await page.goto(provider.login({ format: "urn:oasis:names:tc:SAML:2.0:nameid-format:kerberos" }));
    assert.equal(await provider.refused(page), "InvalidNameIDPolicy", provider.name);
  }
});

test("S072: markup in a name stays one value, at each of the four", async () => {
  const cn = 'Eve</saml:AttributeValue></saml:Attribute><saml:Attribute Name="role"><saml:AttributeValue>admin & "co"';
  const { user, page } = await circle.visitor({ totp: true, attributes: { cn: [cn] } });
  await circle.logInAt(nodesaml, { page, user });
  for (const provider of [nodesaml, pysaml2]) {
    const { attributes } = await circle.comesIn(provider, page);
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
    const { user, page } = await circle.visitor();
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
  const { user, page } = await circle.visitor();
  await pysaml2.register({ metadata: { unsolicited: true } });
  await page.goto(`${world.demo.url}/saml2/start?application=demosite/pysaml2`);
  await logIn(page, world, user);
  assert.match(await page.locator("#failed").innerText(), /Unsolicited/);
  await pysaml2.register();
});

test("S076: our metadata is signed and ends in time: shibd takes it, and takes nothing from a copy that was altered", async () => {
  const env = { SHIB_NAME: "shib-altered" }, plan = peer("shibboleth", "plan", env), context = await person(browser);
  try {
    const told = await idp(world, dirname(plan.SHIB_METADATA)), whole = readFileSync(told.IDP_METADATA, "utf8");
    for (const [text, status] of [[whole, 302], [whole.replace("/saml2/sso", "/saml2/sso2"), 500], [whole.replace(/ validUntil="[^"]*"/, ""), 500]]) {
      writeFileSync(told.IDP_METADATA, text);
      peer("shibboleth", "start", { ...env, ...told });
      assert.equal((await context.request.get(plan.SHIB_LOGIN, { maxRedirects: 0 })).status(), status);
    }
  } finally {
    peer("shibboleth", "stop", env);
  }
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
  const { user, page } = await circle.visitor();
  const places = [`${nodesaml.url}/acs2`, `${nodesaml.url}/acs?x=1`, `${nodesaml.url}/ACS`, nodesaml.url.replace(/\d+$/, "1") + "/acs", "https://evil.example/acs", `${nodesaml.url}/acs/`];
  for (const acs of places) await isRefused(page, await nodesaml.party.request({ callbackUrl: acs }), nodesaml.url);
  // The control, and once more with a session.
  await page.goto(await nodesaml.party.request());
  await logIn(page, world, user);
  isThem(await nodesaml.claims(page), user, "nodesaml");
  for (const acs of places.slice(0, 2)) await isRefused(page, await nodesaml.party.request({ callbackUrl: acs }), nodesaml.url);
});

test("S064, S065: a request that is signed wrongly, altered, or not signed where it must be, is refused beside the control", async () => {
  const { user, page } = await circle.visitor();
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
