import type { ScalableDimension } from "@aws-sdk/client-application-auto-scaling";
import { z } from "zod";
import { scalingSchema } from "../scaling-hold";

/** What a DynamoDB table is, in a form that survives JSON. */

/**
 * What is provisioned, scaled and limited, by what it is of: `table/read`, `index/by-customer/write`. A name of an index
 * has no slash.
 */
const byUnit = z.record(z.string(), z.int().min(0));
export type Units = Readonly<Record<string, number>>;

export const tableConfiguration = z.strictObject({
  /** AWS's own id: a table that was deleted and made again under the same name is another one. */
  tableId: z.string().nullable(),
  /** PROVISIONED or PAY_PER_REQUEST */
  mode: z.string(),
  /** Of the table and every index. On demand AWS reports 0 for all. */
  capacity: byUnit,
  scaling: z.record(z.string(), scalingSchema),
  /** What on-demand requests are limited to, where they are. */
  maxima: byUnit,
  tableClass: z.string(),
  deletionProtection: z.boolean(),
  /** What its change stream shows; null without one. */
  stream: z.string().nullable(),
  encryption: z.strictObject({ type: z.string().nullable(), keyArn: z.string().nullable() }),
  /** Other regions of a global table. */
  replicas: z.array(z.string()),
});
export type TableConfiguration = z.infer<typeof tableConfiguration>;

export const tableDetail = z.strictObject({
  status: z.string(),
  /** The first index that is not ACTIVE, or is still being filled: "by-customer UPDATING". */
  busyIndex: z.string().nullable(),
  /** Of the table and its indexes, as of the last six hours. */
  bytes: z.number().min(0),
  configuration: tableConfiguration,
});
export type TableDetail = z.infer<typeof tableDetail>;

const kinds = ["read", "write"] as const;
type UnitKind = (typeof kinds)[number];

/** Where units are: the table itself, or one of its indexes. */
export type Place = { readonly index: string | null };

export function unitOf({ index }: Place, kind: UnitKind): string {
  return index === null ? `table/${kind}` : `index/${index}/${kind}`;
}

/** Each place once, the table first. */
export function placesIn(units: Units): readonly Place[] {
  const indexes = Object.keys(units).flatMap((unit) => indexOf(unit) ?? []);
  return [...("table/read" in units ? [{ index: null }] : []), ...[...new Set(indexes)].map((index) => ({ index }))];
}

function indexOf(unit: string): string | null {
  return /^index\/(.+)\/(?:read|write)$/.exec(unit)?.[1] ?? null;
}

/** How Application Auto Scaling names what it scales of a table. */
export function targetOf(table: string, unit: string) {
  const index = indexOf(unit);
  const what = unit.endsWith("/read") ? "ReadCapacityUnits" : "WriteCapacityUnits";
  const dimension: ScalableDimension = `dynamodb:${index === null ? "table" : "index"}:${what}`;
  return {
    ServiceNamespace: "dynamodb",
    ResourceId: index === null ? `table/${table}` : `table/${table}/index/${index}`,
    ScalableDimension: dimension,
  } as const;
}

/** The other way round; null for what is of another table. */
export function unitOfTarget(table: string, resourceId: string, dimension: string): string | null {
  const kind = dimension.endsWith("ReadCapacityUnits") ? "read" : "write";
  if (resourceId === `table/${table}`) return unitOf({ index: null }, kind);
  const prefix = `table/${table}/index/`;
  return resourceId.startsWith(prefix) ? unitOf({ index: resourceId.slice(prefix.length) }, kind) : null;
}

export function isOnDemand({ mode }: TableConfiguration): boolean {
  return mode === "PAY_PER_REQUEST";
}

export function isSettled({ status, busyIndex }: TableDetail): boolean {
  return status === "ACTIVE" && busyIndex === null;
}

/** "on demand", "10 read, 5 write, 2 indexes" */
export function describeTable(configuration: TableConfiguration): string {
  if (isOnDemand(configuration)) return "on demand";
  return describeUnits(configuration.capacity);
}

export function describeUnits(units: Units): string {
  const indexes = placesIn(units).length - 1;
  const extra = indexes > 0 ? `, ${indexes} ${indexes === 1 ? "index" : "indexes"}` : "";
  return `${units["table/read"] ?? 0} read, ${units["table/write"] ?? 0} write${extra}`;
}
