// People log in to the demo application from providers of others: oidc-provider from npm, and a second Symbolon. Each time an unregistered code
// by e-mail follows, to an attribute that a mapping table renames, built by the calls of requirement C8 and nothing else.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { atDemo, choose, code, digits, follow, launch, person } from "../lib/browser.js";
import { OidcProvider, Symbolon, call, introduce } from "../lib/upstream.js";
import { World } from "../lib/world.js";

let browser;
before(async () => { browser = await launch(); });
after(() => browser?.close());

/** The calls of requirement C8. */
async function second(world, provider) {
  await call(world, "PUT", "/inboundPolicy/attributemapping");
  await call(world, "PUT", "/inboundPolicy/attributemapping/$link/method/unregistered.smtp");
  await call(world, "POST", "/inboundPolicy/attributemapping", `type=inboundPolicyItem&attributename=email&attributevalue=${encodeURIComponent(provider.renames)}`);
  await call(world, "PUT", "/method/unregistered.smtp", "configuration=mfa%20true");
  await call(world, "PUT", "/method/oidc.1/$link/nextFactor/method/unregistered.smtp");
  await call(world, "PUT", "/site/demosite/$link/method/unregistered.smtp");
  await call(world, "PUT", "/application/demosite/demoapp/$link/method/unregistered.smtp", "enabled=true");
}

for (const [name, start, lines] of [
  ["oidc-provider", () => OidcProvider.start(), []],
  ["a second Symbolon", () => Symbolon.start(), ["scopes openid profile"]],
]) {
  test(`B15, C2, C8, G3: ${name} says who it is, a code by e-mail follows, and logout ends both sessions`, async () => {
    const provider = await start(), world = await World.start();
    try {
      await introduce(world, provider, lines);
      await second(world, provider);
      await call(world, "PUT", "/application/demosite/demoapp/$link/method/oidc.1", "enabled=true");
      const user = await provider.person("dora");
      const context = await person(browser), page = await atDemo(context, world);
      await choose(page, "oidc.1");
      assert.equal(new URL(page.url()).origin, new URL(provider.issuer).origin, page.url());
      await provider.logIn(page, user);
      // The address is the one that the table made, and is shown masked.
      await page.locator("#prompt input[name=code]").waitFor();
      assert.match(await page.locator("main").innerText(), new RegExp(`${user.email[0]}••@d•••\\.test`));
      await code(page, digits(await world.mail(user.email)));
      assert.equal(new URL(page.url()).pathname, "/demo/app", await page.locator("main").innerText());
      assert.ok(await provider.whoIsIn(await context.newPage()));
      // C6: the code alone never opens a login.
      const stranger = await atDemo(await person(browser), world);
      assert.equal(await stranger.locator('button[name=method][value="unregistered.smtp"]').count(), 0);
      // Logout at the application ends the session at the provider, too, and comes back; pages of ours between them lead there and back.
      await follow(page, page.locator("main form button.main"));
      await provider.leave(page);
      await page.waitForURL((url) => url.href.startsWith(world.demo.app.url));
      assert.equal(await provider.whoIsIn(await context.newPage()), null);
      const again = await context.newPage();
      await again.goto(`${world.demo.app.url}/login`);
      assert.ok(!again.url().includes("/demo/app?") && (await again.locator("section[aria-labelledby=token]").count()) === 0, "logged out here");
    } finally {
      await world.stop();
      await provider.stop();
    }
  });
}
