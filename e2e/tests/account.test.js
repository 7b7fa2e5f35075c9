// What people do on their account page: an authenticator from the QR, backup codes, sessions, the password.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { atDemo, byTotp, choose, code, errorText, follow, heading, launch, logIn, password, person, submit } from "../lib/browser.js";
import { World } from "../lib/world.js";

let world, browser;
before(async () => { world = await World.start(); browser = await launch(); });
after(async () => { await browser?.close(); await world?.stop(); });

/** The account page of somebody who logs in for it. */
async function account(context, user, path = "/account") {
  const page = await context.newPage();
  await page.goto(world.demo.url + path);
  if (await page.locator("#prompt input[name=password]").count()) await logIn(page, world, user);
  return page;
}

/** Logs in once more where a page asks for recent proofs. */
async function confirmed(page, user) {
  if (await page.locator("#prompt input[name=password]").count() && new URL(page.url()).pathname.startsWith("/login/")) await logIn(page, world, user);
}

/** The otpauth URI in a picture of the QR code, read by zbarimg. */
async function scanned(page) {
  const picture = join(world.dir, "qr.png");
  await page.locator("#prompt svg.qr, #prompt .qr svg, #prompt .qr, #prompt svg[role=img]").first().screenshot({ path: picture });
  return execFileSync("zbarimg", ["--quiet", "--raw", picture], { encoding: "utf8" }).trim();
}

test("B6, M024: an authenticator is enrolled from the QR code, lets in at the next login, and its key is never shown again", async () => {
  const user = await world.person();
  const context = await person(browser, { deviceScaleFactor: 2 });
  const page = await account(context, user);
  await page.goto(`${world.demo.url}/account/add`);
  await follow(page, page.locator('a[href="/account/add/totp.1"]'));
  await confirmed(page, user);
  const uri = new URL(await scanned(page));
  assert.equal(`${uri.protocol}//${uri.host}`, "otpauth://totp");
  const secret = uri.searchParams.get("secret");
  // The same key stands there as a link and as letters.
  assert.equal((await page.locator("p.key").innerText()).replace(/\s/g, ""), secret);
  assert.equal(await page.locator('a[href^="otpauth:"]').getAttribute("href"), uri.href);
  await code(page, "000000");
  assert.ok(await errorText(page), "a code that does not fit enrols nothing");
  const again = new URL(await scanned(page)).searchParams.get("secret");
  assert.equal(again, secret, "the key stays while it is tried");
  await page.fill("#prompt input[name=name]", "Work phone");
  await code(page, await world.totp(secret));
  assert.equal(new URL(page.url()).pathname, "/account");
  assert.match(await page.locator("main").innerText(), /Work phone/);
  for (const path of ["/account", "/account/add", "/account/add/totp.1", "/account/activity"]) {
    await page.goto(world.demo.url + path);
    assert.ok(!(await page.content()).replace(/\s/g, "").includes(secret), path);
  }
  user.totp_secret = secret;
  const next = await atDemo(await person(browser), world);
  await password(next, user);
  await byTotp(next, world, user);
  assert.equal(new URL(next.url()).pathname, "/demo/app");
});

test("B21, M015: a backup code lets in once, is spent then, and its owner is told by mail", async () => {
  const user = await world.person({ totp: true });
  const context = await person(browser);
  const page = await account(context, user, "/account/add/backup.1");
  await confirmed(page, user);
  const codes = await page.locator("ul.codes li").allInnerTexts();
  assert.equal(codes.length, 10);
  await submit(page);
  assert.match(await page.locator("main").innerText(), /10 of 10/);
  const last = await world.lastMailId(user.email);
  const first = await atDemo(await person(browser), world);
  await password(first, user);
  await choose(first, "backup.1");
  await code(first, codes[3].toLowerCase());
  assert.equal(new URL(first.url()).pathname, "/demo/app");
  const mail = await world.mail(user.email, last);
  assert.match(mail.text, /backup code/i);
  assert.match(mail.text, /9 codes are left/);
  const second = await atDemo(await person(browser), world);
  await password(second, user);
  await choose(second, "backup.1");
  await code(second, codes[3]);
  // A spent code looks like a wrong one: it tells nobody that it once was right.
  assert.match(await errorText(second), /used already|not on your list/);
  await code(second, codes[4]);
  assert.equal(new URL(second.url()).pathname, "/demo/app");
  await page.goto(`${world.demo.url}/account`);
  const overview = await page.content();
  assert.match(await page.locator("main").innerText(), /8 of 10/);
  assert.ok(!codes.some((c) => overview.includes(c)), "never shown again");
  // A new list ends the old one.
  await page.goto(`${world.demo.url}/account/add/backup.1`);
  await confirmed(page, user);
  await submit(page);
  const third = await atDemo(await person(browser), world);
  await password(third, user);
  await choose(third, "backup.1");
  await code(third, codes[5]);
  assert.ok(await errorText(third));
});

