import { defineDatabaseCluster } from "../database-cluster";
import { memberLines, serverlessLines, storageLine } from "../database-cluster-price";

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
