import fc from "fast-check";
import { expect, test } from "vitest";
import { adapters } from "../../adapters/registry";
import type { Stretch } from "../../core/ledger";
import { gaps, mandatoryColumns, wrongIn } from "../../testing/focus-rules";
import { savingsOf } from "../savings";
import { addDays } from "../trends/days";
import { ownCharges } from "./charges";
import { chargeOf } from "./records";
import { type FocusCharge, focusColumns, focusRowsOf } from "./rows";
import { addSaved, type SavedByDay } from "./saved";
import { serviceCategoryOf } from "./services";

const account = { id: "111122223333", name: "Tidewater" };
const day = fc.nat(800).map((days) => addDays("2025-01-01", days));
const services = ["Amazon Relational Database Service", "AWS Lambda", "Tax", "EC2 - Other", "Datadog Pro"] as const;
const recordTypes = [
  "Usage",
  "DiscountedUsage",
  "SavingsPlanCoveredUsage",
  "SavingsPlanNegation",
  "SavingsPlanRecurringFee",
  "RIFee",
  "Fee",
  "Support",
  "Tax",
  "Credit",
  "Refund",
  "EdpDiscount",
  "Something new",
] as const;
const micro = fc.integer({ min: -5_000_000_000, max: 5_000_000_000 });

const charge: fc.Arbitrary<FocusCharge> = fc.record({
  account: fc.constant(account),
  subAccount: fc.constantFrom(account, { id: "444455556666", name: null }),
  day,
  service: fc.constantFrom(...services),
  recordType: fc.constantFrom(...recordTypes, null),
  currency: fc.constantFrom("USD", "EUR"),
  unblended: micro,
  amortized: fc.option(micro, { freq: 5 }),
  isFinal: fc.boolean(),
  readAt: fc.date({ min: new Date("2025-01-01"), max: new Date("2027-01-01"), noInvalidDate: true }),
  saved: fc.option(micro),
});

const toMicro = (cell: string | null) => BigInt((cell ?? "0").replace(".", ""));

test("all mandatory columns are there, no column twice, and ours begin with x_", () => {
  expect(mandatoryColumns).toHaveLength(21);
  expect(focusColumns).toEqual(expect.arrayContaining([...mandatoryColumns]));
  expect(new Set(focusColumns).size).toBe(focusColumns.length);
  const own = focusColumns.filter((column) => column.startsWith("x_"));
  expect(focusColumns.slice(-own.length)).toEqual(own);
  for (const gap of Object.keys(gaps)) expect(mandatoryColumns).toContain(gap);
});

test("every row keeps the rules of its columns, whatever the bill says", () => {
  fc.assert(
    fc.property(charge, (one) => {
      for (const row of focusRowsOf(one)) expect(wrongIn(row), JSON.stringify(row)).toEqual([]);
    }),
    { numRuns: 1_000 },
  );
});

test("no money is lost or made: billed is the bill, effective what AWS amortised", () => {
  fc.assert(
    fc.property(charge, (one) => {
      const rows = focusRowsOf(one);
      const sum = (column: "BilledCost" | "EffectiveCost" | "x_StandbySavedUsd") =>
        rows.reduce((total, row) => total + toMicro(row[column]), 0n);
      expect(sum("BilledCost")).toBe(BigInt(one.unblended));
      expect(sum("x_StandbySavedUsd")).toBe(BigInt(one.saved ?? 0));
      const isCredit = one.recordType === "Credit";
      if (one.amortized !== null || isCredit) {
        expect(sum("EffectiveCost")).toBe(BigInt(isCredit ? one.unblended : (one.amortized ?? 0)));
      } else expect(rows.at(-1)?.EffectiveCost).toBeNull();
    }),
    { numRuns: 500 },
  );
});

