import { formatDuration, formatRelative, formatTime, plural } from "@/components/ui/format";
import type { WireOperationItem } from "@/server/contract/operations";
import type { WireQueued } from "@/server/contract/queue";

/** One resource that AWS cannot do yet, from an operation or from the queue over all of them. */
export interface Waiting {
  readonly resourceId: string;
  readonly name: string;
  readonly kind: string;
  readonly region: string;
  readonly reason: string;
  readonly remedy: string;
  readonly tries: number;
  readonly since: string | null;
  readonly nextTryAt: string | null;
  /** Where the list is of several operations. */
  readonly operation?: { readonly id: string; readonly number: number };
}

export function waitingOf(item: WireOperationItem): Waiting {
  const { resourceId, name, kind, region, attempts, deferredAt, nextTryAt, fault, saw } = item;
  const reason = fault?.reason ?? (saw || "AWS gave no reason");
  return {
    resourceId,
    name,
    kind,
    region,
    reason,
    remedy: fault?.remedy ?? "",
    tries: attempts,
    since: deferredAt,
    nextTryAt,
  };
}

export function waitingOfQueued(queued: WireQueued): Waiting {
  const { resourceId, name, kind, region, reason, remedy, tries, since, nextTryAt, operation } = queued;
  return { resourceId, name, kind, region, reason, remedy, tries, since, nextTryAt, operation };
}

/** "Tried 4 times in 12 min." */
export function triesWords({ tries, since }: Pick<Waiting, "tries" | "since">, now: string): string {
  const times = tries === 1 ? "Tried once" : `Tried ${plural(tries, "time")}`;
  if (tries <= 1 || since === null) return `${times}.`;
  const minutes = Math.max(1, Math.floor((Date.parse(now) - Date.parse(since)) / 60_000));
  return `${times} in ${formatDuration(minutes * 60)}.`;
}

/** "Next try in 4 min, 19:24."; a time that has come is on its way. */
export function nextTryWords(at: string, now: string, zone: string): string {
  if (Date.parse(at) <= Date.parse(now)) return "The next try is on its way.";
  const far = Date.parse(at) - Date.parse(now) > 20 * 3_600_000;
  return `Next try ${formatRelative(at, now)}, ${far ? "" : "at "}${formatTime(at, { zone, form: far ? "date" : "clock" })}.`;
}
