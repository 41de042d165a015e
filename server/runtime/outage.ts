import type { Log } from "./log";

/** Says once that the database does not answer, whoever notices it and however often, and once that it does again. */
export interface Outage {
  failed(who: string, error: unknown): void;
  answered(who: string): void;
}

export function createOutage(log: Log): Outage {
  const failing = new Set<string>();
  return {
    failed(who, error) {
      if (failing.size === 0) {
        log.error({ err: error }, "The database does not answer; nothing new is started until it does");
      }
      failing.add(who);
    },
    answered(who) {
      if (failing.delete(who) && failing.size === 0) log.info({}, "The database answers again");
    },
  };
}
