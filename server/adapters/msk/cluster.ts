import { type Cluster, KafkaClient, ListClustersV2Command } from "@aws-sdk/client-kafka";
import { z } from "zod";
import { pages, type ReadDoor } from "../../aws/door";
import type { CostLine } from "../../core/money";
import type { Observed } from "../../core/resource";
import type { AboutListed } from "../contract";
import { isWanted, unpriced } from "../listing";
import { type Advice, defineReport } from "../report";

const detail = z.strictObject({
  /** ACTIVE, CREATING, UPDATING, HEALING, MAINTENANCE, REBOOTING_BROKER, FAILED. */
  state: z.string(),
  /** Null: serverless. */
  brokers: z
    .strictObject({ type: z.string(), count: z.number(), gbEach: z.number().nullable(), tiered: z.boolean() })
    .nullable(),
  createdAt: z.string().nullable(),
});
type Detail = z.infer<typeof detail>;

const about: AboutListed = {
  reason: "MSK has no stop: brokers and their disks bill from their making to their deletion",
  remedy: "Take smaller brokers or fewer of them, or delete it where its topics can be made and filled again",
};

/** Kafka clusters. The API has no stop, and the storage of a broker never shrinks: only a deletion ends the bill. */
export const mskCluster = defineReport<Detail>({
  kind: "msk.cluster",
  title: "MSK cluster",
  plural: "MSK clusters",
  billedAs: "Amazon Managed Streaming for Apache Kafka",
  terraform: ["aws_msk_cluster", "aws_msk_serverless_cluster"],
  about,
  read: ["kafka:ListClustersV2"],
  detail,
  advise,
  price,
  idle: {
    untold: "MSK's own probes write to every broker all the time, so its metrics do not tell whether anybody else does",
  },
  discover,
});

function advise({ detail: { state, brokers } }: Observed<Detail>): Advice {
  if (!brokers) {
    return {
      saw: state,
      reason: "A serverless cluster bills for each hour that it exists, and for its partitions; it has no stop",
      remedy: "Delete topics that nobody reads, or the cluster where its topics can be made and filled again",
    };
  }
  return { saw: state, ...about };
}

/** Standard brokers only: of Express brokers and serverless clusters the catalogue has no price. */
function price({ detail: { brokers } }: Observed<Detail>): readonly CostLine[] {
  if (!brokers)
    return [unpriced("Cluster and partition hours", "serverless: its price is not in the catalogue", "hour")];
  const { type, count, gbEach, tiered } = brokers;
  const table = "msk.broker";
  const hours: CostLine = {
    label: "Broker hours",
    note: `${count} × ${type}`,
    price: { table, key: type.replace(/^kafka\./, "") },
    quantity: count,
    unit: "hour",
    stopsWhenPaused: false,
  };
  const metered: CostLine = {
    label: tiered ? "Tiered storage" : "Storage",
    note: "by what is stored",
    price: null,
    quantity: "metered",
    unit: "month",
    stopsWhenPaused: false,
  };
  if (gbEach === null) return [hours, metered];
  const disks: CostLine = {
    label: "Broker storage",
    note: `${gbEach * count} GB`,
    price: { table, key: "storageGbMonth" },
    quantity: gbEach * count,
    unit: "month",
    stopsWhenPaused: false,
  };
  return tiered ? [hours, disks, metered] : [hours, disks];
}

/** The list tells everything, tags too. */
async function* discover(aws: ReadDoor, only?: readonly string[]): AsyncGenerator<Observed<Detail>> {
  const list = pages(
    (NextToken) =>
      aws.read(KafkaClient, new ListClustersV2Command({ MaxResults: 100, ...(NextToken && { NextToken }) })),
    (out) => out.NextToken,
  );
  for await (const { ClusterInfoList = [] } of list) {
    for (const cluster of ClusterInfoList) {
      if (isWanted(cluster.ClusterName, only) && cluster.State !== "DELETING") yield observed(cluster);
    }
  }
}

function observed(cluster: Cluster): Observed<Detail> {
  const name = cluster.ClusterName ?? "";
  const brokers = brokersOf(cluster);
  return {
    nativeId: name,
    arn: cluster.ClusterArn ?? "",
    name,
    type: brokers ? `${brokers.count} × ${brokers.type}` : "serverless",
    tags: cluster.Tags ?? {},
    detail: {
      state: cluster.State ?? "unknown",
      brokers,
      createdAt: cluster.CreationTime?.toISOString() ?? null,
    },
  };
}

function brokersOf({ Provisioned: one }: Cluster): Detail["brokers"] {
  if (!one) return null;
  return {
    type: one.BrokerNodeGroupInfo?.InstanceType ?? "unknown",
    count: one.NumberOfBrokerNodes ?? 0,
    gbEach: one.BrokerNodeGroupInfo?.StorageInfo?.EbsStorageInfo?.VolumeSize ?? null,
    tiered: one.StorageMode === "TIERED",
  };
}
