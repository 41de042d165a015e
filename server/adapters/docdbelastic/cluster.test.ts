import { describe, expect, it, test } from "vitest";
import { FaultError } from "../../core/fault";
import type { Step } from "../../core/plan";
import type { Observed } from "../../core/resource";
import { collect, recordingDoor } from "../../testing/recording-door";
import fixture from "../fixtures/docdbelastic.cluster/v1-elastic.json";
import { docdbelasticCluster } from "./cluster";
import type { ClusterConfiguration, ClusterDetail } from "./cluster-detail";

const saved = docdbelasticCluster.saved.schema.parse(fixture);
const arn = "arn:aws:docdb-elastic:eu-central-1:111122223333:cluster/4f7e2c1a";

function cluster(state = "ACTIVE", changed: Partial<ClusterConfiguration> = {}): Observed<ClusterDetail> {
  return {
    nativeId: arn,
    arn,
    name: "lab-orders",
    type: "2 shards",
    tags: {},
    detail: { state, configuration: { ...saved.configuration, ...changed } },
  };
}

const step = (op: string, state: string): Step => ({ op, params: { state }, before: "x", after: "y", settle: true });
const stop = step("stop", "STOPPED");
const start = step("start", "ACTIVE");

describe("states", () => {
  it.each([
    ["ACTIVE", "running", "todo", "done"],
    ["STOPPED", "paused", "done", "todo"],
    ["STOPPING", "changing", "pending", "pending"],
    ["STARTING", "changing", "pending", "pending"],
    ["CREATING", "changing", "pending", "pending"],
    ["UPDATING", "changing", "pending", "pending"],
    ["MODIFYING", "changing", "pending", "pending"],
    ["SPLITTING", "changing", "pending", "pending"],
    ["MERGING", "changing", "pending", "pending"],
    ["COPYING", "changing", "pending", "pending"],
    ["MAINTENANCE", "changing", "pending", "pending"],
    ["DELETING", "changing", "pending", "pending"],
    ["A_WORD_OF_NEXT_YEAR", "changing", "pending", "pending"],
    ["INACCESSIBLE_ENCRYPTION_CREDENTIALS_RECOVERABLE", "unsupported", "blocked", "blocked"],
    ["INACCESSIBLE_ENCRYPTION_CREDS", "unsupported", "blocked", "blocked"],
    ["INACCESSIBLE_SECRET_ARN", "unsupported", "blocked", "blocked"],
    ["INACCESSIBLE_VPC_ENDPOINT", "unsupported", "blocked", "blocked"],
    ["INCOMPATIBLE_NETWORK", "unsupported", "blocked", "blocked"],
    ["INVALID_SECURITY_GROUP_ID", "unsupported", "blocked", "blocked"],
    ["INVALID_SUBNET_ID", "unsupported", "blocked", "blocked"],
    ["IP_ADDRESS_LIMIT_EXCEEDED", "unsupported", "blocked", "blocked"],
    ["VPC_ENDPOINT_LIMIT_EXCEEDED", "unsupported", "blocked", "blocked"],
  ])("%s is %s: a stop is %s, a start is %s", (state, classified, ofStop, ofStart) => {
    expect(docdbelasticCluster.classify(cluster(state)).state).toBe(classified);
    expect(docdbelasticCluster.check(stop, cluster(state)).status).toBe(ofStop);
    expect(docdbelasticCluster.check(start, cluster(state)).status).toBe(ofStart);
  });

  it("waits for what DocumentDB is at, and compares what came back", () => {
    const verdict = (action: "pause" | "resume", state: string, changed = {}) =>
      docdbelasticCluster.verify(action, saved, cluster(state, changed));
    expect(verdict("pause", "STOPPING").verdict).toBe("pending");
    expect(verdict("pause", "STOPPED").verdict).toBe("reached");
    expect(verdict("resume", "STARTING").verdict).toBe("pending");
    expect(verdict("resume", "ACTIVE").verdict).toBe("reached");
    expect(verdict("resume", "STOPPED").verdict).toBe("wrong");
    expect(verdict("resume", "VPC_ENDPOINT_LIMIT_EXCEEDED").verdict).toBe("wrong");
    expect(verdict("resume", "ACTIVE", { endpoint: "elsewhere" })).toMatchObject({
      differences: [{ path: "endpoint", now: "elsewhere" }],
    });
    expect(docdbelasticCluster.verify("resume", saved, null).verdict).toBe("gone");
  });
});

