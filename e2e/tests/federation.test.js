// Chains behind another provider (C2 to C7, C9): the four rows of C5 and C6 for people without an account, and the six rows for those whom a
// directory user mapping finds. An application of its own for each row, so that only the links differ; everything else stands once.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import * as oidc from "openid-client";
import { byTotp, choose, code, digits, follow, heading, launch, password, person, submit } from "../lib/browser.js";
import { RelyingParty } from "../lib/relying.js";
import { OidcProvider, introduce } from "../lib/upstream.js";
import { World } from "../lib/world.js";

let browser, world, provider;
before(async () => {
  browser = await launch();
  [world, provider] = [await World.start(), await OidcProvider.start()];
  await introduce(world, provider, []);
  // Two second factors without an account: a table gives the one what it needs, and nothing gives it to the other.
  await world.manage("PUT", "/inboundPolicy/attributemapping");
  await world.manage("POST", "/inboundPolicy/attributemapping", "type=inboundPolicyItem&attributename=email&attributevalue=mail");
  await world.manage("PUT", "/inboundPolicy/attributemapping/$link/method/unregistered.smtp");
  await world.manage("PUT", "/method/unregistered.smtp", "configuration=mfa%20true");
  await world.manage("PUT", "/method/bare.smtp", "methodType=SMTP+Unregistered&enabled=true&title=Bare&configuration=mfa%20true");
  for (const method of ["unregistered.smtp", "bare.smtp"]) {
    await world.manage("PUT", `/method/oidc.1/$link/nextFactor/method/${method}`);
    await world.manage("PUT", `/site/demosite/$link/method/${method}`);
  }
});
after(async () => {
  await browser?.close();
  await world?.stop();
  await provider?.stop();
});

/** What became of somebody: let in, asked for a code, or neither. */
async function outcome(page, client) {
  if (client.claims) return "in";
  return (await page.locator("#prompt input[name=code]").count()) ? "asked" : "denied";
}

/** Comes to an application and logs in at the provider, if that is offered. */
async function arrive(client, user) {
  const page = await (await person(browser)).newPage();
  await page.goto(`${client.url}/login`);
  await choose(page, "oidc.1");
  if (new URL(page.url()).origin === new URL(provider.issuer).origin) await provider.logIn(page, user);
  return page;
}

/** What the application learns of who is in. */
async function nameOf(client) {
  const told = await oidc.fetchUserInfo(client.config, client.tokens.access_token, client.claims.sub);
  return told.preferred_username;
}

const links = (first, second) => [...(first ? ["oidc.1"] : []), ...(second ? [second] : [])];

for (const [row, first, second, expected] of [
  ["C5: the first factor is allowed and a second is available", true, "unregistered.smtp", "asked"],
  ["C5: the first factor is allowed and no second is available", true, "bare.smtp", "in"],
  ["C6: the first factor is not allowed and a second is available", false, "unregistered.smtp", "asked"],
  ["C6: the first factor is not allowed and no second is available", false, "bare.smtp", "denied"],
]) {
  test(`${row}: ${expected}`, async () => {
    const user = provider.person(`dora${Math.floor(Math.random() * 1e6)}`);
    const client = await RelyingParty.start(world, { name: `u-${first}-${second}`.replace(".", "-"), methods: links(first, second) });
    const page = await arrive(client, user);
    assert.equal(await outcome(page, client), expected, await heading(page));
    if (expected === "asked") {
      // C2: nobody types the address, and it stands there masked.
      assert.equal(await page.locator("#prompt input[name=email]").count(), 0);
      assert.match(await page.locator("main").innerText(), /d••@d•••\.test/);
      await code(page, digits(await world.mail(user.email)));
      assert.deepEqual(client.claims?.amr.at(-1), "mfa");
    }
    await client.stop();
  });
}

test("C6, O114, O117: no way around the second factor behind a provider, and nothing counts twice or elsewhere", async () => {
  const user = provider.person("mallory"), client = await RelyingParty.start(world, { name: "around", methods: ["unregistered.smtp"] });
  const context = await person(browser), page = await context.newPage(), other = await person(browser);
  const answers = [];
  page.on("request", (request) => { if (request.url().includes("/login/return/")) answers.push(request.url()); });
  await page.goto(`${client.url}/login`);
  await choose(page, "oidc.1");
  await provider.logIn(page, user);
  assert.equal(await outcome(page, client), "asked");
  const handle = new URL(page.url()).pathname.split("/").at(-1), [answer] = answers;
  const state = new URL(answer).searchParams.get("state");
  assert.notEqual(handle, state, "the handle that the provider knows is worth nothing after the proof");
  const tries = [
    `${world.demo.url}/oauth2/resume/${handle}`, `${world.demo.url}/oauth2/resume/${state}`, `${world.demo.url}/login/${state}`,
    answer, `${answer}&consent=yes`, `${answer}&skip=1`, answer.replace("oidc.1", "unregistered.smtp"),
    `${world.demo.url}/login/return/oidc.1?state=${handle}&code=x&consent=yes`, `${world.demo.url}/login/leave/${handle}`,
  ];
  for (const url of tries) {
    await context.request.get(url, { maxRedirects: 3 });
    await other.request.get(url, { maxRedirects: 3 });
    assert.equal(client.claims, null, url);
  }
  await other.request.post(`${world.demo.url}/login/return/oidc.1`, { form: { state: handle, code: "x" } });
  // A provider's session is none of ours, and the page that asks is still there for its own browser alone.
  await page.goto(`${client.url}/login`);
  await choose(page, "oidc.1");
  assert.equal(await outcome(page, client), "asked");
  const stranger = await other.newPage();
  assert.equal((await stranger.goto(page.url())).status(), 410);
  const newest = digits(await world.mail(user.email));
  const url = page.url();
  await code(page, newest);
  assert.deepEqual(client.claims?.amr.at(-1), "mfa");
  // The code has been used; another login of the same person in another browser does not take it.
  client.claims = null;
  const second = await other.newPage();
  await second.goto(`${client.url}/login`);
  await choose(second, "oidc.1");
  if (new URL(second.url()).origin === new URL(provider.issuer).origin) await provider.logIn(second, user);
  await code(second, newest);
  assert.equal(client.claims, null);
  await context.request.get(url);
  assert.equal(client.claims, null);
  await client.stop();
});

