import { describe, expect, it } from "vitest";
import { FaultError } from "../../core/fault";
import type { Step } from "../../core/plan";
import type { Observed } from "../../core/resource";
import { collect, recordingDoor } from "../../testing/recording-door";
import { elasticacheReplicationGroup as adapter } from "./replication-group";
import type { GroupConfiguration, GroupDetail } from "./replication-group-detail";

const configuration: GroupConfiguration = {
  description: "sessions",
  engine: "redis",
  engineVersion: "7.1.0",
  nodeType: "cache.t4g.small",
  clustered: false,
  clusterMode: "disabled",
  automaticFailover: true,
  multiAz: true,
  shards: [{ id: "0001", slots: null, zones: ["eu-central-1b", "eu-central-1a"] }],
  port: 6379,
  endpoints: ["master.sessions.x.cache.amazonaws.com"],
  parameterGroup: "default.redis7",
  subnetGroup: "cache",
  securityGroups: ["sg-1"],
  maintenanceWindow: "sun:04:00-sun:05:00",
  notificationTopic: null,
  autoMinorUpgrade: true,
  backup: { retentionDays: 1, window: "03:00-04:00" },
  encryption: { atRest: true, kmsKey: "arn:aws:kms:x:key/1", inTransit: true, mode: "required" },
  dataTiering: false,
  network: { type: "ipv4", discovery: "ipv4" },
  logs: [{ type: "slow-log", to: "cloudwatch-logs", name: "/cache", format: "json" }],
  durability: null,
};
const tags = { Project: "data" };
const snapshot = "standby-sessions";
const saved = { configuration, tags, snapshot };

function group(
  over: Partial<GroupDetail> = {},
  own: Partial<GroupConfiguration> = {},
  tagged: Record<string, string> = tags,
): Observed<GroupDetail> {
  const detail = {
    status: "available",
    nodes: 2,
    globalDatastore: null,
    authToken: false,
    userGroups: [],
    outposts: false,
    pending: [],
    plainNames: true,
    scaled: false,
    automaticBackups: 0,
    snapshots: [],
    configuration: { ...configuration, ...own },
    ...over,
  };
  return { nativeId: "sessions", arn: "arn:aws:elasticache:x", name: "sessions", type: "2", tags: tagged, detail };
}
const backup = (status = "available") => ({ snapshots: [{ name: snapshot, status }] });

function stepOf(op: string, params: unknown): Step {
  return { op, params, before: "", after: "", settle: true };
}
const remove = stepOf("delete", { snapshot });
const create = stepOf("create", saved);
const tidy = stepOf("deleteSnapshot", { snapshot, configuration });

function pausePlan(seen: Observed<GroupDetail>) {
  const plan = adapter.planPause(seen, { recreate: true });
  if (plan.result === "refused") throw new Error(plan.reason);
  return plan;
}

describe("pause", () => {
  it("is refused until somebody accepts that it is made again, and says which option", () => {
    expect(adapter.planPause(group(), { recreate: false })).toMatchObject({
      result: "refused",
      remedy: expect.stringContaining("recreate"),
    });
  });

  it.each<[string, Observed<GroupDetail>, RegExp]>([
    ["an AUTH token", group({ authToken: true }), /AUTH token/],
    ["user groups", group({ userGroups: ["admins"] }), /admins/],
    ["pending changes", group({ pending: ["CacheNodeType"] }), /CacheNodeType/],
    ["nodes on an Outpost", group({ outposts: true }), /Outpost/],
    ["a scaling target", group({ scaled: true }), /scales it/],
    ["replaced nodes", group({ plainNames: false }), /other names/],
    ["a half-way cluster mode", group({}, { clusterMode: "compatible" }), /compatible/],
    ["an unknown parameter group", group({}, { parameterGroup: null }), /parameter group/],
    ["nodes without backups", group({}, { nodeType: "cache.t1.micro" }), /backed up/],
    ["a stack", group({}, {}, { "aws:cloudformation:stack-id": "x" }), /AWS service made it/],
  ])("is refused for one with %s", (_name, seen, reason) => {
    expect(adapter.planPause(seen, { recreate: true })).toMatchObject({
      result: "refused",
      reason: expect.stringMatching(reason),
    });
  });

  it.each<[string, Partial<GroupDetail>, string]>([
    ["available", {}, "running"],
    ["snapshotting", { status: "snapshotting" }, "changing"],
    ["a word of next year", { status: "pondering" }, "changing"],
    ["never made", { status: "create-failed" }, "unsupported"],
    ["of a global datastore", { globalDatastore: "ldgnf-x" }, "unsupported"],
  ])("%s", (_name, over, state) => {
    expect(adapter.classify(group(over)).state).toBe(state);
  });

  it("names a backup that is not there yet", () => {
    expect(pausePlan(group()).saved).toEqual(saved);
    const taken = [snapshot, `${snapshot}-2`].map((name) => ({ name, status: "available" }));
    expect(pausePlan(group({ snapshots: taken })).saved.snapshot).toBe(`${snapshot}-3`);
  });

  it("says that automatic backups go with it, where there are any", () => {
    const levels = (over: Partial<GroupDetail>) =>
      pausePlan(group(over)).hazards.map(({ level, code }) => [level, code]);
    expect(levels({ automaticBackups: 3 })[0]).toEqual(["dataLoss", "automatic-backups-deleted"]);
    expect(levels({}).map(([, code]) => code)).toEqual([
      "deleted-and-made-again",
      "endpoint-may-change",
      "final-backup-bills",
      "patch-version",
    ]);
  });
});

