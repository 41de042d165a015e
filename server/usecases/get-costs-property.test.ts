import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { costKeys, costMetrics } from "../contract/costs";
import { type CostAmount, type CostBy, type CostMetric, recordKindOf } from "../core/actual-cost";
import type { Span } from "../costs/actual/ports";
import { daysOf } from "../costs/actual/report";
import { firstOfMonth } from "../costs/trends/days";
import { type SandboxStandby, sandboxStandby } from "../testing/sandbox-standby";
import { getCosts } from "./get-costs";

/**
 * Whatever was charged: under every grouping and metric the items add up to the total, months to their days, and each
 * total is what a plain sum over the charges says. A payer (acc_1) with an account that is connected itself (acc_2) and
 * one that is not.
 */

const digits = { acc_1: "111122223333", acc_2: "444455556666", other: "777788889999" } as const;
type Owner = keyof typeof digits;
const read: Span = { from: "2026-09-01", until: "2026-11-21" };
const today = "2026-11-20";
const days = daysOf(read);

interface Charge {
  readonly owner: Owner;
  readonly day: string;
  readonly service: string;
  readonly region: string;
  readonly environment: string;
  readonly record: string;
  readonly usage: string;
  readonly currency: string;
  readonly unblended: number;
  readonly amortized: number | null;
}

const charge: fc.Arbitrary<Charge> = fc.record({
  owner: fc.constantFrom<Owner>("acc_1", "acc_2", "other"),
  day: fc.constantFrom(...days),
  service: fc.constantFrom("EC2", "RDS"),
  region: fc.constantFrom("eu-central-1", "us-east-1", "global"),
  environment: fc.constantFrom("dev", "prod", ""),
  record: fc.constantFrom("Usage", "Usage", "SavingsPlanNegation", "Credit", "Tax"),
  usage: fc.constantFrom("BoxUsage", "Storage"),
  currency: fc.constantFrom("USD", "USD", "USD", "EUR"),
  unblended: fc.integer({ min: -2_000_000_000, max: 5_000_000_000 }),
  amortized: fc.option(fc.integer({ min: 0, max: 5_000_000_000 }), { freq: 12 }),
});

/** A month that is known from its middle on is not told. */
const middle = "2026-10-16";

const story = fc.record({
  charges: fc.array(charge, { minLength: 1, maxLength: 60 }),
  /** Since when each account was read; null: never. */
  known: fc.record({
    acc_1: fc.constantFrom<string | null>("2026-09-01", "2026-10-01", middle, null),
    acc_2: fc.constantFrom<string | null>("2026-09-01", "2026-10-01", middle, null),
  }),
  by: fc.constantFrom(...costKeys),
  metric: fc.constantFrom<CostMetric>(...costMetrics),
  account: fc.constantFrom("acc_1", "acc_2", undefined),
  from: fc.constantFrom("2026-09-01", "2026-09-17", "2026-10-31"),
});
type Story = typeof story extends fc.Arbitrary<infer T> ? T : never;

let standby: SandboxStandby;
beforeAll(async () => {
  standby = await sandboxStandby();
  const audit = { actorType: "system", actorId: "test", actorName: "test", before: null, after: null } as const;
  const why = { action: "account.create", subject: "acc_2", outcome: "ok", requestId: null, ip: null } as const;
  const { clock, store, usecases, as } = standby;
  const account = { id: "acc_2", name: "two", awsAccountId: digits.acc_2, credentials: { type: "sandbox" } } as const;
  const made = { createdAt: clock.now(), lastScanAt: null, regions: null };
  await store.accounts.create({ ...account, ...made }, { ...audit, ...why, at: clock.now() });
  for (const name of ["dev", "prod"]) {
    const filter = { tags: [`Environment=${name}`], ...(name === "prod" && { accounts: ["acc_1"] }) };
    const body = { name, filter, guard: "report", awakeUntil: null, options: {}, protected: false } as const;
    await usecases.createGroup(as("admin"), { params: {}, query: {}, body });
  }
});
afterAll(() => standby.close());

const isUsage = ({ record }: Charge) => recordKindOf(record) === "usage";

/** What Cost Explorer tells the account: of `account` what it pays for others as well, of all else only its own. */
function rowsFor(accountId: "acc_1" | "acc_2", by: CostBy, charges: readonly Charge[]): readonly CostAmount[] {
  const rows = new Map<string, CostAmount>();
  for (const one of charges) {
    const isSeen = one.owner === accountId || (accountId === "acc_1" && by === "account");
    if (!isSeen || (by !== "record" && !isUsage(one))) continue;
    const day = by === "usage" ? firstOfMonth(one.day) : one.day;
    // One bill has one currency for a service and day; here the service says which.
    const service = `${one.service} ${one.currency}`;
    const value = valueIn(one, by);
    const key = [day, service, value].join("|");
    const before = rows.get(key);
    const amortized = before?.amortized === null || one.amortized === null ? null : one.amortized;
    rows.set(key, {
      ...{ by, day, service, value, currency: one.currency, isFinal: true },
      unblended: (before?.unblended ?? 0) + one.unblended,
      amortized: amortized === null ? null : (before?.amortized ?? 0) + amortized,
      netUnblended: (before?.netUnblended ?? 0) + one.unblended - 1,
    });
  }
  return [...rows.values()];
}

