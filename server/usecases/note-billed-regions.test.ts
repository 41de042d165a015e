import { afterEach, beforeEach, expect, test } from "vitest";
import { type SandboxStandby, sandboxStandby } from "../testing/sandbox-standby";
import { noteBilledRegions } from "./note-billed-regions";
import { refreshCosts } from "./refresh-costs";

/** The sandbox's bill, on a real database: what it says of regions, and what the spreading of scans makes of it. */

let standby: SandboxStandby;

beforeEach(async () => {
  standby = await sandboxStandby();
});
afterEach(() => standby.close());

async function parts() {
  const all = await standby.store.scanParts.list(["acc_1"]);
  return new Map(all.map((part) => [part.region, part]));
}

const keepRegions = (...regions: string[]) =>
  standby.store.scanParts.keepRegions("acc_1", regions, standby.clock.now(), null);

test("the bill of the last week says where something is: there is read first", async () => {
  await keepRegions("af-south-1", "eu-central-1", "us-east-1");
  await refreshCosts(standby.deps);
  const [africa, europe, america] = [...(await parts()).values()].map(({ billedCents }) => billedCents);
  expect(africa).toBe(0);
  expect(europe).toBeGreaterThan(0);
  expect(america).toBeGreaterThan(0);
  const query = { now: standby.clock.now(), limit: 10, askedOnly: false };
  const order = (await standby.store.scanParts.claimable(query)).map(({ region }) => region);
  expect(order.at(-1)).toBe("af-south-1");
});

test("regions that come later have the bill that is known already", async () => {
  await refreshCosts(standby.deps);
  await keepRegions("eu-central-1");
  await noteBilledRegions(standby.deps, "acc_1");
  expect((await parts()).get("eu-central-1")?.billedCents).toBeGreaterThan(0);
});

test("an account without a bill keeps the order that its last scan gave", async () => {
  await keepRegions("eu-central-1");
  await noteBilledRegions(standby.deps, "acc_1");
  expect((await parts()).get("eu-central-1")?.billedCents).toBe(0);
});
