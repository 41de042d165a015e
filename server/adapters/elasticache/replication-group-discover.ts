import {
  type CacheCluster,
  DescribeReplicationGroupsCommand,
  DescribeSnapshotsCommand,
  ElastiCacheClient,
  type ReplicationGroup,
  type Snapshot,
} from "@aws-sdk/client-elasticache";
import { pages, type ReadDoor } from "../../aws/door";
import { scalableTargets } from "../../aws/reads/scalable-targets";
import type { Observed, Tags } from "../../core/resource";
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
  const tags = await tagsIn(aws, [...groups, ...nodes.filter((node) => isNodeOf(node, groups))], only);
  const scaled = new Set(targets.map(({ ResourceId }) => ResourceId));
  for (const group of groups) {
    const id = group.ReplicationGroupId ?? "";
    const seen = nodes
      .filter(({ CacheClusterId }) => group.MemberClusters?.includes(CacheClusterId ?? ""))
      .map((node) => ({ node, tags: tags(node) }))
      .sort((a, b) => ((a.node.CacheClusterId ?? "") < (b.node.CacheClusterId ?? "") ? -1 : 1));
    const own = { group, tags: tags(group), nodes: seen, snapshots, scaled: scaled.has(`replication-group/${id}`) };
    const detail = detailOf(own);
    const type = `${detail.nodes} × ${detail.configuration.nodeType}`;
    yield { nativeId: id, arn: group.ARN ?? "", name: id, type, tags: own.tags, detail };
  }
}

interface Named {
  readonly ARN?: string | undefined;
}

/** Of groups and of their nodes: a node may have tags of its own. */
async function tagsIn(aws: ReadDoor, things: readonly Named[], only?: readonly string[]): Promise<(of: Named) => Tags> {
  const named = things.map(({ ARN = "" }) => ({ nativeId: ARN, arn: ARN, name: ARN, type: "", detail: null }));
  const tagged = await withTags(aws, "elasticache:replicationgroup", named, only);
  const byArn = new Map(tagged.map(({ arn, tags }) => [arn, tags]));
  return ({ ARN = "" }) => byArn.get(ARN) ?? {};
}

function isNodeOf({ ReplicationGroupId }: CacheCluster, groups: readonly ReplicationGroup[]): boolean {
  return groups.some((group) => group.ReplicationGroupId === ReplicationGroupId);
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
