// Single logout: who leaves at one service provider leaves at all, at an OpenID Connect application, too, and the other way round.
import assert from "node:assert/strict";
import http from "node:http";
import { after, before, test } from "node:test";
import { choose, logIn, person } from "../lib/browser.js";
import { Circle } from "../lib/circle.js";
import { NodeSaml } from "../lib/saml.js";
import { OidcProvider, call, introduce } from "../lib/upstream.js";

let circle, world, mellon, artifact, shibboleth, pysaml2, nodesaml, all;
before(async () => {
  circle = await Circle.start();
  ({ world, mellon, artifact, shibboleth, pysaml2, nodesaml } = circle);
  // Told by the browser (an address, an address, a form), and server to server.
  all = [mellon, pysaml2, nodesaml, artifact, shibboleth];
});
after(() => circle?.stop());

/** Somebody who is in everywhere, with one login. */
async function everywhere(providers = all, user) {
  user ??= await world.person({ email: true });
  const context = await person(circle.browser), page = await context.newPage();
  await page.goto(`${world.demo.app.url}/login`);
  await logIn(page, world, user);
  for (const provider of providers) {
    await page.goto(provider.login());
    await page.locator("#claims").waitFor();
  }
  assert.deepEqual(await where(context), at(providers));
  return { user, context, page };
}

/** The names, in the order in which they are asked. */
function at(providers) {
  return ["demo", ...all.filter((provider) => providers.includes(provider)).map((provider) => provider.name)];
}

/** Where somebody is logged in. */
async function where(context) {
  const found = [];
  if ((await (await context.request.get(world.demo.app.url)).text()).includes("/demo/app/logout")) found.push("demo");
  for (const provider of all) if (await provider.isIn(context)) found.push(provider.name);
  return found;
}

