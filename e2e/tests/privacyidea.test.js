// privacyIDEA from PyPI in front of us: a remote token asks our agent API, a RADIUS token our RADIUS door.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { device, peer, SECRET } from "../lib/radius.js";
import { World } from "../lib/world.js";

let world, privacyidea;
const people = {};
before(async () => {
  world = await World.start();
  const metadata = { addresses: "127.0.0.0/8" };
  await world.application("gate", { methods: ["password.1", "totp.1"], protocol: "agent", listed: false, passcode: { layout: "password-code", simple: false }, metadata });
  // The demo's own agent has a key, which privacyIDEA does not send.
  await world.objects({ noun: "application", path: "demosite/demoagent", attributes: { enabled: false } });
  await device(world, "privacyidea", { addresses: ["127.0.0.1/32"], layout: "password-code" });
  // privacyIDEA decodes what it is sent a second time, so the passwords here are plain words.
  for (const door of ["remote", "radius"]) people[door] = await world.person({ totp: true, name: `through${door}` });
  privacyidea = await peer("privacyidea", "start", {
    PRIVACYIDEA_REMOTE: world.demo.url, PRIVACYIDEA_REMOTE_USER: people.remote.name,
    PRIVACYIDEA_RADIUS: world.demo.radius.address, PRIVACYIDEA_RADIUS_SECRET: SECRET, PRIVACYIDEA_RADIUS_USER: people.radius.name,
  });
});
after(async () => {
  await peer("privacyidea", "stop");
  await world?.stop();
});

/** What privacyIDEA answers its own caller. */
async function ask(door, pass) {
  const body = new URLSearchParams({ user: door, realm: privacyidea.PRIVACYIDEA_REALM, pass }).toString();
  const answer = await world.post(`${privacyidea.PRIVACYIDEA_URL}/validate/check`, body, { "content-type": "application/x-www-form-urlencoded" });
  assert.equal(answer.status, 200, answer.text);
  return JSON.parse(answer.text).result.value;
}

for (const door of ["remote", "radius"]) {
  test(`G8, F3.2b, M001: privacyIDEA's ${door} token lets a person in by our password and code, once, and by no other code`, async () => {
    const user = people[door];
    const code = await world.totp(user.totp_secret);
    const other = code.replace(/\d$/, (last) => (Number(last) + 1) % 10);
    const granted = async () => (await world.audit("login.granted")).filter((r) => r.event.name === user.name).length;
    assert.equal(await ask(door, user.password + other), false, "another code");
    assert.equal(await ask(door, `${user.password}!${code}`), false, "another password");
    assert.equal(await granted(), 0);
    assert.equal(await ask(door, user.password + code), true);
    assert.equal(await ask(door, user.password + code), false, "used");
    assert.equal(await granted(), 1);
  });
}
