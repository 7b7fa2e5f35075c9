// Codes by text message: they leave through Kannel's HTTP door and over SMPP, are read at message centres that others wrote, and log
// people in with Chromium.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { code as typeCode, errorText, launch, password, person as newPerson } from "../lib/browser.js";
import { Centre } from "../lib/centre.js";
import { peer } from "../lib/radius.js";
import { World } from "../lib/world.js";

let world, browser, kannel;
before(async () => {
  world = await World.start({ gateways: true });
  kannel = await peer("kannel", "start");
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await peer("kannel", "stop");
  await world?.stop();
});

const byKannel = () => ({ name: "kannel", kind: "kannel", url: kannel.KANNEL_URL, username: kannel.KANNEL_USER, password: kannel.KANNEL_PASSWORD, from: "16510" });
const bySmpp = (centre, more = {}) => ({ name: "centre", kind: "smpp", url: centre.url, username: "account", password: "secret", from: "Symbolon", ...more });
const gateways = (...sms) => world.objects({ noun: "server", path: "", attributes: { sms } });

/** A person with a number, at the question for the code. */
async function asked(number) {
  const user = await world.person({ email: false, attributes: { phone_number: [number] } });
  const context = await newPerson(browser);
  const page = await context.newPage();
  await page.goto(`${world.demo.app.url}/login?by=sms`);
  await password(page, user);
  return { user, page, context };
}

async function logsIn({ page, context }, text) {
  const code = text.match(/\d{6}/)?.[0];
  assert.ok(code, text);
  await typeCode(page, code);
  assert.equal(new URL(page.url()).pathname, "/demo/app", await page.locator("main").innerText());
  await context.close();
}

/** What Kannel's centre was handed for a number, its lines joined; waits until it came. */
async function kannelled(number) {
  for (let round = 0; round < 200; round++) {
    const log = readFileSync(kannel.KANNEL_MESSAGES, "utf8");
    const at = log.indexOf(` ${number} `);
    if (at >= 0 && log.indexOf(">", at) > 0) return log.slice(at, at + 400);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`nothing for ${number}: ${readFileSync(kannel.KANNEL_MESSAGES, "utf8")}`);
}

test("B3: a message leaves through Kannel, is read at its centre and logs the person in", async () => {
  await gateways(byKannel());
  const login = await asked("+358 40 123 4501");
  assert.equal(await login.page.locator("#prompt input[name=code]").getAttribute("autocomplete"), "one-time-code");
  assert.ok((await login.page.locator("main").innerText()).includes("••• ••• 01"));
  await logsIn(login, (await kannelled("+358401234501")).split(" text ")[1]);
});

test("B3: a message leaves over SMPP, is read at the centre and logs the person in", async () => {
  const centre = await Centre.start();
  await gateways(bySmpp(centre));
  const login = await asked("+358401234502");
  const message = await centre.message(1);
  assert.deepEqual([message.to, message.toTon, message.toNpi, message.from, message.fromTon, message.coding, message.receipts], ["358401234502", 1, 1, "Symbolon", 5, 0, 0]);
  assert.match(message.text, /\n@127\.0\.0\.1 #\d{6}$/);
  assert.deepEqual([centre.binds, centre.refused], [["bind_transmitter"], 0]);
  await logsIn(login, message.text);
  await centre.stop();
});

test("B3: over SMPP the session stays, letters outside GSM's alphabet arrive, and long messages in parts", async () => {
  for (const [long, parts] of [["udh", 2], ["sar", 2], ["payload", 1]]) {
    const centre = await Centre.start();
    await gateways(bySmpp(centre, { bind: "transceiver", long }));
    const words = "{ $code } — код для { $application }, действует { $minutes } минут; не сообщайте его никому, кто бы ни спрашивал.";
    await world.objects({ noun: "site", path: "demosite", attributes: { texts: { en: { "message-code-sms": words } } } });
    const number = { udh: "+358401234503", sar: "+358401234504", payload: "+358401234505" }[long];
    const login = await asked(number);
    await centre.message(parts);
    const messages = centre.messages.slice(0, parts);
    const text = messages.map((m) => m.text).join("");
    assert.match(text, /^\d{6} — код для .* минут; не сообщайте его никому, кто бы ни спрашивал\.\n@127\.0\.0\.1 #\d{6}$/, long);
    assert.ok(messages.every((m) => m.coding === 8));
    assert.deepEqual(messages.map((m) => [Boolean(m.udh), m.sar, m.payload]), { udh: [[true, undefined, false], [true, undefined, false]], sar: [[false, 2, false], [false, 2, false]], payload: [[false, undefined, true]] }[long]);
    await logsIn(login, text);
    await asked("+358401234509");
    await centre.message(parts * 2);
    assert.deepEqual(centre.binds, ["bind_transceiver"], "one session for both");
    await centre.stop();
  }
  await world.objects({ noun: "site", path: "demosite", attributes: { texts: {} } });
});

test("B3: the next gateway has its turn where one throttles, refuses the bind or is away; control: the first where it works", async () => {
  for (const [first, handed] of [[{}, [1, 0]], [{ statuses: [0x58] }, [0, 1]], [{ password: "another" }, [0, 1]]]) {
    const one = await Centre.start(first), two = await Centre.start();
    await gateways(bySmpp(one), bySmpp(two, { name: "second" }));
    const login = await asked("+358401234506");
    const text = (await (handed[0] ? one : two).message(1)).text;
    assert.deepEqual([one.messages.length, two.messages.length], handed);
    await logsIn(login, text);
    await one.stop();
    await two.stop();
  }
  await gateways(bySmpp({ url: "smpp://127.0.0.1:1" }), byKannel());
  await logsIn(await asked("+358401234507"), (await kannelled("+358401234507")).split(" text ")[1]);
});

test("B3: a number that the centre refuses is not tried elsewhere, and the page says that nothing was sent", async () => {
  const one = await Centre.start({ statuses: [0x0b, 0x0b] }), two = await Centre.start();
  await gateways(bySmpp(one), bySmpp(two, { name: "second" }));
  const { page, context } = await asked("+358401234508");
  assert.match(await errorText(page), /could not be sent/);
  const failed = (await world.audit("message.failed")).map((r) => r.event).at(-1);
  assert.equal(failed.detail.courier, "sms");
  assert.ok(!JSON.stringify(failed).includes("1234508"), JSON.stringify(failed));
  assert.equal(two.messages.length, 0);
  await context.close();
  await one.stop();
  await two.stop();
});
