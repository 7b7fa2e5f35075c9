// A circle of trust: the world, Chromium, and every service provider of SAML that is tried, registered and running.
import assert from "node:assert/strict";
import { launch, logIn, person } from "./browser.js";
import { Mellon, NodeSaml, Pysaml2, Shibboleth } from "./saml.js";
import { World } from "./world.js";

export class Circle {
  /** `classReference` is the class that `mellon-class` insists on, `declaration` what Shibboleth asks for at /Login/declaration. */
  static async start({ classReference, declaration } = {}) {
    const circle = new Circle();
    try {
      circle.world = await World.start({ tls: true });
      circle.browser = await launch();
      [circle.mellon, circle.artifact, circle.insisting] = await Mellon.start(circle.world, { classReference });
      circle.shibboleth = await Shibboleth.start(circle.world, { declaration });
      circle.pysaml2 = await Pysaml2.start(circle.world);
      circle.nodesaml = await NodeSaml.start(circle.world);
      circle.four = [circle.mellon, circle.shibboleth, circle.pysaml2, circle.nodesaml];
    } catch (error) {
      await circle.stop();
      throw error;
    }
    return circle;
  }

  /** Somebody who is logged in nowhere, with a page of their own. Who logs in twice does it by mail: the providers' clocks are real. */
  async visitor(options = { totp: true }) {
    const user = await this.world.person(options), context = await person(this.browser), page = await context.newPage();
    return { user, context, page };
  }

  /** Goes to where a login begins, and through it. */
  async logInAt(provider, { page, user }, wishes = {}) {
    await page.goto(provider.login(wishes));
    await page.waitForURL((url) => url.href.startsWith(`${this.world.demo.url}/login/`));
    await logIn(page, this.world, user);
    return provider.claims(page);
  }

  /** Goes there, and is asked nothing. */
  async comesIn(provider, page, wishes = {}) {
    await page.goto(provider.login(wishes));
    await page.locator("#claims, #prompt, #failed, #refused").waitFor();
    assert.ok(page.url().startsWith(provider.url), `${provider.name} is reached at once: ${page.url()}`);
    return provider.claims(page);
  }

  async stop() {
    for (const provider of [this.mellon, this.shibboleth, this.pysaml2, this.nodesaml]) await provider?.stop();
    await this.browser?.close();
    await this.world?.stop();
  }
}

/** What an attribute holds, whether the program that read it makes a list of it or not. */
export const one = (values) => [values].flat();

/** The claims are this person's. */
export function isThem(claims, user, where) {
  assert.deepEqual(one(claims.attributes.email), [user.email], where);
  assert.deepEqual(one(claims.attributes.cn), [`Guest ${user.name}`], where);
  assert.match(claims.name.value, /\S/, where);
}
