import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { fakeClock } from "../testing/fake-clock";
import { createBuckets, take } from "./buckets";
import type { AwsCall } from "./door";

const start = new Date("2026-11-20T08:00:00Z");
const call = (patch: Partial<AwsCall>): AwsCall => ({
  accountId: "acc_1",
  region: "eu-central-1",
  service: "ec2",
  operation: "StartInstances",
  input: { InstanceIds: ["i-1"] },
  ...patch,
});
const ids = (count: number) => ({ InstanceIds: Array.from({ length: count }, (_, index) => `i-${index}`) });

async function waits(calls: readonly AwsCall[], pace = 1): Promise<number[]> {
  const clock = fakeClock(start);
  const sleep = vi.spyOn(clock, "sleep");
  const buckets = createBuckets(clock);
  const found: number[] = [];
  for (const one of calls) {
    sleep.mockClear();
    await buckets.admit(one, pace);
    found.push(sleep.mock.calls[0]?.[0] ?? 0);
  }
  return found;
}

describe("AWS's limits", () => {
  test("StartInstances: five at once, then two a second", async () => {
    expect(await waits(Array.from({ length: 7 }, () => call({})))).toEqual([0, 0, 0, 0, 0, 560, 500]);
  });

  test("are waited for as fast as all else is: in a test four times as fast", async () => {
    expect(
      await waits(
        Array.from({ length: 6 }, () => call({})),
        0.25,
      ),
    ).toEqual([0, 0, 0, 0, 0, 140]);
  });

  test("starts are also counted in instances: a thousand at once, then two a second", async () => {
    expect(await waits([call({ input: ids(1000) }), call({ input: ids(50) })])).toEqual([0, 25_060]);
  });

  test("stops are refilled ten times as fast", async () => {
    const stop = { operation: "StopInstances" };
    expect(await waits([call({ ...stop, input: ids(1000) }), call({ ...stop, input: ids(50) })])).toEqual([0, 2560]);
  });

  test("accounts, regions and operations have buckets of their own", async () => {
    const full = Array.from({ length: 5 }, () => call({}));
    const others = [call({ accountId: "acc_2" }), call({ region: "us-east-1" }), call({ operation: "StopInstances" })];
    expect(await waits([...full, ...others])).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
  });

  test("Lambda's control plane shares one bucket, GetFunction apart", async () => {
    const lambda = (operation: string) => call({ service: "lambda", operation, input: {} });
    const full = Array.from({ length: 15 }, () => lambda("ListAliases"));
    const found = await waits([...full, lambda("GetFunction"), lambda("ListFunctions")]);
    expect(found.slice(15)).toEqual([0, 127]);
  });
});

describe("a call that AWS refused for its limit", () => {
  const resize = call({ service: "kinesis", operation: "UpdateShardCount", input: {} });
  const many = (buckets: ReturnType<typeof createBuckets>, count: number) =>
    Promise.all(Array.from({ length: count }, () => buckets.admit(resize, 1)));

  test("emptied the bucket: the next one waits, at half the rate, though ours was full", async () => {
    const clock = fakeClock(start);
    const buckets = createBuckets(clock);
    await many(buckets, 4);
    buckets.refused(resize);
    await many(buckets, 2);
    // 5 a second instead of 10: 400 ms for two, and what their ways differ by.
    expect(clock.now().getTime() - start.getTime()).toBe(400 + 60);
  });

  test("is forgotten a minute later, and concerns no other bucket", async () => {
    const clock = fakeClock(start);
    const buckets = createBuckets(clock);
    await buckets.admit(resize, 1);
    buckets.refused(resize);
    const at = clock.now().getTime();
    await buckets.admit({ ...resize, region: "us-east-1" }, 1);
    await buckets.admit({ ...resize, operation: "DescribeStreamSummary" }, 1);
    expect(clock.now().getTime()).toBe(at);
    await clock.sleep(60_000);
    const later = clock.now().getTime();
    await many(buckets, 10);
    expect(clock.now().getTime()).toBe(later);
  });
});

test("whatever is asked, no more than burst and refill is ever let through", () => {
  const rate = { burst: 10, perSecond: 4 };
  fc.assert(
    fc.property(fc.array(fc.record({ amount: fc.integer({ min: 1, max: 30 }), gapMs: fc.nat(3000) })), (asks) => {
      let level: Parameters<typeof take>[0];
      let at = 0;
      let taken = 0;
      for (const { amount, gapMs } of asks) {
        at += gapMs;
        const result = take(level, rate, amount, at);
        level = result.level;
        taken += amount;
        const admittedAt = at + result.waitMs;
        expect(taken).toBeLessThanOrEqual(rate.burst + (admittedAt / 1000) * rate.perSecond + 1e-6);
      }
    }),
  );
});
