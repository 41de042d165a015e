import {
  daysAgo,
  type Environment,
  type Project,
  type RegionKey,
  regionOf,
  type Seed,
  tagsOf,
  uniqueName,
  zone,
} from "./seed-story";
import { type Database, newHex } from "./world";

interface Row {
  readonly environment: Environment;
  readonly name: string;
  readonly project: Project;
  readonly region?: RegionKey;
  readonly engine: Database["engine"];
  readonly class: string;
  readonly gb: number;
  readonly multiAz?: true;
  /** The name of its source. */
  readonly replicaOf?: string;
}

const engineVersions = { postgres: "16.4", mysql: "8.0.39", mariadb: "10.11.9" } as const;

const rows: readonly Row[] = [
  { environment: "dev", name: "catalog-db", project: "shop", engine: "postgres", class: "db.m6g.large", gb: 200 },
  {
    environment: "dev",
    name: "orders-db",
    project: "shop",
    engine: "mysql",
    class: "db.m6g.large",
    gb: 200,
    multiAz: true,
  },
  { environment: "dev", name: "reports-db", project: "data", engine: "postgres", class: "db.t4g.medium", gb: 100 },
  { environment: "dev", name: "ledger-db", project: "shop", engine: "mysql", class: "db.t4g.medium", gb: 50 },
  {
    environment: "dev",
    name: "ledger-db-replica",
    project: "shop",
    engine: "mysql",
    class: "db.t4g.medium",
    gb: 50,
    replicaOf: "ledger-db",
  },
  { environment: "staging", name: "catalog-db", project: "shop", engine: "postgres", class: "db.m6g.large", gb: 200 },
  { environment: "staging", name: "orders-db", project: "shop", engine: "mysql", class: "db.m6g.large", gb: 200 },
  {
    environment: "staging",
    name: "reports-db",
    project: "data",
    region: "ie",
    engine: "postgres",
    class: "db.t4g.medium",
    gb: 100,
  },
  {
    environment: "prod",
    name: "catalog-db",
    project: "shop",
    engine: "postgres",
    class: "db.m5.xlarge",
    gb: 300,
    multiAz: true,
  },
  { environment: "prod", name: "orders-db", project: "shop", engine: "mysql", class: "db.r6g.large", gb: 400 },
  {
    environment: "prod",
    name: "orders-db-replica",
    project: "shop",
    engine: "mysql",
    class: "db.r6g.large",
    gb: 400,
    replicaOf: "orders-db",
  },
  { environment: "prod", name: "reports-db", project: "data", engine: "postgres", class: "db.m6g.large", gb: 300 },
  {
    environment: "none",
    name: "legacy-wiki",
    project: "platform",
    region: "us",
    engine: "mariadb",
    class: "db.t3.small",
    gb: 20,
  },
];

export function seedDatabases(seed: Seed): void {
  rows.forEach((row, index) => {
    const key = row.region ?? "eu";
    const databases = regionOf(seed, key).databases;
    const id = nameOf(row);
    databases.push({
      id,
      resourceId: `db-${newHex(seed.world, 26).toUpperCase()}`,
      class: row.class,
      engine: row.engine,
      engineVersion: engineVersions[row.engine],
      status: "available",
      until: null,
      restartAt: null,
      zone: zone(key, index),
      secondaryZone: row.multiAz ? zone(key, index + 1) : null,
      // gp2: the only storage whose list price is known in all three regions.
      storageType: "gp2",
      sizeGb: row.gb,
      iops: null,
      replicas: rows.filter((other) => isReplicaOf(other, row)).map(nameOf),
      replicaOf: row.replicaOf === undefined ? null : uniqueName(row.environment, row.replicaOf),
      deletionProtection: row.environment === "prod",
      createdAt: daysAgo(seed, 300 + index * 7),
      tags: tagsOf(row.environment, row.project),
    });
  });
}

function nameOf(row: Row): string {
  return uniqueName(row.environment, row.name);
}

function isReplicaOf(row: Row, source: Row): boolean {
  return row.replicaOf === source.name && row.environment === source.environment;
}
