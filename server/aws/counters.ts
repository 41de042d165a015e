import type { FaultCode } from "../core/fault";
import type { AwsCall, CallCount } from "./door";

export interface Counters {
  /** One attempt and how it ended: null when AWS answered. */
  add(call: AwsCall, fault: FaultCode | null): void;
  all(): readonly CallCount[];
}

/** Attempts by account, region, service and operation since the start. */
export function createCounters(): Counters {
  const counts = new Map<string, CallCount>();
  return {
    add({ accountId, region, service, operation }, fault) {
      const key = `${accountId} ${region} ${service}:${operation}`;
      const count = counts.get(key) ?? { accountId, region, service, operation, calls: 0, throttled: 0, failed: 0 };
      counts.set(key, {
        ...count,
        calls: count.calls + 1,
        throttled: count.throttled + (fault === "throttled" ? 1 : 0),
        failed: count.failed + (fault !== null && fault !== "throttled" ? 1 : 0),
      });
    },
    all: () => [...counts.values()],
  };
}
