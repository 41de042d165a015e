import { z } from "zod";
import { none } from "./common";
import { costsQuery } from "./costs";
import { defineEndpoint } from "./endpoint";
import { getSavings } from "./savings";

/** Costs and savings as files. All forms of one question have the same figures; docs/exports.md tells their columns. */

/** Amounts are decimal strings with all their digits; null is not known, or there is none, and never zero. */
const row = z.record(z.string(), z.union([z.string(), z.number()]).nullable());

export const report = z.object({
  title: z.string(),
  /** Which cost it is, where it is from, how old it is, what is missing. */
  facts: z.array(z.object({ name: z.string(), value: z.string() })),
  parts: z.array(
    z.object({
      /** What one row is; in CSV the first column. */
      record: z.string(),
      title: z.string(),
      columns: z.array(z.object({ name: z.string(), type: z.enum(["text", "number", "money", "time"]) })),
      rows: z.array(row),
      total: row.nullable(),
    }),
  ),
});

const formats = ["json", "csv", "html"] as const;
const types = ["text/csv", "text/html"] as const;

export const exportCosts = defineEndpoint({
  id: "exportCosts",
  method: "GET",
  path: "/costs/export",
  summary: "What AWS charged, as a file: JSON, CSV or HTML with the same figures, or FOCUS 1.2 (CSV)",
  permission: "inventory:read",
  params: none,
  query: z.strictObject({
    ...costsQuery,
    /** `focus` is by day, service and record type whatever `by`, `tag`, `metric` and `every` say. */
    format: z.enum([...formats, "focus"]).default("json"),
  }),
  body: none,
  status: 200,
  response: report,
  files: types,
});

export const exportSavings = defineEndpoint({
  id: "exportSavings",
  method: "GET",
  path: "/savings/export",
  summary: "What pausing saved, as a file: JSON, CSV or HTML with the same figures",
  permission: "inventory:read",
  params: none,
  query: getSavings.query.extend({ format: z.enum(formats).default("json") }),
  body: none,
  status: 200,
  response: report,
  files: types,
});
