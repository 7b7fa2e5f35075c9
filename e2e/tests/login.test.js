// People log in to the demo application in a real browser: every way, every refusal beside its control.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { atDemo, byTotp, choose, code, digits, errorText, follow, heading, launch, logIn, password, person, submit } from "../lib/browser.js";
import { RelyingParty } from "../lib/relying.js";
import { World } from "../lib/world.js";

let world, browser;
before(async () => { world = await World.start(); browser = await launch(); });
after(async () => { await browser?.close(); await world?.stop(); });

/** In the demo application, as this person. */
async function inDemo(page, user) {
  assert.equal(new URL(page.url()).pathname, "/demo/app");
  assert.match(await page.locator("main").innerText(), new RegExp(`preferred_username\\s+${user.name}\\b`));
}

/** What the ID token said, as the demo application shows it. */
async function claim(page, name) {
  return page.locator("section[aria-labelledby=token] tr").filter({ has: page.getByRole("rowheader", { name, exact: true }) }).locator("td").innerText();
}

test("A2.7, B1, B5, C2: password and a code by e-mail; the address is masked; acr and amr say both", async () => {
  const ada = world.user("ada");
  const page = await atDemo(await person(browser), world);
  await password(page, ada);
  const mail = await world.mail(ada.email);
  assert.ok(!(await page.content()).includes(ada.email), "the address is masked");
  assert.match(await page.locator("main").innerText(), /a••@d•••\.test/);
  await code(page, digits(mail));
  await inDemo(page, ada);
  assert.equal(await claim(page, "acr"), "urn:symbolon:acr:mfa");
  assert.match(await claim(page, "amr"), /pwd.*mfa/);
});

test("B6, M001: password and a code by the authenticator; the same code again is refused, the next one is not", async () => {
  const bob = world.user("bob");
  const page = await atDemo(await person(browser), world);
  await password(page, bob);
  await choose(page, "totp.1");
  const shown = await world.totp(bob.totp_secret);
  await code(page, shown);
  await inDemo(page, bob);
  const again = await atDemo(await person(browser), world);
  await password(again, bob);
  await choose(again, "totp.1");
  await code(again, shown);
  assert.match(await errorText(again), /used already|not right/);
  await code(again, await world.totp(bob.totp_secret));
  await inDemo(again, bob);
});

test("M009: a mailed code is good in the browser that asked for it, and in no other", async () => {
  const [eve, victim] = [await world.person(), await world.person()];
  const first = await atDemo(await person(browser), world);
  await password(first, victim);
  const mail = await world.mail(victim.email);
  const other = await atDemo(await person(browser), world);
  await password(other, eve);
  await world.mail(eve.email);
  await code(other, digits(mail));
  assert.ok(await errorText(other));
  await code(first, digits(mail));
  await inDemo(first, victim);
});

test("M054: a wrong password and a name that nobody has read the same; what was typed stays, except the password", async () => {
  const page = await atDemo(await person(browser), world);
  await password(page, world.user("ada"), "not this one");
  const said = await errorText(page);
  assert.match(await page.title(), /^Error: /);
  assert.equal(await page.inputValue("#prompt input[name=username]"), "ada");
  assert.equal(await page.inputValue("#prompt input[name=password]"), "");
  await password(page, { name: "nobody", password: "not this one" });
  assert.equal(await errorText(page), said);
});

test("A2.14: five wrong passwords lock; the right one then looks wrong, and is right after twenty minutes", async () => {
  const user = await world.person({ totp: true });
  const page = await atDemo(await person(browser), world);
  for (let miss = 0; miss < 5; miss++) await password(page, user, `wrong ${miss}`);
  const said = await errorText(page);
  await password(page, user);
  assert.equal(await errorText(page), said);
  await world.forward(20 * 60 + 1);
  const later = await atDemo(await person(browser), world);
  await logIn(later, world, user);
  await inDemo(later, user);
});

// ---- The four rows of C5 and C6. An application of its own for each, so that only the links differ.

test("C5: the first factor is allowed and a second is available: the second is asked for", async () => {
  const user = await world.person({ totp: true });
  const client = await RelyingParty.start(world, { name: "row1", methods: ["password.1", "totp.1"] });
  const page = await (await person(browser)).newPage();
  await page.goto(`${client.url}/login`);
  await password(page, user);
  assert.ok(await page.locator("#prompt input[name=code]").count(), await heading(page));
  assert.equal(client.claims, null);
  await byTotp(page, world, user);
  assert.deepEqual(client.claims?.amr, ["pwd", "otp", "mfa"]);
  await client.stop();
});

test("C5, M020: the first factor is allowed and no second is available: it alone lets in, and the acr says so", async () => {
  const user = await world.person();
  const client = await RelyingParty.start(world, { name: "row2", methods: ["password.1", "totp.1"] });
  const page = await (await person(browser)).newPage();
  await page.goto(`${client.url}/login`);
  await password(page, user);
  assert.deepEqual([client.claims?.amr, client.claims?.acr], [["pwd"], "urn:symbolon:acr:password"]);
  await client.stop();
});