function valueIn(one: Charge, by: CostBy): string {
  if (by === "account") return digits[one.owner];
  if (by === "tag:Environment") return one.environment;
  return one[by as "region" | "record" | "usage"];
}

const subjects: readonly CostBy[] = ["account", "region", "record", "usage", "tag:Environment"];

async function tell({ charges, known }: Story): Promise<void> {
  const readAt = standby.clock.now();
  for (const accountId of ["acc_1", "acc_2"] as const) {
    const from = known[accountId];
    for (const by of subjects) {
      const amounts = rowsFor(accountId, by, charges);
      const reading = {
        accountId,
        by,
        readAt,
        failedAt: null,
        last: null,
        fault: null,
        forecast: null,
        anomalies: null,
      };
      await standby.store.bill.keep({
        reading: { ...reading, known: from === null ? null : { from, until: read.until } },
        question: { by, ...read },
        asked: { requests: 1, outcome: "answered", answer: { amounts, forecast: null, anomalies: null } },
      });
    }
  }
}

/** The charges of a day that an answer is about; null: nobody told of it. */
function chargedOn({ charges, known, account }: Story, day: string): readonly Charge[] | null {
  const isTold = (id: "acc_1" | "acc_2") => (known[id] ?? "9999") <= day;
  const payer = isTold("acc_1") && account !== "acc_2";
  const second = isTold("acc_2") && account !== "acc_1";
  if (!payer && !second) return null;
  const found = charges.filter((one) => {
    if (one.day !== day || !isUsage(one) || one.currency !== "USD") return false;
    // What is connected and read itself is on its own bill.
    return one.owner === "acc_2" ? second || (payer && !isTold("acc_2")) : payer;
  });
  // AWS tells of a day some hours after it began.
  return day === today && found.length === 0 ? null : found;
}

/** A millionth off, so that it is told from unblended. */
function amountOf(one: Charge, metric: CostMetric): Sum {
  return metric === "netUnblended" ? one.unblended - 1 : one[metric];
}

type Sum = number | null;
const plus = (one: Sum, other: Sum): Sum => (one === null || other === null ? null : one + other);
const micro = (amount: string | null): Sum => (amount === null ? null : Number(amount.replace(".", "")));
const total = (amounts: readonly Sum[]): Sum => amounts.reduce(plus, 0);

test("items, totals and months are what a plain sum over the charges is", { timeout: 180_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(story, async (one) => {
      await tell(one);
      const { by, metric, account, from } = one;
      const ask = (every: "day" | "month") => {
        const query = {
          by,
          metric,
          every,
          from,
          currency: "USD",
          account,
          ...(by === "tag" && { tag: "Environment" }),
        };
        return getCosts(standby.deps, standby.as("viewer"), { query });
      };
      for (const every of by === "usage" ? (["month"] as const) : (["day", "month"] as const)) {
        const table = await ask(every);
        for (const [index, period] of table.periods.entries()) {
          const parts = table.items.map(({ amounts }) => micro(amounts[index] ?? null));
          const whole = micro(table.total.amounts[index] ?? null);
          // Where there is no item at all, nothing says whether the period is told.
          if (parts.length > 0) expect(whole).toBe(total(parts));
          const own = days.filter((day) => day >= table.from && (every === "day" ? day : firstOfMonth(day)) === period);
          const told = own.map((day) => chargedOn(one, day));
          const isTold = told.some((each) => each !== null) && told.every((each, at) => each || own[at] === today);
          const charged = told.flatMap((each) => each ?? []);
          // Usage is read by whole months, so an account may have more of it than of its days.
          if (by === "usage" && Object.values(one.known).includes(middle)) continue;
          expect(whole).toBe(isTold ? total(charged.map((each) => amountOf(each, metric))) : null);
        }
        const lacking = (["acc_1", "acc_2"] as const).filter(
          (id) => (account ?? id) === id && (one.known[id] ?? "9999") > table.from,
        );
        expect(table.unread.map((each) => each.account.id)).toEqual(lacking);
        // Today is in a total once something of it is told.
        const summed = (amounts: readonly (string | null)[]) =>
          total(amounts.filter((amount, at) => amount !== null || (table.periods[at] ?? "") < today).map(micro));
        for (const sums of [table.total, ...table.items]) expect(micro(sums.total)).toBe(summed(sums.amounts));
      }
    }),
    { numRuns: 120 },
  );
});
