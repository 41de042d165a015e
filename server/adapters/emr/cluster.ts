import { type ClusterSummary, EMRClient, ListClustersCommand } from "@aws-sdk/client-emr";
import { z } from "zod";
import { pages, type ReadDoor } from "../../aws/door";
import type { Observed } from "../../core/resource";
import type { AboutListed } from "../contract";
import { isWanted, unpriced, withTags } from "../listing";
import { type Advice, defineReport } from "../report";

const detail = z.strictObject({
  /** STARTING, BOOTSTRAPPING, RUNNING, WAITING, TERMINATING. */
  state: z.string(),
  readyAt: z.string().nullable(),
  /** Hours in units of an m1.small since it began. AWS: "an approximation of the amount of computing time". */
  normalizedHours: z.number().nullable(),
});
type Detail = z.infer<typeof detail>;

const about: AboutListed = {
  reason: "An EMR cluster cannot be stopped: its machines bill until it is terminated",
  remedy: "Terminate it when its work is done, or scale its task nodes to none; HDFS is lost, S3 stays",
};

/**
 * EMR clusters on EC2. They cannot be stopped, and their machines may not be stopped behind EMR's back: it replaces them.
 * The machines are EC2 instances and priced there; EMR adds a charge for each, which the catalogue does not have.
 */
export const emrCluster = defineReport<Detail>({
  kind: "emr.cluster",
  title: "EMR cluster",
  plural: "EMR clusters",
  billedAs: "Amazon Elastic MapReduce",
  terraform: ["aws_emr_cluster"],
  about,
  read: ["elasticmapreduce:ListClusters", "tag:GetResources"],
  detail,
  advise,
  price: () => [
    unpriced("EMR charge", "for each of its EC2 instances, beside their own price; not in the catalogue", "hour"),
  ],
  idle: {
    signals: [
      {
        label: "idle at least",
        unit: "count",
        namespace: "AWS/ElasticMapReduce",
        metric: "IsIdle",
        statistic: "Minimum",
        // 1 where nothing runs and nothing waits, looked at every five minutes (EMR Management Guide).
        idleWhen: { atLeast: 1 },
        quietMeansIdle: false,
        dimensions: ({ nativeId }) => [{ JobFlowId: nativeId }],
      },
    ],
    since: ({ detail }) => detail.readyAt,
  },
  discover,
});

function advise({ detail: { state } }: Observed<Detail>): Advice {
  if (state === "WAITING") {
    return {
      saw: state,
      reason: "It has no work, and EMR has no stop: its machines bill while they wait",
      remedy: "Terminate it, or let it end itself after idle time (auto-termination policy); HDFS is lost, S3 stays",
    };
  }
  return { saw: state, ...about };
}

/** Those that have machines. The list answers clusters of two months, also those that ended long ago. */
const ClusterStates = ["STARTING", "BOOTSTRAPPING", "RUNNING", "WAITING", "TERMINATING"] as const;

async function* discover(aws: ReadDoor, only?: readonly string[]): AsyncGenerator<Observed<Detail>> {
  const list = pages(
    (Marker) =>
      aws.read(EMRClient, new ListClustersCommand({ ClusterStates: [...ClusterStates], ...(Marker && { Marker }) })),
    (out) => out.Marker,
  );
  const found: Omit<Observed<Detail>, "tags">[] = [];
  for await (const { Clusters = [] } of list) {
    for (const cluster of Clusters) if (isWanted(cluster.Id, only)) found.push(observed(cluster));
  }
  yield* await withTags(aws, null, found, only);
}

function observed(cluster: ClusterSummary): Omit<Observed<Detail>, "tags"> {
  const id = cluster.Id ?? "";
  return {
    nativeId: id,
    arn: cluster.ClusterArn ?? "",
    name: cluster.Name || id,
    type: "EMR on EC2",
    detail: {
      state: cluster.Status?.State ?? "unknown",
      readyAt: cluster.Status?.Timeline?.ReadyDateTime?.toISOString() ?? null,
      normalizedHours: cluster.NormalizedInstanceHours ?? null,
    },
  };
}
