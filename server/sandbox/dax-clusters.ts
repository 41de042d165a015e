import type { Cluster, DescribeClustersCommandInput, DescribeClustersCommandOutput } from "@aws-sdk/client-dax";
import { type Corner, defineCorner, stateOf } from "./corner";
import { awsError } from "./errors";
import { type Answer, type Moment, read } from "./operation";
import { page } from "./paging";
import { regionOf, type Seed, tagsOf } from "./seed-story";
import type { TagMap } from "./world";

/** Caches in front of DynamoDB. */

interface Cache {
  name: string;
  nodeType: string;
  nodes: number;
  tags: TagMap;
}

const corner: Corner<{ caches: Cache[] }> = {
  name: "dax-clusters",
  empty: () => ({ caches: [] }),
  services: { dax: { DescribeClusters: read(describeClusters) } },
  seed,
  dues: () => [],
  finish: () => {},
  tagged: ({ caches }, at) => caches.map((cache) => ({ type: "dax:cache", arn: arnOf(cache, at), tags: cache.tags })),
};
export const daxClusters = defineCorner(corner);

function arnOf({ name }: Cache, { regionName, world }: Moment): string {
  return `arn:aws:dax:${regionName}:${world.accountId}:cache/${name}`;
}

function describeClusters(input: DescribeClustersCommandInput, at: Moment): Answer<DescribeClustersCommandOutput> {
  const { caches } = stateOf(corner, at.region);
  const { ClusterNames: names, MaxResults: size = 100, NextToken: token } = input;
  const missing = names?.find((name) => !caches.some((cache) => cache.name === name));
  if (missing !== undefined) throw awsError("ClusterNotFoundFault", `Cluster ${missing} not found.`);
  if (size < 20 || size > 100) {
    throw awsError("InvalidParameterValueException", "MaxResults must be between 20 and 100.");
  }
  const found = caches.filter(({ name }) => names === undefined || names.includes(name));
  const invalidToken = () => awsError("InvalidParameterValueException", "Invalid NextToken.");
  const { items, next } = page({ items: found, size, token, invalidToken });
  const Clusters = items.map(
    (cache): Cluster => ({
      ClusterName: cache.name,
      ClusterArn: arnOf(cache, at),
      NodeType: cache.nodeType,
      TotalNodes: cache.nodes,
      ActiveNodes: cache.nodes,
      Status: "available",
    }),
  );
  return { Clusters, ...(next !== undefined && { NextToken: next }) };
}

function seed(seed: Seed): void {
  for (const none of ["us", "ie"] as const) stateOf(corner, regionOf(seed, none));
  const { caches } = stateOf(corner, regionOf(seed, "eu"));
  caches.push({ name: "lab-sessions", nodeType: "dax.t3.small", nodes: 3, tags: tagsOf("lab", "data") });
}
