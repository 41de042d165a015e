import { amountOf, billed, microOf } from "@/components/costs/amounts";
import { monthWord } from "@/components/costs/calendar";
import { formatNumber, plural } from "@/components/ui/format";
import type { WireScheduleForecast, WireWhatIf } from "@/server/contract/what-if";

/** `On 55 of 168 hours, 5 starts a week.` */
export function hoursWord({ onPerWeek, startsPerWeek }: WireWhatIf["hours"]): string {
  if (onPerWeek === 0) return "Off throughout the week.";
  if (onPerWeek === 168) return "On throughout the week.";
  const rounded = Math.round(onPerWeek * 10) / 10;
  return `On for ${formatNumber(rounded)} of 168 hours, ${plural(startsPerWeek, "start")} a week.`;
}

/** Why there is no figure: a link may name what is gone by now. */
export function nothingWord(answer: WireWhatIf): string {
  const { protected: kept, unpausable, off } = answer.leftOut;
  if (kept + unpausable + off === 0) return "Nothing that is known is in it. What a link named may be gone by now.";
  return ["Nothing of it can be paused by a schedule.", ...whatIfNotes(answer)].join(" ");
}

interface KindsTold {
  /** Those with an amount. */
  readonly rows: WireWhatIf["kinds"];
  /** How many have none, or null: a kind without a price is never told as one that saves nothing. */
  readonly rest: string | null;
}

/** Which kinds have a row: dozens of $0.00 would hide the few that matter. */
export function kindsTold(kinds: WireWhatIf["kinds"]): KindsTold {
  const rows = kinds.filter(({ past, month }) => isTold(past.net) || isTold(month.net));
  const without = kinds.filter((kind) => !rows.includes(kind));
  const unknown = without.filter(({ unpriced }) => unpriced > 0).length;
  const nothing = without.length - unknown;
  const other = rows.length > 0 ? "other " : "";
  const words = [
    ...(nothing > 0 ? [`${plural(nothing, `${other}kind`)} would save nothing.`] : []),
    ...(unknown > 0
      ? [`What ${plural(unknown, `${other}kind`)} would save is not known: not all of it has a price.`]
      : []),
  ];
  return { rows, rest: words.length > 0 ? words.join(" ") : null };
}

/** What is under half a cent would be told as $0.00. */
function isTold(amount: WireWhatIf["total"]["month"]["net"]): boolean {
  return amount !== null && Math.abs(microOf(amount.amount)) >= 5_000;
}

/** `These hours would take $84.20 off the bill of November.` */
export function takenAwayWord({ month, takenAway }: Pick<WireScheduleForecast, "month" | "takenAway">): string {
  const micro = microOf(takenAway);
  const amount = billed(amountOf(Math.abs(micro)), "USD");
  // What is under half a cent would be told as $0.00.
  if (Math.abs(micro) < 5_000) return `These hours would change nothing of the bill of ${monthWord(month)}.`;
  if (micro > 0) return `These hours would take ${amount} off the bill of ${monthWord(month)}.`;
  return `These hours would add ${amount} to the bill of ${monthWord(month)}: they let run what is paused now.`;
}

/** What the figures leave out, and what to know before there is such a schedule; one sentence each. */
export function whatIfNotes({ total, leftOut, wakers, youngerThanSpan }: WireWhatIf): readonly string[] {
  const left = [
    ...(leftOut.protected > 0 ? [`${formatNumber(leftOut.protected)} protected`] : []),
    ...(leftOut.unpausable > 0 ? [`${formatNumber(leftOut.unpausable)} without a stop that can be taken now`] : []),
    ...(leftOut.off > 0 ? [`${formatNumber(leftOut.off)} that are off already, not by Standby`] : []),
  ];
  return [
    ...(total.unpriced > 0
      ? [`What ${plural(total.unpriced, "resource")} without a price would save is in no figure.`]
      : []),
    ...(left.length > 0 ? [`Left out: ${left.join(", ")}.`] : []),
    ...(youngerThanSpan > 0
      ? [`${plural(youngerThanSpan, "resource")} known for less than 30 days: nothing is claimed for the days before.`]
      : []),
    ...wakers.map(
      ({ name, hours, resources }) =>
        `AWS starts ${formatNumber(resources)} ${name} again after ${formatNumber(hours / 24)} days: the guard has to stop them.`,
    ),
  ];
}
