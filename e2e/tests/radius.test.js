// RADIUS judged by programs that nobody here wrote: radclient as a VPN gateway, Debian's pam_radius_auth as a login of Linux.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { check, device, peer, radclient, run, SECRET } from "../lib/radius.js";
import { digits } from "../lib/browser.js";
import { World } from "../lib/world.js";
import { fileURLToPath } from "node:url";

const PAM = fileURLToPath(new URL("../../peers/pam-radius.sh", import.meta.url));
const SILENCE = { seconds: 1 };
const FOREIGN = "another-secret-that-nobody-would-guess";

let world, address;
before(async () => {
  world = await World.start({ devices: true });
  address = world.demo.radius.address;
  await world.withEmailFirst();
  await device(world, "separate", { addresses: ["127.0.0.2/32"], accounting: true });
  await device(world, "behind", { addresses: ["127.0.0.3/32"], layout: "password-code" });
  await device(world, "before", { addresses: ["127.0.0.4/32"], layout: "code-password" });
  await device(world, "simple", { addresses: ["127.0.0.5/32"], methods: ["password.1", "email.1!"], simple: true });
  await device(world, "not-simple", { addresses: ["127.0.0.6/32"], methods: ["password.1", "email.1!"] });
  await device(world, "unsigned", { addresses: ["127.0.0.7/32"], requireMessageAuthenticator: false });
});
after(() => world?.stop());

const at = (number, secret = SECRET) => ({ address, secret, from: `127.0.0.${number}` });
const login = (where, user, typed, more = {}, options = {}) => radclient(where, { "User-Name": user.name, "User-Password": typed, ...more }, options);
/** How many wrong answers of a person were judged. */
const judged = async (user) => (await world.audit("method.missed")).filter((r) => r.event.name === user.name).length;

/** Another code than this one. */
const other = (code) => code.replace(/\d$/, (last) => (Number(last) + 1) % 10);

test("R002, PAP: radclient is let in by the password of who has no second factor, and by no other", async () => {
  const user = await world.person();
  const good = await login(at(2), user, user.password);
  assert.equal(good.code, "Access-Accept", good.output);
  assert.match(good.output, /Received [\s\S]*\tMessage-Authenticator = 0x/, "the answer is signed");
  const bad = await login(at(2), user, `${user.password}!`);
  assert.equal(bad.code, "Access-Reject", bad.output);
  assert.match(bad.output, /Received [\s\S]*\tMessage-Authenticator = 0x/);
  assert.equal((await login(at(2), { name: "nobody" }, user.password)).code, "Access-Reject");
  assert.equal(await judged(user), 1);
});

test("F3.2b: password and code in one field, in the order that the application says and in no other", async () => {
  for (const [number, twin, join] of [[3, 4, (word, code) => word + code], [4, 3, (word, code) => code + word]]) {
    const user = await world.person({ totp: true });
    const code = await world.totp(user.totp_secret);
    assert.equal((await login(at(number), user, join(user.password, other(code)))).code, "Access-Reject", "another code");
    assert.equal((await login(at(twin), user, join(user.password, code))).code, "Access-Reject", "the other order");
    const good = await login(at(number), user, join(user.password, code));
    assert.equal(good.code, "Access-Accept", good.output);
    assert.equal((await login(at(number), user, join(user.password, code))).code, "Access-Reject", "M001: once");
  }
});

test("R019, R020: by challenge; the State belongs to its name, its client and its moment, and is used once", async () => {
  const [user, stranger] = [await world.person({ totp: true }), await world.person({ totp: true })];
  const ask = async () => {
    const asked = await login(at(2), user, user.password);
    assert.equal(asked.code, "Access-Challenge", asked.output);
    assert.ok(asked.text.length > 0 && asked.state.length >= 2 + 2 * 16, asked.output);
    return asked.state;
  };
  assert.equal((await login(at(2), user, `${user.password}!`)).code, "Access-Reject", "a wrong password is asked nothing more");
  const states = [await ask(), await ask(), await ask(), await ask()];
  assert.equal(new Set(states).size, 4);
  const code = await world.totp(user.totp_secret);
  const [elsewhere, foreign, wrong, right] = states;
  assert.equal((await login(at(3), user, code, { State: elsewhere })).code, "Access-Reject", "at another client");
  assert.equal((await login(at(2), stranger, code, { State: foreign })).code, "Access-Reject", "under another name");
  assert.equal((await login(at(2), user, code, { State: right.replace(/.$/, (d) => (d === "0" ? "1" : "0")) })).code, "Access-Reject", "one digit off");
  assert.equal((await login(at(2), user, other(code), { State: wrong })).code === "Access-Accept", false, "another code");
  const good = await login(at(2), user, code, { State: right });
  assert.equal(good.code, "Access-Accept", good.output);
  assert.equal((await login(at(2), user, code, { State: right })).code, "Access-Reject", "used");
  const late = await ask();
  await world.forward(3600);
  assert.equal((await login(at(2), user, await world.totp(user.totp_secret), { State: late })).code, "Access-Reject", "over");
  const fresh = await ask();
  assert.equal((await login(at(2), user, await world.totp(user.totp_secret), { State: fresh })).code, "Access-Accept", "the control");
});

test("R001, R003: without a Message-Authenticator, or with one of another secret, there is silence; nothing is counted", async () => {
  const user = await world.person();
  const unsigned = await login(at(2), user, user.password, {}, { signed: false, ...SILENCE });
  assert.equal(unsigned.code, "", unsigned.output);
  const forged = await login(at(2, FOREIGN), user, user.password, {}, SILENCE);
  assert.equal(forged.code, "", forged.output);
  assert.equal(await judged(user), 0);
  assert.equal((await login(at(2), user, user.password)).code, "Access-Accept");
  assert.equal((await login(at(7), user, user.password, {}, { signed: false })).code, "Access-Accept", "the exception holds for that address");
  assert.equal((await login(at(7, FOREIGN), user, user.password, {}, SILENCE)).code, "");
});

