// Chromium as a person uses it, on Debian's package.
import { chromium } from "playwright-core";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

export async function launch() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });
}

/** A fresh person: own cookies, own browser. */
export async function person(browser, options = {}) {
  const context = await browser.newContext({ ignoreHTTPSErrors: true, locale: "en", ...options });
  context.setDefaultTimeout(15_000);
  return context;
}

/** Opens the demo application and goes to its login. */
export async function atDemo(context, world) {
  const page = await context.newPage();
  await page.goto(world.demo.app.url);
  await follow(page, page.locator('main a[href="/demo/app/login"]'));
  return page;
}

/** Types name and password into the prompt that asks for them. */
export async function password(page, user, word = user.password) {
  if (await page.locator("#prompt input[name=username]").count()) await page.fill("#prompt input[name=username]", user.name);
  await page.fill("#prompt input[name=password]", word);
  await submit(page);
}

export async function code(page, value) {
  await page.fill("#prompt input[name=code]", value);
  await submit(page);
}

/** Presses the prompt's own button. */
export function submit(page) {
  return follow(page, page.locator("#prompt button.main").first());
}

/** Presses something that leads to another page, and waits for that. */
export async function follow(page, locator) {
  const gone = page.waitForEvent("framenavigated", (frame) => frame === page.mainFrame());
  await locator.click();
  await gone;
  await page.waitForLoadState("load");
}

/** Picks a method by its name, unless its question is there already. */
export async function choose(page, method) {
  const button = page.locator(`button[name=method][value="${method}"]`).first();
  if (await button.count()) await follow(page, button);
}

/** Second step by the authenticator. */
export async function byTotp(page, world, user) {
  await choose(page, "totp.1");
  await code(page, await world.totp(user.totp_secret));
}

/** Second step by e-mail. */
export async function byMail(page, world, user, last = "") {
  await choose(page, "unregistered.smtp");
  await code(page, digits(await world.mail(user.email, last)));
}

/** Both steps, whichever the person has. */
export async function logIn(page, world, user) {
  const last = user.totp_secret || !user.email ? "" : await world.lastMailId(user.email);
  await password(page, user);
  if (user.totp_secret) await byTotp(page, world, user);
  else if (user.email) await byMail(page, world, user, last);
}

/** The code in a mail. */
export function digits(mail) {
  return mail.text.match(/\b(\d{3} ?\d{3})\b/)[1];
}

export function errorText(page) {
  return page.locator("#error").innerText();
}

export function heading(page) {
  return page.locator("h1").innerText();
}

/** WCAG 2.2 A and AA violations that axe finds, in one line each. */
export async function axe(page) {
  // The page's own policy forbids foreign scripts, so axe comes by the debugger.
  const session = await page.context().newCDPSession(page);
  try {
    // Colours on their way from one scheme to the other are no colours of the page.
    await page.evaluate(() => Promise.all(document.getAnimations().map((a) => a.finished.catch(() => {}))));
    await session.send("Runtime.evaluate", { expression: AXE });
    const { result, exceptionDetails } = await session.send("Runtime.evaluate", {
      expression: "axe.run({runOnly: ['wcag2a','wcag2aa','wcag21a','wcag21aa','wcag22aa','best-practice']}).then(r => JSON.stringify(r.violations.map(v => v.id + ': ' + v.nodes.map(n => n.target.join(' ') + ' ' + (n.failureSummary || '')).join(' | '))))",
      awaitPromise: true, returnByValue: true,
    });
    if (exceptionDetails) throw new Error(exceptionDetails.text);
    return JSON.parse(result.value);
  } finally {
    await session.detach();
  }
}

/** What is wider than the window, if anything makes the page scroll sideways. */
export function tooWide(page) {
  return page.evaluate(() => {
    const room = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= room) return [];
    return [...document.body.querySelectorAll("*")].filter((e) => e.getBoundingClientRect().right > room + 1).map((e) => `${e.tagName} ${e.className} ${e.textContent.trim().slice(0, 40)}`).slice(0, 5);
  });
}

/** Whether the page passes in light and dark, narrow and wide; each finding says where. */
export async function judge(page, name) {
  const found = [];
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    for (const width of [390, 1280]) {
      await page.setViewportSize({ width, height: 800 });
      for (const violation of await axe(page)) found.push(`${name} ${colorScheme} ${width}: ${violation}`);
      for (const wide of await tooWide(page)) found.push(`${name} ${colorScheme} ${width} too wide: ${wide}`);
    }
  }
  await page.emulateMedia({ colorScheme: "light", reducedMotion: "no-preference" });
  await page.setViewportSize({ width: 320, height: 640 });
  for (const wide of await tooWide(page)) found.push(`${name} 320: ${wide}`);
  // Text at 200 %, as somebody sets it in the browser.
  await page.setViewportSize({ width: 640, height: 800 });
  await page.evaluate(() => { document.documentElement.style.fontSize = "200%"; });
  for (const wide of await tooWide(page)) found.push(`${name} text at 200 %: ${wide}`);
  await page.evaluate(() => { document.documentElement.style.fontSize = ""; });
  await page.setViewportSize({ width: 1280, height: 800 });
  return found;
}
