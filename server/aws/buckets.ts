import type { Clock } from "../core/ports";
import type { AwsCall } from "./door";
import { limitOf, type Rate, unitsOf } from "./limits";

/** What is left in a bucket at a moment. Below zero: taken in advance by calls that are waiting. */
interface Level {
  readonly tokens: number;
  readonly at: number;
}

/**
 * Calls take unequally long to get there: one that left when its token was due may arrive before it. A wait is so much
 * longer, once for all that queue: at 60 to 120 ms a call, refusals of a resume fell from 20 to 2 of 1,050.
 */
const apartMs = 60;

export interface Buckets {
  /** Resolves when AWS's limits have room for the call. Calls are let through in the order in which they came. */
  admit(call: AwsCall): Promise<void>;
}

/** Token buckets for each account, region and limit: waiting here costs less than being throttled there. */
export function createBuckets(clock: Clock): Buckets {
  const levels = new Map<string, Level>();
  const reserve = (key: string, rate: Rate, amount: number): number => {
    const taken = take(levels.get(key), rate, amount, clock.now().getTime());
    levels.set(key, taken.level);
    return taken.waitMs;
  };
  return {
    async admit(call) {
      const { bucket, units, ...rate } = limitOf(call.service, call.operation);
      const key = `${call.accountId} ${call.region} ${bucket}`;
      const forCall = reserve(key, rate, 1);
      const forUnits = units ? reserve(`${key} units`, units, unitsOf(call.input)) : 0;
      const waitMs = Math.max(forCall, forUnits);
      if (waitMs > 0) await clock.sleep(waitMs + apartMs);
    },
  };
}

/** Takes tokens out of a bucket, in advance where it is empty, and says how long until they would have been there. */
export function take(
  level: Level | undefined,
  rate: Rate,
  amount: number,
  at: number,
): { readonly level: Level; readonly waitMs: number } {
  const refilled = level ? level.tokens + ((at - level.at) / 1000) * rate.perSecond : rate.burst;
  const tokens = Math.min(rate.burst, refilled) - amount;
  return { level: { tokens, at }, waitMs: tokens < 0 ? Math.ceil((-tokens / rate.perSecond) * 1000) : 0 };
}
