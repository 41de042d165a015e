import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type CostAmount, recordKindOf, toMicro, totalsOf } from "./actual-cost";

describe("an amount as Cost Explorer writes it", () => {
  test.each([
    ["0", 0],
    ["12", 12_000_000],
    ["12.34", 12_340_000],
    ["0.0000005", 1],
    ["0.0000004999", 0],
    ["-0.0000005", -1],
    ["-0.0000000009", 0],
    ["3.1234567899", 3_123_457],
    ["9.9E-8", 0],
    ["4.5e-6", 5],
    ["1.2E3", 1_200_000_000],
    ["123456789.123456789", 123_456_789_123_457],
  ])("%s is %d millionths", (amount, micro) => {
    expect(toMicro(amount)).toBe(micro);
  });

  test.each(["", "abc", "1,50", "1.2.3", "NaN", "--1", ".", "1e999", "0x10"])("%j is none", (amount) => {
    expect(() => toMicro(amount)).toThrow("Not an amount");
  });

  test("that is more than can be counted is refused", () => {
    expect(() => toMicro("99999999999")).toThrow("More money than can be counted");
  });

  test("is off by half a millionth at most, and a credit is the negative of its charge", () => {
    const digits = fc.bigInt({ min: 0n, max: 10n ** 18n });
    fc.assert(
      fc.property(digits, (tenBillionths) => {
        const text = `${tenBillionths / 10n ** 10n}.${String(tenBillionths % 10n ** 10n).padStart(10, "0")}`;
        const micro = toMicro(text);
        const error = BigInt(micro) * 10_000n - tenBillionths;
        expect(error <= 5_000n && error > -5_000n).toBe(true);
        expect(toMicro(`-${text}`)).toBe(micro === 0 ? 0 : -micro);
      }),
    );
  });
});

test("credits, refunds and taxes are told apart, all else is usage", () => {
  expect(["Credit", "Refund", "Tax"].map(recordKindOf)).toEqual(["credit", "refund", "tax"]);
  const others = ["Usage", "Support", "SavingsPlanNegation", "DiscountedUsage", "BundledDiscount ", "Fee", ""];
  expect(new Set(others.map(recordKindOf))).toEqual(new Set(["usage"]));
});

describe("totals", () => {
  const row = (currency: string, unblended: number, amortized: number | null): CostAmount => ({
    by: "account",
    day: "2026-11-01",
    service: "s",
    value: "v",
    currency,
    unblended,
    amortized,
    netUnblended: null,
    isFinal: true,
  });

  test("never add two currencies", () => {
    const rows = [row("USD", 1, 2), row("EUR", 5, 6), row("USD", 10, 20)];
    expect(Object.fromEntries(totalsOf(rows))).toEqual({ USD: 11, EUR: 5 });
    expect(Object.fromEntries(totalsOf(rows, "amortized"))).toEqual({ USD: 22, EUR: 6 });
  });

  test("are unknown where one of their rows is, and empty for none", () => {
    expect(totalsOf([row("USD", 1, 1), row("USD", 1, null), row("USD", 1, 1)], "amortized").get("USD")).toBeNull();
    expect(totalsOf([]).size).toBe(0);
  });
});
