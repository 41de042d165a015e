import { describe, expect, it } from "vitest";
import { FaultError } from "../../core/fault";
import { configuration, saved, snapshot } from "../../testing/cache-group-example";
import { recordingDoor } from "../../testing/recording-door";
import { elasticacheReplicationGroup as adapter } from "./replication-group";

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

  const refusing = (awsError: string) => () => {
    throw new FaultError({ code: "refused", reason: "No", remedy: "", awsError });
  };

  it("always backs up before it deletes", async () => {
    const door = recordingDoor({ DeleteReplicationGroup: () => ({}) });
    await adapter.apply(door, "delete", item({ snapshot }));
    expect(door.calls[0]?.input).toEqual({ ReplicationGroupId: "sessions", FinalSnapshotIdentifier: snapshot });
  });

  it("takes a group that is there for made only while it is made of the backup", async () => {
    const there = (status: string) =>
      recordingDoor({
        CreateReplicationGroup: refusing("ReplicationGroupAlreadyExistsFault"),
        DescribeSnapshots: () => ({ Snapshots: [{ SnapshotName: snapshot, SnapshotStatus: status }] }),
      });
    const made = [{ nativeId: "sessions", fault: null }];
    await expect(adapter.apply(there("restoring"), "create", item(saved))).resolves.toEqual(made);
    await expect(adapter.apply(there("available"), "create", item(saved))).rejects.toMatchObject({
      fault: { code: "refused", reason: expect.stringContaining("Somebody made a group of the name sessions") },
    });
  });

  it("says that the backup is gone, with what can still be done", async () => {
    const door = recordingDoor({ CreateReplicationGroup: refusing("SnapshotNotFoundFault") });
    await expect(adapter.apply(door, "create", item(saved))).rejects.toMatchObject({
      fault: {
        code: "refused",
        reason: expect.stringContaining(snapshot),
        remedy: expect.stringMatching(/Copy another/),
      },
    });
  });

  it("is asked for nothing that is empty, nor for what it does not let anybody choose before version 7", async () => {
    const door = recordingDoor({ CreateReplicationGroup: () => ({}), ModifyReplicationGroup: () => ({}) });
    const old = { ...configuration, engineVersion: "6.2.6", securityGroups: [], logs: [] };
    await adapter.apply(door, "create", item({ ...saved, tags: {}, configuration: { ...old, userGroups: ["shop"] } }));
    const { input } = door.calls[0] ?? {};
    expect(input).toMatchObject({ EngineVersion: "6.2", UserGroupIds: ["shop"], TransitEncryptionEnabled: true });
    for (const name of [
      "SecurityGroupIds",
      "LogDeliveryConfigurations",
      "Tags",
      "TransitEncryptionMode",
      "ClusterMode",
    ]) {
      expect(input).not.toHaveProperty(name);
    }
    await adapter.apply(door, "setBackupSource", item({ node: "sessions-002", snapshot }));
    expect(door.calls[1]?.input).toEqual({
      ReplicationGroupId: "sessions",
      SnapshottingClusterId: "sessions-002",
      ApplyImmediately: true,
    });
  });
});