test("R010: the most specific network wins, with its own secret alone", async () => {
  const user = await world.person();
  const demo = world.demo.radius.secret;
  assert.equal((await login(at(2, demo), user, user.password, {}, SILENCE)).code, "", "the wider network's secret");
  const wide = await login(at(200, demo), user, user.password);
  assert.equal(wide.code, "Access-Challenge", `the demo's own client asks for a code by mail: ${wide.output}`);
  assert.equal((await login(at(200), user, user.password, {}, SILENCE)).code, "");
});

test("F3.2: an empty or one-letter passcode asks for a message where the application has it so, and is a wrong password elsewhere", async () => {
  for (const typed of ["", " ", "e"]) {
    const user = await world.person();
    const last = await world.lastMailId(user.email);
    assert.equal((await login(at(6), user, typed)).code, "Access-Reject");
    assert.equal(await world.lastMailId(user.email), last, "no mail");
    const ask = async (after) => {
      const asked = await login(at(5), user, typed);
      assert.equal(asked.code, "Access-Challenge", asked.output);
      return { State: asked.state, mail: await world.mail(user.email, after) };
    };
    const first = await ask(last);
    const wrong = await login(at(5), user, other(digits(first.mail).replace(" ", "")), { State: first.State });
    assert.equal(wrong.code, "Access-Reject", "another code, which ends this login");
    // A mail a minute.
    await world.forward(61);
    const { State, mail } = await ask(first.mail.id);
    const code = digits(mail).replace(" ", "");
    const good = await login(at(5), user, code, { State });
    assert.equal(good.code, "Access-Accept", good.output);
    assert.equal((await login(at(5), user, code, { State })).code, "Access-Reject", "once");
    assert.equal((await login(at(5), user, "a guess")).code, "Access-Reject", "a whole passcode is a password");
  }
});

test("L010, accounting: a report is stored and answered, for whom it is allowed and by its own secret", async () => {
  const user = await world.person();
  const session = `session of ${user.name}`;
  const where = (number, secret) => ({ ...at(number, secret), address: world.devices.accounting });
  const report = (to, status) => radclient(to, { "Acct-Status-Type": status, "Acct-Session-Id": session, "User-Name": user.name }, { kind: "acct", ...SILENCE });
  const stored = async () => (await world.audit("radius.accounting")).filter((r) => r.event.name === user.name).map((r) => r.event.detail.status);
  assert.equal((await report(where(3), "Start")).code, "", "a client without accounting");
  assert.equal((await report(where(2, FOREIGN), "Start")).code, "");
  assert.equal((await report(at(2), "Start")).code, "", "at the door of logins");
  assert.deepEqual(await stored(), []);
  assert.equal((await report(where(2), "Start")).code, "Accounting-Response");
  assert.equal((await report(where(2), "Stop")).code, "Accounting-Response");
  assert.deepEqual((await stored()).sort(), ["start", "stop"]);
});

test("R034: Status-Server is answered to who signs it", async () => {
  const ask = (where) => radclient(where, {}, { kind: "status", ...SILENCE });
  assert.equal((await ask(at(2))).code, "Access-Accept");
  assert.equal((await ask({ ...at(2), address: world.devices.accounting })).code, "Accounting-Response");
  assert.equal((await ask(at(2, FOREIGN))).code, "");
});

test("R025, M052: wrong answers at RADIUS and at an agent are one count, and the lock holds at both", async () => {
  const user = await world.person();
  for (let miss = 0; miss < 3; miss++) assert.equal((await login(at(2), user, "a guess")).code, "Access-Reject");
  for (let miss = 0; miss < 2; miss++) assert.equal((await check(world, { user: user.name, pass: "a guess" })).authentication, "REJECT");
  assert.equal((await login(at(2), user, user.password)).code, "Access-Reject", "locked");
  await world.forward(3600);
  assert.equal((await login(at(2), user, user.password)).code, "Access-Accept");
});

// What sshd and sudo do: the module asks for the password, then what the challenge says.
const pam = (user, ...answers) => run(PAM, ["login", user.name, ...answers]);

test("F3.3, R001: pam_radius_auth lets a person in by password and code where its client is an exception, and not without", async () => {
  const start = (from) => peer("pam-radius", "start", { RADIUS_ADDRESS: address, RADIUS_SECRET: SECRET, PAM_RADIUS_SOURCE: from, PAM_RADIUS_TIMEOUT: "3" });
  const user = await world.person({ totp: true });
  try {
    await start("127.0.0.7");
    const code = await world.totp(user.totp_secret);
    const wrong = await pam(user, user.password, other(code));
    assert.notEqual(wrong.code, 0, wrong.out);
    const word = await pam(user, `${user.password}!`, code);
    assert.notEqual(word.code, 0, word.out);
    const good = await pam(user, user.password, code);
    assert.equal(good.code, 0, good.out + good.errors);
    assert.match(good.out, /successfully authenticated/);
    const again = await pam(user, user.password, code);
    assert.notEqual(again.code, 0, "M001: once");
    // The same module from where the exception does not hold: nobody answers it.
    await start("127.0.0.2");
    const before = await judged(user);
    const silent = await pam(user, user.password, await world.totp(user.totp_secret));
    assert.notEqual(silent.code, 0, silent.out);
    assert.match(silent.out, /cannot retrieve authentication info/);
    assert.equal(await judged(user), before, "nothing was judged");
  } finally {
    await peer("pam-radius", "stop");
  }
});
