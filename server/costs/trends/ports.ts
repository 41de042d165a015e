import type { MicroUsd } from "../../core/money";

/** What ran at the end of an hour, times its price. */
export interface SpendSample {
  readonly accountId: string;
  /** The beginning of the hour. */
  readonly hour: Date;
  readonly running: MicroUsd;
  readonly pausedAway: MicroUsd;
  readonly unpriced: number;
}

export interface SpendStore {
  /** The newest look at an hour stays. Drops what is older than `keepFrom`. */
  keep(samples: readonly SpendSample[], keepFrom: Date): Promise<void>;
  list(accountIds: readonly string[], from: Date): Promise<readonly SpendSample[]>;
}
