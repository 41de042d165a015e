import { formatNumber, plural } from "@/components/ui/format";
import type { WireWhatIf } from "@/server/contract/what-if";

/** `On 55 of 168 hours, 5 starts a week.` */
export function hoursWord({ onPerWeek, startsPerWeek }: WireWhatIf["hours"]): string {
  if (onPerWeek === 0) return "Off throughout the week.";
  if (onPerWeek === 168) return "On throughout the week.";
  const rounded = Math.round(onPerWeek * 10) / 10;
  return `On for ${formatNumber(rounded)} of 168 hours, ${plural(startsPerWeek, "start")} a week.`;
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
