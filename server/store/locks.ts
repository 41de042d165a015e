/**
 * Every advisory lock that Standby takes in Postgres, by what is done by one at a time. Other programs that share the
 * database lock other numbers.
 */
export const locks = {
  /** Starting up: bringing the tables up to date. */
  migrations: 7_310_000,
  /** Continuing the chain of the audit trail. */
  audit: 7_310_001,
  /** Taking up what is held, and ending holds: neither overlooks the other. */
  holds: 7_310_002,
  /** Setting up the tables of what hands work out: two would wait for each other in a circle. */
  jobs: 7_310_003,
  /** The next number of a plan. */
  number: 7_310_004,
  /** The next number of a change in the inventory. */
  inventory: 7_310_005,
  /**
   * Entering stretches in the ledger, and unusual days: both have two unique keys, and of two transactions that enter the
   * same, ON CONFLICT sees the one that it names and fails on the other.
   */
  ledger: 7_310_006,
  anomalies: 7_310_007,
} as const;

/** Those that a transaction holds until it ends. */
export type TransactionLock = Exclude<keyof typeof locks, "migrations" | "jobs">;
