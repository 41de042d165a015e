import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { adapters } from "../adapters/registry";
import type { WireMoney } from "../contract/common";
import type { WireResource } from "../contract/resources";
import type { ResourceRecord } from "../core/inventory";
import { hourlyCost, rateUnits } from "../core/money";
import { resourceStates } from "../core/resource";
import { estimate } from "../costs/estimate";
import { priceOf } from "../costs/price-book";
import * as make from "../store/store-fixtures";
import { regions, type SandboxStandby, sandboxStandby } from "../testing/sandbox-standby";

/** Whatever is in the inventory, all figures that are told of it are the same figures. */

const nothing = { params: {}, query: {}, body: {} };
const runs = { numRuns: 100 };
const environments = ["dev", "staging", "prod"] as const;
/** Enough to tell them apart. */
const kinds = adapters.map(({ kind }) => kind).filter((_, at) => at % 5 === 0);

let standby: SandboxStandby;

beforeAll(async () => {
  standby = await sandboxStandby();
  for (const name of environments) {
    const filter = { tags: [`Environment=${name}`] };
    const rest = { guard: "report", awakeUntil: null, options: {}, protected: name === "prod" } as const;
    await standby.usecases.createGroup(standby.as("admin"), { ...nothing, body: { name, filter, ...rest } });
  }
});
afterAll(() => standby.close());

/** Up to $1,000 an hour; null is no price. */
const maybeMicro = fc.option(fc.oneof(fc.constant(0), fc.nat(1_000_000_000)), { freq: 5 });

const record = fc.record({
  region: fc.constantFrom(...regions),
  kind: fc.constantFrom(...kinds),
  name: fc.string({ unit: fc.constantFrom("a", "B", "-", "1", "é"), minLength: 1, maxLength: 4 }),
  environment: fc.constantFrom(...environments, "lab", null),
  state: fc.constantFrom(...resourceStates),
  protected: fc.boolean(),
  pausable: fc.boolean(),
  hourlyNow: maybeMicro,
  running: maybeMicro,
  paused: maybeMicro,
});

/** The same forty resources every time, and all about them is another. */
const inventory = fc.array(record, { minLength: 40, maxLength: 40 }).map((records) =>
  records.map(({ environment, running, paused, kind, region, ...rest }, at): ResourceRecord => {
    const tags = environment === null ? {} : { Environment: environment };
    const unpriced = running === null ? 1 : 0;
    const priced = { lines: [], running, paused, unpriced };
    return { ...make.resource(`r-${at}`), id: `res_${at}`, ...rest, kind, region, tags, estimate: priced };
  }),
);

type Query = Parameters<SandboxStandby["usecases"]["listResources"]>[1]["query"];

async function listed(query: Partial<Query> = {}) {
  const items: WireResource[] = [];
  for (let cursor: string | undefined; ; ) {
    const page = await standby.usecases.listResources(standby.as("viewer"), {
      ...nothing,
      query: { limit: 17, ...query, ...(cursor !== undefined && { cursor }) },
    });
    items.push(...page.items);
    if (page.next === null) return { ...page, items };
    cursor = page.next;
  }
}

const overview = () => standby.usecases.getOverview(standby.as("viewer"), nothing);

/** Micro-dollars, read from the digits: nothing is rounded on the way. */
function microOf(money: WireMoney | null): bigint {
  return money === null ? 0n : BigInt(money.amount.replace(".", ""));
}
const sumOf = (amounts: readonly (WireMoney | null)[]) => amounts.reduce((sum, one) => sum + microOf(one), 0n);

const queries: fc.Arbitrary<Partial<Query>> = fc.record(
  {
    region: fc.constantFrom(...regions, "eu-central-1,us-east-1"),
    kind: fc.uniqueArray(fc.constantFrom(...kinds), { minLength: 1, maxLength: 20 }).map((some) => some.join()),
    tag: fc.constantFrom("Environment", "Environment=dev", "Nobody"),
    state: fc.constantFrom(...resourceStates, "protected", "running,paused"),
    group: fc.constantFrom(...environments, "none"),
    not: fc.constantFrom("group:dev", "state:paused", "region:us-east-1", "tag:Environment=lab"),
    q: fc.constantFrom("a", "É", "environment=", "zz"),
  },
  { requiredKeys: [] },
);

describe("summary equals list", () => {
  test("summary equals list: what a page says of the whole filter is what its resources add up to", async () => {
    await fc.assert(
      fc.asyncProperty(inventory, queries, fc.integer({ min: 1, max: 50 }), async (records, query, limit) => {
        await standby.store.inventory.upsert(records);
        const { items, total, hourlyNow, unpriced } = await listed({ ...query, limit });
        expect(new Set(items.map(({ id }) => id)).size).toBe(items.length);
        expect({ total, hourly: microOf(hourlyNow), unpriced }).toEqual({
          total: items.length,
          hourly: sumOf(items.map((one) => one.hourlyNow)),
          unpriced: items.filter((one) => one.hourlyNow === null).length,
        });
      }),
      runs,
    );
  });

  test("summary equals list: the first screen and each of its houses say what the list says", async () => {
    await fc.assert(
      fc.asyncProperty(inventory, async (records) => {
        await standby.store.inventory.upsert(records);
        const { counts, hourly, unpriced, houses, ungrouped } = await overview();
        expect({ counts, hourly, unpriced }).toEqual(summaryOf(await listed()));
        for (const house of houses) {
          const told = { counts: house.counts, hourly: house.hourly, unpriced: house.unpriced };
          expect(told).toEqual(summaryOf(await listed({ group: house.name })));
        }
        const lone = summaryOf(await listed({ group: "none" }));
        expect(ungrouped).toEqual({ count: lone.counts.total, hourly: lone.hourly, unpriced: lone.unpriced });
      }),
      runs,
    );
  });
});

