// People log in to the demo application in a real browser.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { axe, choose, code, errorText, launch, password, person } from "../lib/browser.js";
import { World } from "../lib/world.js";

let world, browser;
before(async () => { world = await World.start(); browser = await launch(); });
after(async () => { await browser?.close(); const ended = await world?.stop(); assert.equal(ended, 0, "the world ends with 0"); });

async function atDemo(context) {
  const page = await context.newPage();
  await page.goto(world.demo.app.url);
  const start = page.locator("a[href*=login], form[action*=login] button, button[name=login]").first();
  if (await start.count() && !(await page.locator("#prompt").count())) { await start.click(); await page.waitForLoadState("load"); }
  return page;
}

test("password and a code by e-mail", async () => {
  const ada = world.user("ada");
  const page = await atDemo(await person(browser));
  const last = await world.lastMailId(ada.email);
  await password(page, ada);
  const mail = await world.mail(ada.email, last);
  const digits = mail.text.match(/\b(\d{3} ?\d{3})\b/)[1];
  assert.ok(!(await page.content()).includes(ada.email), "the address is masked");
  await code(page, digits);
  assert.ok(page.url().startsWith(world.demo.app.url.replace(/\/$/, "")), page.url());
  assert.match(await page.content(), /ada@demo\.test/);
});

test("password and a code by the authenticator; the same code again is refused", async () => {
  const bob = world.user("bob");
  const page = await atDemo(await person(browser));
  await password(page, bob);
  if (await page.locator('button[name=method][value="totp.1"]').count()) await choose(page, "totp.1");
  const digits = await world.totp(bob.totp_secret);
  await code(page, digits);
  assert.match(await page.content(), /bob@demo\.test/);
  const again = await atDemo(await person(browser));
  await password(again, bob);
  await code(again, digits);
  assert.ok(await errorText(again));
});

test("a wrong password is told, what was typed stays, and axe finds nothing", async () => {
  const page = await atDemo(await person(browser));
  assert.deepEqual(await axe(page), []);
  await password(page, world.user("ada"), "not this one");
  assert.ok((await errorText(page)).length > 5);
  assert.equal(await page.inputValue("#prompt input[name=username]"), "ada");
  assert.equal(await page.inputValue("#prompt input[name=password]"), "");
  assert.deepEqual(await axe(page), []);
});
