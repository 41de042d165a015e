import type { Spent, Step } from "../../core/plan";
import { shardsText } from "./stream-detail";

/** How a stream gets from one count of shards to another, and how far down it may go today. Pure. */

/** UpdateShardCount: at most ten in any 24 hours for one stream (Kinesis API reference). */
export const callsPerDay = 10;

/**
 * One call is kept back: a person, or a script that scales the stream, may have spent it, and so has a call whose answer
 * was lost. Without it a pause that counts to the last call would leave its way back waiting for the next day.
 */
const reserve = 1;

/**
 * How often the count may be halved so that it can be doubled as often, within what is left of the day: four times, down
 * to a sixteenth, on a day on which nothing was sent yet.
 */
export function halvingsLeft(spent: Spent = {}): number {
  return Math.max(0, Math.floor((callsPerDay - reserve - (spent.resize ?? 0)) / 2));
}

/** The lowest count that so many halvings reach; each rounds up. */
export function lowest(shards: number, halvings = halvingsLeft()): number {
  return Math.ceil(shards / 2 ** halvings);
}

export type ResizeStep = Step & { readonly op: "resize" };

/** One call for each factor of two: AWS takes at most double and at least half of what is open. */
export function resizeSteps(from: number, to: number): ResizeStep[] {
  return ladder(from, to).map((count, index, all): ResizeStep => {
    const before = all[index - 1] ?? from;
    return {
      op: "resize",
      params: { from: before, to: count },
      before: shardsText(before),
      after: shardsText(count),
      settle: true,
    };
  });
}

/** 8 → 1: 4, 2, 1. 3 → 20: 6, 12, 20. */
export function ladder(from: number, to: number): number[] {
  const counts: number[] = [];
  for (let count = from; count !== to; counts.push(count)) {
    count = count < to ? Math.min(count * 2, to) : Math.max(Math.ceil(count / 2), to);
  }
  return counts;
}
