import type { WireUnread } from "../contract/costs";
import type { Account } from "../core/account";
import type { CostBy } from "../core/actual-cost";
import { oldestDay } from "../costs/actual/due";
import type { BillReading, CostSubject, Span } from "../costs/actual/ports";
import { common, missing } from "../costs/actual/report";
import { costTroubleOf } from "../costs/actual/trouble";
import { addDays, type Day } from "../costs/trends/days";

/** What is known of an account's bill for one answer, and what it lacks. */
export interface Told {
  readonly account: Account;
  readonly known: Span | null;
  /** The readings that it is made of, as far as there are any. */
  readonly readings: readonly BillReading[];
}

/** Its rows by `account` are a part of each answer: they hold what it pays for others. */
export function toldOf(account: Account, subject: CostBy, span: Span, all: readonly BillReading[]): Told {
  const mine = all.filter(({ accountId }) => accountId === account.id);
  const subjects: readonly CostSubject[] = subject === "account" ? [subject] : ["account", subject];
  const readings = subjects.flatMap((by) => mine.find((reading) => reading.by === by) ?? []);
  const isWhole = readings.length === subjects.length;
  const known = isWhole ? readings.reduce<Span | null>((span, reading) => common(span, reading.known), span) : null;
  return { account, known, readings };
}

/** The spans before and after what is known, with why. Today is not missed before the day's reading. */
export function unreadOf(
  { account: { id, name }, known, readings }: Told,
  span: Span,
  today: Day,
): readonly WireUnread[] {
  const tomorrow = addDays(today, 1);
  const wanted = common(span, { from: span.from, until: tomorrow });
  if (wanted === null) return [];
  const fault = readings.find((reading) => reading.fault !== null)?.fault ?? null;
  const oldest = oldestDay(today);
  return missing(wanted, known)
    .filter(({ from }) => known === null || from < today)
    .flatMap((part) => (part.from < oldest && part.until > oldest ? cut(part, oldest) : [part]))
    .map((part) => ({
      account: { id, name },
      ...part,
      ...(part.until <= oldest
        ? { state: "expired" as const, fault: null }
        : { state: fault ? costTroubleOf(fault) : ("waiting" as const), fault }),
    }));
}

function cut({ from, until }: Span, at: Day): readonly Span[] {
  return [
    { from, until: at },
    { from: at, until },
  ];
}
