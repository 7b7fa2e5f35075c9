// Five tasks of an administrator, from the first page of the console to the end that somebody else notices. What a hand does is counted, and
// a page that asks for more than it did fails here.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { after, before, test } from "node:test";
import { atDemo, byTotp, choose, code, digits, errorText, follow, launch, logIn, password, person } from "../lib/browser.js";
import { RelyingParty } from "../lib/relying.js";
import { World } from "../lib/world.js";

let world, browser;
const counted = [];
before(async () => { world = await World.start(); browser = await launch(); });
after(async () => {
  await browser?.close();
  await world?.stop();
  const line = (cells) => `| ${cells.join(" | ")} |`;
  console.log([line(["task", "clicks and keys", "fields typed"]), line(["---", "--:", "--:"]), ...counted.map(line)].join("\n"));
});

/** An administrator's hand at the console's first page. A list that is opened and chosen from is two clicks, and going to a field to type is none. */
class Hand {
  clicks = 0;
  fields = 0;

  static async of(name) {
    const hand = new Hand();
    hand.page = await (await person(browser)).newPage();
    await hand.page.goto(`${world.demo.url}/console`);
    await logIn(hand.page, world, world.user(name));
    assert.equal(new URL(hand.page.url()).pathname, "/console");
    return hand;
  }

  /** Clicks what leads to another page. */
  async go(locator) {
    this.clicks += 1;
    await follow(this.page, typeof locator === "string" ? this.page.locator(locator) : locator);
  }

  async click(locator) {
    this.clicks += 1;
    await this.page.locator(locator).click();
  }

  async pick(locator, value) {
    this.clicks += 2;
    await this.page.selectOption(locator, value);
  }

  async type(locator, text) {
    this.fields += 1;
    await this.page.fill(locator, text);
  }

  /** Looks for something with the search field on top, and opens the page of it. */
  async find(words, href) {
    await this.type("#q", words);
    this.clicks += 1;
    const gone = this.page.waitForEvent("framenavigated", (frame) => frame === this.page.mainFrame());
    await this.page.keyboard.press("Enter");
    await gone;
    await this.go(`main a[href="${href}"]`);
  }

  nav(path) {
    return this.go(`nav .go a[href="${path}"]`);
  }

  /** Counts a task, which takes so much and no more. */
  async done(task, most) {
    counted.push([task, this.clicks, this.fields]);
    assert.ok(this.clicks <= most.clicks && this.fields <= most.fields, `${task}: ${this.clicks} clicks and ${this.fields} fields`);
    await this.page.context().close();
  }
}

/** The page's text after a refusal or an answer, for a message. */
const said = (page) => page.locator("main").innerText();

