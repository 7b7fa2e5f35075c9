// Clients and a judge of SCIM servers that nobody here wrote: scim2-client provisions a site, scim2-tester judges the server.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { run } from "../lib/radius.js";
import { World } from "../lib/world.js";

let world;
before(async () => { world = await World.start(); });
after(() => world?.stop());

test("G2: scim2-client makes, changes, finds and deletes users and groups, and scim2-tester finds no error but the one that is meant", async () => {
  const script = fileURLToPath(new URL("../../peers/scim.sh", import.meta.url));
  const env = { SCIM_URL: `${world.url}/scim/v2/demosite`, SCIM_TOKEN: world.demo.management_token };
  const { code, out, errors } = await run(script, ["run"], { env });
  console.log(out);
  assert.equal(code, 0, out + errors.slice(-4_000));
  assert.match(out, /scim2-client: \d\d steps/);
  assert.match(out, /scim2-tester: .*SUCCESS/);
  assert.ok(!/panicked|"status":500/.test(world.errors), world.errors);
});
