/** Exact arithmetic on rates. A rate has at most so many decimals, here and in the catalogue. */
export const rateDecimals = 12;

export const rateForm = new RegExp(`^\\d+(\\.\\d{1,${rateDecimals}})?$`);

/** A decimal string times a fraction, rounded half up once at twelve decimals, without zeros at its end. */
export function timesFraction(rate: string, numerator: bigint, denominator: bigint): string {
  const [whole = "", fraction = ""] = rate.split(".");
  const units = BigInt(whole + fraction.padEnd(rateDecimals, "0")) * numerator;
  const digits = String((2n * units + denominator) / (2n * denominator)).padStart(rateDecimals + 1, "0");
  const decimals = digits.slice(-rateDecimals).replace(/0+$/, "");
  return decimals === "" ? digits.slice(0, -rateDecimals) : `${digits.slice(0, -rateDecimals)}.${decimals}`;
}
