import {
  DeleteReplicationGroupCommand,
  DeleteSnapshotCommand,
  ElastiCacheClient,
  ModifyReplicationGroupCommand,
} from "@aws-sdk/client-elasticache";
import type { ActDoor } from "../../aws/door";
import { assertNever } from "../../core/fault";
import type { CostLine } from "../../core/money";
import type { Observed } from "../../core/resource";
import { type ApplyItem, defineAdapter } from "../contract";
import { keysIn } from "../keys";
import { wholeResource } from "../terraform-type";
import { cacheSignals } from "./idle";
import { groupAhead } from "./replication-group-ahead";
import { createGroup } from "./replication-group-create";
import { type GroupDetail, groupDetail } from "./replication-group-detail";
import { discoverReplicationGroups } from "./replication-group-discover";
import {
  check,
  classify,
  deleteParams,
  groupOptions,
  meanwhile,
  type Op,
  planPause,
  planResume,
  savedSchema,
  snapshotParams,
  sourceParams,
  verify,
} from "./replication-group-plan";

/**
 * ElastiCache replication groups (Valkey and Redis OSS): deleted with a final backup, and made again from it under the
 * same name (ElastiCache API reference, DeleteReplicationGroup: "you cannot cancel or revert this operation"). Whatever
 * would not be exactly as it was is refused. Memcached clusters and single nodes are no replication groups.
 */
export const elasticacheReplicationGroup = defineAdapter({
  kind: "elasticache.replicationGroup",
  title: "ElastiCache replication group",
  plural: "ElastiCache replication groups",
  billedAs: "Amazon ElastiCache",
  about: {
    pause: "Deletes it with a final backup.",
    resume: "Makes it again from that backup under the same name, and deletes the backup once it was seen equal.",
    saves:
      "The configuration (engine, nodes, shards and slots, zones, network, groups, users, encryption, windows, logs), its tags, and its data in the final backup.",
    stillCosts: "The final backup, by the GB.",
    hazards: [
      "AWS cannot take the deletion back, and deletes its automatic backups with it.",
      "Its endpoint names may change; a change is found and named after the resume.",
      "Keys whose time is over are not restored, and it comes back on the newest patch of its version.",
      "What it refers to must stay meanwhile: its parameter group, subnet group, user group, security groups and key.",
      "Where another node is the primary, its first node becomes it.",
      "Groups with an AUTH token, with scaling, with shards in pieces or with nodes that are not alike would not come back exactly and are refused.",
    ],
  },
  waveTitle: "Caches",
  restore: "recreated",
  wave: 95,
  iam: {
    read: [
      "elasticache:DescribeReplicationGroups",
      "elasticache:DescribeCacheClusters",
      "elasticache:DescribeSnapshots",
      "application-autoscaling:DescribeScalableTargets",
      "tag:GetResources",
    ],
    pause: ["elasticache:DeleteReplicationGroup", "elasticache:CreateSnapshot"],
    resume: [
      "elasticache:AddTagsToResource",
      "elasticache:CreateReplicationGroup",
      "elasticache:DeleteSnapshot",
      "elasticache:ModifyReplicationGroup",
      // A group that delivers its logs is made with the caller's permissions (User Guide, "Logging destinations"; that to
      // delete a delivery is for who takes it away).
      "logs:CreateLogDelivery",
      "logs:DescribeLogGroups",
      "logs:DescribeResourcePolicies",
      "logs:GetLogDelivery",
      "logs:ListLogDeliveries",
      "logs:PutResourcePolicy",
      "logs:UpdateLogDelivery",
    ],
  },
  terraform: { aws_elasticache_replication_group: { drift: () => [wholeResource] } },
  detail: groupDetail,
  saved: { version: 1, schema: savedSchema },
  options: groupOptions,
  // A backup and a restore take as long as the data is large; AWS names no bound.
  timing: { pollSeconds: 30, giveUpSeconds: 4 * 3600, expectSeconds: { pause: 900, resume: 1200 } },
  batch: { delete: 1, create: 1, setBackupSource: 1, deleteSnapshot: 1 },

  classify,
  planPause,
  planResume,
  meanwhile,
  check,
  verify,
  relations: () => [],
  keys: ({ detail }) => keysIn(detail.configuration.encryption.kmsKey),
  ahead: groupAhead,
  price: linesOf,
  idle: { signals: cacheSignals(() => "redis", nodeNames) },
  discover: discoverReplicationGroups,

  async apply(aws, op, items) {
    for (const item of items) await send(aws, op, item);
    return items.map(({ nativeId }) => ({ nativeId, fault: null }));
  },
});

/** As AWS named them; where it has replaced some the names are not known, and nothing is asked of the group. */
function nodeNames(id: string, { plainNames, configuration }: GroupDetail): readonly string[] {
  if (!plainNames) return [];
  return configuration.shards.flatMap((shard) => {
    const stem = configuration.clustered ? `${id}-${shard.id}` : id;
    return shard.zones.map((_, index) => `${stem}-${String(index + 1).padStart(3, "0")}`);
  });
}

function linesOf({ detail: { nodes, configuration } }: Observed<GroupDetail>): readonly CostLine[] {
  const { engine, nodeType } = configuration;
  const isListed = engine === "redis" || engine === "valkey";
  return [
    {
      label: "Cache nodes",
      note: `${nodes} × ${nodeType} ${engine}`,
      // A group whose nodes AWS does not name yet is not one that costs nothing.
      price: isListed && nodes > 0 ? { table: `elasticache.${engine}`, key: nodeType } : null,
      quantity: nodes,
      unit: "hour",
      stopsWhenPaused: true,
    },
    {
      label: "Backups",
      note: "by the GB, the final one while it is paused",
      price: null,
      quantity: "metered",
      unit: "month",
      stopsWhenPaused: false,
    },
  ];
}

async function send(aws: ActDoor, op: Op, { nativeId, params }: ApplyItem): Promise<void> {
  switch (op) {
    case "delete": {
      const input = { ReplicationGroupId: nativeId, FinalSnapshotIdentifier: deleteParams.parse(params).snapshot };
      await aws.act(ElastiCacheClient, new DeleteReplicationGroupCommand(input));
      return;
    }
    case "create":
      await createGroup(aws, nativeId, params);
      return;
    case "setBackupSource": {
      const { node: SnapshottingClusterId } = sourceParams.parse(params);
      const input = { ReplicationGroupId: nativeId, SnapshottingClusterId, ApplyImmediately: true };
      await aws.act(ElastiCacheClient, new ModifyReplicationGroupCommand(input));
      return;
    }
    case "deleteSnapshot": {
      const { snapshot: SnapshotName } = snapshotParams.parse(params);
      await aws.act(ElastiCacheClient, new DeleteSnapshotCommand({ SnapshotName }));
      return;
    }
    default:
      return assertNever(op);
  }
}