test("C9, §3.3: the six rows for people whom a directory user mapping finds", async (t) => {
  await world.manage("PUT", "/inboundMappingPolicy/people");
  await world.manage("PUT", "/inboundDirectoryMapping/people/name", `condition=method:preferred_username=*&mappingURL=${encodeURIComponent("ldap:///??sub?(uid=%7Bsubject:username%7D)")}`);
  await world.manage("PUT", "/inboundMappingPolicy/people/$link/method/oidc.1");
  await world.manage("PUT", "/method/oidc.1/$link/nextFactor/method/totp.1");
  for (const method of ["unregistered.smtp", "bare.smtp"]) await world.manage("DELETE", `/method/oidc.1/$link/nextFactor/method/${method}`);
  for (const [first, second, activated, expected] of [
    [true, true, true, "asked"],
    [true, true, false, "in"],
    [false, true, true, "asked"],
    [false, true, false, "denied"],
    [true, false, true, "in"],
    [true, false, false, "in"],
    [false, false, true, "denied"],
    [false, false, false, "denied"],
  ]) {
    await t.test(`first ${first ? "" : "not "}allowed, second ${second ? "" : "not "}allowed and ${activated ? "" : "not "}activated: ${expected}`, async () => {
      const user = await world.person({ totp: activated });
      const client = await RelyingParty.start(world, { name: `r-${first}-${second}-${activated}`, methods: second || first ? links(first, second && "totp.1") : ["password.1"] });
      const page = await arrive(client, user);
      assert.equal(await outcome(page, client), expected, await heading(page));
      if (expected === "asked") {
        await byTotp(page, world, user);
        assert.deepEqual(client.claims?.amr, ["otp", "mfa"]);
      }
      // It is the person of the directory who is in, and not somebody of the provider's.
      if (client.claims) assert.equal(await nameOf(client), user.name);
      await client.stop();
    });
  }
  await t.test("whom nobody finds is let in nowhere", async () => {
    const client = await RelyingParty.start(world, { name: "nobody", methods: ["oidc.1"] });
    const page = await arrive(client, provider.person("stranger"));
    assert.equal(await outcome(page, client), "denied");
    await client.stop();
  });
  await world.manage("DELETE", "/inboundMappingPolicy/people/$link/method/oidc.1");
  await world.manage("DELETE", "/method/oidc.1/$link/nextFactor/method/totp.1");
  for (const method of ["unregistered.smtp", "bare.smtp"]) await world.manage("PUT", `/method/oidc.1/$link/nextFactor/method/${method}`);
});

test("G10: an account is connected by proving both, and the provider alone lets in from then on, until its owner parts them", async () => {
  await world.manage("PUT", "/method/oidc.1", "configuration=accountLink%20true");
  const there = provider.person("linda"), here = await world.person();
  const client = await RelyingParty.start(world, { name: "linking", methods: ["oidc.1", "password.1"] });
  const page = await arrive(client, there);
  assert.match(await page.locator("#error, .errors, [role=alert]").first().innerText(), /Log in here another way/);
  await choose(page, "password.1");
  await password(page, here);
  assert.match(await page.locator("main").innerText(), /linda/);
  assert.equal(client.claims, null);
  await submit(page);
  assert.equal(await nameOf(client), here.name);
  // Another browser: the provider alone.
  client.claims = null;
  const again = await arrive(client, there);
  assert.equal(await nameOf(client), here.name, await heading(again));
  // Its owner parts them.
  await again.goto(`${world.demo.url}/account`);
  // The account's pages ask for a second factor behind it, as behind any other.
  await code(again, digits(await world.mail(there.email)));
  const part = again.locator('a[href$="/remove"]').first();
  assert.ok(await part.count(), await again.locator("main").innerText());
  await follow(again, part);
  if (await again.locator("#prompt input[name=password]").count()) await password(again, here);
  await follow(again, again.locator("main form button").first());
  client.claims = null;
  await arrive(client, there);
  assert.equal(client.claims, null, "the link is gone");
  await client.stop();
});

test("G10: somebody of a provider is connected with one account; who was asked meanwhile in another browser moves nothing", async () => {
  const there = provider.person("twice"), first = await world.person(), second = await world.person();
  const client = await RelyingParty.start(world, { name: "once", methods: ["oidc.1", "password.1"] });
  const pages = [];
  for (const here of [first, second]) {
    const page = await arrive(client, there);
    await choose(page, "password.1");
    await password(page, here);
    pages.push(page);
  }
  for (const page of pages) {
    assert.match(await page.locator("main").innerText(), /twice/);
    await submit(page);
  }
  client.claims = null;
  await arrive(client, there);
  assert.equal(await nameOf(client), first.name);
  await client.stop();
});
