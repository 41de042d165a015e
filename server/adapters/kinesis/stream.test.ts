import { describe, expect, it } from "vitest";
import type { Step } from "../../core/plan";
import type { Observed, Tags } from "../../core/resource";
import { kinesisStream } from "./stream";
import { areEven, type StreamConfiguration, type StreamDetail } from "./stream-detail";
import type { Saved } from "./stream-plan";
import { halvingsLeft, ladder, lowest } from "./stream-resize";

const configuration: StreamConfiguration = {
  createdAt: "2026-01-01T00:00:00.000Z",
  mode: "PROVISIONED",
  shards: 8,
  ranges: "even",
  retentionHours: 24,
  encryption: { type: "KMS", keyId: "alias/aws/kinesis" },
  shardMetrics: [],
  consumers: [],
  maxRecordKiB: 1024,
};

interface Changes {
  readonly detail?: Partial<StreamDetail>;
  readonly configuration?: Partial<StreamConfiguration>;
  readonly tags?: Tags;
}

function stream({ detail, configuration: changed, tags }: Changes = {}): Observed<StreamDetail> {
  return {
    nativeId: "clicks",
    arn: "arn:aws:kinesis:eu-central-1:123456789012:stream/clicks",
    name: "clicks",
    type: "8 shards",
    tags: tags ?? { Team: "data" },
    detail: { status: "ACTIVE", consumerCount: 0, ...detail, configuration: { ...configuration, ...changed } },
  };
}

const withShards = (shards: number | null, status = "ACTIVE") =>
  stream({ detail: { status }, configuration: { shards } });
const saved: Saved = { configuration, tags: { Team: "data" }, pausedShards: 1 };
const resize = (from: number, to: number): Step => ({
  op: "resize",
  params: { from, to },
  before: `${from}`,
  after: `${to}`,
  settle: true,
});

function planned(seen = stream(), spent?: number) {
  const plan = kinesisStream.planPause(seen, {}, spent === undefined ? undefined : { resize: spent });
  if (plan.result === "refused") throw new Error(plan.reason);
  return plan;
}

function resumed(seen: Observed<StreamDetail>, of = saved) {
  const plan = kinesisStream.planResume(of, seen, { resize: 10 });
  if (plan.result === "refused") throw new Error(plan.reason);
  return plan.steps.map(({ before, after }) => `${before} → ${after}`);
}

describe("classify", () => {
  it.each([
    ["ACTIVE", 8, "running"],
    ["ACTIVE", 1, "paused"],
    ["ACTIVE", null, "unsupported"],
    ["UPDATING", 8, "changing"],
    ["CREATING", 1, "changing"],
    ["DELETING", 8, "changing"],
    ["A_WORD_OF_NEXT_YEAR", 8, "changing"],
  ])("%s with %s shards is %s", (status, shards, expected) => {
    expect(kinesisStream.classify(withShards(shards, status)).state).toBe(expected);
  });
});

describe("the way down and back", () => {
  it.each([
    [8, 1, [4, 2, 1]],
    [5, 1, [3, 2, 1]],
    [100, 7, [50, 25, 13, 7]],
    [1, 8, [2, 4, 8]],
    [7, 100, [14, 28, 56, 100]],
    [4, 4, []],
  ])("%s to %s goes over %j", (from, to, counts) => {
    expect(ladder(from, to)).toEqual(counts);
  });

  it("keeps AWS's rule of two, and needs no more calls up than down, for every count and every budget", () => {
    for (let shards = 2; shards <= 3000; shards += 7) {
      for (let spent = 0; spent <= 7; spent += 1) {
        const halvings = halvingsLeft({ resize: spent });
        const to = lowest(shards, halvings);
        const down = [shards, ...ladder(shards, to)];
        const up = [to, ...ladder(to, shards)];
        for (const [index, count] of [...down.slice(1).entries()])
          expect(2 * count).toBeGreaterThanOrEqual(down[index] ?? 0);
        for (const [index, count] of [...up.slice(1).entries()])
          expect(count).toBeLessThanOrEqual(2 * (up[index] ?? 0));
        // One of the ten is kept back.
        expect(down.length - 1 + up.length - 1 + spent).toBeLessThanOrEqual(9);
      }
    }
  });

  it.each([
    [0, 64, 4],
    [1, 64, 4],
    [2, 64, 8],
    [4, 64, 16],
    [7, 64, 32],
    [4, 3, 1],
  ])("with %s calls spent, %s shards go down to %s", (spent, shards, to) => {
    const plan = planned(withShards(shards), spent);
    expect(plan.saved.pausedShards).toBe(to);
    expect(plan.hazards.some(({ code }) => code === "not-to-one-shard")).toBe(to > 1);
  });
});

