import { type CacheCluster, DescribeCacheClustersCommand, ElastiCacheClient } from "@aws-sdk/client-elasticache";
import { pages, type ReadDoor } from "../../aws/door";

/** All clusters of the region: nodes of replication groups, single nodes, and Memcached. In a scan asked once for both kinds. */
export async function cacheNodes(aws: ReadDoor): Promise<readonly CacheCluster[]> {
  const found: CacheCluster[] = [];
  const list = pages(
    (token) =>
      aws.read(
        ElastiCacheClient,
        new DescribeCacheClustersCommand({ MaxRecords: 100, ...(token && { Marker: token }) }),
      ),
    (out) => out.Marker,
  );
  for await (const { CacheClusters = [] } of list) found.push(...CacheClusters);
  return found;
}
