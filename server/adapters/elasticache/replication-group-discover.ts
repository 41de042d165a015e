import {
  DescribeReplicationGroupsCommand,
  DescribeSnapshotsCommand,
  ElastiCacheClient,
  type ReplicationGroup,
  type Snapshot,
} from "@aws-sdk/client-elasticache";
import { pages, type ReadDoor } from "../../aws/door";
import { scalableTargets } from "../../aws/reads/scalable-targets";
import type { Observed } from "../../core/resource";
import { isWanted, withTags } from "../listing";
import { cacheNodes } from "./cache-nodes";
import { detailOf, type GroupDetail } from "./replication-group-detail";

/**
 * Groups, nodes and backups are one list each: a name that does not exist is an error to every one of these calls, and a
 * few names cost no less than a page. Nodes and backups are only asked for where there are groups.
 */
export async function* discoverReplicationGroups(
  aws: ReadDoor,
  only?: readonly string[],
): AsyncGenerator<Observed<GroupDetail>> {
  if (only?.length === 0) return;
  const groups = (await groupsOf(aws)).filter((group) => isWanted(group.ReplicationGroupId, only));
  if (groups.length === 0) return;
  const [nodes, snapshots, targets] = await Promise.all([
    cacheNodes(aws),
    snapshotsOf(aws),
    scalableTargets(aws, "elasticache"),
  ]);
  const byId = new Map(nodes.map((node) => [node.CacheClusterId ?? "", node]));
  const scaled = new Set(targets.map(({ ResourceId }) => ResourceId));
  const found = groups.map((group) => {
    const id = group.ReplicationGroupId ?? "";
    const [first] = [...(group.MemberClusters ?? [])].sort();
    const node = byId.get(first ?? "") ?? null;
    const detail = detailOf({ group, node, snapshots, scaled: scaled.has(`replication-group/${id}`) });
    return {
      nativeId: id,
      arn: group.ARN ?? "",
      name: id,
      type: `${detail.nodes} × ${detail.configuration.nodeType}`,
      detail,
    };
  });
  for (const one of await withTags(aws, "elasticache:replicationgroup", found, only)) yield one;
}

async function groupsOf(aws: ReadDoor): Promise<readonly ReplicationGroup[]> {
  const found: ReplicationGroup[] = [];
  const list = pages(
    (token) =>
      aws.read(
        ElastiCacheClient,
        new DescribeReplicationGroupsCommand({ MaxRecords: 100, ...(token && { Marker: token }) }),
      ),
    (out) => out.Marker,
  );
  for await (const { ReplicationGroups = [] } of list) found.push(...ReplicationGroups);
  return found;
}

async function snapshotsOf(aws: ReadDoor): Promise<readonly Snapshot[]> {
  const found: Snapshot[] = [];
  // 50 is the largest page of this list.
  const list = pages(
    (token) =>
      aws.read(ElastiCacheClient, new DescribeSnapshotsCommand({ MaxRecords: 50, ...(token && { Marker: token }) })),
    (out) => out.Marker,
  );
  for await (const { Snapshots = [] } of list) found.push(...Snapshots);
  return found;
}
