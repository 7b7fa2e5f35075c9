// The console as an administrator walks it: every page that a link leads to, in English and Finnish, on a phone and at a desk, by keyboard.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { axe, errorText, follow, heading, launch, logIn, password, person, tooWide } from "../lib/browser.js";
import { BINARY, World } from "../lib/world.js";

/** The command line, which is built beside the world. */
const SYMBOLON = join(dirname(BINARY), "symbolon");

let world, browser, pages;
before(async () => {
  world = await World.start();
  browser = await launch();
  await world.objects(
    { noun: "inboundPolicy", path: "renames", attributes: { items: [{ attributeName: "email", attributeValue: "{lowercase:{mail}}", condition: ["mail=*", "kind!=guest"] }] } },
    { noun: "inboundMappingPolicy", path: "people", attributes: { items: [{ condition: ["method:email=*"], mappingURL: ["ldap:///??sub?(mail=%7Bmethod:email%7D)"] }, { name: "asks", service: "hr" }] } },
    { noun: "service", path: "hr", attributes: { template: "https://hr.example/find?userid=${method.sub}", outputParameter: "directory.login /user/userid", username: "symbolon", password: "a password" } },
    { noun: "outboundMappingPolicy", path: "demosite/people", attributes: { nameIDFormat: "unspecified" } },
    { noun: "sosoConfiguration", path: "upstream", attributes: { configuration: ["soso.host a.example"] } },
  );
});
after(async () => { await browser?.close(); await world?.stop(); });

const MOST = 150;

/** Somebody who sits at the console. */
async function seated(name, options = {}) {
  const page = await (await person(browser, options)).newPage();
  await page.goto(`${world.demo.url}/console`);
  await logIn(page, world, world.user(name));
  assert.equal(new URL(page.url()).pathname, "/console");
  return page;
}

/** A page's address without what tells two objects of a kind apart: of those one is looked at. */
function kind(path) {
  return path.replace(/^(\/console\/[a-zA-Z]+)\/[^?]*?((\/\$[a-zA-Z]+.*)?(\?.*)?)$/, "$1/*$2");
}

/** Every page that links of the console lead to, one of each kind, each as it answered. */
async function walk(page) {
  const seen = new Map([["/console", "/console"]]);
  const left = ["/console"];
  while (left.length && seen.size < MOST) {
    const path = left.shift();
    const answer = await page.goto(world.demo.url + path);
    assert.ok(answer.status() < 400, `${path} answers ${answer.status()}`);
    const links = await page.locator("a[href]").evaluateAll((all) => all.map((a) => a.href));
    for (const link of links) {
      const url = new URL(link);
      url.searchParams.delete("lang");
      url.searchParams.delete("theme");
      // A file is no page.
      const page = /^\/console(\/|$)/.test(url.pathname) && !url.pathname.endsWith("/export");
      if (url.origin !== world.demo.url || !page) continue;
      const next = url.pathname + (url.searchParams.size ? url.search : "");
      if (seen.has(kind(next))) continue;
      seen.set(kind(next), next);
      left.push(next);
    }
  }
  return [...seen.values()];
}

/** Pages without a command: what is seen there is told by those that the page leads to. */
const NO_COMMAND = /^\/console(\?.*)?$|^\/console\/search|^\/console\/new\/(application|method)$/;

