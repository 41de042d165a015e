import { DocDBElasticClient, StartClusterCommand, StopClusterCommand } from "@aws-sdk/client-docdb-elastic";
import { z } from "zod";
import type { CostLine } from "../../core/money";
import type { Hazard } from "../../core/plan";
import type { Observed } from "../../core/resource";
import { defineAdapter } from "../contract";
import { stopHazards, wakesAfterHours } from "../database-common";
import { connections, noneOf } from "../idle";
import { keysIn } from "../keys";
import { metered, unpriced } from "../listing";
import { oneByOne } from "../one-by-one";
import { type Advice, switchOf } from "../switch";
import {
  type ClusterConfiguration,
  type ClusterDetail,
  clusterConfiguration,
  clusterDetail,
  discover,
} from "./cluster-detail";

const saved = z.strictObject({ state: z.literal("ACTIVE"), configuration: clusterConfiguration });

type Op = "stop" | "start";

const cluster = switchOf<ClusterDetail, ClusterConfiguration, "ACTIVE", Op>({
  thing: "cluster",
  on: ["ACTIVE"],
  off: ["STOPPED"],
  broken,
  turnOff: "stop",
  turnOn: () => ({ op: "start" }),
  setsBack: false,
  hazards,
});

/**
 * Elastic clusters of DocumentDB: stopped and started whole (Amazon DocumentDB Developer Guide, "Stopping and starting an
 * Amazon DocumentDB elastic cluster"). AWS starts one by itself after seven days, as it does with the clusters made of
 * instances.
 */
export const docdbelasticCluster = defineAdapter<ClusterDetail, z.infer<typeof saved>, Op, object>({
  kind: "docdbelastic.cluster",
  title: "DocumentDB elastic cluster",
  plural: "DocumentDB elastic clusters",
  billedAs: "Amazon DocumentDB (with MongoDB compatibility)",
  about: {
    pause: "Stops the cluster with all its shards. Data and endpoint stay.",
    resume: "Starts it and waits until it is active.",
    saves:
      "The configuration: shards, administrator, network, encryption, backups and windows. It is compared after the start.",
    stillCosts: "Storage and backups.",
    hazards: [
      "AWS starts it again after 7 days.",
      "No backups and no maintenance while it is stopped; maintenance that is due then comes after the start.",
      "It can be neither changed nor deleted while it is stopped.",
      "A cluster whose KMS key is out of reach may be lost but for its backups.",
    ],
  },
  waveTitle: "Databases",
  restore: "exact",
  wave: 100,
  iam: {
    read: ["docdb-elastic:GetCluster", "docdb-elastic:ListClusters", "docdb-elastic:ListTagsForResource"],
    pause: ["docdb-elastic:StopCluster"],
    resume: ["docdb-elastic:StartCluster"],
  },
  // Whether it runs is no attribute of it in Terraform.
  terraform: { aws_docdbelastic_cluster: { drift: () => [] } },
  detail: clusterDetail,
  saved: { version: 1, schema: saved },
  options: z.strictObject({}),
  // AWS names no bound; the hour is this product's own, as for the clusters made of instances.
  timing: {
    pollSeconds: 30,
    giveUpSeconds: 3600,
    expectSeconds: { pause: 600, resume: 600 },
    wakesItselfAfterHours: wakesAfterHours,
  },
  batch: { stop: 1, start: 1 },
  ...cluster,
  relations: () => [],
  keys: ({ detail }) => keysIn(detail.configuration.kmsKeyId),
  // DocumentDB got its grant when the cluster was made ("Data encryption at rest for … elastic clusters").
  grantsVia: null,
  price,
  idle: {
    signals: [
      noneOf(
        { ...connections, namespace: "AWS/DocDB-Elastic", statistic: "Maximum", quietMeansIdle: false },
        ({ nativeId, name }) => [{ ClusterId: nativeId.split("/").at(-1) ?? "", ClusterName: name }],
      ),
    ],
  },
  discover,
  apply: (aws, op, items) =>
    oneByOne(items, ({ nativeId: clusterArn }) =>
      op === "stop"
        ? aws.act(DocDBElasticClient, new StopClusterCommand({ clusterArn }))
        : aws.act(DocDBElasticClient, new StartClusterCommand({ clusterArn })),
    ),
});

/** The statuses that no waiting ends (its API reference, "Cluster"), and what does. */
const cures: Readonly<Record<string, string>> = {
  INACCESSIBLE_ENCRYPTION_CREDENTIALS_RECOVERABLE: "Enable its KMS key again, then start it in DocumentDB",
  INACCESSIBLE_ENCRYPTION_CREDS: "Enable its KMS key again, then restore the cluster from a backup: this one is lost",
  INACCESSIBLE_SECRET_ARN: "Give DocumentDB the secret of its administrator again",
  INACCESSIBLE_VPC_ENDPOINT: "Repair the VPC endpoint that DocumentDB made for it",
  INCOMPATIBLE_NETWORK: "Repair its VPC and subnets",
  INVALID_SECURITY_GROUP_ID: "Give it a security group that exists",
  INVALID_SUBNET_ID: "Give it subnets that exist",
  IP_ADDRESS_LIMIT_EXCEEDED: "Free addresses in its subnets",
  VPC_ENDPOINT_LIMIT_EXCEEDED: "Delete VPC endpoints that nobody needs, or ask AWS for a higher quota",
};

function broken(state: string): Advice | null {
  const remedy = cures[state];
  return remedy === undefined ? null : { reason: `DocumentDB reports it as ${state}`, remedy };
}

/** The vCPUs of all instances of all shards by the hour (Amazon DocumentDB pricing, "Elastic Clusters"). */
function price({ detail: { configuration } }: Observed<ClusterDetail>): readonly CostLine[] {
  const { count, vcpus, instances } = configuration.shards;
  const all = count === null || vcpus === null || instances === null ? null : count * vcpus * instances;
  const hours = unpriced(
    "vCPU hours",
    all === null ? "AWS does not tell how many vCPUs; not in the catalogue" : `${all} vCPUs; not in the catalogue`,
    "hour",
  );
  return [
    { ...hours, ...(all !== null && { quantity: all }), stopsWhenPaused: true },
    metered("Storage", "by what is stored"),
    metered("Backups", "by what is kept"),
  ];
}

function hazards({ configuration: { kmsKeyId } }: ClusterDetail): (Hazard | false)[] {
  return [
    ...stopHazards,
    {
      level: "note",
      code: "frozen-while-paused",
      title: "It cannot be changed while it is stopped",
      detail:
        "DocumentDB neither changes nor deletes it until it is started. Maintenance that is due then comes after.",
    },
    kmsKeyId !== null && {
      level: "note",
      code: "account-kms-key",
      title: "Encrypted with a key of the account",
      detail: "Keep its KMS key enabled: a cluster that DocumentDB cannot decrypt comes back from a backup only.",
    },
  ];
}
