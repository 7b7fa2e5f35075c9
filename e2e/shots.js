// Pictures of the main pages for the book, in docs/screens: `npm run shots`, by hand, after a change of how pages look.
import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { atDemo, byTotp, choose, code, follow, launch, logIn, password, person } from "./lib/browser.js";
import { RelyingParty } from "./lib/relying.js";
import { World } from "./lib/world.js";

const OUT = fileURLToPath(new URL("../docs/screens/", import.meta.url));
const LANGUAGES = ["en", "fi", "sv", "fr", "de"];
const SIZES = { narrow: { width: 390, height: 844 }, wide: { width: 1280, height: 800 } };
/** Pages shown dark as well. */
const DARK = ["login", "code", "account", "enrol"];

mkdirSync(OUT, { recursive: true });
const world = await World.start();
const browser = await launch();
await world.objects({ noun: "site", path: "demosite", attributes: { support: "support@demo.test" } });
const closed = await RelyingParty.start(world, { name: "payroll", title: "Payroll", methods: ["totp.1"] });
await world.withEmailFirst();
const chosen = await RelyingParty.start(world, { name: "wiki", title: "Wiki", methods: ["password.1", "email.1!"] });
const asking = await RelyingParty.start(world, { name: "calendar", title: "Calendar", methods: ["password.1"], consent: true });

for (const language of LANGUAGES) {
  const bob = await world.person({ totp: true, name: `bob-${language}`, attributes: { cn: ["Bob Bernstein"] } });
  const cam = await world.person({ name: `cam-${language}`, attributes: { cn: ["Cam Castell"] } });
  const context = await person(browser, { locale: language });
  const page = await atDemo(context, world);
  /** English in both sizes, the others in the one where long words show. */
  const shoot = async (name, target = page) => {
    const [english, broad] = [language === "en", ["account", "enrol"].includes(name)];
    for (const scheme of DARK.includes(name) && english ? ["light", "dark"] : ["light"]) {
      for (const [size, viewport] of Object.entries(SIZES)) {
        if (!english && (size === "wide") !== broad) continue;
        await target.setViewportSize(viewport);
        await target.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
        await target.screenshot({ path: `${OUT}${name}-${language}-${size}-${scheme}.png`, fullPage: true });
      }
    }
    await target.emulateMedia({ colorScheme: "light" });
  };
  await shoot("login");
  await password(page, bob);
  await choose(page, "totp.1");
  await shoot("code");
  await byTotp(page, world, bob);
  await page.goto(`${world.demo.url}/account/add/backup.1`);
  if (language === "en") await shoot("codes");
  await follow(page, page.locator("#prompt button.main"));
  await page.goto(`${world.demo.url}/account`);
  await shoot("account");
  await page.goto(`${world.demo.url}/account/add/totp.1`);
  await shoot("enrol");

  const second = await (await person(browser, { locale: language })).newPage();
  await second.goto(`${chosen.url}/login`);
  await shoot("menu", second);
  const refused = await (await person(browser, { locale: language })).newPage();
  await refused.goto(`${closed.url}/login`);
  await password(refused, cam);
  await shoot("denied", refused);
  if (language === "en") {
    const yes = await (await person(browser)).newPage();
    await yes.goto(`${asking.url}/login`);
    await password(yes, cam);
    await shoot("consent", yes);
    await yes.goto(`${world.demo.url}/demo`);
    await shoot("demo", yes);
    const wrong = await atDemo(await person(browser), world);
    await password(wrong, bob, "not this one");
    await shoot("wrong", wrong);
  }
}
await browser.close();
await world.stop();
process.exit(0);