test("the fee of a commitment costs nothing by itself; what of it nobody used is usage", () => {
  const one = {
    account,
    subAccount: account,
    day: "2026-11-01",
    service: "Amazon Elastic Compute Cloud - Compute",
    currency: "USD",
  };
  const fee = { ...one, recordType: "RIFee", unblended: 7_200_000, amortized: 1_200_000 };
  const rows = focusRowsOf({ ...fee, isFinal: true, readAt: new Date("2026-11-20T10:00:00Z"), saved: null });
  expect(rows.map((row) => [row.ChargeCategory, row.BilledCost, row.EffectiveCost, row.ChargeDescription])).toEqual([
    ["Purchase", "7.200000", "0.000000", "Amazon Elastic Compute Cloud - Compute: RIFee"],
    ["Usage", "0.000000", "1.200000", "Amazon Elastic Compute Cloud - Compute: RIFee, not used"],
  ]);
});

test.each([
  ["Usage", "Usage", false],
  ["Savings Plan Covered Usage", "Usage", false],
  ["SavingsPlanNegation", "Usage", false],
  ["Recurring reservation fee", "Purchase", false],
  ["Tax", "Tax", false],
  ["Credit", "Credit", false],
  ["Refund", "Adjustment", true],
  ["Enterprise Discount Program Discount", "Adjustment", false],
])("%s is %s", (recordType, category, isCorrection) => {
  expect(chargeOf(recordType)).toMatchObject({ category, isCorrection });
});

test("every service that a kind is billed as has its category", () => {
  const billed = adapters.flatMap(({ billedAs }) => billedAs ?? []);
  expect(billed.filter((service) => serviceCategoryOf(service) === "Other")).toEqual([]);
  expect(serviceCategoryOf("Datadog Pro")).toBe("Other");
});

const at = (hours: number) => new Date(Date.UTC(2026, 10, 1) + hours * 3_600_000);
const stretch = fc
  .record({
    service: fc.constantFrom(...services),
    type: fc.constantFrom("saved" as const, "missed" as const),
    from: fc.integer({ min: -100, max: 800 }),
    hours: fc.option(fc.nat(300)),
    restart: fc.option(fc.nat(10)),
    hourly: fc.option(fc.nat(5_000_000), { freq: 6 }),
  })
  .map(({ from, hours, restart, ...rest }) => {
    const until = hours === null ? null : at(from + hours);
    const restartFrom = until && restart !== null ? new Date(until.getTime() - restart * 60_000) : null;
    const one: Stretch = { ...rest, from: at(from), until, end: until && "resumed", restartFrom, seenUntil: null };
    return { ...one, service: rest.service };
  });

test("what was saved is what the ledger says, also where a service had nothing to bill", () => {
  fc.assert(
    fc.property(fc.array(stretch, { maxLength: 20 }), fc.array(charge, { maxLength: 20 }), (stretches, charges) => {
      const [from, to] = [at(0), at(30 * 24 - 5)];
      const saved: SavedByDay = new Map();
      addSaved(saved, stretches, from, to);
      const sums = charges.map(({ recordType, unblended, amortized, currency, service }, index) => {
        const netUnblended = null;
        const key = { accountId: "acc_1", day: addDays("2026-11-01", index), service, value: recordType ?? "Usage" };
        return { ...key, currency, unblended, amortized, netUnblended };
      });
      const rows = ownCharges({ account, sums, readAt: to, finalThrough: "2026-11-20" }, saved).flatMap(focusRowsOf);
      for (const row of rows) expect(wrongIn(row)).toEqual([]);
      const told = rows.reduce((sum, row) => sum + toMicro(row.x_StandbySavedUsd), 0n);
      expect(told).toBe(BigInt(savingsOf(stretches, from, to, to).net));
      const billed = rows.reduce((sum, row) => sum + toMicro(row.BilledCost), 0n);
      expect(billed).toBe(sums.reduce((sum, { unblended }) => sum + BigInt(unblended), 0n));
    }),
    { numRuns: 300 },
  );
});