test("H3, G6: every page of the console is reached by links, and axe finds nothing on any, light and dark, phone and desk", async () => {
  const page = await seated("ada");
  const found = [];
  page.on("request", (asked) => { if (!asked.url().startsWith(world.demo.url)) found.push(`asks another host: ${asked.url()}`); });
  page.on("console", (line) => { if (/Content Security Policy/i.test(line.text())) found.push(`${page.url()}: ${line.text()}`); });
  const told = new Set();
  pages = await walk(page);
  assert.ok(pages.length >= 30, `${pages.length} pages: ${pages}`);
  for (const path of pages) {
    for (const [colorScheme, width] of [["light", 390], ["dark", 1280]]) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await page.setViewportSize({ width, height: 800 });
      await page.goto(world.demo.url + path);
      for (const violation of await axe(page)) found.push(`${path} ${colorScheme} ${width}: ${violation}`);
      for (const wide of await tooWide(page)) found.push(`${path} ${width} too wide: ${wide}`);
    }
    const commands = await page.locator("details.cli code").allTextContents();
    if (!NO_COMMAND.test(path) && !commands.some((line) => line.startsWith("symbolon ctl "))) found.push(`${path} shows no command`);
    for (const line of commands.flatMap((all) => all.split("\n"))) told.add(line);
    await page.setViewportSize({ width: 320, height: 640 });
    for (const wide of await tooWide(page)) found.push(`${path} 320 too wide: ${wide}`);
  }
  // A command that is shown is one that the command line takes: it comes as far as asking for a login.
  const commands = [...told].filter((line) => line.startsWith("symbolon ctl ") && !/<<|@/.test(line));
  assert.ok(commands.length >= 20, `${commands.length} commands`);
  const refused = (line) => {
    const env = { HOME: world.dir, SYMBOLON_SERVER: "http://127.0.0.1:9" };
    const { stderr } = spawnSync("sh", ["-c", line.replace(/^symbolon/, `"${SYMBOLON}"`)], { input: "a password\n", encoding: "utf8", env });
    return stderr.match(/^error:.*$/m)?.[0];
  };
  assert.match(refused("symbolon ctl token misplace S1") ?? "", /misplace/, "the control");
  for (const line of commands) if (refused(line)) found.push(`${line}: ${refused(line)}`);
  assert.deepEqual(found, []);
  await page.context().close();
});

test("G6: the same pages in Finnish, with nothing left in English, nothing too wide, and nothing for axe to find", async () => {
  const page = await seated("ada", { locale: "fi" });
  const found = [];
  for (const path of pages) {
    for (const [colorScheme, width] of [["dark", 1280], ["light", 390]]) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await page.setViewportSize({ width, height: 800 });
      await page.goto(world.demo.url + path);
      assert.equal(await page.getAttribute("html", "lang"), "fi", path);
      for (const violation of await axe(page)) found.push(`${path} ${colorScheme} ${width}: ${violation}`);
      for (const wide of await tooWide(page)) found.push(`${path} ${width} too wide: ${wide}`);
    }
    // A key that no text has is shown in brackets.
    const bare = (await page.innerText("body")).match(/\[[a-z]+(-[a-zA-Z]+)+\]/g);
    if (bare) found.push(`${path} lacks words: ${bare}`);
  }
  assert.deepEqual(found, []);
  await page.context().close();
});

for (const [locale, width] of [["en", 1280], ["fi", 390]]) test(`G6: every page is walked by keyboard alone, ${locale} at ${width}: what can be used is reached, in order, and the focus is always seen`, async () => {
  const page = await seated("ada", { locale });
  await page.setViewportSize({ width, height: 800 });
  const found = [];
  for (const path of pages) {
    await page.goto(world.demo.url + path);
    await page.evaluate(() => document.activeElement?.blur());
    const reach = await page.evaluate(() => {
      // What is folded away is reached by what unfolds it.
      const shown = (e) => e.checkVisibility({ visibilityProperty: true }) && e.getClientRects().length > 0;
      const all = document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary");
      return [...all].filter((e) => shown(e) && !e.disabled && e.tabIndex >= 0 && e.type !== "radio").length;
    });
    const reached = new Set();
    let ends = 0;
    for (let press = 0; press < reach * 3 + 40 && reached.size < reach; press++) {
      await page.keyboard.press("Tab");
      const here = await page.evaluate(() => {
        const at = document.activeElement;
        if (!at || at === document.body) return null;
        window.order ??= new Map();
        if (!window.order.has(at)) window.order.set(at, window.order.size);
        const style = getComputedStyle(at);
        const seen = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
        const counts = at.matches("a[href], button, input:not([type=radio]), select, textarea, summary");
        return { number: window.order.get(at), seen, counts, what: at.outerHTML.slice(0, 100) };
      });
      // Behind the last one comes the browser itself, and then the first.
      if (!here && ++ends > 2) break;
      if (!here) continue;
      if (!here.seen) found.push(`${path}: the focus is not seen on ${here.what}`);
      if (here.counts) reached.add(here.number);
    }
    if (reached.size < reach) found.push(`${path}: ${reached.size} of ${reach} are reached`);
  }
  assert.deepEqual(found.slice(0, 20), []);
  await page.context().close();
});