test("H3: an application is added and asks for two factors", async () => {
  const [two, one] = [await world.person({ totp: true, email: false }), await world.person({ email: false })];
  const party = await RelyingParty.listen(world, { name: "wiki" });
  const hand = await Hand.of("ada");
  await hand.nav("/console/application");
  await hand.go('a[href^="/console/new/application"]');
  await hand.go("main button.main");
  await hand.type("#f-name", party.name);
  await hand.type("#f-metadata-redirect-uris", `${party.url}/cb`);
  await hand.click('label:has([name="method.totp.1"])');
  await hand.click('label:has([name="group.demosite/everyone"])');
  await hand.go("main form button.main");
  party.secret = (await hand.page.innerText("#secret")).trim();
  await hand.done("Add an application that asks for two factors", { clicks: 6, fields: 2 });

  await party.discover();
  const page = await (await person(browser)).newPage();
  await page.goto(`${party.url}/login`);
  await password(page, two);
  assert.match(new URL(page.url()).pathname, /^\/login\//, "the password alone leads nowhere");
  assert.equal(party.claims, null);
  await byTotp(page, world, two);
  assert.equal(await page.locator("#claims").count(), 1, await page.content());
  assert.deepEqual([party.claims.preferred_username ?? two.name, party.claims.acr], [two.name, "urn:symbolon:acr:mfa"]);
  assert.ok(party.claims.amr.includes("pwd") && party.claims.amr.includes("otp"), party.claims.amr);
  party.claims = null;
  const refused = await (await person(browser)).newPage();
  await refused.goto(`${party.url}/login`);
  await password(refused, one);
  assert.equal(new URL(refused.url()).origin, world.demo.url, "who has one factor only does not get in");
  assert.equal(party.claims, null);
  // The control, and why only the second one is allowed: where the first is allowed as well, it is enough for who has no other.
  const both = await RelyingParty.start(world, { name: "lenient", methods: ["password.1", "totp.1"] });
  await refused.goto(`${both.url}/login`);
  if (await refused.locator("#prompt input[name=password]").count()) await password(refused, one);
  assert.equal(await refused.locator("#claims").count(), 1, await refused.content());
  await page.context().close();
  await refused.context().close();
});

test("H3: why somebody was refused is two clicks from the first page", async () => {
  await world.objects({ noun: "group", path: "demosite/payers", attributes: { title: { en: "Payers" } } });
  const party = await RelyingParty.start(world, { name: "payroll", title: "Payroll", methods: ["password.1"] });
  await world.objects({ noun: "application", path: "demosite/payroll", links: [{ role: "allowedTo", to: "group/demosite/payers" }] });
  const cam = await world.person();
  const page = await (await person(browser)).newPage();
  await page.goto(`${party.url}/login`);
  await password(page, cam);
  assert.equal(party.claims, null, "refused");

  const hand = await Hand.of("ada");
  const fold = hand.page.locator("details.fold").filter({ hasText: `${cam.name} to demosite/payroll` });
  hand.clicks += 1;
  await fold.locator("summary").first().click();
  await hand.go(fold.locator('a[href^="/console/whatif"]'));
  const verdict = await hand.page.innerText("#verdict");
  assert.match(verdict, new RegExp(`${cam.name}.*demosite/payroll`));
  // The rule that decided, and the object in which it can be changed.
  assert.match(await said(hand.page), /group/i);
  assert.ok(await hand.page.locator('#verdict a[href*="demosite/payroll"]').count(), verdict);
  await hand.done("Find why somebody was refused", { clicks: 2, fields: 0 });

  // It is the rule: with the group, the same person gets in.
  await world.objects({ noun: "application", path: "demosite/payroll", links: [{ role: "allowedTo", to: "group/demosite/everyone" }] });
  await page.goto(`${party.url}/login`);
  if (await page.locator("#prompt input[name=password]").count()) await password(page, cam);
  assert.equal(await page.locator("#claims").count(), 1, await page.content());
  await page.context().close();
});

test("H3: a locked user is unlocked and a lost token taken back", async () => {
  const [method] = await world.withTokens(6);
  const seeds = { lost: "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", kept: "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP" };
  const hotp = (name, counter) => execFileSync("oathtool", ["--hotp", "-b", seeds[name], "-c", String(counter)], { encoding: "utf8" }).trim();
  const file = Object.entries(seeds).map(([name, seed]) => `otpauth://hotp/Acme:${name.toUpperCase()}?secret=${seed}&counter=0&digits=6\n`).join("");
  const zed = await world.person({ name: "zed", email: false });
  const { taken } = await world.manage("POST", `/import/token?site=demosite&method=${method}`, file);
  assert.equal(taken.length, 2, JSON.stringify(taken));
  for (const serial of taken) await world.manage("POST", `/token/${encodeURIComponent(serial)}/$action/assign`, "user=zed");
  const lost = taken[0];
  const party = await RelyingParty.start(world, { name: "vault", title: "Vault", methods: ["password.1", method] });
  const entering = async () => {
    const page = await (await person(browser)).newPage();
    await page.goto(`${party.url}/login`);
    return page;
  };
  const atCode = async () => {
    const page = await entering();
    await password(page, zed);
    await choose(page, method);
    return page;
  };
  const before = await atCode();
  await code(before, hotp("lost", 0));
  assert.equal(await before.locator("#claims").count(), 1, "the token is good while it is not lost");
  await before.context().close();
  const guessing = await entering();
  for (let n = 0; n < 5; n++) await password(guessing, zed, "a guess");
  await password(guessing, zed);
  assert.ok(await errorText(guessing), "the right password does not help now");

  const hand = await Hand.of("ada");
  await hand.find("zed", "/console/user/demosite/zed");
  await hand.go("#unlock button");
  await hand.go('.tabs a[href="/console/user/demosite/zed?tab=ways"]');
  await hand.go(hand.page.getByRole("link", { name: `Lost… ${lost}` }));
  await hand.go("#confirm-button");
  assert.match(await said(hand.page), /Lost/);
  await hand.done("Unlock a user and take a lost token back", { clicks: 6, fields: 1 });

  const page = await atCode();
  await code(page, hotp("lost", 1));
  assert.ok(await errorText(page), "the lost one is good for nothing");
  assert.match(new URL(page.url()).pathname, /^\/login\//);
  await code(page, hotp("kept", 0));
  assert.equal(await page.locator("#claims").count(), 1, "the control: the other one is");
  await page.context().close();
  await guessing.context().close();
});

test("H3, G7: the words of a mail are changed, seen before, sent, and taken back", async () => {
  const words = "Ahoy! { $code } opens { $application } for { $minutes } minutes.";
  const mailed = async () => {
    const last = await world.lastMailId(dora.email);
    const page = await atDemo(await person(browser), world);
    await password(page, dora);
    await choose(page, "unregistered.smtp");
    const mail = await world.mail(dora.email, last);
    await code(page, digits(mail));
    assert.equal(new URL(page.url()).pathname, "/demo/app", "the code in it is good");
    await page.context().close();
    return mail;
  };
  const dora = await world.person();
  const original = await mailed();
  assert.doesNotMatch(original.text, /Ahoy/);

  const hand = await Hand.of("ada");
  await hand.nav("/console/site");
  await hand.go('main table a[href="/console/site/demosite"]');
  await hand.go('.tabs a[href="/console/site/demosite?tab=mails"]');
  await hand.go('main a[href*="mail=code"]');
  await hand.type("#m-text", words);
  await hand.go("#preview");
  assert.match(await hand.page.innerText("#mail-shown"), /Ahoy! 123456 opens Wiki for 15 minutes\./);
  assert.match(await hand.page.innerText("#mail-shown"), /Not saved/);
  assert.doesNotMatch((await mailed()).text, /Ahoy/, "a preview changes nothing");
  await hand.go("#save");
  assert.match(await hand.page.innerText("[role=status]"), /Saved/);
  const { clicks, fields } = hand;
  const changed = await mailed();
  assert.match(changed.text, /Ahoy! \d{3} ?\d{3} opens .+ for \d+ minutes\./);
  await hand.go("#reset");
  assert.equal(await hand.page.locator("#reset").count(), 0, "nothing is left to take back");
  assert.equal(hand.clicks, clicks + 1);
  const again = await mailed();
  assert.equal(again.text.replace(digits(again), ""), original.text.replace(digits(original), ""), "as it was");
  Object.assign(hand, { clicks, fields });
  await hand.done("Change the words of a mail", { clicks: 6, fields: 1 });
});

test("H3, G11: a colleague is given rights in one site, and has them there and nowhere else", async () => {
  const names = ["gil", "ivo"], sites = ["demosite", "othersite"];
  const ours = ["password.1", "totp.1", "unregistered.smtp", "backup.1"];
  await world.objects({ noun: "site", path: "othersite", attributes: { title: { en: "Other" } }, links: ours.map((m) => ({ role: "method", to: `method/${m}`, with: ["enabled"] })) });
  const colleague = await world.person({ name: "kim", totp: true });
  for (const [n, site] of sites.entries()) await world.call("POST", "/users", [{ name: names[n], site, password: `a long phrase of ${names[n]}`, attributes: { cn: [names[n]] } }]);
  const seat = await (await person(browser)).newPage();
  await seat.goto(`${world.demo.url}/console`);
  await logIn(seat, world, colleague).catch(() => {});
  await seat.goto(`${world.demo.url}/console/user`);
  assert.equal(await seat.locator("#users").count(), 0, "nothing to see before");
  await seat.context().close();

  const hand = await Hand.of("ada");
  await hand.find("kim", "/console/user/demosite/kim");
  await hand.go('.tabs a[href="/console/user/demosite/kim?tab=groups"]');
  await hand.pick("#give-what", "operator");
  assert.equal(await hand.page.inputValue("#give-in"), "demosite", "the site of the user stands there");
  await hand.go("#give");
  assert.match(await hand.page.innerText("[role=status]"), /is Operator now/);
  await hand.done("Give a colleague rights in one site", { clicks: 6, fields: 1 });

  const guess = await (await person(browser)).newPage();
  await guess.goto(`${world.demo.url}/account`);
  for (let n = 0; n < 5; n++) await password(guess, { name: "gil" }, "a guess");
  await guess.context().close();
  const page = await (await person(browser)).newPage();
  await page.goto(`${world.demo.url}/console`);
  await logIn(page, world, colleague);
  const open = async (path) => (await page.goto(world.demo.url + path)).status();
  assert.equal(await open("/console/user"), 200);
  const listed = await page.innerText("main");
  assert.match(listed, /gil/);
  assert.doesNotMatch(listed, /ivo/, "the other site's people are not there");
  // What an operator may: help. What an operator may not: change who somebody is.
  assert.equal(await open("/console/user/demosite/gil"), 200);
  assert.equal(await page.locator("#save, #delete").count(), 0);
  await follow(page, page.locator("#unlock button"));
  assert.match(await page.innerText("[role=status]"), /Unlocked/);
  const pages = ["/console/user/othersite/ivo", "/console/site/othersite", "/console/audit?site=othersite", "/console/method", "/console/role/demosite/manager", "/console/new/user"];
  for (const path of pages) assert.equal(await open(path), 403, path);
  // The same form, sent to the other site's user, does nothing either.
  await open("/console/user/demosite/gil?tab=sessions");
  const forged = await page.evaluate(async ([path, fields]) => {
    const csrf = document.querySelector("input[name=csrf]").value;
    const answer = await fetch(path, { method: "POST", body: new URLSearchParams({ ...fields, csrf }), redirect: "manual" });
    return answer.status;
  }, ["/console/user/othersite/ivo", { act: "endSessions" }]);
  assert.equal(forged, 403);
  await page.context().close();
});
