// Which of several identity providers it is: on our own page, by keyboard and without scripts, and at SimpleSAMLphp's discovery service.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { choose, follow, heading, judge, launch, person } from "../lib/browser.js";
import { peer } from "../lib/saml.js";
import { World } from "../lib/world.js";

const OURS = "saml.page", THEIRS = "saml.service";
const SIGN = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==";

let world, other, browser, folder, provider, certificate;
before(async () => {
  browser = await launch();
  // They share a machine: cookies know hosts and no ports.
  world = await World.start();
  other = await World.start({ tls: true });
  folder = mkdtempSync(join(tmpdir(), "symbolon-discovery-"));
  peer("simplesamlphp", "plan");
  provider = peer("simplesamlphp", "start");
  certificate = readFileSync(provider.SSP_METADATA, "utf8").match(/<ds:X509Certificate>([^<]+)</)[1];
  await method(OURS, "SAML", "One of many", 300);
  await method(THEIRS, "Third-party SAML Discovery", "By a service elsewhere", 0, [`discoveryUrl ${provider.SSP_DISCOVERY}`]);
  const own = async (name) => (await world.request("GET", `${world.demo.url}/saml2/sp/${name}/metadata`)).text.replace(/^<\?xml[^>]*>/, "");
  writeFileSync(join(folder, "sp.xml"), list([await own(OURS), await own(THEIRS)]));
  writeFileSync(join(folder, "providers.xml"), federation(0));
  provider = peer("simplesamlphp", "start", { SP_METADATA: join(folder, "sp.xml"), IDP_METADATA: join(folder, "providers.xml") });
});
after(async () => {
  if (provider) peer("simplesamlphp", "stop");
  await browser?.close();
  await other?.stop();
  await world?.stop();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

const list = (entities) => `<md:EntitiesDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata">${entities.join("")}</md:EntitiesDescriptor>`;

/** An identity provider as a federation describes it. */
function entity({ id, sso, names, words = "", sign = "" }) {
  const named = Object.entries(names).map(([tag, name]) => `<mdui:DisplayName xml:lang="${tag}">${name}</mdui:DisplayName>`).join("");
  const looked = words && `<mdui:Keywords xml:lang="en">${words}</mdui:Keywords>`, logo = sign && `<mdui:Logo height="16" width="16">${sign}</mdui:Logo>`;
  return `<md:EntityDescriptor entityID="${id}"><md:IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">
    <md:Extensions><mdui:UIInfo xmlns:mdui="urn:oasis:names:tc:SAML:metadata:ui">${named}${looked}${logo}</mdui:UIInfo></md:Extensions>
    <md:KeyDescriptor use="signing"><ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:X509Data><ds:X509Certificate>${certificate}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>
    <md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="${sso}"/></md:IDPSSODescriptor></md:EntityDescriptor>`;
}

/** SimpleSAMLphp, the other Symbolon, and so many beside them. */
function federation(more) {
  const known = [
    { id: provider.SSP_ENTITY, sso: `${provider.SSP_URL}/saml2/idp/SSOService.php`, names: { en: "Åbo Akademi University", sv: "Åbo Akademi" }, words: "college turku", sign: SIGN },
    { id: `${other.demo.url}/saml2/metadata`, sso: `${other.demo.url}/saml2/sso`, names: { en: "Helsinki Polytechnic", fi: "Helsingin ammattikorkeakoulu" } },
  ];
  const others = Array.from({ length: more }, (_, n) => ({ id: `https://idp${n}.test/saml`, sso: `https://idp${n}.test/sso`, names: { en: `Institute ${n}` } }));
  return list([...known, ...others].map(entity));
}

/** A method that the demo application allows. */
async function method(name, kind, title, more, lines = []) {
  const fields = [["methodType", kind], ["title", title], ["enabled", "true"], ...["idpEntityId *", ...lines].map((line) => ["configuration", line])];
  await world.manage("PUT", `/method/${name}`, fields.map(([field, value]) => `${field}=${encodeURIComponent(value)}`).join("&"));
  await world.objects({ noun: "method", path: name, attributes: { metadata: federation(more) } });
  await world.manage("PUT", `/site/demosite/$link/method/${name}`, "");
  await world.manage("PUT", `/application/demosite/demoapp/$link/method/${name}`, "enabled=true");
}

/** Somebody who has picked one of the two methods. */
async function going(name, context) {
  context ??= await person(browser);
  const page = await context.newPage();
  await page.goto(`${world.demo.app.url}/login`);
  await choose(page, name);
  return { context, page };
}

const names = (page, within = "#providers") => page.locator(`${within} button[name=provider] b`).allInnerTexts();

/** Goes by Tab until something has the focus. */
async function tabTo(page, selector) {
  for (let steps = 0; steps < 40; steps++) {
    await page.keyboard.press("Tab");
    if (await page.evaluate((wanted) => document.activeElement.matches(wanted), selector)) return;
  }
  assert.fail(`no way by Tab to ${selector}`);
}

async function there(page) {
  await page.waitForURL((url) => url.href.startsWith(provider.SSP_URL));
  await page.fill("input[name=username]", "employee");
  await page.fill("input[name=password]", "employeepass");
  await page.locator("input[name=password]").press("Enter");
  await page.waitForURL((url) => url.href.startsWith(world.demo.url));
  await page.locator('form[action="/demo/app/logout"]').waitFor();
}

test("B11: a provider among three hundred is found and chosen by keyboard, logs somebody in, stands on top next time, and is forgotten", async () => {
  const { context, page } = await going(OURS);
  assert.equal(await heading(page), "Choose your organisation");
  assert.equal((await names(page)).length, 50);
  assert.match(await page.locator("#found").innerText(), /50 of 302/);
  // The field has the focus; the list follows what is typed, and says how much it is.
  await page.keyboard.type("turku", { delay: 20 });
  await page.locator("#found", { hasText: "One organisation" }).waitFor();
  assert.deepEqual(await names(page), ["Åbo Akademi University"]);
  assert.equal(await page.evaluate(() => document.activeElement.id), "search", "the focus stays");
  await tabTo(page, "#providers button");
  await page.keyboard.press("Enter");
  await there(page);

  const again = await going(OURS, await forgetful(context));
  assert.deepEqual(await names(again.page, "section[aria-labelledby=recent]"), ["Åbo Akademi University"]);
  await tabTo(again.page, "button[name=forget]");
  await Promise.all([again.page.waitForEvent("load"), again.page.keyboard.press("Enter")]);
  assert.equal(await again.page.locator("#recent").count(), 0);
  assert.deepEqual((await context.cookies()).filter((cookie) => cookie.name.endsWith("providers")), []);
});

/** The same browser after its sessions ended. */
async function forgetful(context) {
  await context.clearCookies({ name: /session|OfTheProvider/ });
  return context;
}

test("the search works without scripts, by letters without their marks and in other languages", async () => {
  const context = await person(browser, { javaScriptEnabled: false, locale: "fi" });
  const { page } = await going(OURS, context);
  for (const [typed, expected] of [["abo", ["Åbo Akademi University"]], ["ammattikorkeakoulu", ["Helsingin ammattikorkeakoulu"]], ["nowhere", []]]) {
    await page.fill("#search", typed);
    await follow(page, page.locator("form[role=search] button"));
    assert.deepEqual(await names(page), expected, typed);
    assert.equal(await page.inputValue("#search"), typed);
  }
  await page.fill("#search", "helsin");
  await follow(page, page.locator("form[role=search] button"));
  await follow(page, page.locator("#providers button"));
  assert.ok(page.url().startsWith(other.demo.url), page.url());
});

test("G6: axe finds nothing on the page, light and dark, narrow and wide; nobody else is asked for anything", async () => {
  const context = await person(browser), { page } = await going(OURS, context);
  const elsewhere = [];
  page.on("request", (request) => { if (!request.url().startsWith(world.demo.url) && !request.url().startsWith("data:")) elsewhere.push(request.url()); });
  await page.reload();
  const found = await judge(page, "providers");
  await page.fill("#search", "nowhere");
  await page.locator("#found", { hasText: "No organisation" }).waitFor();
  found.push(...await judge(page, "no provider"));
  await page.fill("#search", "abo");
  await page.locator("#found", { hasText: "One" }).waitFor();
  await page.locator("#providers button").click();
  await page.waitForURL((url) => url.href.startsWith(provider.SSP_URL));
  elsewhere.length = 0;
  const again = await going(OURS, context);
  found.push(...await judge(again.page, "providers used before"));
  assert.deepEqual(found, []);
  assert.deepEqual(elsewhere, []);
  const shots = process.env.SYMBOLON_E2E_SHOTS;
  if (!shots) return;
  mkdirSync(shots, { recursive: true });
  for (const colorScheme of ["light", "dark"]) {
    for (const width of [390, 1280]) {
      await again.page.emulateMedia({ colorScheme });
      await again.page.setViewportSize({ width, height: 900 });
      await again.page.evaluate(() => Promise.all(document.getAnimations().map((motion) => motion.finished.catch(() => {}))));
      await again.page.screenshot({ path: join(shots, `providers-${width}-${colorScheme}.png`) });
    }
  }
});

test("B16: SimpleSAMLphp's discovery service is asked, and the login goes on at the provider that was chosen there", async () => {
  const { page } = await going(THEIRS);
  await page.waitForURL((url) => url.href.startsWith(provider.SSP_DISCOVERY));
  const values = await page.locator("button[name^=idp_]").evaluateAll((buttons) => buttons.map((button) => button.name.slice("idp_".length)));
  assert.deepEqual(values.sort(), [provider.SSP_ENTITY, `${other.demo.url}/saml2/metadata`].sort());
  await page.locator(`button[name="idp_${provider.SSP_ENTITY}"]`).click();
  await there(page);
  assert.deepEqual(await world.audit("saml.discovery-refused"), []);
});
