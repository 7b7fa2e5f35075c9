// Codes of oathtool at every door: by time and by event, each algorithm and length, good at one door and then at none.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { atDemo, code as typeCode, errorText, launch, password, person as newPerson } from "../lib/browser.js";
import { check, device, radclient, run } from "../lib/radius.js";
import { World } from "../lib/world.js";

const FROM = "127.0.0.2";

let world, browser;
before(async () => {
  world = await World.start();
  const methods = ["password.1", ...(await world.withTokens(6, 8))];
  await device(world, "gateway", { addresses: [`${FROM}/32`], methods, layout: "password-code" });
  const links = [{ role: "method", to: "method/password.1", with: ["enabled"] }, ...methods.slice(1).map((m) => ({ role: "method", to: `method/${m}`, with: ["enabled"] }))];
  await world.objects(...["demoagent", "demoapp"].map((name) => ({ noun: "application", path: `demosite/${name}`, links })));
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await world?.stop();
});

/** A person with one token; `next` is what the token shows after it showed the last code. */
async function holder({ event = false, algorithm, digits }) {
  const secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXPJBSWY3DP";
  const user = await world.person({ email: false, tokens: [{ method: `oath.${digits}`, secret, event, algorithm, digits }] });
  let count = 0;
  const next = async () => {
    if (!event && count > 0) await world.forward(30);
    const moving = event ? ["--hotp", "-c", String(count)] : [`--totp=${algorithm.toLowerCase()}`, "--now", `@${Math.floor((await world.now()) / 1000)}`];
    count++;
    const said = await run("oathtool", [...moving, "-d", String(digits), "-b", secret]);
    assert.equal(said.code, 0, said.errors);
    return said.out.trim();
  };
  return { ...user, next };
}

const other = (code) => code.replace(/\d$/, (last) => (Number(last) + 1) % 10);

/** Each says whether it let the person in. */
const doors = {
  async radius(user, code) {
    const said = await radclient({ address: world.demo.radius.address, from: FROM }, { "User-Name": user.name, "User-Password": user.password + code });
    assert.match(said.code, /^Access-(Accept|Reject)$/, said.output);
    return said.code === "Access-Accept";
  },
  async "radius by challenge"(user, code) {
    const at = { address: world.demo.radius.address, from: FROM };
    const asked = await radclient(at, { "User-Name": user.name, "User-Password": user.password });
    assert.equal(asked.code, "Access-Challenge", asked.output);
    const said = await radclient(at, { "User-Name": user.name, "User-Password": code, State: asked.state });
    return said.code === "Access-Accept";
  },
  async agent(user, code) {
    const said = await check(world, { user: user.name, pass: user.password + code });
    assert.equal(said.status, 200, said.text);
    return said.value;
  },
  async "agent by transaction"(user, code) {
    const asked = await check(world, { user: user.name, pass: user.password });
    assert.equal(asked.authentication, "CHALLENGE", asked.text);
    return (await check(world, { user: user.name, pass: code, transaction_id: asked.transaction })).value;
  },
  async browser(user, code) {
    const context = await newPerson(browser);
    try {
      const page = await atDemo(context, world);
      await password(page, user);
      await typeCode(page, code);
      if (new URL(page.url()).pathname === "/demo/app") return true;
      assert.ok((await errorText(page)).length > 0);
      return false;
    } finally {
      await context.close();
    }
  },
};
const ways = Object.keys(doors).filter((name) => name !== "browser");

const tokens = [
  ...["SHA1", "SHA256", "SHA512"].flatMap((algorithm) => [6, 8].map((digits) => ({ algorithm, digits }))),
  ...[6, 8].map((digits) => ({ algorithm: "SHA1", digits, event: true })),
];
for (const [number, token] of tokens.entries()) {
  const name = `${token.event ? "HOTP" : "TOTP"} ${token.algorithm} with ${token.digits} digits`;
  test(`B18, M001, M008: ${name}: oathtool's code is good at one door, once, and then at no other`, async () => {
    const user = await holder(token);
    const first = ways[number % ways.length];
    const code = await user.next();
    assert.equal(await doors[first](user, other(code)), false, `${first}: another code`);
    assert.equal(await doors[first](user, code), true, first);
    for (const way of ways) assert.equal(await doors[way](user, code), false, `${way}: it was used at ${first}`);
    for (const way of ways.filter((w) => w !== first)) assert.equal(await doors[way](user, await user.next()), true, `${way}: the next code`);
    const [locked] = await world.audit("account.locked");
    assert.ok(!locked || locked.event.name !== user.name, "a code that was used is no guess");
  });
}

for (const event of [false, true]) {
  test(`M001: a code ${event ? "by event" : "by time"} is used up between the browser and the other doors`, async () => {
    const user = await holder({ algorithm: "SHA1", digits: 6, event });
    const atBrowser = await user.next();
    assert.equal(await doors.browser(user, other(atBrowser)), false);
    assert.equal(await doors.browser(user, atBrowser), true);
    for (const way of ways) assert.equal(await doors[way](user, atBrowser), false, way);
    for (const way of ["radius", "agent"]) {
      const code = await user.next();
      assert.equal(await doors[way](user, code), true, way);
      assert.equal(await doors.browser(user, code), false, `in the browser, after ${way}`);
    }
    assert.equal(await doors.browser(user, await user.next()), true, "the next one");
  });
}