describe("resume", () => {
  const plan = (seen: Observed<GroupDetail> | null) => {
    const made = adapter.planResume(saved, seen);
    if (made.result === "refused") throw new Error(made.reason);
    return made;
  };

  it("makes it again and then deletes the backup", () => {
    for (const seen of [null, group({ status: "deleting" })]) {
      expect(plan(seen).steps.map(({ op, params }) => [op, params])).toEqual([
        ["create", saved],
        ["deleteSnapshot", { snapshot, configuration }],
      ]);
    }
  });

  it("never deletes the backup of a group that it did not make itself", () => {
    expect(plan(group())).toMatchObject({ steps: [], hazards: [] });
    expect(plan(group(backup()))).toMatchObject({ steps: [], hazards: [{ code: "final-backup-kept" }] });
  });

  it("refuses over what could not be made", () => {
    expect(adapter.planResume(saved, group({ status: "create-failed" }))).toMatchObject({
      result: "refused",
      remedy: expect.stringContaining(snapshot),
    });
  });
});

describe("check", () => {
  it.each<[string, Step, Observed<GroupDetail> | null, string]>([
    ["delete: there", remove, group(), "todo"],
    ["delete: being backed up", remove, group({ status: "snapshotting" }), "pending"],
    ["delete: gone", remove, null, "done"],
    ["create: gone", create, null, "todo"],
    ["create: the old one still goes", create, group({ status: "deleting" }), "pending"],
    ["create: on its way", create, group({ status: "creating" }), "pending"],
    ["create: there", create, group(), "done"],
    ["create: failed", create, group({ status: "create-failed" }), "blocked"],
    ["backup: equal", tidy, group(backup()), "todo"],
    ["backup: equal but for the patch", tidy, group(backup(), { engineVersion: "7.1.2" }), "todo"],
    ["backup: still restoring", tidy, group(backup("restoring")), "pending"],
    ["backup: group at work", tidy, group({ ...backup(), status: "modifying" }), "pending"],
    ["backup: on its way out", tidy, group(backup("deleting")), "pending"],
    ["backup: gone", tidy, group(), "done"],
    ["backup: group gone", tidy, null, "blocked"],
    ["backup: another endpoint", tidy, group(backup(), { endpoints: ["other"] }), "blocked"],
    ["backup: another minor version", tidy, group(backup(), { engineVersion: "7.0.7" }), "blocked"],
  ])("%s", (_name, step, seen, status) => {
    expect(adapter.check(step, seen).status).toBe(status);
  });

  it("says what is not equal, and that the backup stays", () => {
    expect(adapter.check(tidy, group(backup(), { parameterGroup: "default.redis7.cluster.on" }))).toMatchObject({
      fault: {
        reason: expect.stringContaining("configuration.parameterGroup"),
        remedy: expect.stringContaining(snapshot),
      },
    });
  });
});

describe("verify and meanwhile", () => {
  it("is paused when it is gone, restored when it is equal, and waits for tags", () => {
    expect(adapter.verify("pause", saved, null).verdict).toBe("reached");
    expect(adapter.verify("pause", saved, group({ status: "deleting" })).verdict).toBe("pending");
    expect(adapter.verify("pause", saved, group()).verdict).toBe("wrong");
    expect(adapter.verify("resume", saved, group()).verdict).toBe("reached");
    expect(adapter.verify("resume", saved, group({}, {}, {})).verdict).toBe("pending");
    expect(adapter.verify("resume", saved, null).verdict).toBe("gone");
    expect(adapter.verify("resume", saved, group({}, { endpoints: ["other"] }))).toMatchObject({
      verdict: "wrong",
      differences: [{ path: "configuration.endpoints.0" }],
    });
  });

  it("keeps old versions to the letter: their patch is not AWS's to choose", () => {
    const old = { ...saved, configuration: { ...configuration, engineVersion: "5.0.6" } };
    expect(adapter.verify("resume", old, group({}, { engineVersion: "5.0.5" })).verdict).toBe("wrong");
  });

  it("names what somebody made otherwise, and cannot set it back", () => {
    expect(adapter.meanwhile?.(saved, group())).toBeNull();
    expect(adapter.meanwhile?.(saved, group({ status: "creating" }, { nodeType: "cache.r7g.large" }))).toBeNull();
    expect(adapter.meanwhile?.(saved, group({}, { nodeType: "cache.r7g.large" }, {}))).toMatchObject({
      differences: [{ path: "configuration.nodeType" }, { path: "tags.Project" }],
      theirs: { snapshot, tags: {}, configuration: { nodeType: "cache.r7g.large" } },
      canSetBack: false,
    });
  });
});

