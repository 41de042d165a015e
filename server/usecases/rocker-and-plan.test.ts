import { afterAll, beforeAll, expect, test } from "vitest";
import { type SandboxStandby, sandboxStandby } from "../testing/sandbox-standby";
import { readNextPart } from "./read-next-part";

/** What a rocker on the first screen promises, and what the plan behind it then says, on the whole sandbox account. */

const nothing = { params: {}, query: {}, body: {} };
let standby: SandboxStandby;

beforeAll(async () => {
  standby = await sandboxStandby();
  const { deps, clock, usecases, as } = standby;
  for (const name of ["dev", "staging", "prod", "lab"]) {
    const filter = { tags: [`Environment=${name}`] };
    const rest = { guard: "report", awakeUntil: null, options: {}, protected: name === "prod" } as const;
    await usecases.createGroup(as("admin"), { ...nothing, body: { name, filter, ...rest } });
  }
  await deps.store.scanParts.keepAccounts(clock.now());
  const reader = { owner: "test", leaseMs: 30_000, askedOnly: false, everyMinutes: 60 };
  while (await readNextPart(deps, reader, new AbortController().signal));
}, 60_000);
afterAll(() => standby.close());

const planOf = async (scope: object) => {
  const body = { action: "pause" as const, scope, options: {} };
  return (await standby.usecases.createPlan(standby.as("admin"), { ...nothing, body })).totals;
};

test("the whole and each house: as many stop, and save as much, as the plan says", async () => {
  const { rocker, houses } = await standby.usecases.getOverview(standby.as("viewer"), nothing);
  const all = await planOf({});
  expect([rocker.canStop, rocker.stopSaves]).toEqual([all.resources, all.saves]);
  expect(houses.map(({ name }) => name)).toEqual(expect.arrayContaining(["dev", "staging", "prod", "lab"]));
  for (const house of houses) {
    const { resources, saves } = await planOf({ groups: [house.id] });
    expect.soft([house.name, house.rocker.canStop, house.rocker.stopSaves]).toEqual([house.name, resources, saves]);
  }
}, 60_000);
