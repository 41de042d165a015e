import { type Amount, formatMoney } from "@/components/ui/format";

/**
 * Amounts of the bill. They are added as whole millionths, in which a decimal string with six places is exact up to nine
 * billion; a sum with an unknown part is unknown.
 */

export type Micro = number;

export function microOf(amount: string): Micro {
  return Math.round(Number(amount) * 1e6);
}

export function amountOf(micro: Micro): string {
  return (micro / 1e6).toFixed(6);
}

/** Null as soon as one of them is not known. */
export function sumOf(amounts: readonly (string | null | undefined)[]): string | null {
  let sum = 0;
  for (const amount of amounts) {
    if (amount === null || amount === undefined) return null;
    sum += microOf(amount);
  }
  return amountOf(sum);
}

/** For drawing only. */
export function heightOf(amount: string | null | undefined): number {
  return amount === null || amount === undefined ? 0 : Number(amount);
}

export function money(amount: string, currency: string): Amount {
  return { amount, currency };
}

/** `$12.34`; `not known` where AWS has not told it: that is never zero. */
export function billed(amount: string | null | undefined, currency: string, digits = 2): string {
  if (amount === null || amount === undefined) return "not known";
  return formatMoney(money(amount, currency), { digits }).replace(/^-/, "−");
}

/** `+$84.20`, `−$3.00` */
export function signed(amount: string, currency: string): string {
  const text = billed(amount, currency);
  return Number(amount) > 0 ? `+${text}` : text;
}

/** `−10 %`, `+75 %`, `0 %`; small changes keep a digit. */
export function shareWord(share: number): string {
  const percent = share * 100;
  const digits = Math.abs(percent) < 10 && Math.abs(percent) >= 0.05 ? 1 : 0;
  const text = Math.abs(percent).toFixed(digits);
  const sign = percent > 0 ? "+" : "−";
  return `${Number(text) === 0 ? "" : sign}${text.replace(/\.0$/, "")} %`;
}
