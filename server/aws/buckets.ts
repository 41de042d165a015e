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
 * longer, once for all that queue: at 60 to 120 ms a call, refusals of a resume fell from 8 to 3 of 1,050.
 */
const apartMs = 60;

/** Who was refused is not alone in the account: for so long it takes half of what AWS allows. */
const sharedForMs = 60_000;

export interface Buckets {
  /**
   * Resolves when AWS's limits have room for the call. Calls are let through in the order in which they came.
   * @param pace how fast the waiting goes: 1 for AWS
   */
  admit(call: AwsCall, pace: number): Promise<void>;
  /** AWS refused the call for its limit: its bucket is empty, whatever was thought to be left. */
  refused(call: AwsCall): void;
}

/** Token buckets for each account, region and limit: waiting here costs less than being throttled there. */
export function createBuckets(clock: Clock): Buckets {
  const levels = new Map<string, Level>();
  /** By key, until when its limit is shared with others. */
  const shared = new Map<string, number>();
  const keyOf = (call: AwsCall, bucket: string) => `${call.accountId} ${call.region} ${bucket}`;
  const reserve = (key: string, rate: Rate, amount: number): number => {
    const now = clock.now().getTime();
    const part = (shared.get(key) ?? now) > now ? 0.5 : 1;
    const taken = take(levels.get(key), { burst: rate.burst * part, perSecond: rate.perSecond * part }, amount, now);
    levels.set(key, taken.level);
    return taken.waitMs;
  };
  return {
    refused(call) {
      const key = keyOf(call, limitOf(call.service, call.operation).bucket);
      const at = clock.now().getTime();
      const left = levels.get(key);
      if (left && left.tokens > 0) levels.set(key, { tokens: 0, at });
      shared.set(key, at + sharedForMs);
    },
    async admit(call, pace) {
      const { bucket, units, ...rate } = limitOf(call.service, call.operation);
      const key = keyOf(call, bucket);
      const forCall = reserve(key, rate, 1);
      const forUnits = units ? reserve(`${key} units`, units, unitsOf(call.input)) : 0;
      const waitMs = Math.max(forCall, forUnits);
      if (waitMs > 0) await clock.sleep((waitMs + apartMs) * pace);
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
