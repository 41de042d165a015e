import { stateOf } from "./corner";
import { clusterPlace, type DbCluster } from "./rds-cluster-state";
import { daysAgo, type Project, type RegionKey, regionOf, type Seed, tagsOf, zone } from "./seed-story";

/** What the data team tries out: clusters of all engines, and what of them AWS does not stop. */

interface Row {
  readonly name: string;
  readonly project: Project;
  readonly region?: RegionKey;
  readonly engine: DbCluster["engine"];
  readonly mode?: DbCluster["mode"];
  /** The classes of its members; the first one writes. */
  readonly classes: readonly string[];
  readonly serverless?: { readonly min: number; readonly max: number };
  readonly multiAzClass?: string;
  readonly globalCluster?: string;
  readonly replicaOf?: string;
  /** How many readers Application Auto Scaling keeps. */
  readonly readers?: { readonly min: number; readonly max: number };
}

const rows: readonly Row[] = [
  {
    name: "forecast",
    project: "data",
    engine: "aurora-postgresql",
    classes: ["db.r6g.large", "db.r6g.large"],
    readers: { min: 1, max: 4 },
  },
  {
    name: "notes",
    project: "platform",
    engine: "aurora-mysql",
    classes: ["db.serverless"],
    serverless: { min: 0.5, max: 8 },
  },
  { name: "trial", project: "data", region: "us", engine: "aurora-mysql", classes: ["db.r5.large", "db.t3.medium"] },
  { name: "orders-world", project: "shop", engine: "aurora-mysql", classes: ["db.r6g.large"], globalCluster: "orders" },
  {
    name: "forecast-mirror",
    project: "data",
    region: "us",
    engine: "aurora-postgresql",
    classes: ["db.r6g.large"],
    replicaOf: "arn:aws:rds:eu-west-1:111122223333:cluster:forecast-source",
  },
  { name: "old-jobs", project: "platform", engine: "aurora-mysql", mode: "serverless", classes: [] },
  {
    name: "billing-three",
    project: "shop",
    engine: "postgres",
    classes: ["db.m6gd.large", "db.m6gd.large", "db.m6gd.large"],
    multiAzClass: "db.m6gd.large",
  },
  { name: "profiles", project: "shop", engine: "docdb", classes: ["db.t4g.medium", "db.t4g.medium"] },
  { name: "documents", project: "data", engine: "docdb", classes: ["db.t3.medium"] },
  { name: "profiles-trial", project: "shop", region: "us", engine: "docdb", classes: ["db.t3.medium"] },
  { name: "profiles-world", project: "shop", engine: "docdb", classes: ["db.r5.large"], globalCluster: "profiles" },
  {
    name: "friends",
    project: "shop",
    engine: "neptune",
    classes: ["db.t4g.medium", "db.t4g.medium"],
    readers: { min: 1, max: 3 },
  },
  { name: "routes", project: "data", engine: "neptune", classes: ["db.serverless"], serverless: { min: 1, max: 16 } },
  { name: "routes-trial", project: "data", region: "us", engine: "neptune", classes: ["db.t3.medium"] },
  { name: "friends-world", project: "shop", engine: "neptune", classes: ["db.r5.large"], globalCluster: "friends" },
];

const versions: Readonly<Record<DbCluster["engine"], string>> = {
  "aurora-mysql": "8.0.mysql_aurora.3.08.2",
  "aurora-postgresql": "16.4",
  mysql: "8.0.39",
  postgres: "16.4",
  docdb: "5.0.0",
  neptune: "1.4.5.0",
};

export function seedDbClusters(seed: Seed): void {
  rows.forEach((row, index) => {
    const key = row.region ?? "eu";
    const region = regionOf(seed, key);
    const createdAt = daysAgo(seed, 120 + index * 3);
    stateOf(clusterPlace, region).clusters.push(clusterOf(row, key, createdAt));
    if (!row.readers) return;
    const isNeptune = row.engine === "neptune";
    region.scalableTargets.push({
      namespace: isNeptune ? "neptune" : "rds",
      resourceId: `cluster:${row.name}`,
      dimension: isNeptune ? "neptune:cluster:ReadReplicaCount" : "rds:cluster:ReadReplicaCount",
      ...row.readers,
      suspended: { in: false, out: false, scheduled: false },
      policies: [
        {
          name: `${row.name}-readers`,
          metric: isNeptune ? "NeptuneReaderAverageCPUUtilization" : "RDSReaderAverageCPUUtilization",
          target: 60,
          alarmNames: [],
        },
      ],
      scheduledActions: [],
      createdAt,
    });
  });
}

/** Twenty-six letters and digits that depend on the name alone, so that they stay whatever the seed gets beside it. */
function resourceIdOf(name: string): string {
  return name.toUpperCase().replaceAll("-", "").padEnd(26, "0");
}

function clusterOf(row: Row, key: RegionKey, createdAt: number): DbCluster {
  return {
    id: row.name,
    resourceId: `cluster-${resourceIdOf(row.name)}`,
    engine: row.engine,
    engineVersion: versions[row.engine],
    mode: row.mode ?? "provisioned",
    status: "available",
    until: null,
    wake: null,
    members: row.classes.map((name, at) => ({
      id: `${row.name}-${at + 1}`,
      resourceId: `db-${resourceIdOf(`${row.name}${at + 1}`)}`,
      class: name,
      status: "available",
      until: null,
      writer: at === 0,
      tier: at === 0 ? 0 : 1,
      zone: zone(key, at),
      createdAt,
    })),
    serverless: row.serverless ? { ...row.serverless } : null,
    multiAzClass: row.multiAzClass ?? null,
    globalCluster: row.globalCluster ?? null,
    replicaOf: row.replicaOf ?? null,
    zones: [zone(key, 0), zone(key, 1), zone(key, 2)],
    createdAt,
    tags: tagsOf("lab", row.project),
  };
}
