import { scopeName } from "@/components/plan/names";
import { formatNumber, plural } from "@/components/ui/format";
import type { ShownState } from "@/components/ui/state";
import type { WireOperation, WireOperationHead } from "@/server/contract/operations";
import { assertNever } from "@/server/core/fault";
import { verbFor } from "@/server/core/operation";
import { doneWord, isOver, onlyWaits } from "./sections";

/**
 * "Stopping dev. 34 of 39 paused." while it runs; what came of it afterwards. `startsIn` are the seconds in which nothing
 * is sent yet.
 */
export function operationTitle(head: WireOperationHead, startsIn: number | null = null): string {
  const { total, done } = head.counts;
  const word = doneWord(head.action);
  const scope = scopeName(head.title);
  const doing = `${verbFor(head.action).doing} ${scope}`;
  const share = `${formatNumber(done)} of ${formatNumber(total)}`;
  switch (head.state) {
    case "queued":
      return startsIn === null ? `${doing}. Nothing was sent yet.` : `${doing} in ${startsIn} s.`;
    case "running":
      return onlyWaits(head) ? `${scope} waits for AWS. ${share} ${word}.` : `${doing}. ${share} ${word}.`;
    case "succeeded":
      if (total === 0) return `${scope}: nothing had to be done.`;
      if (done === 0) return `${scope}: nothing was changed.`;
      return head.counts.skipped > 0 ? `${scope}: ${share} ${word}.` : `${scope} is ${word}. ${share}.`;
    case "partial":
      return `${scope} is partly done. ${share} ${word}.`;
    case "failed":
      return `${scope} is not ${word}. ${share}.`;
    case "cancelled":
      return neverBegan(head)
        ? `${scope}: undone. Nothing was sent.`
        : `${scope}: stopped on the way. ${share} ${word}.`;
    default:
      return assertNever(head.state);
  }
}

type Ending = Pick<WireOperationHead, "state" | "action" | "counts" | "startedAt">;

/** The state of an operation in a list: glyph and word. */
export function operationWord(head: Ending): { state: ShownState; word: string } {
  switch (head.state) {
    case "queued":
      return { state: "alwaysOn", word: "Waiting" };
    case "running":
      return onlyWaits(head)
        ? { state: "alwaysOn", word: "Waits for AWS" }
        : { state: "changing", word: verbFor(head.action).doing };
    case "succeeded":
      if (head.counts.total === 0) return { state: "alwaysOn", word: "Nothing to do" };
      if (head.counts.done === 0) return { state: "alwaysOn", word: "Nothing changed" };
      return head.action === "pause" ? { state: "paused", word: "Paused" } : { state: "running", word: "Running" };
    case "partial":
      return { state: "warn", word: "Partly done" };
    case "failed":
      return { state: "failed", word: "Failed" };
    case "cancelled":
      return neverBegan(head)
        ? { state: "alwaysOn", word: "Undone" }
        : { state: "unknown", word: "Stopped on the way" };
    default:
      return assertNever(head.state);
  }
}

/** "34 of 39" of a list; an operation that had nothing to do has no share. */
export function shareWord({ done, total }: WireOperationHead["counts"]): string {
  return total === 0 ? "nothing to do" : `${formatNumber(done)} of ${formatNumber(total)}`;
}

/** Ended before anything of it was sent. */
export function neverBegan({ startedAt, counts }: Pick<WireOperationHead, "startedAt" | "counts">): boolean {
  return startedAt === null && counts.done + counts.failed === 0;
}

/** What a screen reader is told while it runs. Says no seconds: it would be told anew with each of them. */
export function announcement(head: WireOperationHead, startsIn: number | null = null): string {
  if (startsIn !== null) return windowAnnouncement(head);
  const { failed, changing, deferred } = head.counts;
  const parts = [operationTitle(head)];
  if (changing > 0) parts.push(`${formatNumber(changing)} changing.`);
  if (deferred > 0) parts.push(`${formatNumber(deferred)} ${deferred === 1 ? "waits" : "wait"} for AWS.`);
  if (failed > 0) parts.push(`${formatNumber(failed)} ${failed === 1 ? "needs" : "need"} you.`);
  return parts.join(" ");
}

/** Said once while an undo is free. */
export function windowAnnouncement({ action, title }: Pick<WireOperationHead, "action" | "title">): string {
  return `${verbFor(action).doing} ${scopeName(title)} in a few seconds. Nothing was sent yet, Undo takes it back.`;
}

/** The IAM statement that gives the missing action, ready to be pasted into the role's policy. */
export function policyFor(action: string): string {
  return JSON.stringify({ Effect: "Allow", Action: [action], Resource: "*" }, null, 2);
}

/** "1 left as it was", "3 left as they were". */
export function leftWords(count: number): string {
  return `${formatNumber(count)} left as ${count === 1 ? "it was" : "they were"}`;
}

/** What was saved; null where nothing was begun that had to be saved first. */
export function holdsText({ holds, startedAt, state }: Pick<WireOperation, "holds" | "startedAt" | "state">) {
  if (holds === 0 && startedAt === null) {
    return isOver({ state }) ? null : "The configuration of each resource is saved before the first call.";
  }
  if (holds === 0) return "No configuration had to be saved: a start uses what the stop has saved.";
  return `${plural(holds, "hold")}: the complete configuration of each resource, kept until its restore is read back and equal.`;
}
