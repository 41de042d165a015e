import type { CostLine } from "../../core/money";
import { defineDatabaseCluster } from "../database-cluster";
import type { ClusterDetail } from "../database-cluster-detail";
import { memberLines, serverlessLines, storageLine } from "../database-cluster-price";
import { clusterIdle } from "../idle";

/**
 * Aurora clusters (Aurora User Guide, "Stopping and starting an Amazon Aurora DB cluster"). The list also names RDS's own
 * Multi-AZ DB clusters, which cannot be stopped: they are shown with the reason.
 */
export const rdsCluster = defineDatabaseCluster({
  kind: "rds.cluster",
  title: "Aurora cluster",
  plural: "Aurora clusters",
  billedAs: "Amazon Relational Database Service",
  terraform: "aws_rds_cluster",
  cannot:
    "Multi-AZ DB clusters of RDS, Serverless v1, Limitless and global clusters, and those that replicate cannot be stopped.",
  isOf: (engine) => !/^(docdb|neptune)/.test(engine),
  scaling: { namespace: "rds", dimension: "rds:cluster:ReadReplicaCount" },
  whyNot,
  price,
  idle: clusterIdle("AWS/RDS"),
});

/**
 * Aurora's limitations, and those of RDS ("Limitations for Multi-AZ DB clusters"). A blue/green deployment cannot be seen
 * here: AWS itself then refuses the stop.
 */
function whyNot({ configuration: { engine, engineMode }, kin }: ClusterDetail) {
  if (kin.multiAzClass || /^(mysql|postgres)$/.test(engine)) {
    return {
      reason: "A Multi-AZ DB cluster of RDS cannot be stopped",
      remedy: "Use a Multi-AZ DB instance, which can be stopped, where it need not run all the time",
    };
  }
  if (!/^aurora(-mysql|-postgresql)?$/.test(engine)) {
    return { reason: `Standby does not know the engine ${engine}`, remedy: "Stop it in the RDS console" };
  }
  if (engineMode === "serverless") {
    return {
      reason: "Aurora Serverless v1 cannot be stopped",
      remedy: "Let it pause by itself after some idle minutes, or move it to Serverless v2",
    };
  }
  if (engineMode && engineMode !== "provisioned") {
    return {
      reason: `An Aurora cluster in the mode ${engineMode} cannot be stopped`,
      remedy: "Move it to a provisioned cluster of a current version",
    };
  }
  if (kin.scalability && kin.scalability !== "standard") {
    return {
      reason: `An Aurora cluster with ${kin.scalability} scaling runs in shard groups, which have no stop`,
      remedy: "Delete its DB shard group while it is not needed, by the guide of Aurora Limitless Database",
    };
  }
  return null;
}

/** I/O-Optimized members and storage cost more an hour, and no I/O: their hours are in AWS's price list alone. */
function price(detail: ClusterDetail): CostLine[] {
  const { engine, engineMode, storage } = detail.configuration;
  const why = "its price is not in the catalogue";
  const isOptimized = storage.type === "aurora-iopt1";
  const isListed = ["aurora-mysql", "aurora-postgresql"].includes(engine);
  const table = isListed ? `rds.${isOptimized ? "ioOptimized" : "instance"}.${engine}` : null;
  const acu = { table: "rds.auroraServerlessV2", key: isOptimized ? "acuIoOptimized" : "acu" };
  const isAurora = engine.startsWith("aurora");
  return [
    ...(engineMode === "serverless" ? [firstServerless] : []),
    ...memberLines(detail, { table, why }).map((line) => (isOptimized ? optimized(line) : line)),
    ...serverlessLines(detail, { unit: "ACU", price: acu, why }),
    isAurora && !isOptimized
      ? storageLine("Aurora Standard storage and I/O", { table: "rds.storage", key: "aurora" })
      : storageLine(`${storage.type ?? "unknown"} storage: ${why}`, null),
  ];
}

function optimized(line: CostLine): CostLine {
  return { ...line, note: `${line.note}, I/O-Optimized` };
}

const firstServerless: CostLine = {
  label: "Capacity",
  note: "Aurora Serverless v1: its price is not in the catalogue",
  price: null,
  quantity: "metered",
  unit: "hour",
  stopsWhenPaused: true,
};
