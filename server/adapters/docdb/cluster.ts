import { defineDatabaseCluster } from "../database-cluster";
import { memberLines, serverlessLines, storageLine } from "../database-cluster-price";
import { clusterIdle } from "../idle";

const why = "its price is not in the catalogue";

/**
 * DocumentDB clusters made of instances (DocumentDB Developer Guide, "Stopping and starting an Amazon DocumentDB
 * cluster"). Elastic clusters have an API of their own and are not in this list. Application Auto Scaling does not know
 * DocumentDB.
 */
export const docdbCluster = defineDatabaseCluster({
  kind: "docdb.cluster",
  title: "DocumentDB cluster",
  plural: "DocumentDB clusters",
  billedAs: "Amazon DocumentDB (with MongoDB compatibility)",
  terraform: "aws_docdb_cluster",
  cannot: "Global clusters and those that replicate cannot be stopped.",
  isOf: (engine) => engine === "docdb",
  scaling: null,
  whyNot: () => null,
  idle: clusterIdle("AWS/DocDB"),
  price: (detail) => {
    const { type } = detail.configuration.storage;
    // "iopt1" is I/O-Optimized: its instances cost more an hour, and no I/O.
    return [
      ...memberLines(detail, { table: type === "iopt1" ? null : "docdb.instance", why }),
      ...serverlessLines(detail, { unit: "DCU", price: null, why }),
      storageLine(`DocumentDB storage and I/O: ${why}`, null),
    ];
  },
});
