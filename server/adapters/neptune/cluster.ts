import { defineDatabaseCluster } from "../database-cluster";
import { memberLines, serverlessLines, storageLine } from "../database-cluster-price";
import { byCluster, cpu, databaseCpuAtMost, noneOf } from "../idle";

const requests = { label: "requests a second at most", metric: "TotalRequestsPerSec" };

const why = "its price is not in the catalogue";

/** Neptune clusters (Neptune User Guide, "Stopping and starting an Amazon Neptune DB cluster"). */
export const neptuneCluster = defineDatabaseCluster({
  kind: "neptune.cluster",
  title: "Neptune cluster",
  plural: "Neptune clusters",
  billedAs: "Amazon Neptune",
  terraform: "aws_neptune_cluster",
  cannot: "Global clusters and those that replicate cannot be stopped.",
  isOf: (engine) => engine === "neptune",
  scaling: { namespace: "neptune", dimension: "neptune:cluster:ReadReplicaCount" },
  whyNot: () => null,
  // Neptune publishes requests and no connections (Neptune User Guide, "Neptune CloudWatch metrics").
  idle: {
    signals: [
      noneOf({ ...requests, namespace: "AWS/Neptune", statistic: "Maximum", quietMeansIdle: false }, byCluster),
      cpu("AWS/Neptune", databaseCpuAtMost, byCluster),
    ],
  },
  price: (detail) => {
    const { type } = detail.configuration.storage;
    // "iopt1" is I/O-Optimized: its instances cost more an hour, and no I/O.
    return [
      ...memberLines(detail, { table: type === "iopt1" ? null : "neptune.instance", why }),
      ...serverlessLines(detail, { unit: "NCU", price: null, why }),
      storageLine(`Neptune storage and I/O: ${why}`, null),
    ];
  },
});