describe("planPause", () => {
  it("halves one call at a time, each seen in effect before the next", () => {
    const { steps, saved: kept, restore } = planned();
    expect(steps.map(({ params }) => params)).toEqual([
      { from: 8, to: 4 },
      { from: 4, to: 2 },
      { from: 2, to: 1 },
    ]);
    expect(steps.every(({ settle }) => settle)).toBe(true);
    expect(kept).toEqual(saved);
    expect(restore).toBe("exact");
  });

  it.each([
    ["uneven shards", stream({ configuration: { ranges: "uneven" } }), 0, /evenly/],
    ["eight spent calls", stream(), 8, /24 hours/],
    ["ten spent calls", stream(), 10, /24 hours/],
  ])("refuses %s, with a remedy", (_name, seen, spent, reason) => {
    const plan = kinesisStream.planPause(seen, {}, { resize: spent });
    if (plan.result !== "refused") throw new Error("planned");
    expect(plan.reason).toMatch(reason);
    expect(plan.remedy).not.toBe("");
  });
});

describe("planResume", () => {
  it("doubles up to the exact count, whatever is left of the day", () => {
    expect(resumed(withShards(1))).toEqual(["1 shard → 2 shards", "2 shards → 4 shards", "4 shards → 8 shards"]);
    const five = { ...saved, configuration: { ...configuration, shards: 5 } };
    expect(resumed(withShards(1), five)).toEqual(["1 shard → 2 shards", "2 shards → 4 shards", "4 shards → 5 shards"]);
    expect(resumed(withShards(8))).toEqual([]);
    expect(resumed(withShards(12))).toEqual(["12 shards → 8 shards"]);
  });

  it("plans from the lowest count where AWS is in the middle of a resize", () => {
    expect(resumed(withShards(5, "UPDATING"))).toHaveLength(3);
  });

  it.each([
    ["a deleted stream", null, /deleted/],
    ["one on its way out", withShards(1, "DELETING"), /deleted/],
    ["another one of this name", stream({ configuration: { createdAt: "2026-02-02T00:00:00.000Z" } }), /Another/],
    ["one that somebody switched", stream({ configuration: { mode: "ON_DEMAND", shards: null } }), /ON_DEMAND/],
  ])("refuses %s", (_name, seen, reason) => {
    const plan = kinesisStream.planResume(saved, seen);
    if (plan.result !== "refused") throw new Error("planned");
    expect(plan.reason).toMatch(reason);
    expect(plan.remedy).not.toBe("");
  });
});

describe("check", () => {
  it.each([
    [8, 4, 8, "ACTIVE", "todo"],
    [8, 4, 4, "ACTIVE", "done"],
    [8, 4, 2, "ACTIVE", "done"],
    [8, 4, 6, "UPDATING", "pending"],
    [8, 4, 6, "ACTIVE", "todo"],
    [8, 4, 9, "ACTIVE", "blocked"],
    [2, 4, 2, "ACTIVE", "todo"],
    [2, 4, 8, "ACTIVE", "done"],
    [2, 4, 1, "ACTIVE", "blocked"],
    [2, 4, 2, "UPDATING", "pending"],
    [2, 4, 2, "DELETING", "blocked"],
  ])("%s → %s with %s shards, %s, is %s", (from, to, shards, status, expected) => {
    expect(kinesisStream.check(resize(from, to), withShards(shards, status)).status).toBe(expected);
  });

  it("is blocked where the stream is gone or on demand", () => {
    expect(kinesisStream.check(resize(8, 4), null)).toMatchObject({ status: "blocked", fault: { code: "gone" } });
    expect(kinesisStream.check(resize(8, 4), withShards(null)).status).toBe("blocked");
  });
});

describe("verify", () => {
  it.each([
    [1, "ACTIVE", "reached"],
    [2, "ACTIVE", "wrong"],
    [1, "UPDATING", "pending"],
    [null, "ACTIVE", "wrong"],
  ])("a pause with %s shards, %s, is %s", (shards, status, expected) => {
    expect(kinesisStream.verify("pause", saved, withShards(shards, status)).verdict).toBe(expected);
  });

  it("a resume compares every attribute", () => {
    expect(kinesisStream.verify("resume", saved, stream()).verdict).toBe("reached");
    expect(kinesisStream.verify("resume", saved, withShards(8, "UPDATING")).verdict).toBe("pending");
    expect(kinesisStream.verify("resume", saved, null).verdict).toBe("gone");
    const changed = stream({
      configuration: {
        shards: 7,
        ranges: "uneven",
        retentionHours: 48,
        encryption: { type: "NONE", keyId: null },
        consumers: ["arn:other"],
        maxRecordKiB: 2048,
        shardMetrics: ["IncomingBytes"],
      },
      tags: { Team: "web" },
    });
    const verdict = kinesisStream.verify("resume", saved, changed);
    if (verdict.verdict !== "wrong") throw new Error(verdict.verdict);
    expect(verdict.differences.map(({ path }) => path)).toEqual([
      "shards",
      "ranges",
      "retentionHours",
      "encryption.type",
      "encryption.keyId",
      "shardMetrics.0",
      "consumers.0",
      "maxRecordKiB",
      "tags.Team",
    ]);
  });
});