function summaryOf({ items, hourlyNow, unpriced }: Awaited<ReturnType<typeof listed>>) {
  const of = (state: WireResource["state"]) => items.filter((one) => one.state === state).length;
  const shown = ["running", "paused", "changing", "drifted", "unknown", "alwaysOn", "failed"] as const;
  const states = Object.fromEntries(shown.map((state) => [state, of(state)]));
  const kept = items.filter((one) => one.protected).length;
  return { counts: { ...states, total: items.length, protected: kept }, hourly: hourlyNow, unpriced };
}

describe("cost arithmetic", () => {
  test("cost arithmetic: whatever it is grouped by, the parts are the whole, and a month is 730 hours", async () => {
    await fc.assert(
      fc.asyncProperty(inventory, async (records) => {
        await standby.store.inventory.upsert(records);
        const whole = await overview();
        const total = microOf(whole.hourly);
        const groupings = [
          regions.map((region) => ({ region })),
          kinds.map((kind) => ({ kind })),
          resourceStates.map((state) => ({ state })),
          ["dev", "staging", "prod", "none"].map((group) => ({ group })),
        ];
        for (const parts of groupings) {
          const pages = await Promise.all(parts.map((part) => listed({ ...part, limit: 500 })));
          expect(sumOf(pages.map(({ hourlyNow }) => hourlyNow))).toBe(total);
          expect(pages.reduce((sum, { unpriced }) => sum + unpriced, 0)).toBe(whole.unpriced);
        }
        expect(sumOf(whole.houses.map(({ hourly }) => hourly)) + microOf(whole.ungrouped.hourly)).toBe(total);
        expect({ daily: microOf(whole.daily), monthly: microOf(whole.monthly) }).toEqual({
          daily: total * 24n,
          monthly: total * 730n,
        });
        expect(sumOf(whole.stillBills.map(({ hourly }) => hourly))).toBe(microOf(whole.stillBillsTotal));
      }),
      runs,
    );
  });

  test("cost arithmetic: a rate times a quantity is exact to the micro-dollar, rounded half up once", () => {
    const rate = fc
      .tuple(fc.nat(99), fc.nat({ max: 999_999_999 }))
      .map(([whole, part]) => `${whole}.${String(part).padStart(9, "0")}`);
    // Millionths of a unit: what a quantity may be.
    const quantity = fc.nat(2_000_000_000);
    fc.assert(
      fc.property(rate, quantity, fc.constantFrom(...rateUnits), (dollars, millionths, unit) => {
        const micro = BigInt(hourlyCost(dollars, millionths / 1e6, unit));
        // rate × 10^9 · quantity × 10^6 = dollars × 10^15: micro-dollars are 10^9 of these.
        const exact = BigInt(dollars.replace(".", "")) * BigInt(millionths);
        const [times, over] = { hour: [1n, 1n], second: [3600n, 1n], month: [1n, 730n] }[unit] as [bigint, bigint];
        const scaled = exact * times;
        const unitOfMicro = 1_000_000_000n * over;
        const below = micro * unitOfMicro - unitOfMicro / 2n;
        expect(below <= scaled && scaled < below + unitOfMicro).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });

  test("cost arithmetic: what runs costs all its lines, what is paused those that stay, and unknown stays unknown", () => {
    const price = fc.constantFrom(
      { table: "ec2.linux", key: "m6i.large" },
      { table: "ebs.gbMonth", key: "gp3" },
      { table: "fargate", key: "x86.vcpu" },
      { table: "nothing", key: "nothing" },
      null,
    );
    const line = fc.record({
      label: fc.constant("a line"),
      note: fc.constant(""),
      price,
      quantity: fc.oneof(fc.nat(1000), fc.constant("metered" as const)),
      unit: fc.constantFrom(...rateUnits),
      stopsWhenPaused: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(line, { maxLength: 6 }), fc.constantFrom(...regions), (lines, region) => {
        const { lines: priced, running, paused, unpriced } = estimate(region, lines);
        const billed = priced.filter(({ quantity }) => quantity !== "metered");
        const sum = (some: readonly { readonly hourly: number | null }[]) =>
          some.reduce<number | null>(
            (total, { hourly }) => (total === null || hourly === null ? null : total + hourly),
            0,
          );
        const stays = billed.filter(({ stopsWhenPaused }) => !stopsWhenPaused);
        expect({ running, paused, unpriced }).toEqual({
          running: sum(billed),
          paused: sum(stays),
          unpriced: billed.filter(({ hourly }) => hourly === null).length,
        });
        for (const { hourly, price: of, quantity } of billed) {
          const isKnown = quantity === 0 || (of !== null && priceOf(of.table, of.key, region) !== null);
          expect(hourly !== null).toBe(isKnown);
        }
      }),
      runs,
    );
  });
});
