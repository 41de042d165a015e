import { z } from "zod";
import { rateForm } from "./decimal";

/**
 * Negotiated prices, from a file that the server is started with. Of several entries that fit the first one counts, so
 * exceptions come before the rule; one that an earlier entry covers whole could never count, and is refused.
 */

export interface Override {
  /** Each with `*` for any run of characters. */
  readonly table: string;
  readonly key: string;
  readonly region: string;
  readonly terms: { readonly rate: string } | { readonly discountPercent: string };
}

export interface Overrides {
  /** What the figures call it: "EDP 2026". */
  readonly title: string;
  /** Since when they hold, `YYYY-MM-DD`. */
  readonly asOf: string;
  readonly entries: readonly Override[];
}

export const noOverrides: Overrides = { title: "", asOf: "", entries: [] };

const pattern = z.string().min(1).max(128);
const percentForm = 'must be a percentage in quotes, under 100, such as "7.5"';
const percent = z
  .string(percentForm)
  .regex(/^\d{1,2}(\.\d{1,4})?$/, percentForm)
  .refine((text) => Number(text) > 0, "must be above 0");
const decimalForm = 'must be a decimal in quotes, in USD, such as "0.0384"';
const entrySchema = z
  .strictObject({
    table: pattern,
    key: pattern,
    region: pattern.default("*"),
    rate: z.string(decimalForm).regex(rateForm, decimalForm).optional(),
    discountPercent: percent.optional(),
  })
  .refine(
    ({ rate, discountPercent }) => (rate === undefined) !== (discountPercent === undefined),
    "needs either rate or discountPercent",
  )
  .refine(
    ({ rate, table, key }) => rate === undefined || !/\*/.test(table + key),
    "gives a rate, so its table and key must be exact, without *",
  );
const fileSchema = z.strictObject({
  title: z.string().min(1).max(64),
  asOf: z.iso.date('must be a day, such as "2026-11-01"'),
  prices: z.array(entrySchema).max(5_000),
});

/**
 * @param from how messages call the file
 * @throws Error that names each wrong entry
 */
export function readOverrides(text: string, from: string): Overrides {
  const parsed = fileSchema.safeParse(jsonIn(text, from));
  if (!parsed.success) throw wrong(from, parsed.error.issues.map(wordsOf));
  const { title, asOf, prices } = parsed.data;
  const entries = prices.map(({ rate, discountPercent, ...where }): Override => {
    return { ...where, terms: rate === undefined ? { discountPercent: discountPercent ?? "" } : { rate } };
  });
  const covered = entries.flatMap((entry, at) => {
    const by = entries.slice(0, at).findIndex((earlier) => covers(earlier, entry));
    return by < 0
      ? []
      : [
          `entry ${at + 1} (${nameOf(entry)}) never counts: entry ${by + 1} (${nameOf(entries[by])}) covers it, put it first`,
        ];
  });
  if (covered.length > 0) throw wrong(from, covered);
  return { title, asOf, entries };
}

function jsonIn(text: string, from: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw wrong(from, [`is not JSON: ${error instanceof Error ? error.message : String(error)}`]);
  }
}

function wrong(from: string, words: readonly string[]): Error {
  return new Error(`The price file ${from} is not right: ${words.join("; ")}`);
}

/** `entry 3, rate: must be …`: people count from one. */
function wordsOf({ path, message }: z.core.$ZodIssue): string {
  const [head, at, field] = path;
  if (head !== "prices" || typeof at !== "number") return `${path.map(String).join(".") || "the file"}: ${message}`;
  return `entry ${at + 1}${field === undefined ? "" : `, ${String(field)}`}: ${message}`;
}

function nameOf(entry: Override | undefined): string {
  return entry ? `${entry.table} ${entry.key} ${entry.region}` : "";
}

/** What `earlier` names has everything that `later` names. */
function covers(earlier: Override, later: Override): boolean {
  return overrideFits(earlier, later);
}

export function overrideFits(entry: Override, name: Pick<Override, "table" | "key" | "region">): boolean {
  return (
    matchesPattern(entry.table, name.table) &&
    matchesPattern(entry.key, name.key) &&
    matchesPattern(entry.region, name.region)
  );
}

function matchesPattern(text: string, value: string): boolean {
  if (text === "*" || text === value) return true;
  if (!text.includes("*")) return false;
  const [first = "", ...rest] = text.split("*");
  const last = rest.pop() ?? "";
  if (!value.startsWith(first)) return false;
  let at = first.length;
  for (const part of rest) {
    const found = value.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return value.length - last.length >= at && value.endsWith(last);
}