describe("meanwhile", () => {
  const meanwhile = (seen: Observed<StreamDetail>) => kinesisStream.meanwhile?.(saved, seen) ?? null;

  it.each([8, 4, 2, 1])("a count of its own way (%s) is nobody's change", (shards) => {
    expect(meanwhile(withShards(shards))).toBeNull();
  });

  it("another count is somebody's, and can be set back", () => {
    const found = meanwhile(withShards(3));
    expect(found?.differences).toEqual([{ path: "shards", saved: "8", now: "3" }]);
    expect(found?.canSetBack).toBe(true);
    expect(resumed(withShards(3))).toEqual(["3 shards → 6 shards", "6 shards → 8 shards"]);
    if (!found) throw new Error("nothing found");
    expect(resumed(withShards(3), found.theirs)).toEqual([]);
    expect(kinesisStream.verify("resume", found.theirs, withShards(3)).verdict).toBe("reached");
  });

  it.each<[string, Changes]>([
    ["retentionHours", { configuration: { shards: 1, retentionHours: 48 } }],
    ["tags.Team", { configuration: { shards: 1 }, tags: { Team: "web" } }],
    ["consumers.0", { configuration: { shards: 1, consumers: ["arn:new"] } }],
  ])("%s cannot be set back; theirs is kept and the count restored", (path, changes) => {
    const seen = stream(changes);
    const found = meanwhile(seen);
    expect(found?.differences.map((one) => one.path)).toEqual([path]);
    expect(found?.canSetBack).toBe(false);
    if (!found) throw new Error("nothing found");
    expect(resumed(seen, found.theirs)).toHaveLength(3);
    const restored = { ...changes, configuration: { ...changes.configuration, shards: 8 } };
    expect(kinesisStream.verify("resume", found.theirs, stream(restored)).verdict).toBe("reached");
  });

  it("a switch to on demand is kept as theirs without a call", () => {
    const seen = stream({ configuration: { mode: "ON_DEMAND", shards: null, ranges: null } });
    const found = meanwhile(seen);
    expect(found?.canSetBack).toBe(false);
    if (!found) throw new Error("nothing found");
    expect(resumed(seen, found.theirs)).toEqual([]);
    expect(kinesisStream.verify("resume", found.theirs, seen).verdict).toBe("reached");
  });

  it("says nothing while AWS is at it, nor of another stream of this name", () => {
    expect(meanwhile(withShards(3, "UPDATING"))).toBeNull();
    expect(meanwhile(stream({ configuration: { createdAt: null, retentionHours: 48 } }))).toBeNull();
  });
});

describe("areEven", () => {
  const all = 2n ** 128n;
  const starts = (...parts: readonly number[]) => parts.map((part) => String((all * BigInt(part)) / 1000n));

  it.each([
    ["one shard", ["0"], true],
    ["four quarters, in any order", starts(500, 0, 750, 250), true],
    ["thirds, rounded", starts(0, 333, 667), true],
    ["one half split once", starts(0, 500, 750), false],
    ["a slice cut off", starts(0, 500, 530), false],
  ])("%s: %s", (_name, list, expected) => {
    expect(areEven(list)).toBe(expected);
  });
});

describe("price", () => {
  const lines = (changes: Changes) =>
    kinesisStream
      .price(stream(changes))
      .map(({ price, quantity, stopsWhenPaused }) => [price?.key, quantity, stopsWhenPaused]);

  it("one shard of eight goes on billing, with what bills by shard", () => {
    expect(lines({ detail: { consumerCount: 2 }, configuration: { retentionHours: 168 } })).toEqual([
      ["shardHour", 7, true],
      ["shardHour", 1, false],
      ["extendedRetentionShardHour", 7, true],
      ["extendedRetentionShardHour", 1, false],
      ["efoConsumerShardHour", 14, true],
      ["efoConsumerShardHour", 2, false],
      ["putPayloadUnit", "metered", false],
    ]);
  });

  it("32 shards go down to 2 at best; one shard saves nothing; on demand bills by the hour", () => {
    expect(lines({ configuration: { shards: 32 } }).slice(0, 2)).toEqual([
      ["shardHour", 30, true],
      ["shardHour", 2, false],
    ]);
    expect(lines({ configuration: { shards: 1 } })[0]).toEqual(["shardHour", 1, false]);
    expect(lines({ configuration: { mode: "ON_DEMAND", shards: null } })[0]).toEqual(["onDemandStreamHour", 1, false]);
  });
});
