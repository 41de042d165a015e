import { expect, test } from "vitest";
import type { AnyAdapter } from "../adapters/contract";
import type { CostLine } from "../core/money";
import type { Hold } from "../core/operation";
import type { Observed } from "../core/resource";
import { estimate } from "../costs/estimate";
import { lampWorld, lit } from "../testing/lamp";
import { observedOf, recordOf } from "./record";

/** What a look at something paused says of its money. */

const at = new Date("2026-11-20T12:00:00Z");
const place = { accountId: "acc_1", region: "eu-central-1", kind: "test.lamp" };
const hours = { table: "ec2.linux", key: "m6i.large" };

const seen = (on: boolean): Observed => ({
  nativeId: "web-1",
  arn: "",
  name: "web-1",
  type: "lamp",
  tags: {},
  detail: { ...lit(7), on },
});

const hold = (inventory: Observed) => ({ state: "active", inventory, saved: null, savedVersion: 1 }) as unknown as Hold;

/** `stops`: what of its hours a pause ends while it runs; once it is off it has none. */
function paused(stops: boolean) {
  const line = { label: "Hours", note: "", unit: "hour", price: hours } as const;
  const price = ({ detail }: Observed): readonly CostLine[] =>
    (detail as { on: boolean }).on ? [{ ...line, quantity: 1, stopsWhenPaused: stops }] : [];
  const adapter = { ...lampWorld({}).adapter, price } as unknown as AnyAdapter;
  const deps = { inventory: {} as never, activeHolds: async () => [], adapterFor: () => adapter, estimate };
  return recordOf(deps, { ...place, seen: seen(false), at }, hold(seen(true)), false).estimate;
}

test("what is being deleted keeps the tags that its hold saw: AWS tells none of it any more", () => {
  const classify = () => ({ state: "changing", saw: "deleting" });
  const adapter = { ...lampWorld({}).adapter, classify, price: () => [] } as unknown as AnyAdapter;
  const deps = { inventory: {} as never, activeHolds: async () => [], adapterFor: () => adapter, estimate };
  const tags = { env: "dev" };
  const look = (now: Observed, held: Hold | null) => recordOf(deps, { ...place, seen: now, at }, held, false).tags;
  expect(look(seen(true), hold({ ...seen(true), tags }))).toEqual(tags);
  expect(look({ ...seen(true), tags: { env: "lab" } }, hold({ ...seen(true), tags }))).toEqual({ env: "lab" });
  expect(look(seen(true), null)).toEqual({});
});

test("what the pause ended comes back with a start", () => {
  expect(paused(true)).toMatchObject({ running: 115_000, paused: 0 });
});

test("hours that bill on elsewhere, as in a capacity reservation, were never saved", () => {
  expect(paused(false)).toMatchObject({ running: 0, paused: 0 });
});

test("what an older version saw in other words is not known until the next look, and breaks nothing", () => {
  const { adapter } = lampWorld({});
  const deps = { inventory: {} as never, activeHolds: async () => [], adapterFor: () => adapter as never, estimate };
  const record = recordOf(deps, { ...place, seen: seen(true), at }, null, false);
  expect(observedOf(adapter as never, record)).toEqual(seen(true));
  expect(observedOf(adapter as never, { ...record, detail: { memory: 128 } })).toBeNull();
  expect(observedOf(adapter as never, { ...record, state: "gone" })).toBeNull();
});
