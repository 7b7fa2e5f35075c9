// Every page that people pass, as DESIGN asks for it: axe, narrow, enlarged, by keyboard, without scripts, in five languages.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { atDemo, byTotp, choose, code, digits, follow, heading, judge, launch, logIn, password, person, submit } from "../lib/browser.js";
import { RelyingParty } from "../lib/relying.js";
import { World } from "../lib/world.js";

let world, browser;
before(async () => { world = await World.start(); browser = await launch(); });
after(async () => { await browser?.close(); await world?.stop(); });

const LANGUAGES = ["en", "fi", "sv", "fr", "de"];

test("G6: axe finds nothing on the pages of a login, light and dark, 390 and 1280 px; nothing scrolls sideways at 320 px nor at 200 %", async () => {
  const user = await world.person({ totp: true });
  const found = [];
  const page = await atDemo(await person(browser), world);
  const look = async (name) => found.push(...await judge(page, name));
  await look("password");
  await password(page, user, "not this");
  await look("wrong password");
  await password(page, user);
  await look("code by app");
  await code(page, "000000");
  await look("wrong code");
  await choose(page, "unregistered.smtp");
  await look("code by mail");
  await byTotp(page, world, user);
  await look("demo application");
  await page.goto(`${world.demo.url}/forgot?site=demosite`);
  await look("forgotten password");
  if (await page.locator("#prompt").count()) {
    await page.fill("#prompt input[name=username]", user.name);
    await submit(page);
    await look("link sent");
    await page.goto((await world.mail(user.email)).text.match(/https?:\/\/\S+\/reset\/\S+/)[0]);
    await look("new password");
    await page.goto(`${world.demo.url}/reset/nothing`);
    await look("link gone");
  }
  await page.goto(`${world.demo.url}/login/nothing`);
  await look("login gone");
  await page.goto(`${world.demo.url}/demo`);
  await look("start page of the demo");
  await page.goto(`${world.demo.url}/demo/mail`);
  await look("inbox of the demo");
  assert.deepEqual(found, []);
});

test("G6: axe finds nothing on menu, consent and denial", async () => {
  const user = await world.person();
  const found = [];
  const page = await (await person(browser)).newPage();
  const look = async (name) => found.push(...await judge(page, name));
  const denied = await RelyingParty.start(world, { methods: ["totp.1"], title: "Eine außerordentlich lange Benennungsgewohnheitsanwendung" });
  await page.goto(`${denied.url}/login`);
  await password(page, user);
  assert.match(await heading(page), /second step/);
  await look("denied");
  await world.withEmailFirst();
  const chosen = await RelyingParty.start(world, { methods: ["password.1", "email.1!"] });
  await page.goto(`${chosen.url}/login`);
  assert.equal(await page.locator("#prompt button.choice").count(), 2);
  await look("menu");
  const asking = await RelyingParty.start(world, { methods: ["password.1"], consent: true });
  await page.goto(`${asking.url}/login`);
  if (await page.locator("#prompt input[name=password]").count()) await password(page, user);
  assert.match(await heading(page), /Allow/);
  await look("consent");
  assert.deepEqual(found, []);
  await denied.stop();
  await asking.stop();
  await chosen.stop();
});

test("G6: axe finds nothing on the account pages", async () => {
  const user = await world.person({ totp: true });
  const found = [];
  const page = await (await person(browser)).newPage();
  await page.goto(`${world.demo.url}/`);
  found.push(...await judge(page, "landing"));
  await page.goto(`${world.demo.url}/account`);
  await logIn(page, world, user);
  for (const path of ["/account", "/account/add", "/account/add/totp.1", "/account/add/password.1", "/account/add/backup.1", "/account/profile", "/account/activity", "/"]) {
    await page.goto(world.demo.url + path);
    assert.equal(new URL(page.url()).pathname, path);
    found.push(...await judge(page, path));
  }
  for (const act of ["rename", "remove"]) {
    await page.goto(`${world.demo.url}/account`);
    await follow(page, page.locator(`a[href$="/${act}"]`).first());
    found.push(...await judge(page, act));
  }
  await page.goto(`${world.demo.url}/account`);
  await follow(page, page.locator('form[action="/account/logout"] button').first());
  found.push(...await judge(page, "logged out"));
  assert.deepEqual(found, []);
});