test("C6: the first factor is not allowed and a second is available: both are needed", async () => {
  const user = await world.person({ totp: true });
  const client = await RelyingParty.start(world, { name: "row3", methods: ["totp.1"] });
  const page = await (await person(browser)).newPage();
  await page.goto(`${client.url}/login`);
  await password(page, user);
  assert.equal(client.claims, null);
  await byTotp(page, world, user);
  assert.deepEqual(client.claims?.amr, ["pwd", "otp", "mfa"]);
  await client.stop();
});

test("C6, M020: the first factor is not allowed and no second is available: not let in, with what to do", async () => {
  const user = await world.person();
  const client = await RelyingParty.start(world, { name: "row4", methods: ["totp.1"] });
  const page = await (await person(browser)).newPage();
  await page.goto(`${client.url}/login`);
  const [answer] = await Promise.all([page.waitForResponse((r) => r.status() === 403), password(page, user)]);
  assert.equal(answer.status(), 403);
  assert.match(await heading(page), /second step/);
  assert.equal(client.claims, null);
  // No dead end: the application is told.
  await follow(page, page.locator("main a.main"));
  assert.equal(await page.locator("#refused").innerText(), "access_denied");
  await client.stop();
});

test("C5: the same application asks for the second factor as soon as its link is there", async () => {
  const user = await world.person({ totp: true });
  const client = await RelyingParty.start(world, { name: "row5", methods: ["password.1"] });
  const page = await (await person(browser)).newPage();
  await page.goto(`${client.url}/login`);
  await password(page, user);
  assert.deepEqual(client.claims?.amr, ["pwd"]);
  const everyone = { role: "method", to: "method/password.1", with: ["enabled"] };
  await world.objects({ noun: "application", path: "demosite/row5", links: [everyone, { role: "method", to: "method/totp.1", with: ["enabled"] }] });
  client.claims = null;
  // C10: the session's password counts; only the missing factor is asked for.
  await page.goto(`${client.url}/login`);
  assert.equal(await page.locator("#prompt input[name=password]").count(), 0);
  assert.equal(client.claims, null);
  await byTotp(page, world, user);
  assert.deepEqual(client.claims?.amr, ["pwd", "otp", "mfa"]);
  await client.stop();
});

// ---- Sessions

test("G3, C10: single sign-on to a second client asks nothing; prompt=login asks again", async () => {
  const user = await world.person({ totp: true });
  const client = await RelyingParty.start(world);
  const context = await person(browser);
  const page = await atDemo(context, world);
  await logIn(page, world, user);
  await inDemo(page, user);
  const journey = [];
  page.on("framenavigated", (frame) => journey.push(frame.url()));
  await page.goto(`${client.url}/login`);
  assert.equal(client.claims?.amr.join(" "), "pwd otp mfa");
  assert.ok(!journey.some((url) => url.includes("/login/")), journey.join("\n"));
  await page.goto(`${client.url}/login?prompt=login`);
  assert.ok(await page.locator("#prompt input[name=password]").count());
  await client.stop();
});

test("G3, O104: logout at one application reaches the other by back-channel, and the next login asks everything", async () => {
  const user = await world.person({ totp: true });
  const client = await RelyingParty.start(world);
  const context = await person(browser);
  const page = await atDemo(context, world);
  await logIn(page, world, user);
  await page.goto(`${client.url}/login`);
  const sid = client.claims.sid;
  await page.goto(world.demo.app.url);
  await follow(page, page.locator('form[action="/demo/app/logout"] button'));
  assert.equal((await client.loggedOut()).sid, sid);
  assert.equal(client.claims, null);
  await page.goto(`${client.url}/login`);
  assert.ok(await page.locator("#prompt input[name=password]").count());
  // And the other way round.
  await logIn(page, world, user);
  await page.goto(world.demo.app.url + "/login");
  await inDemo(page, user);
  await page.goto(`${client.url}/logout`);
  assert.equal(await page.locator("#out").innerText(), "?state=bye");
  await page.waitForFunction(async () => !(await (await fetch("/")).text()).includes("id=in"));
  for (let round = 0; round < 100; round++) {
    await page.goto(world.demo.app.url);
    if (await page.locator('main a[href="/demo/app/login"]').count()) break;
    await page.waitForTimeout(50);
  }
  assert.equal(await page.locator('form[action="/demo/app/logout"]').count(), 0);
  await client.stop();
});

test("O044, G9: consent is asked for once; no is told to the application, yes is remembered; what is new is asked for", async () => {
  const user = await world.person({ totp: true });
  const client = await RelyingParty.start(world, { name: "asking", title: "Asking application", consent: true });
  const context = await person(browser);
  const page = await context.newPage();
  await page.goto(`${client.url}/login`);
  await logIn(page, world, user);
  assert.equal(await heading(page), "Allow Asking application?");
  assert.match(await page.locator("main ul").innerText(), /e-mail address/);
  await follow(page, page.locator("button[name=consent][value=no]"));
  assert.equal(await page.locator("#refused").innerText(), "access_denied");
  // A login that was not granted leaves no session behind.
  await page.goto(`${client.url}/login`);
  await logIn(page, world, user);
  await follow(page, page.locator("button[name=consent][value=yes]"));
  assert.ok(client.claims);
  client.claims = null;
  await page.goto(`${client.url}/login`);
  assert.ok(client.claims, "nothing is asked the second time");
  client.claims = null;
  await page.goto(`${client.url}/login?scope=openid+profile+email+phone`);
  assert.equal(client.claims, null);
  assert.match(await page.locator("main ul").innerText(), /phone number/);
  await client.stop();
});

