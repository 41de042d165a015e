import type { CacheCluster, ReplicationGroup } from "@aws-sdk/client-elasticache";
import { expect, it } from "vitest";
import { collect, recordingDoor } from "../../testing/recording-door";
import { elasticacheReplicationGroup as adapter } from "./replication-group";

/** What AWS answers, and what of it speaks against a pause: the nodes are read, too, each of them. */

interface Answers {
  readonly group?: ReplicationGroup;
  /** Of both nodes, or of the second one only. */
  readonly both?: CacheCluster;
  readonly second?: CacheCluster;
  readonly ids?: readonly string[];
  /** Tags of the second node. */
  readonly tags?: Readonly<Record<string, string>>;
  readonly targets?: readonly object[];
}

const group = { Team: "data" };
const arnOf = (what: string) => `arn:aws:elasticache:eu-central-1:111122223333:${what}`;
const listed = (tags: Readonly<Record<string, string>>) => Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));

async function look({ ids = ["sessions-001", "sessions-002"], targets = [], ...answers }: Answers = {}) {
  const node = (CacheClusterId: string, index: number): CacheCluster => ({
    CacheClusterId,
    ReplicationGroupId: "sessions",
    ARN: arnOf(`cluster:${CacheClusterId}`),
    EngineVersion: "7.1.0",
    PreferredMaintenanceWindow: "sun:04:00-sun:05:00",
    CacheParameterGroup: { CacheParameterGroupName: "default.redis7", ParameterApplyStatus: "in-sync" },
    NotificationConfiguration: { TopicArn: "arn:aws:sns:x", TopicStatus: "active" },
    SecurityGroups: [{ SecurityGroupId: "sg-1", Status: "active" }],
    ...answers.both,
    ...(index === 1 && answers.second),
  });
  const door = recordingDoor({
    DescribeReplicationGroups: () => ({
      ReplicationGroups: [
        {
          ReplicationGroupId: "sessions",
          ARN: arnOf("replicationgroup:sessions"),
          Status: "available",
          Engine: "redis",
          CacheNodeType: "cache.t4g.small",
          MemberClusters: ids,
          NodeGroups: [{ NodeGroupId: "0001", NodeGroupMembers: ids.map((CacheClusterId) => ({ CacheClusterId })) }],
          ...answers.group,
        },
      ],
    }),
    // In no order, with a node of another group.
    DescribeCacheClusters: () => ({
      CacheClusters: [
        { CacheClusterId: "other-001", ReplicationGroupId: "other", ARN: arnOf("cluster:other-001") },
        ...ids.map(node).reverse(),
      ],
    }),
    DescribeSnapshots: () => ({ Snapshots: [] }),
    DescribeScalableTargets: () => ({ ScalableTargets: targets }),
    GetResources: ({ ResourceARNList = [] }: { ResourceARNList?: readonly string[] }) => {
      expect(ResourceARNList).not.toContain(arnOf("cluster:other-001"));
      return {
        ResourceTagMappingList: [
          { ResourceARN: arnOf("replicationgroup:sessions"), Tags: listed(group) },
          { ResourceARN: arnOf("cluster:sessions-002"), Tags: listed(answers.tags ?? group) },
        ],
      };
    },
  });
  const [found] = await collect(adapter.discover(door, ["sessions"]));
  if (!found) throw new Error("it is not found");
  const plan = adapter.planPause(found, { recreate: true });
  return { found, why: plan.result === "refused" ? plan.reason : null };
}

it("finds nothing against a group whose nodes are alike", async () => {
  const { found, why } = await look();
  expect(why).toBeNull();
  expect(found.tags).toEqual(group);
  expect(found.detail).toMatchObject({ plainNames: true, scaled: false, pending: [], unlike: [], ownTags: [] });
});

it.each<[string, Answers, RegExp]>([
  ["a node that was replaced", { ids: ["sessions-001", "sessions-003"] }, /other names/],
  ["a scaling target", { targets: [{ ResourceId: "replication-group/sessions" }] }, /scales it/],
  ["changes that wait for any node", { second: { PendingModifiedValues: { EngineVersion: "7.2" } } }, /EngineVersion/],
  [
    "parameters that wait for a reboot",
    {
      second: {
        CacheParameterGroup: { CacheParameterGroupName: "default.redis7", ParameterApplyStatus: "pending-reboot" },
      },
    },
    /parameters \(pending-reboot\)/,
  ],
  ["failover that is being set", { group: { AutomaticFailover: "enabling" } }, /automatic failover \(enabling\)/],
  [
    "a log that is being set",
    { group: { LogDeliveryConfigurations: [{ LogType: "slow-log", Status: "enabling" }] } },
    /slow-log \(enabling\)/,
  ],
  [
    "a log that does not arrive",
    { group: { LogDeliveryConfigurations: [{ LogType: "engine-log", Status: "error" }] } },
    /not delivered.*engine-log \(error\)/,
  ],
  [
    "notifications that are off",
    { both: { NotificationConfiguration: { TopicArn: "arn:aws:sns:x", TopicStatus: "inactive" } } },
    /notifications are switched off/,
  ],
  [
    "another window of one node",
    { second: { PreferredMaintenanceWindow: "mon:01:00-mon:02:00" } },
    /maintenanceWindow/,
  ],
  ["a tag of one node", { tags: { ...group, Shard: "hot" } }, /sessions-002/],
  ["another value of a tag", { tags: { Team: "shop" } }, /sessions-002/],
])("refuses %s", async (_name, answers, reason) => {
  expect((await look(answers)).why).toMatch(reason);
});

it("takes neither missing tags of a node nor those of AWS's own for a difference", async () => {
  expect((await look({ tags: {} })).why).toBeNull();
  expect((await look({ tags: { "aws:createdBy": "x" } })).why).toBeNull();
});

it("never keeps a token that waits, only that one does", async () => {
  const { found } = await look({ group: { PendingModifiedValues: { AuthTokenStatus: "SETTING" } } });
  expect(found.detail.pending).toEqual(["AuthTokenStatus"]);
});
