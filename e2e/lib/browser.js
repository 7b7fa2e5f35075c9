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
export function person(browser, options = {}) {
  return browser.newContext({ ignoreHTTPSErrors: true, locale: "en", ...options });
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
export async function submit(page) {
  await Promise.all([page.waitForLoadState("load"), page.locator("#prompt button.main").first().click()]);
  await page.waitForLoadState("load");
}

/** Picks a method by its name. */
export async function choose(page, method) {
  await page.locator(`button[name=method][value="${method}"]`).first().click();
  await page.waitForLoadState("load");
}

export function errorText(page) {
  return page.locator("#error").innerText();
}

/** WCAG 2.2 A and AA violations that axe finds, in one line each. */
export async function axe(page) {
  // The page's own policy forbids foreign scripts, so axe comes by the debugger.
  const session = await page.context().newCDPSession(page);
  await session.send("Runtime.evaluate", { expression: AXE });
  const { result } = await session.send("Runtime.evaluate", {
    expression: "axe.run({runOnly: ['wcag2a','wcag2aa','wcag21a','wcag21aa','wcag22aa','best-practice']}).then(r => JSON.stringify(r.violations.map(v => v.id + ': ' + v.nodes.map(n => n.target.join(' ') + ' ' + (n.failureSummary || '')).join(' | '))))",
    awaitPromise: true, returnByValue: true,
  });
  return JSON.parse(result.value);
}
