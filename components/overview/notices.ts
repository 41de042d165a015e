import { plural } from "@/components/ui/format";
import type { ShownState } from "@/components/ui/state";
import type { WireNotice } from "@/server/contract/notices";
import type { WireOverview } from "@/server/contract/overview";
import type { WireQueued } from "@/server/contract/queue";
import type { NoticeKind } from "@/server/core/notice";
import { few } from "./not-read";

/** What happened by itself, as the overview tells it. Pure. */

/** What is over is told for this long; what still holds, for as long as it does. */
const toldMs = 3 * 86_400_000;

const words: Readonly<Record<NoticeKind, { readonly state: ShownState; readonly word: string }>> = {
  woke: { state: "warn", word: "Woke" },
  appeared: { state: "warn", word: "New" },
  pausedAgain: { state: "paused", word: "Paused again" },
  honoured: { state: "running", word: "Stays on" },
};

export function noticeWord(kind: NoticeKind): { readonly state: ShownState; readonly word: string } {
  return words[kind];
}

/** What is worth telling of one account or of all: what still holds first, as the server sends it. */
export function toTell(notices: readonly WireNotice[], account: string | null, now: string): readonly WireNotice[] {
  return notices.filter((notice) => {
    if (account !== null && notice.accountId !== account) return false;
    const stillHolds = notice.endedAt === null && (notice.kind === "woke" || notice.kind === "appeared");
    return stillHolds || Date.parse(now) - Date.parse(notice.at) < toldMs;
  });
}

/** "3 wait for AWS" and which: null when nothing does. */
export function queueWords(
  queue: readonly WireQueued[],
  account: string | null,
): { readonly word: string; readonly names: string } | null {
  const mine = queue.filter(({ accountId }) => account === null || accountId === account);
  if (mine.length === 0) return null;
  return {
    word: `${mine.length} ${mine.length === 1 ? "waits" : "wait"} for AWS`,
    names: few(mine.map(({ name }) => name)),
  };
}

/** "2 unusual days on the bill", "1 budget passed": a line for each that there is. */
export function moneyWords({
  anomalies,
  budgets,
}: WireOverview["money"]): readonly { readonly word: string; readonly text: string }[] {
  return [
    { many: anomalies, word: `${plural(anomalies.count, "thing")} on the bill that nobody expected` },
    { many: budgets, word: `${plural(budgets.count, "budget")} passed a threshold` },
  ].flatMap(({ many: { count, text }, word }) => {
    if (count === 0) return [];
    return [{ word, text: count === 1 ? (text ?? "") : `Most of all: ${text ?? ""}` }];
  });
}