// ---- Passwords that end

test("B1: an expired password is changed, after the second factor; the old one is then wrong", async () => {
  const user = await world.person({ totp: true });
  await world.lines("password.1", "policy.password.max-age 60");
  try {
    await world.forward(61 * 60);
    const page = await atDemo(await person(browser), world);
    await password(page, user);
    assert.equal(await page.locator("#prompt input[name=new_password]").count(), 0, "the change waits for the second factor");
    await byTotp(page, world, user);
    assert.equal(await heading(page), "Choose a new password");
    await page.fill("#prompt input[name=new_password]", "short");
    await page.fill("#prompt input[name=new_password_again]", "short");
    await submit(page);
    assert.match(await errorText(page), /too short/);
    const fresh = "seven quiet herons at dusk";
    if (await page.locator("#prompt input[name=password]").count()) await page.fill("#prompt input[name=password]", user.password);
    await page.fill("#prompt input[name=new_password]", fresh);
    await page.fill("#prompt input[name=new_password_again]", fresh);
    await submit(page);
    await inDemo(page, user);
    assert.match((await world.mail(user.email)).subject, /password/i);
    const next = await atDemo(await person(browser), world);
    await password(next, user);
    assert.ok(await errorText(next));
    await password(next, user, fresh);
    await byTotp(next, world, user);
    await inDemo(next, user);
  } finally {
    await world.lines("password.1");
  }
});

test("G4b, M057: a forgotten password is set anew by the mailed link, once; the second factor is still needed", async () => {
  const user = await world.person({ totp: true });
  const context = await person(browser);
  const page = await atDemo(context, world);
  await follow(page, page.locator('a[href^="/forgot"]'));
  await page.fill("#prompt input[name=username]", user.name);
  await submit(page);
  const said = await page.locator("main").innerText();
  const link = (await world.mail(user.email)).text.match(/https?:\/\/\S+\/reset\/\S+/)[0];
  assert.ok(link.startsWith(world.demo.url), "M058: the configured public URL");
  await page.goto(link);
  const fresh = "nine brave otters by the sea";
  await page.fill("#prompt input[name=new_password]", fresh);
  await page.fill("#prompt input[name=new_password_again]", fresh);
  await submit(page);
  assert.match(await heading(page), /is changed/);
  const used = await page.goto(link);
  assert.equal(used.status(), 410);
  const login = await atDemo(await person(browser), world);
  await password(login, user);
  assert.ok(await errorText(login), "the forgotten one is not valid any more");
  await password(login, user, fresh);
  assert.notEqual(new URL(login.url()).pathname, "/demo/app");
  await byTotp(login, world, user);
  await inDemo(login, user);
  // A name that nobody has gets the same page.
  await page.goto(`${world.demo.url}/forgot?site=demosite`);
  if (await page.locator("#prompt input[name=username]").count()) {
    await page.fill("#prompt input[name=username]", "nobody at all");
    await submit(page);
    assert.equal(await page.locator("main").innerText(), said);
  }
});

test("M018: with the password accepted and the code pending, no other address lets in; the code then does", async () => {
  const user = await world.person({ totp: true });
  const context = await person(browser);
  const page = await atDemo(context, world);
  await password(page, user);
  const handle = page.url().split("/").at(-1);
  const aside = await context.newPage();
  for (const path of [`/oauth2/resume/${handle}`, `/account/enter/${handle}`, "/account", "/account/add/totp.1", "/"]) {
    await aside.goto(world.demo.url + path);
    assert.doesNotMatch(await aside.locator("body").innerText(), new RegExp(`preferred_username|Logged in as|Ways to log in|${user.email}`), path);
    assert.notEqual(new URL(aside.url()).searchParams.has("code"), true, path);
  }
  await byTotp(page, world, user);
  await inDemo(page, user);
});

test("O037: a form is answered by 303 alone and tells nobody its address; a finished login sent again lets nobody in", async () => {
  const user = await world.person({ totp: true });
  const page = await atDemo(await person(browser), world);
  const [answers, headers] = [[], []];
  page.on("response", (response) => {
    if (response.request().method() === "POST") answers.push(response.status());
    if (new URL(response.url()).pathname.startsWith("/login/")) headers.push(response.headers()["referrer-policy"]);
  });
  await password(page, user);
  const handle = page.url();
  await byTotp(page, world, user);
  await inDemo(page, user);
  assert.deepEqual([...new Set(answers)], [303]);
  assert.deepEqual([...new Set(headers)], ["no-referrer"]);
  await page.goto(handle);
  assert.match(await heading(page), /is over|Hello/);
  const thief = await (await person(browser)).newPage();
  await thief.goto(handle);
  assert.match(await heading(thief), /is over/, "another browser never sees it");
});
