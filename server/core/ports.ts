/** The three things that no part may reach for by itself: time, identity and chance. */

export interface Clock {
  now(): Date;
  /** Resolves after `ms`, or at once when the signal aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** Makes ids such as `op_01K…`: sortable by time, 128 bits, lower case. */
export type NewId = (prefix: string) => string;

/** A number in [0, 1). */
export type Random = () => number;
