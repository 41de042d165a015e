import {
  type Cluster,
  DocDBElasticClient,
  GetClusterCommand,
  ListClustersCommand,
  ListTagsForResourceCommand,
} from "@aws-sdk/client-docdb-elastic";
import { z } from "zod";
import { pages, type ReadDoor } from "../../aws/door";
import type { Observed } from "../../core/resource";
import { sorted } from "../database-common";
import { readEach } from "../read-each";

/** What an elastic cluster is, in a form that survives JSON, and how it is read. */

const text = z.string().nullable();
const number = z.number().nullable();

export const clusterConfiguration = z.strictObject({
  endpoint: text,
  /** `instances` of one shard: its writer and its replicas. Each null where AWS does not tell. */
  shards: z.strictObject({ count: number, vcpus: number, instances: number }),
  /** `user`: its name, or the ARN of the secret that has it and the password. */
  access: z.strictObject({ type: text, user: text }),
  network: z.strictObject({ subnets: z.array(z.string()), securityGroups: z.array(z.string()) }),
  /** Null: encrypted with a key of AWS's own. */
  kmsKeyId: text,
  maintenanceWindow: text,
  backup: z.strictObject({ days: number, window: text }),
});
export type ClusterConfiguration = z.infer<typeof clusterConfiguration>;

export const clusterDetail = z.strictObject({ state: z.string(), configuration: clusterConfiguration });
export type ClusterDetail = z.infer<typeof clusterDetail>;

/**
 * Where there are elastic clusters (Amazon DocumentDB Developer Guide, "Elastic cluster region and version availability").
 * Elsewhere the API has no endpoint, and a question would end as a network failure.
 */
const regions: ReadonlySet<string> = new Set([
  "ap-east-1",
  "ap-northeast-1",
  "ap-northeast-2",
  "ap-south-1",
  "ap-southeast-1",
  "ap-southeast-2",
  "ca-central-1",
  "eu-central-1",
  "eu-south-1",
  "eu-west-1",
  "eu-west-2",
  "eu-west-3",
  "sa-east-1",
  "us-east-1",
  "us-east-2",
  "us-west-2",
]);

/** Clusters that are read side by side. AWS publishes no rate; a few leave room for others. */
const readAtOnce = 10;

/** The list tells names and states alone, so each cluster is read by itself. */
export async function* discover(aws: ReadDoor, only?: readonly string[]): AsyncGenerator<Observed<ClusterDetail>> {
  if (!regions.has(aws.region)) return;
  yield* readEach(only ?? arnsOf(aws), readAtOnce, (arn) => readCluster(aws, arn));
}

async function* arnsOf(aws: ReadDoor): AsyncGenerator<string> {
  const list = pages(
    (token) =>
      aws.read(DocDBElasticClient, new ListClustersCommand({ maxResults: 100, ...(token && { nextToken: token }) })),
    (out) => out.nextToken,
  );
  for await (const { clusters = [] } of list) yield* clusters.flatMap(({ clusterArn }) => clusterArn ?? []);
}

async function readCluster(aws: ReadDoor, arn: string): Promise<Observed<ClusterDetail> | null> {
  const { cluster } = await aws.read(DocDBElasticClient, new GetClusterCommand({ clusterArn: arn }));
  if (!cluster) return null;
  const { tags = {} } = await aws.read(DocDBElasticClient, new ListTagsForResourceCommand({ resourceArn: arn }));
  return {
    nativeId: arn,
    arn,
    name: cluster.clusterName || arn,
    type: typeOf(cluster),
    tags,
    detail: { state: cluster.status ?? "unknown", configuration: configurationOf(cluster) },
  };
}

function typeOf({ shardCount: shards }: Cluster): string {
  if (shards === undefined) return "elastic";
  return `${shards} ${shards === 1 ? "shard" : "shards"}`;
}

/** Its shards' own ids and states are left out: AWS does not say that they outlive a stop. */
function configurationOf(cluster: Cluster): ClusterConfiguration {
  const { kmsKeyId } = cluster;
  return {
    endpoint: cluster.clusterEndpoint ?? null,
    shards: {
      count: cluster.shardCount ?? null,
      vcpus: cluster.shardCapacity ?? null,
      instances: cluster.shardInstanceCount ?? null,
    },
    access: { type: cluster.authType ?? null, user: cluster.adminUserName ?? null },
    network: { subnets: sorted(cluster.subnetIds), securityGroups: sorted(cluster.vpcSecurityGroupIds) },
    // AWS_OWNED_KMS_KEY, as the examples of its API reference have it.
    kmsKeyId: kmsKeyId === undefined || kmsKeyId.startsWith("AWS_OWNED") ? null : kmsKeyId,
    maintenanceWindow: cluster.preferredMaintenanceWindow ?? null,
    backup: { days: cluster.backupRetentionPeriod ?? null, window: cluster.preferredBackupWindow ?? null },
  };
}
