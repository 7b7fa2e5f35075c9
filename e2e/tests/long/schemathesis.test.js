// schemathesis asks the management API what its document allows and what it does not.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { run } from "../../lib/radius.js";
import { World } from "../../lib/world.js";

let world;
before(async () => { world = await World.start(); });
after(() => world?.stop());

test("G2, M083, M093, M095: schemathesis finds nothing in 2 000 calls, and every operation succeeds at least once or is listed with its reason", async () => {
  const script = fileURLToPath(new URL("../../../peers/schemathesis.sh", import.meta.url));
  // SCHEMATHESIS_SEED asks something else.
  const env = { SCHEMATHESIS_URL: world.url, SCHEMATHESIS_TOKEN: world.demo.management_token, SCHEMATHESIS_CONTROL: world.control, SCHEMATHESIS_SEED: process.env.SCHEMATHESIS_SEED ?? "1" };
  const { code, out, errors } = await run(script, ["run"], { env });
  console.log(out.split("\n").slice(-4).join("\n"));
  // What was found stands before the counts, of which hundreds say nothing.
  const told = out.split("\n").filter((line) => !/^\w+ +[1-9]\d* ok /.test(line)).join("\n");
  assert.equal(code, 0, told.slice(-40_000) + errors.slice(-2_000));
  // M095: what failed was told to the log, with the reference and nothing else to the caller.
  assert.ok(!/panicked|"status":500/.test(world.errors + out), world.errors);
});