test("B21: backup codes are offered only beside another second factor", async () => {
  const alone = await account(await person(browser), await world.person(), "/account/add");
  assert.equal(await alone.locator('a[href="/account/add/backup.1"]').count(), 0);
  const beside = await account(await person(browser), await world.person({ totp: true }), "/account/add");
  assert.equal(await beside.locator('a[href="/account/add/backup.1"]').count(), 1);
});

test("M022: changing ways in asks for recent proofs of both factors; looking does not", async () => {
  const user = await world.person({ totp: true });
  const context = await person(browser);
  const page = await account(context, user);
  await world.forward(6 * 60);
  await page.goto(`${world.demo.url}/account`);
  assert.equal(await heading(page), "Your account");
  await page.goto(`${world.demo.url}/account/add/backup.1`);
  assert.ok(await page.locator("#prompt input[name=password]").count(), "the password again");
  await password(page, user);
  assert.ok(await page.locator("#prompt input[name=code]").count(), "and the code");
  await byTotp(page, world, user);
  assert.ok(await page.locator("ul.codes").count());
});

test("B1: the password is changed with the present one only; other sessions end, this one stays", async () => {
  const user = await world.person({ totp: true });
  const elsewhere = await account(await person(browser), user);
  const context = await person(browser);
  const page = await account(context, user, "/account/add/password.1");
  await confirmed(page, user);
  const change = async (present, fresh) => {
    await page.fill("#prompt input[name=password]", present);
    await page.fill("#prompt input[name=new_password]", fresh);
    await page.fill("#prompt input[name=new_password_again]", fresh);
    await submit(page);
  };
  const fresh = "eleven slow trains through fog";
  await change("not the present one", fresh);
  assert.match(await errorText(page), /not your current password/);
  await change(user.password, fresh);
  assert.match(await page.locator("main").innerText(), /Your password is changed/);
  await page.goto(`${world.demo.url}/account`);
  assert.equal(await heading(page), "Your account");
  await elsewhere.goto(`${world.demo.url}/account`);
  assert.ok(await elsewhere.locator("#prompt input[name=password]").count(), "logged out elsewhere");
});

test("M068: ending one session ends that one only", async () => {
  const user = await world.person({ totp: true });
  const [first, second, third] = [await account(await person(browser), user), await account(await person(browser), user), await account(await person(browser), user)];
  await third.goto(`${world.demo.url}/account`);
  const rows = third.locator('form[action^="/account/sessions/"][action$="/end"] button');
  assert.equal(await rows.count(), 2);
  await follow(third, rows.first());
  const standing = [];
  for (const page of [first, second, third]) {
    await page.goto(`${world.demo.url}/account`);
    standing.push((await heading(page)) === "Your account");
  }
  assert.equal(standing[2], true);
  assert.equal(standing.filter(Boolean).length, 2);
});

test("B6, B21: removing the authenticator asks on a page of its own and takes the backup codes along", async () => {
  const user = await world.person({ totp: true });
  const page = await account(await person(browser), user, "/account/add/backup.1");
  await submit(page);
  await follow(page, page.locator('a[href$="/remove"]').first());
  assert.match(await heading(page), /^Remove /);
  await follow(page, page.locator("#prompt button.bad"));
  const text = await page.locator("section[aria-labelledby=ways]").innerText();
  assert.doesNotMatch(text, /Authenticator|Backup/);
});
