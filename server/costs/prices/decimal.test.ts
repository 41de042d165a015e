import fc from "fast-check";
import { expect, test } from "vitest";
import { rateDecimals, rateForm, timesFraction } from "./decimal";

const one = 10n ** BigInt(rateDecimals);
const anyRate = fc.bigInt({ min: 0n, max: 10n ** 18n }).map((units) => ({
  units,
  rate: `${units / one}.${String(units % one).padStart(rateDecimals, "0")}`,
}));

/** A rate in units of its last decimal. */
function unitsIn(rate: string): bigint {
  const [whole = "", fraction = ""] = rate.split(".");
  return BigInt(whole + fraction.padEnd(rateDecimals, "0"));
}

test("times one is the rate itself, without zeros at its end", () => {
  fc.assert(
    fc.property(anyRate, ({ units, rate }) => {
      const same = timesFraction(rate, 1n, 1n);
      expect(unitsIn(same)).toBe(units);
      expect(same).toMatch(rateForm);
      expect(same).not.toMatch(/\.\d*0$|\.$/);
    }),
  );
});

test("any fraction of it is off by half of the last decimal at most", () => {
  const part = fc.bigInt({ min: 1n, max: 1_000_000n });
  fc.assert(
    fc.property(anyRate, part, part, ({ units, rate }, numerator, denominator) => {
      const twice = 2n * (unitsIn(timesFraction(rate, numerator, denominator)) * denominator - units * numerator);
      expect(twice > -denominator && twice <= denominator).toBe(true);
    }),
  );
});

test.each([
  ["0.0416", 925_000n, 1_000_000n, "0.03848"],
  ["40.96", 1n, 1024n, "0.04"],
  ["0.3365", 2n, 1n, "0.673"],
  ["0.000000000001", 1n, 2n, "0.000000000001"],
  ["10", 1n, 1n, "10"],
  ["0", 5n, 3n, "0"],
])("%s × %i / %i = %s", (rate, numerator, denominator, is) => {
  expect(timesFraction(rate, numerator, denominator)).toBe(is);
});
