// FreeRADIUS from Debian between a gateway and the server: over UDP, and over TLS with certificates on both sides.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { device, peer, radclient, run, SECRET } from "../lib/radius.js";
import { World } from "../lib/world.js";

let world, proxy, own, foreign;
before(async () => {
  world = await World.start({ devices: true });
  const { name, radsec, ca, cert, key } = world.devices;
  await device(world, "proxy", { addresses: ["127.0.0.1/32"], certificate: name });
  const home = { RADIUS_HOME: world.demo.radius.address, RADIUS_HOME_SECRET: SECRET, RADSEC_HOME: radsec, RADSEC_CA: ca };
  proxy = await peer("freeradius", "start proxy", { ...home, FREERADIUS_NAME: "proxy", RADSEC_CERT: cert, RADSEC_KEY: key });
  const [right, wrong] = await twins(world.devices);
  own = await peer("freeradius", "start proxy", { ...home, ...right, FREERADIUS_NAME: "own", RADIUS_HOME: "" });
  foreign = await peer("freeradius", "start proxy", { ...home, ...wrong, FREERADIUS_NAME: "foreign", RADIUS_HOME: "" });
});
after(async () => {
  for (const name of ["proxy", "own", "foreign"]) await peer("freeradius", "stop", { FREERADIUS_NAME: name });
  await world?.stop();
});

/** Certificates with the device's name by two authorities of one name: ours, and one that nobody here trusts. */
async function twins({ name, ca }) {
  const dir = mkdtempSync(join(tmpdir(), "symbolon-foreign-"));
  process.once("exit", () => rmSync(dir, { recursive: true, force: true }));
  const file = (leaf) => join(dir, leaf);
  const openssl = async (...args) => {
    const { code, errors } = await run("openssl", args);
    assert.equal(code, 0, errors);
  };
  const pair = (leaf) => ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", file(`${leaf}.key`)];
  writeFileSync(file("extensions"), `basicConstraints=critical,CA:false\nkeyUsage=digitalSignature\nextendedKeyUsage=clientAuth\nsubjectAltName=DNS:${name}\n`);
  const signed = async (leaf, authority, key) => {
    await openssl("req", "-new", ...pair(leaf), "-subj", `/CN=${name}`, "-out", file(`${leaf}.csr`));
    await openssl("x509", "-req", "-in", file(`${leaf}.csr`), "-CA", authority, "-CAkey", key, "-CAserial", file("serial"), "-CAcreateserial", "-days", "2", "-extfile", file("extensions"), "-out", file(`${leaf}.pem`));
    return { RADSEC_CERT: file(`${leaf}.pem`), RADSEC_KEY: file(`${leaf}.key`) };
  };
  await openssl("req", "-x509", ...pair("ca"), "-days", "2", "-subj", "/CN=Symbolon demo authority", "-out", file("ca.pem"));
  return [await signed("own", ca, join(dirname(ca), "ca.key")), await signed("foreign", file("ca.pem"), file("ca.key"))];
}

const doors = () => [["UDP", { address: proxy.FREERADIUS_ADDRESS, secret: proxy.FREERADIUS_SECRET }], ["TLS", { address: proxy.FREERADIUS_TLS_ADDRESS, secret: proxy.FREERADIUS_SECRET }]];
const login = (where, user, typed, more = {}, options = {}) => radclient(where, { "User-Name": user.name, "User-Password": typed, ...more }, { seconds: 12, ...options });
const story = async (action, user) => (await world.audit(action)).map((r) => r.event).filter((e) => e.name === user.name);

test("R002, R008: through FreeRADIUS a password is accepted and another one rejected; the gateway's Proxy-States come back in order", async () => {
  for (const [door, where] of doors()) {
    const user = await world.person();
    const bad = await login(where, user, `${user.password}!`);
    assert.equal(bad.code, "Access-Reject", `${door}: ${bad.output}`);
    const good = await login(where, user, user.password, { "Proxy-State": "0x01020304" });
    assert.equal(good.code, "Access-Accept", `${door}: ${good.output}`);
    assert.equal(good.attributes["Proxy-State"], "0x01020304", "the gateway's own, for FreeRADIUS took its away again");
    assert.equal((await story("login.granted", user)).length, 1, door);
    assert.equal((await story("method.missed", user)).length, 1, door);
  }
});

test("R019, R020, R025: a challenge and its State pass through FreeRADIUS; another code, another name and a second use are rejected", async () => {
  for (const [door, where] of doors()) {
    const [user, stranger] = [await world.person({ totp: true }), await world.person({ totp: true })];
    const ask = async () => {
      const asked = await login(where, user, user.password);
      assert.equal(asked.code, "Access-Challenge", `${door}: ${asked.output}`);
      assert.ok(asked.text.length > 0);
      return asked.state;
    };
    const [wrong, foreignName, right] = [await ask(), await ask(), await ask()];
    const code = await world.totp(user.totp_secret);
    const other = code.replace(/\d$/, (last) => (Number(last) + 1) % 10);
    assert.equal((await login(where, user, other, { State: wrong })).code, "Access-Reject", door);
    assert.equal((await login(where, stranger, code, { State: foreignName })).code, "Access-Reject", door);
    const good = await login(where, user, code, { State: right });
    assert.equal(good.code, "Access-Accept", `${door}: ${good.output}`);
    assert.equal((await login(where, user, code, { State: right })).code, "Access-Reject", door);
  }
});

test("R013: FreeRADIUS with a certificate of another authority gets no answer over TLS, whatever name it bears", async () => {
  const user = await world.person();
  const by = (one, seconds) => login({ address: one.FREERADIUS_TLS_ADDRESS, secret: one.FREERADIUS_SECRET }, user, user.password, {}, { seconds });
  const silent = await by(foreign, 3);
  assert.notEqual(silent.code, "Access-Accept", silent.output);
  assert.deepEqual(await story("login.granted", user), [], "the server heard nothing");
  assert.equal((await by(own, 12)).code, "Access-Accept", "the same certificate by our authority");
});