/** Until nobody is anywhere; what is told from the outbox takes a moment. */
async function nowhere(context, what, left = []) {
  let found;
  for (let round = 0; round < 50; round++) {
    found = await where(context);
    if (JSON.stringify(found) === JSON.stringify(left)) break;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  assert.deepEqual(found, left, what);
}

async function isAskedAgain(page) {
  await page.goto(pysaml2.login());
  await page.locator("#prompt input[name=password]").waitFor();
}

for (const name of ["mellon", "mellon-artifact", "shibboleth", "pysaml2", "nodesaml"]) {
  test(`S083: logout at ${name} ends it at the others and at an OpenID Connect application`, async () => {
    const leaving = all.find((provider) => provider.name === name), { context, page } = await everywhere();
    await page.goto(leaving.logout());
    await page.waitForURL((url) => url.href.startsWith(leaving.root ?? leaving.url) && !url.pathname.endsWith("/logout"));
    if (leaving === pysaml2) assert.match(await pysaml2.left(page), /status:Success *$/);
    if (leaving === nodesaml) assert.match(await nodesaml.left(page), /^Success bye$/);
    await nowhere(context, name);
    await isAskedAgain(page);
  });
}

test("logout at an OpenID Connect application ends it at every service provider", async () => {
  const { context, page } = await everywhere();
  await page.goto(world.demo.app.url);
  await page.locator('form[action="/demo/app/logout"] button').click();
  await page.waitForURL((url) => url.href.startsWith(world.demo.app.url) || url.pathname === "/demo");
  await nowhere(context, "the demo application");
  await isAskedAgain(page);
});

test("S083: a logout by pysaml2 server to server says that those whom only a browser can tell are left", async () => {
  const { context, page } = await everywhere();
  await page.goto(`${pysaml2.url}/logout?binding=soap`);
  assert.match(await pysaml2.left(page), /status:Success \S*:PartialLogout/);
  // Who has a door for servers knows; the others know when they ask next.
  await nowhere(context, "server to server", ["mellon", "nodesaml"]);
  await isAskedAgain(page);
});

test("S083, G3: logout at one service provider ends it at the other, at an OpenID Connect application and at the provider it began at", async () => {
  const provider = await OidcProvider.start(), both = [nodesaml, pysaml2];
  try {
    await introduce(world, provider, []);
    for (const name of ["demoapp", ...both.map((p) => p.application ?? p.name)]) await call(world, "PUT", `/application/demosite/${name}/$link/method/oidc.1`, "enabled=true");
    const context = await person(circle.browser), page = await context.newPage();
    await page.goto(`${world.demo.app.url}/login`);
    await choose(page, "oidc.1");
    await provider.logIn(page, provider.person("dora"));
    await page.waitForURL((url) => url.href.startsWith(world.demo.app.url));
    for (const at of both) {
      await page.goto(at.login());
      await page.locator("#claims").waitFor();
    }
    assert.deepEqual(await where(context), at(both));
    assert.equal(await provider.whoIsIn(await context.newPage()), "dora");
    await page.goto(nodesaml.logout());
    await page.locator("button[name=logout]").waitFor();
    await provider.leave(page);
    await page.waitForURL((url) => url.href.startsWith(nodesaml.root ?? nodesaml.url));
    assert.match(await nodesaml.left(page), /^Success bye$/);
    await nowhere(context, "everywhere");
    assert.equal(await provider.whoIsIn(await context.newPage()), null, "the provider, too");
  } finally {
    await call(world, "PUT", "/method/oidc.1", "enabled=false");
    provider.stop();
  }
});

test("S083: another session of the same person lives on", async () => {
  const providers = [nodesaml, shibboleth, pysaml2], first = await everywhere(providers), second = await everywhere(providers, first.user);
  await first.page.goto(nodesaml.logout());
  await first.page.locator("#out").waitFor();
  await nowhere(first.context, "the one that left");
  assert.deepEqual(await where(second.context), at(providers), "the other session");
});

test("S082: a request to log out that is unsigned, altered, another's or for another name ends nothing", async () => {
  const { user, context, page } = await everywhere([nodesaml, pysaml2]);
  const { party } = nodesaml, profile = [...party.people.values()].find((known) => known.attributes.email === user.email);
  const stranger = await NodeSaml.start(world, { name: "stranger" });
  const good = await party.saml.getLogoutUrlAsync(profile, "bye", {});
  const altered = (change) => { const other = new URL(good); change(other.searchParams); return other.href; };
  const refused = {
    unsigned: altered((q) => { q.delete("Signature"); q.delete("SigAlg"); }),
    "another relay state": altered((q) => q.set("RelayState", "else")),
    "another's key": await party.wishing({ privateKey: stranger.party.pair.key }).getLogoutUrlAsync(profile, "bye", {}),
    "for another door": await party.wishing({ logoutUrl: `${world.demo.url}/saml2/slo?x=1` }).getLogoutUrlAsync(profile, "bye", {}),
  };
  for (const [what, url] of Object.entries(refused)) {
    const answer = await page.goto(url);
    assert.equal(answer.status(), 400, what);
    assert.deepEqual(await where(context), at([nodesaml, pysaml2]), what);
  }
  // Rightly signed, and about somebody, or some session, that the provider does not know.
  const strangers = {
    "another name": await party.saml.getLogoutUrlAsync({ ...profile, nameID: "somebody" }, "bye", {}),
    "another session": await party.saml.getLogoutUrlAsync({ ...profile, sessionIndex: "_01hzzzzzzzzzzzzzzzzzzzzzzz" }, "bye", {}),
    "another provider's": await stranger.party.saml.getLogoutUrlAsync(profile, "bye", {}),
  };
  for (const [what, url] of Object.entries(strangers)) {
    await page.goto(url);
    assert.match(await page.locator("body").innerText(), /UnknownPrincipal/, what);
    assert.deepEqual(await where(context), at([nodesaml, pysaml2]), what);
  }
  await page.goto(good);
  await page.locator("#out").waitFor();
  assert.deepEqual((await where(context)).filter((name) => name !== "nodesaml"), [], "the control");
  await stranger.stop();
});

test("S085: a partner that says nothing makes the logout partial, in bounded time", async () => {
  const silent = http.createServer(() => {});
  await new Promise((resolve) => silent.listen(0, "127.0.0.1", resolve));
  const door = `<SingleLogoutService Binding="urn:oasis:names:tc:SAML:2.0:bindings:SOAP" Location="http://127.0.0.1:${silent.address().port}/"/>`;
  await nodesaml.register({ metadata: { descriptor: nodesaml.descriptor.replace(/<SingleLogoutService[^>]*>/, door) } });
  const { context, page } = await everywhere([pysaml2, nodesaml, shibboleth]);
  const began = Date.now();
  await page.goto(pysaml2.logout());
  assert.match(await pysaml2.left(page), /status:Success \S*:PartialLogout/);
  assert.ok(Date.now() - began < 12_000, `${Date.now() - began} ms`);
  await nowhere(context, "but for the silent one", ["nodesaml"]);
  await isAskedAgain(page);
  silent.closeAllConnections();
  silent.close();
  await nodesaml.register();
});
