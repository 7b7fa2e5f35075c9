// Symbolon as service provider of others: people log in at SimpleSAMLphp, and at a second Symbolon, and from there into the demo application.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { choose, code, digits, follow, launch, logIn, person } from "../lib/browser.js";
import { peer } from "../lib/saml.js";
import { World } from "../lib/world.js";

const FIRST = "saml.idp.1", SECOND = "saml.idp.2";
const PEOPLE = { student: "studentpass", employee: "employeepass" };

let world, other, browser, folder, provider;
before(async () => {
  browser = await launch();
  // They share a machine: cookies know hosts and no ports.
  world = await World.start();
  other = await World.start({ tls: true });
  folder = mkdtempSync(join(tmpdir(), "symbolon-proxy-"));
  provider = peer("simplesamlphp", "start");
  await method(FIRST, "SimpleSAMLphp", { metadata: readFileSync(provider.SSP_METADATA, "utf8") });
  await serve();
  await secondFactor();
});
after(async () => {
  if (provider) peer("simplesamlphp", "stop");
  await browser?.close();
  await other?.stop();
  await world?.stop();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

const form = (fields) => fields.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join("&");

/** A method of the kind, by the management API. `metadata` stays where none is given. */
async function method(name, title, { lines = [], metadata } = {}) {
  const fields = [["methodType", "SAML"], ["title", title], ["enabled", "true"], ...lines.map((line) => ["configuration", line])];
  await world.manage("PUT", `/method/${name}`, form(fields));
  if (metadata === undefined) return;
  const headers = { accept: "application/json", "content-type": "application/xml", authorization: `Bearer ${world.demo.management_token}` };
  const answer = await world.send("PUT", `${world.demo.url}/sso-api/method/${name}/$attribute/metadata`, metadata, headers);
  assert.ok(answer.status < 300, answer.text);
}

/** SimpleSAMLphp, knowing our metadata. */
async function serve(env = {}) {
  const file = join(folder, "sp.xml"), { status, text } = await world.request("GET", `${world.demo.url}/saml2/sp/${FIRST}/metadata`);
  assert.equal(status, 200);
  writeFileSync(file, text, { mode: 0o644 });
  peer("simplesamlphp", "start", { SP_METADATA: file, ...env });
}

/** The calls of requirement C8, with the SAML method in the place of the first factor. */
async function secondFactor() {
  const calls = [
    ["PUT", "/inboundPolicy/attributemapping", ""],
    ["PUT", "/inboundPolicy/attributemapping/$link/method/unregistered.smtp", ""],
    ["POST", "/inboundPolicy/attributemapping", "type=inboundPolicyItem&attributename=phone_number&attributevalue=mobile"],
    ["POST", "/inboundPolicy/attributemapping", "type=inboundPolicyItem&attributename=email&attributevalue=mail"],
    ["PUT", "/method/unregistered.smtp", "configuration=mfa%20true"],
    ["PUT", `/method/${FIRST}/$link/nextFactor/method/unregistered.smtp`, ""],
    ["PUT", "/site/demosite/$link/method/unregistered.smtp", ""],
    ["PUT", `/site/demosite/$link/method/${FIRST}`, ""],
    ["PUT", "/application/demosite/demoapp/$link/method/unregistered.smtp", "enabled=true"],
    ["PUT", `/application/demosite/demoapp/$link/method/${FIRST}`, "enabled=true"],
  ];
  for (const [verb, path, body] of calls) await world.manage(verb, path, body);
}

/** Somebody at the demo application's login, who has picked the other provider. */
async function going(name = FIRST) {
  const context = await person(browser), page = await context.newPage();
  await page.goto(`${world.demo.app.url}/login`);
  await choose(page, name);
  return { context, page };
}

/** Types name and password at SimpleSAMLphp. */
async function there(page, name) {
  await page.waitForURL((url) => url.href.startsWith(provider.SSP_URL));
  await page.fill("input[name=username]", name);
  await page.fill("input[name=password]", PEOPLE[name]);
  await page.locator("input[name=password]").press("Enter");
  await page.waitForURL((url) => url.href.startsWith(world.demo.url));
}

/** A whole login of the one who has an address. */
async function student() {
  const last = await world.lastMailId("student@demo.test"), visit = await going();
  await there(visit.page, "student");
  await visit.page.locator("#prompt input[name=code]").waitFor();
  await code(visit.page, digits(await world.mail("student@demo.test", last)));
  await isIn(visit.page);
  return visit;
}

async function isIn(page) {
  await page.locator('form[action="/demo/app/logout"]').waitFor();
}

async function isInHere(context) {
  return (await (await context.request.get(world.demo.app.url)).text()).includes("/demo/app/logout");
}

async function isInThere(context) {
  return (await (await context.request.get(`${provider.SSP_URL}/logged-in.php`)).text()) === "in";
}

/** Leaves the demo application, and comes back there by way of the provider. */
async function leave(page) {
  await page.goto(world.demo.app.url);
  await page.locator('form[action="/demo/app/logout"] button').click();
  await page.locator('main a[href="/demo/app/login"]').waitFor();
}

/** Until it is so; what is told server to server takes a moment. */
async function until(what, asked) {
  for (let round = 0; round < 100; round++) {
    if (await asked()) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  assert.fail(what);
}

test("B11, C8: SimpleSAMLphp logs somebody in, and a second factor follows to the address that it told, renamed by a table", async () => {
  const { context } = await student();
  assert.equal(await isInThere(context), true);
  assert.deepEqual(await world.audit("saml.answer-refused"), []);
});

test("C6: who has no address has no second factor and is in with the first; S052: a foreign domain is left out", async () => {
  const before = (await world.audit("saml.scope-refused")).length, { page } = await going();
  await there(page, "employee");
  await isIn(page);
  assert.equal((await world.audit("saml.scope-refused")).length, before + 1);
});

test("G3: leaving the application leaves SimpleSAMLphp, too", async () => {
  const { context, page } = await student();
  await leave(page);
  await until("still in there", async () => !(await isInThere(context)));
  assert.equal(await isInHere(context), false);
});

test("S083: leaving SimpleSAMLphp leaves the application, and another session lives on", async () => {
  const one = await student(), two = await student();
  await one.page.goto(`${provider.SSP_URL}/saml2/idp/initSLO.php?RelayState=${encodeURIComponent(`${provider.SSP_URL}/logged-in.php`)}`);
  await one.page.waitForURL((url) => url.pathname === "/logged-in.php");
  assert.equal(await isInThere(one.context), false);
  await until("still in here", async () => !(await isInHere(one.context)));
  assert.deepEqual([await isInHere(two.context), await isInThere(two.context)], [true, true]);
});

test("S057: assertions that SimpleSAMLphp encrypts with CBC are refused until a line allows them", async () => {
  await serve({ SSP_ENCRYPTION: "yes" });
  try {
    const before = (await world.audit("saml.answer-refused")).length, { page } = await going();
    await there(page, "employee");
    assert.ok(await page.locator("#error").innerText());
    assert.equal((await world.audit("saml.answer-refused")).length, before + 1);
    await method(FIRST, "SimpleSAMLphp", { lines: ["allowCbc true", "wantAssertionsEncrypted true"] });
    const again = await going();
    await there(again.page, "employee");
    await isIn(again.page);
  } finally {
    await world.manage("PATCH", `/method/${FIRST}`, form([["remove.configuration", "allowCbc true"], ["remove.configuration", "wantAssertionsEncrypted true"]]));
    await serve();
  }
});

test("requests by form, and a fresh login each time", async () => {
  await method(FIRST, "SimpleSAMLphp", { lines: ["requestBinding post", "ForceAuthn true", "SendAssertionConsumerServiceURL true"] });
  try {
    const { page } = await going();
    await there(page, "employee");
    await isIn(page);
    // It has a session there, and is asked all the same.
    await page.goto(`${world.demo.app.url}/logout`).catch(() => {});
    await page.context().clearCookies({ name: /^(?!OfTheProvider)/ });
    await page.goto(`${world.demo.app.url}/login`);
    await choose(page, FIRST);
    await page.waitForURL((url) => url.href.startsWith(provider.SSP_URL));
    await page.locator("input[name=password]").waitFor();
  } finally {
    const lines = ["requestBinding post", "ForceAuthn true", "SendAssertionConsumerServiceURL true"];
    await world.manage("PATCH", `/method/${FIRST}`, form(lines.map((line) => ["remove.configuration", line])));
  }
});

test("B11, G3: a second Symbolon logs people in, and logouts go through both ways", async () => {
  const metadata = (await other.request("GET", `${other.demo.url}/saml2/metadata`)).text;
  await method(SECOND, "The other Symbolon", { metadata });
  await world.manage("PUT", `/site/demosite/$link/method/${SECOND}`, "");
  await world.manage("PUT", `/application/demosite/demoapp/$link/method/${SECOND}`, "enabled=true");
  const address = `${world.demo.url}/saml2/sp/${SECOND}/metadata`, descriptor = (await world.request("GET", address)).text;
  await other.application("proxy", { methods: ["password.1", "totp.1", "unregistered.smtp"], protocol: "saml", metadata: { entity_id: address, descriptor } });
  const user = await other.person({ email: true });
  const come = async () => {
    const visit = await going(SECOND);
    await visit.page.waitForURL((url) => url.href.startsWith(other.demo.url));
    await logIn(visit.page, other, user);
    await visit.page.waitForURL((url) => url.href.startsWith(world.demo.url));
    await isIn(visit.page);
    return visit;
  };
  const isAskedThere = async (context) => {
    const page = await context.newPage();
    await page.goto(`${other.demo.app.url}/login`);
    const asked = await page.locator("#prompt input[name=password]").count();
    await page.close();
    return asked > 0;
  };
  // Who leaves here leaves there.
  const one = await come();
  assert.equal(await isAskedThere(one.context), false);
  await leave(one.page);
  assert.equal(await isAskedThere(one.context), true);
  // And the other way round.
  const two = await come();
  await two.page.goto(`${other.demo.app.url}/login`);
  await two.page.goto(other.demo.app.url);
  await follow(two.page, two.page.locator('form[action="/demo/app/logout"] button'));
  await until("still in here", async () => !(await isInHere(two.context)));
});
