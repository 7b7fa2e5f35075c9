// What Chromium makes of the server over TLS: cookies, frames, and Apache with mod_auth_openidc as a second application.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import http from "node:http";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { after, before, test } from "node:test";
import { atDemo, follow, launch, logIn, password, person } from "../lib/browser.js";
import { World } from "../lib/world.js";

const PEER = fileURLToPath(new URL("../../peers/apache-oidc.sh", import.meta.url));

let world, browser, apache;
before(async () => {
  world = await World.start({ tls: true });
  browser = await launch();
  apache = await protectedByApache();
});
after(async () => {
  if (apache) peer("stop");
  await browser?.close();
  await world?.stop();
});

function peer(act, env = {}) {
  const text = execFileSync(PEER, [act], { encoding: "utf8", env: { ...process.env, APACHE_NAME: "e2e", ...env } });
  return Object.fromEntries([...text.matchAll(/^export (\w+)='?(.*?)'?$/gm)].map(([, name, value]) => [name, value]));
}

/** Apache, registered as an application of the demo's site. */
async function protectedByApache() {
  const plan = peer("plan");
  // Apache's own user reads it; the world's folder is its owner's alone.
  const ca = join(dirname(plan.APACHE_CA), "issuer.pem");
  writeFileSync(ca, world.ca, { mode: 0o644 });
  const secret = "the secret of Apache, long enough for anybody";
  await world.application("apache", {
    title: "Apache", methods: ["password.1", "totp.1", "unregistered.smtp"],
    metadata: {
      client_id: "apache", client_secret: secret, redirect_uris: [plan.APACHE_REDIRECT_URI],
      post_logout_redirect_uris: [`${plan.APACHE_URL}/open/`], backchannel_logout_uri: plan.APACHE_BACKCHANNEL_PLAIN,
    },
  });
  return { ...plan, ...peer("start", { OIDC_ISSUER: world.demo.oidc.issuer, OIDC_CLIENT_ID: "apache", OIDC_CLIENT_SECRET: secret, OIDC_CA: ca }) };
}

/** Until a condition holds that a back-channel message brings about. */
async function eventually(what, holds) {
  for (let round = 0; round < 100; round++) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  assert.fail(what);
}

test("M064: every cookie is __Host-, Secure, HttpOnly, Lax or Strict, for / and small, as Chromium keeps it", async () => {
  const user = await world.person({ totp: true });
  const context = await person(browser);
  const page = await atDemo(context, world);
  await logIn(page, world, user);
  await page.goto(`${world.demo.url}/account`);
  await follow(page, page.locator('footer a[lang="fi"]'));
  const cookies = await context.cookies(world.demo.url);
  assert.ok(cookies.length >= 3, JSON.stringify(cookies));
  for (const cookie of cookies) {
    assert.match(cookie.name, /^__Host-/);
    assert.deepEqual([cookie.secure, cookie.httpOnly, cookie.path, cookie.domain], [true, true, "/", "localhost"], cookie.name);
    assert.match(cookie.sameSite, /^(Lax|Strict)$/, cookie.name);
    assert.ok(cookie.name.length + cookie.value.length < 4096);
  }
  assert.equal(await page.evaluate(() => document.cookie), "", "no script reads any");
});

