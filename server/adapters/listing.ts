import type { ReadDoor } from "../aws/door";
import { type TaggedType, tagsOf, tagsOfThese } from "../aws/reads/tags";
import type { CostLine, RateUnit } from "../core/money";
import type { Observed, Tags } from "../core/resource";

/** What kinds share that are found by one plain list. */

/** Whether a look asks for it: for all, or by its name. */
export function isWanted(nativeId: string | undefined, only?: readonly string[]): nativeId is string {
  return nativeId !== undefined && (only === undefined || only.includes(nativeId));
}

export function toTags(
  list: readonly { readonly Key?: string | undefined; readonly Value?: string | undefined }[] = [],
): Tags {
  return Object.fromEntries(list.map(({ Key = "", Value = "" }) => [Key, Value]));
}

/**
 * Adds the tags to what a list without tags found: of all of the type in a scan, of the few that a look names. Without a
 * type always of these only: where few are listed of the thousands that are tagged.
 */
export async function withTags<Detail>(
  aws: ReadDoor,
  type: TaggedType | null,
  found: readonly Omit<Observed<Detail>, "tags">[],
  only?: readonly string[],
): Promise<readonly Observed<Detail>[]> {
  if (found.length === 0) return [];
  const arns = found.map(({ arn }) => arn);
  const tags = await (only || type === null ? tagsOfThese(aws, arns) : tagsOf(aws, type));
  return found.map((one) => ({ ...one, tags: tags.get(one.arn) ?? {} }));
}

export function partitionOf(region: string): string {
  if (region.startsWith("cn-")) return "aws-cn";
  return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}

/** What belongs to no region each of them lists for all of the account: it is read in one. */
const homes: Readonly<Record<string, string>> = {
  aws: "us-east-1",
  "aws-cn": "cn-north-1",
  "aws-us-gov": "us-gov-west-1",
};

/** Whether this is the region of its partition in which things without a region are read. */
export function isHome(region: string): boolean {
  return region === homes[partitionOf(region)];
}

const bytesPerGb = 1024 ** 3;

/** Bytes as AWS bills them (a GB is 2^30), to the three decimals that matter for money. */
export function gigabytes(bytes: number): number {
  return Math.round((bytes / bytesPerGb) * 1000) / 1000;
}

/** What bills and has no figure here, by price or by amount: one unpriced line, so that no sum takes it for zero. */
export function unpriced(label: string, note: string, unit: RateUnit = "month"): CostLine {
  return { label, note, price: null, quantity: 1, unit, stopsWhenPaused: false };
}

/** What bills by use: only the bill knows how much, so it has a rate where there is one and no figure. */
export function metered(
  label: string,
  note: string,
  price: CostLine["price"] = null,
  unit: RateUnit = "month",
): CostLine {
  return { label, note, price, quantity: "metered", unit, stopsWhenPaused: false };
}
