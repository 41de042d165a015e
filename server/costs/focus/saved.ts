import type { Stretch } from "../../core/ledger";
import type { MicroUsd } from "../../core/money";
import { amountOf } from "../ledger";
import { daysIn } from "../savings";
import type { Day } from "../trends/days";

/** What pausing saved, by the day and the service that Cost Explorer would have billed. */

export interface ServiceStretch extends Stretch {
  /** As the bill has it. */
  readonly service: string;
}

export type SavedByDay = Map<Day, Map<string, MicroUsd>>;

/** Adds the part within [from, to), up to now. Stretches without a price are in no sum; a day without any is left out. */
export function addSaved(sums: SavedByDay, stretches: readonly ServiceStretch[], from: Date, to: Date): void {
  for (const stretch of stretches) {
    if (stretch.type !== "saved" || stretch.hourly === null) continue;
    const begun = stretch.from > from ? stretch.from : from;
    const until = stretch.until && stretch.until < to ? stretch.until : to;
    for (const part of daysIn(begun, until)) {
      const amount = amountOf(stretch, part.from, part.to);
      if (!amount) continue;
      const services = sums.get(part.day) ?? new Map<string, MicroUsd>();
      sums.set(part.day, services);
      services.set(stretch.service, (services.get(stretch.service) ?? 0) + amount.gross - amount.restart);
    }
  }
}
