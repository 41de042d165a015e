import { scopeName } from "@/components/plan/names";
import { formatNumber, plural } from "@/components/ui/format";
import type { ShownState } from "@/components/ui/state";
import type { WireOperationHead } from "@/server/contract/operations";
import { assertNever } from "@/server/core/fault";
import { verbFor } from "@/server/core/operation";
import { doneWord } from "./sections";

/** "Stopping dev. 34 of 39 paused." while it runs; what came of it afterwards. */
export function operationTitle(head: WireOperationHead): string {
  const { total, done } = head.counts;
  const word = doneWord(head.action);
  const scope = scopeName(head.title);
  const share = `${formatNumber(done)} of ${formatNumber(total)}`;
  switch (head.state) {
    case "queued":
      return `${verbFor(head.action).doing} ${scope}. Nothing was sent yet.`;
    case "running":
      return `${verbFor(head.action).doing} ${scope}. ${share} ${word}.`;
    case "succeeded":
      return head.counts.skipped > 0 ? `${scope}: ${share} ${word}.` : `${scope} is ${word}. ${share}.`;
    case "partial":
      return `${scope} is partly done. ${share} ${word}.`;
    case "failed":
      return `${scope} is not ${word}. ${share}.`;
    case "cancelled":
      return `${scope}: stopped on the way. ${share} ${word}.`;
    default:
      return assertNever(head.state);
  }
}

/** The state of an operation in a list: glyph and word. */
export function operationWord(head: Pick<WireOperationHead, "state" | "action">): { state: ShownState; word: string } {
  switch (head.state) {
    case "queued":
      return { state: "changing", word: "Waiting" };
    case "running":
      return { state: "changing", word: verbFor(head.action).doing };
    case "succeeded":
      return head.action === "pause" ? { state: "paused", word: "Paused" } : { state: "running", word: "Running" };
    case "partial":
      return { state: "warn", word: "Partly done" };
    case "failed":
      return { state: "failed", word: "Failed" };
    case "cancelled":
      return { state: "unknown", word: "Stopped on the way" };
    default:
      return assertNever(head.state);
  }
}

/** What a screen reader is told while it runs. */
export function announcement(head: WireOperationHead): string {
  const { failed, changing } = head.counts;
  const parts = [operationTitle(head)];
  if (changing > 0) parts.push(`${formatNumber(changing)} changing.`);
  if (failed > 0) parts.push(`${formatNumber(failed)} ${failed === 1 ? "needs" : "need"} you.`);
  return parts.join(" ");
}

/** "Undo: start these 34 again". */
export function undoWord(head: Pick<WireOperationHead, "action" | "counts">): string {
  const verb = head.action === "pause" ? "start" : "stop";
  const these = head.counts.done === 1 ? "this 1" : `these ${formatNumber(head.counts.done)}`;
  return `Undo: ${verb} ${these} again`;
}

/** The IAM statement that gives the missing action, ready to be pasted into the role's policy. */
export function policyFor(action: string): string {
  return JSON.stringify({ Effect: "Allow", Action: [action], Resource: "*" }, null, 2);
}

export function holdsText(holds: number): string {
  if (holds === 0) return "No configuration had to be saved: a start uses what the stop has saved.";
  return `${plural(holds, "hold")}: the complete configuration of each resource, kept until its restore is read back and equal.`;
}