test("G6: a login by keyboard alone; the focus is always seen", async () => {
  const user = await world.person({ totp: true });
  const page = await atDemo(await person(browser), world);
  const reach = async (selector) => {
    for (let press = 0; press < 30; press++) {
      if (await page.evaluate((s) => document.activeElement?.matches(s), selector)) return;
      await page.keyboard.press("Tab");
      const seen = await page.evaluate(() => {
        const style = getComputedStyle(document.activeElement);
        return document.activeElement === document.body || (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2);
      });
      assert.ok(seen, `the focus is seen on ${await page.evaluate(() => document.activeElement.outerHTML.slice(0, 120))}`);
    }
    assert.fail(`${selector} is not reached`);
  };
  const send = async () => {
    const gone = page.waitForEvent("framenavigated", (frame) => frame === page.mainFrame());
    await page.keyboard.press("Enter");
    await gone;
    await page.waitForLoadState("load");
  };
  await reach("#prompt input[name=username]");
  await page.keyboard.type(user.name);
  await reach("#prompt input[name=password]");
  await page.keyboard.type(user.password);
  await send();
  // The page has one field: it has the focus already.
  assert.ok(await page.evaluate(() => document.activeElement?.matches("#prompt input[name=code]")));
  await page.keyboard.type(await world.totp(user.totp_secret));
  await reach("#prompt button.main");
  await send();
  assert.equal(new URL(page.url()).pathname, "/demo/app");
});

test("G6: without scripts password and code let in, and the account page works", async () => {
  const user = await world.person();
  const context = await person(browser, { javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${world.demo.app.url}/login`);
  await page.fill("#prompt input[name=username]", user.name);
  await page.fill("#prompt input[name=password]", user.password);
  await follow(page, page.locator("#prompt button.main"));
  await page.fill("#prompt input[name=code]", digits(await world.mail(user.email)));
  await follow(page, page.locator("#prompt button.main"));
  assert.equal(new URL(page.url()).pathname, "/demo/app");
  await page.goto(`${world.demo.url}/account`);
  assert.equal(await heading(page), "Your account");
});

for (const language of LANGUAGES) {
  test(`G6: every page in ${language} says so and has all its words`, async () => {
    const user = await world.person({ totp: true });
    const context = await person(browser, { locale: language });
    const page = await atDemo(context, world);
    const seen = {};
    const look = async (name) => {
      assert.equal(await page.getAttribute("html", "lang"), language, name);
      const text = `${await page.title()}\n${await page.locator("body").innerText()}`;
      // A text that nobody wrote stands as its key in brackets.
      assert.doesNotMatch(text, /\[[a-z0-9.-]+\]|\{\s*\$|⁨|undefined/u, name);
      seen[name] = await heading(page);
    };
    await look("password");
    await password(page, user, "x");
    await look("wrong");
    await password(page, user);
    await look("code");
    await byTotp(page, world, user);
    await look("application");
    for (const path of ["/account", "/account/add", "/account/add/totp.1", "/account/add/backup.1", "/account/add/password.1", "/account/profile", "/account/activity", "/", "/demo", "/forgot?site=demosite", "/login/nothing", "/reset/nothing", "/nothing"]) {
      await page.goto(world.demo.url + path);
      await look(path);
    }
    if (language !== "en") assert.notEqual(seen.code, "Enter the code from your app");
    const mailed = await world.person();
    const other = await atDemo(await person(browser, { locale: language }), world);
    await password(other, mailed);
    const mail = await world.mail(mailed.email);
    assert.doesNotMatch(`${mail.subject}\n${mail.text}\n${mail.html}`, /\[[a-z0-9.-]+\]|\{\s*\$/u);
    if (language !== "en") assert.doesNotMatch(mail.subject, /^Your code/);
  });
}

test("G6: the language chosen on a page stays", async () => {
  const page = await atDemo(await person(browser), world);
  await follow(page, page.locator('footer a[lang="fi"]'));
  assert.equal(await page.getAttribute("html", "lang"), "fi");
  await password(page, world.user("ada"), "x");
  assert.equal(await page.getAttribute("html", "lang"), "fi");
});
