import {
  DescribeCacheClustersCommand,
  DescribeReplicationGroupsCommand,
  DescribeSnapshotsCommand,
  ElastiCacheClient,
  ListTagsForResourceCommand,
} from "@aws-sdk/client-elasticache";
import { type Capture, stable } from "./capture";
import { awsConfig } from "./estate";

/** What a recreation changes by its nature: when it was made. Its ids and endpoints are names, and must be the same. */
const renewed = new Set(["ReplicationGroupCreateTime", "CacheClusterCreateTime", "SnapshotCreateTime"]);

/** The full description of all caches with their nodes, backups and tags, as AWS gives it. */
export async function captureCaches(endpoint: string, regions: readonly string[]): Promise<Capture> {
  const all: Record<string, unknown> = {};
  for (const region of regions) {
    for (const [key, value] of await captureRegion(endpoint, region)) all[`${region} ${key}`] = stable(value, renewed);
  }
  return all;
}

async function captureRegion(endpoint: string, region: string): Promise<readonly (readonly [string, unknown])[]> {
  const caches = new ElastiCacheClient(awsConfig(endpoint, region));
  const { ReplicationGroups = [] } = await caches.send(new DescribeReplicationGroupsCommand({}));
  const { CacheClusters = [] } = await caches.send(new DescribeCacheClustersCommand({ ShowCacheNodeInfo: true }));
  const { Snapshots = [] } = await caches.send(new DescribeSnapshotsCommand({ ShowNodeGroupConfig: true }));
  const tagged = async <Thing extends { readonly ARN?: string | undefined }>(thing: Thing) => {
    const { TagList = [] } = await caches.send(new ListTagsForResourceCommand({ ResourceName: thing.ARN }));
    return { ...thing, Tags: TagList };
  };
  const groups = ReplicationGroups.map(async ({ LogDeliveryConfigurations: logs = [], ...one }) => {
    // Logs have no order: there is at most one of a type.
    const sorted = [...logs].sort((a, b) => ((a.LogType ?? "") < (b.LogType ?? "") ? -1 : 1));
    return [`cache ${one.ReplicationGroupId}`, { ...(await tagged(one)), logs: sorted }] as const;
  });
  const nodes = CacheClusters.map(async (one) => [`node ${one.CacheClusterId}`, await tagged(one)] as const);
  return [
    ...(await Promise.all([...groups, ...nodes])),
    ...Snapshots.map((one) => [`backup ${one.SnapshotName}`, one] as const),
  ];
}