describe("plans", () => {
  const always = ["restarts-after-7-days", "no-backups-while-stopped", "frozen-while-paused"];

  it.each<[Partial<ClusterConfiguration>, string[]]>([
    [{}, always],
    [{ kmsKeyId: "arn:aws:kms:eu-central-1:111122223333:key/1" }, [...always, "account-kms-key"]],
  ])("warns of %o", (changed, codes) => {
    const plan = docdbelasticCluster.planPause(cluster("ACTIVE", changed), {});
    expect(plan).toMatchObject({ result: "planned", restore: "exact", steps: [{ op: "stop" }] });
    expect(plan.result === "planned" && plan.hazards.map(({ code }) => code)).toEqual(codes);
  });

  it("is awake again after a week", () => {
    expect(docdbelasticCluster.timing.wakesItselfAfterHours).toBe(168);
  });

  it("starts what is stopped, leaves what AWS has started, and refuses what is gone or broken", () => {
    const plan = (seen: Observed<ClusterDetail> | null) => docdbelasticCluster.planResume(saved, seen);
    expect(plan(cluster("STOPPED"))).toMatchObject({ steps: [{ op: "start", before: "STOPPED", after: "ACTIVE" }] });
    expect(plan(cluster("ACTIVE"))).toMatchObject({ result: "planned", steps: [] });
    expect(plan(null)).toMatchObject({ result: "refused" });
    expect(plan(cluster("INACCESSIBLE_ENCRYPTION_CREDS"))).toMatchObject({
      result: "refused",
      remedy: expect.stringMatching(/backup/),
    });
  });

  it("cannot set back what somebody changed", () => {
    const backup = { days: 7, window: "01:00-01:30" };
    const theirs = cluster("ACTIVE", { backup });
    const meanwhile = docdbelasticCluster.meanwhile?.(saved, theirs);
    expect(meanwhile).toMatchObject({
      differences: [{ path: "backup.days", saved: "1", now: "7" }],
      canSetBack: false,
    });
    if (!meanwhile) throw new Error("nothing changed");
    expect(docdbelasticCluster.verify("resume", meanwhile.theirs, theirs).verdict).toBe("reached");
    expect(docdbelasticCluster.meanwhile?.(saved, cluster("STOPPED"))).toBeNull();
  });
});

describe("price", () => {
  const lines = (shards: Partial<ClusterConfiguration["shards"]>) =>
    docdbelasticCluster.price(cluster("ACTIVE", { shards: { ...saved.configuration.shards, ...shards } }));

  test("its vCPUs are those of all instances of all shards, and end with a stop", () => {
    const [hours, ...kept] = lines({ count: 2, vcpus: 4, instances: 3 });
    expect(hours).toMatchObject({
      quantity: 24,
      price: null,
      stopsWhenPaused: true,
      note: expect.stringMatching(/^24 vCPUs/),
    });
    expect(kept.map(({ stopsWhenPaused }) => stopsWhenPaused)).toEqual([false, false]);
  });

  test.each(["count", "vcpus", "instances"])("without %s they are not counted", (name) => {
    expect(lines({ [name]: null })[0]).toMatchObject({
      price: null,
      note: expect.stringMatching(/does not tell how many/),
    });
  });
});

describe("and AWS", () => {
  const told = { clusterName: "lab-orders", clusterArn: arn, status: "STOPPED", shardCount: 1 };
  const notFound = () => {
    throw new FaultError({ code: "gone", reason: "none", remedy: "" });
  };

  it("reads each cluster of each page by itself, with its tags", async () => {
    const door = recordingDoor({
      ListClusters: ({ nextToken }: { nextToken?: string }) =>
        nextToken ? { clusters: [{ clusterArn: `${arn}2` }] } : { clusters: [{ clusterArn: arn }], nextToken: "more" },
      GetCluster: ({ clusterArn }: { clusterArn: string }) => ({ cluster: { ...told, clusterArn } }),
      ListTagsForResource: () => ({ tags: { Team: "data" } }),
    });
    const found = await collect(docdbelasticCluster.discover(door));
    expect(found.map(({ nativeId }) => nativeId)).toEqual([arn, `${arn}2`]);
    expect(found[0]).toMatchObject({ name: "lab-orders", type: "1 shard", tags: { Team: "data" } });
    expect(found[0]?.detail.configuration.shards).toEqual({ count: 1, vcpus: null, instances: null });
  });

  it.each([
    ["AWS_OWNED_KMS_KEY", []],
    ["arn:aws:kms:eu-central-1:111122223333:key/1", ["arn:aws:kms:eu-central-1:111122223333:key/1"]],
  ])("with the key %s needs %o", async (kmsKeyId, keys) => {
    const door = recordingDoor({
      GetCluster: () => ({ cluster: { ...told, kmsKeyId } }),
      ListTagsForResource: () => ({}),
    });
    const [seen] = await collect(docdbelasticCluster.discover(door, [arn]));
    if (!seen) throw new Error("it is not found");
    expect(docdbelasticCluster.keys?.(seen)).toEqual(keys);
  });

  it("leaves out what is gone, also between two calls, and regions without elastic clusters", async () => {
    const gone = recordingDoor({ GetCluster: notFound });
    expect(await collect(docdbelasticCluster.discover(gone, [arn]))).toEqual([]);
    const going = recordingDoor({ GetCluster: () => ({ cluster: told }), ListTagsForResource: notFound });
    expect(await collect(docdbelasticCluster.discover(going, [arn]))).toEqual([]);
    const elsewhere = { ...recordingDoor({}), region: "eu-north-1" };
    expect(await collect(docdbelasticCluster.discover(elsewhere))).toEqual([]);
  });

  it("sends each step as one exact call", async () => {
    const door = recordingDoor({ StopCluster: () => ({}), StartCluster: () => ({}) });
    const items = [{ nativeId: arn, params: {}, token: "t" }];
    await docdbelasticCluster.apply(door, "stop", items);
    await docdbelasticCluster.apply(door, "start", items);
    expect(door.calls).toEqual([
      { via: "act", operation: "StopCluster", input: { clusterArn: arn } },
      { via: "act", operation: "StartCluster", input: { clusterArn: arn } },
    ]);
  });
});