describe("AWS", () => {
  const item = (params: unknown) => [{ nativeId: "sessions", params, token: "t" }];

  it("is asked to make it with everything that was saved", async () => {
    const door = recordingDoor({ CreateReplicationGroup: () => ({}) });
    await adapter.apply(door, "create", item(saved));
    expect(door.calls[0]?.input).toEqual({
      ReplicationGroupId: "sessions",
      ReplicationGroupDescription: "sessions",
      SnapshotName: snapshot,
      Engine: "redis",
      EngineVersion: "7.1",
      CacheNodeType: "cache.t4g.small",
      NumCacheClusters: 2,
      PreferredCacheClusterAZs: ["eu-central-1b", "eu-central-1a"],
      AutomaticFailoverEnabled: true,
      MultiAZEnabled: true,
      Port: 6379,
      CacheParameterGroupName: "default.redis7",
      CacheSubnetGroupName: "cache",
      SecurityGroupIds: ["sg-1"],
      PreferredMaintenanceWindow: "sun:04:00-sun:05:00",
      AutoMinorVersionUpgrade: true,
      SnapshotRetentionLimit: 1,
      SnapshotWindow: "03:00-04:00",
      AtRestEncryptionEnabled: true,
      KmsKeyId: "arn:aws:kms:x:key/1",
      TransitEncryptionEnabled: true,
      TransitEncryptionMode: "required",
      NetworkType: "ipv4",
      IpDiscovery: "ipv4",
      LogDeliveryConfigurations: [
        {
          LogType: "slow-log",
          DestinationType: "cloudwatch-logs",
          DestinationDetails: { CloudWatchLogsDetails: { LogGroup: "/cache" } },
          LogFormat: "json",
          Enabled: true,
        },
      ],
      ClusterMode: "disabled",
      Tags: [{ Key: "Project", Value: "data" }],
    });
  });

  it("is asked for the same shards, slots and zones", async () => {
    const door = recordingDoor({ CreateReplicationGroup: () => ({}) });
    const shards = [
      { id: "0001", slots: "0-8191", zones: ["a", "b"] },
      { id: "0002", slots: "8192-16383", zones: ["b", "a"] },
    ];
    await adapter.apply(
      door,
      "create",
      item({ ...saved, configuration: { ...configuration, clustered: true, shards } }),
    );
    expect(door.calls[0]?.input).toMatchObject({
      NumNodeGroups: 2,
      NodeGroupConfiguration: [
        {
          NodeGroupId: "0001",
          Slots: "0-8191",
          ReplicaCount: 1,
          PrimaryAvailabilityZone: "a",
          ReplicaAvailabilityZones: ["b"],
        },
        {
          NodeGroupId: "0002",
          Slots: "8192-16383",
          ReplicaCount: 1,
          PrimaryAvailabilityZone: "b",
          ReplicaAvailabilityZones: ["a"],
        },
      ],
    });
    expect(door.calls[0]?.input).not.toHaveProperty("PreferredCacheClusterAZs");
  });

  it("always backs up before it deletes, and takes a group that is there for made", async () => {
    const door = recordingDoor({
      DeleteReplicationGroup: () => ({}),
      CreateReplicationGroup: () => {
        const awsError = "ReplicationGroupAlreadyExistsFault";
        throw new FaultError({ code: "refused", reason: "It exists", remedy: "", awsError });
      },
    });
    await adapter.apply(door, "delete", item({ snapshot }));
    expect(door.calls[0]?.input).toEqual({ ReplicationGroupId: "sessions", FinalSnapshotIdentifier: snapshot });
    await expect(adapter.apply(door, "create", item(saved))).resolves.toEqual([{ nativeId: "sessions", fault: null }]);
  });

  it("sees by the names of nodes whether a new group would have the same", async () => {
    const look = async (ids: readonly string[]) => {
      const door = recordingDoor({
        DescribeReplicationGroups: () => ({
          ReplicationGroups: [
            {
              ReplicationGroupId: "sessions",
              Status: "available",
              MemberClusters: ids,
              NodeGroups: [
                { NodeGroupId: "0001", NodeGroupMembers: ids.map((CacheClusterId) => ({ CacheClusterId })) },
              ],
            },
          ],
        }),
        DescribeCacheClusters: () => ({ CacheClusters: [] }),
        DescribeSnapshots: () => ({ Snapshots: [] }),
        DescribeScalableTargets: () => ({ ScalableTargets: [{ ResourceId: "replication-group/sessions" }] }),
        GetResources: () => ({ ResourceTagMappingList: [] }),
      });
      const [found] = await collect(adapter.discover(door, ["sessions"]));
      return [found?.detail.plainNames, found?.detail.scaled];
    };
    expect(await look(["sessions-002", "sessions-001"])).toEqual([true, true]);
    expect(await look(["sessions-001", "sessions-003"])).toEqual([false, true]);
  });
});
