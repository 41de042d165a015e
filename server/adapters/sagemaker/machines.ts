import { z } from "zod";
import type { CostLine } from "../../core/money";
import { unpriced } from "../listing";

/** Machines of SageMaker that work on one thing, and what they bill. Pure. */

export const machineSchema = z.strictObject({ type: z.string(), count: z.number().nullable() });
export type Machine = z.infer<typeof machineSchema>;

/** "4 × ml.g5.2xlarge" */
export function machinesInWords(machines: readonly Machine[]): string {
  return machines.map(({ type, count }) => `${count ?? "?"} × ${type}`).join(", ") || "unknown machines";
}

/** By the hour, at the price of a table whose keys are types of machines. `more` is said behind what they are. */
export function machineHours(label: string, { type, count }: Machine, table: string, more = ""): CostLine {
  const note = `${count ?? "?"} × ${type}${more}`;
  if (count === null) return unpriced(label, `${note}: AWS does not tell how many`, "hour");
  return { label, note, price: { table, key: type }, quantity: count, unit: "hour", stopsWhenPaused: false };
}

/** ", for 24 hours at most" */
export function atMost(seconds: number | null): string {
  return seconds === null ? "" : `, for ${Math.ceil(seconds / 3600)} hours at most`;
}

const running: ReadonlySet<string> = new Set(["InProgress", "Stopping"]);

/** Whether a job has not ended: the other states are Completed, Failed, and Stopped. */
export function isRunning(status: string | undefined): boolean {
  return running.has(status ?? "");
}
