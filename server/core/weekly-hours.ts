/** Hours of a week in which something is on, in a time zone. */

export const weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
export type Weekday = (typeof weekdays)[number];

export interface OnHours {
  readonly days: readonly Weekday[];
  /** "08:00" */
  readonly from: string;
  /** "19:00". Not after `from`: it is on until that time of the next day. "24:00" is midnight, as "00:00" is. */
  readonly to: string;
}

/** All that is not `on` is off; no hours at all are a week off. */
export interface WeeklyHours {
  /** As the tz database writes it: "Europe/Berlin". */
  readonly timezone: string;
  readonly on: readonly OnHours[];
}