test("H3: what is typed is not lost: leaving asks, a mistake keeps it beside its message, and Ctrl+K goes anywhere", async () => {
  const page = await seated("ada");
  await page.goto(`${world.demo.url}/console/site/demosite`);
  let asked = 0;
  page.on("dialog", (dialog) => { asked += dialog.type() === "beforeunload" ? 1 : 0; dialog.dismiss(); });
  await page.click('.tabs a[href="/console/site/demosite?tab=mails"]');
  await page.waitForURL(/tab=mails/);
  assert.equal(asked, 0, "the control: nothing was typed");
  await page.goto(`${world.demo.url}/console/site/demosite`);
  await page.fill("#f-support", "help@demo.test");
  await page.click('.tabs a[href="/console/site/demosite?tab=mails"]', { noWaitAfter: true });
  await page.waitForFunction(() => true);
  assert.equal(asked, 1);
  assert.equal(await page.inputValue("#f-support"), "help@demo.test", "who stays has what was typed");

  await page.fill("#f-messagesPerDay", "many");
  await follow(page, page.locator("main form button.main"));
  assert.equal(await page.inputValue("#f-support"), "help@demo.test");
  assert.equal(await page.inputValue("#f-messagesPerDay"), "many");
  const message = await page.innerText("#f-messagesPerDay-error");
  assert.ok((await errorText(page)).includes(message.trim()), "the summary says the same");
  assert.equal(await page.getAttribute("#f-messagesPerDay", "aria-describedby").then((ids) => ids.split(" ").includes("f-messagesPerDay-error")), true);
  assert.equal(await page.evaluate(() => document.activeElement.id), "error");

  await page.context().close();
  const quick = await seated("ada");
  await quick.keyboard.press("Control+k");
  assert.equal(await quick.evaluate(() => document.activeElement.id), "q");
  await quick.keyboard.type("chains");
  const gone = quick.waitForEvent("framenavigated", (frame) => frame === quick.mainFrame());
  await quick.keyboard.press("Enter");
  await gone;
  await follow(quick, quick.locator('main a[href="/console/chains"]'));
  assert.equal(new URL(quick.url()).pathname, "/console/chains");
  await quick.context().close();
});

test("G11: who has no role is told so; a site's manager sees no page of the whole system", async () => {
  const user = await world.person();
  const outside = await (await person(browser)).newPage();
  await outside.goto(`${world.demo.url}/console`);
  await password(outside, user);
  if (await outside.locator("#prompt").count()) await logIn(outside, world, user).catch(() => {});
  assert.notEqual(await outside.locator("nav[aria-label]").count() && new URL(outside.url()).pathname, "/console/method");
  assert.equal((await outside.goto(`${world.demo.url}/console/method`)).status() < 400 && await outside.locator("table").count() > 0, false);
  const manager = await seated("bob");
  const theirs = await walk(manager);
  assert.ok(theirs.length > 5, `${theirs}`);
  for (const path of theirs) assert.doesNotMatch(path, /^\/console\/(method|directory|server|inboundPolicy|inboundMappingPolicy|service|sosoConfiguration|template)(\/|$)/);
  assert.equal((await manager.goto(`${world.demo.url}/console/method`)).status(), 403);
  assert.equal((await manager.goto(`${world.demo.url}/console/application/demosite/demoapp`)).status(), 200, "the control");
  assert.ok(await heading(manager));
  await manager.context().close();
  await outside.context().close();
});