test("M073: login, account and consent stay out of another origin's frame; what may be framed is shown", async () => {
  const frames = (url) => `<!doctype html><title>outer</title><iframe src="${url}"></iframe>`;
  const outer = http.createServer((request, response) => {
    const url = new URL(request.url, "http://outer").searchParams.get("of");
    response.writeHead(200, { "content-type": "text/html" });
    response.end(url ? frames(url) : "<h1>framed</h1>");
  });
  await new Promise((resolve) => outer.listen(0, "127.0.0.1", resolve));
  outer.unref();
  const at = `http://127.0.0.1:${outer.address().port}`;
  const context = await person(browser);
  const page = await context.newPage();
  const framed = async (url) => {
    await page.goto(`${at}/?of=${encodeURIComponent(url)}`);
    await page.waitForLoadState("networkidle");
    const frame = page.frames().find((f) => f !== page.mainFrame());
    return (await frame.locator("h1").count()) > 0 && !frame.url().startsWith("chrome-error:");
  };
  assert.equal(await framed(`${at}/`), true, "the control");
  const client = world.demo.oidc.public;
  const authorize = `${world.demo.url}/oauth2/authorize?client_id=${client.client_id}&response_type=code&scope=openid&redirect_uri=${encodeURIComponent(client.redirect_uris[0])}&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256`;
  for (const url of [`${world.demo.url}/`, `${world.demo.url}/account`, `${world.demo.url}/forgot?site=demosite`, `${world.demo.app.url}/login`, authorize]) {
    assert.equal(await framed(url), false, url);
  }
  // The same address opened by itself is shown.
  await page.goto(authorize);
  assert.ok(await page.locator("#prompt").count());
});

test("G3: Apache with mod_auth_openidc protects a page and lets the user in; single sign-on to the demo asks nothing", async () => {
  const user = await world.person({ totp: true });
  const context = await person(browser);
  const page = await context.newPage();
  const open = await page.goto(`${apache.APACHE_URL}/open/`);
  assert.equal(open.status(), 200);
  await page.goto(`${apache.APACHE_URL}/protected/`);
  assert.ok(page.url().startsWith(world.demo.url), "the page asks for a login");
  await logIn(page, world, user);
  assert.ok(page.url().startsWith(`${apache.APACHE_URL}/protected/`), page.url());
  assert.match(await page.locator("#claims").innerText(), new RegExp(`OIDC_CLAIM_email=${user.email}`));
  await page.goto(`${world.demo.app.url}/login`);
  assert.equal(new URL(page.url()).pathname, "/demo/app");
  assert.match(await page.locator("main").innerText(), new RegExp(user.email));
});

test("G3, O104: logout at the demo reaches Apache by back-channel, and logout at Apache reaches the demo", async () => {
  const user = await world.person({ totp: true });
  const context = await person(browser);
  const page = await context.newPage();
  await page.goto(`${apache.APACHE_URL}/protected/`);
  await logIn(page, world, user);
  await page.goto(`${world.demo.app.url}/login`);
  const atApache = async () => {
    const answer = await context.request.get(`${apache.APACHE_URL}/protected/`, { maxRedirects: 0 });
    return answer.status() === 200;
  };
  assert.equal(await atApache(), true);
  await follow(page, page.locator('form[action="/demo/app/logout"] button'));
  await eventually("Apache learns of the logout", async () => !(await atApache()));
  // The other way round.
  await page.goto(`${apache.APACHE_URL}/protected/`);
  assert.ok(await page.locator("#prompt input[name=password]").count(), "everything is asked again");
  await logIn(page, world, user);
  await page.goto(`${world.demo.app.url}/login`);
  const atDemoApp = async () => (await (await context.request.get(world.demo.app.url)).text()).includes("/demo/app/logout");
  assert.equal(await atDemoApp(), true);
  await page.goto(apache.APACHE_LOGOUT_URI);
  assert.equal(page.url(), `${apache.APACHE_URL}/open/`);
  await eventually("the demo learns of the logout", async () => !(await atDemoApp()));
});

test("M072: over TLS every kind of answer says so for a year, and what a browser may do with it", async () => {
  for (const path of ["/demo", "/login/nothing", "/nothing", "/.well-known/openid-configuration", "/oauth2/authorize", "/healthz"]) {
    const { headers } = await world.request("GET", world.demo.url + path);
    assert.match(headers["strict-transport-security"], /max-age=31536000/, path);
    assert.match(headers["content-security-policy"], /frame-ancestors 'none'/, path);
    assert.doesNotMatch(headers["content-security-policy"], /unsafe/, path);
    assert.equal(headers["x-content-type-options"], "nosniff", path);
    assert.equal(headers["referrer-policy"], "no-referrer", path);
  }
});
