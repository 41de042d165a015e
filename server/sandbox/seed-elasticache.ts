import { stateOf } from "./corner";
import { type CacheGroup, empty, name } from "./elasticache-state";
import { daysAgo, type RegionKey, regionOf, type Seed, tagsOf, zone } from "./seed-story";

interface Row {
  readonly region: RegionKey;
  readonly id: string;
  readonly engine: CacheGroup["engine"];
  readonly version: string;
  /** Slots of each shard; one shard without, where it has no cluster mode. */
  readonly slots?: readonly string[];
  readonly replicas: number;
  /** The node that its daily backups are taken from. */
  readonly source?: string;
  readonly authToken?: true;
  readonly global?: string;
}

/** In order of their ids. `lab-secrets` and `lab-world` cannot be paused. */
const rows: readonly Row[] = [
  { region: "eu", id: "lab-carts", engine: "redis", version: "7.1.0", slots: ["0-8191", "8192-16383"], replicas: 1 },
  { region: "eu", id: "lab-secrets", engine: "redis", version: "7.1.0", replicas: 0, authToken: true },
  { region: "eu", id: "lab-sessions", engine: "valkey", version: "8.0.1", replicas: 1, source: "lab-sessions-001" },
  { region: "us", id: "lab-ranking", engine: "redis", version: "5.0.6", replicas: 0 },
  { region: "us", id: "lab-world", engine: "redis", version: "7.1.0", replicas: 1, global: "ldgnf-lab-world" },
];

export function seedElasticache(seed: Seed): void {
  rows.forEach((row, index) => {
    const state = stateOf({ name, empty }, regionOf(seed, row.region));
    const family = `${row.engine}${row.version.split(".")[0]}`;
    const zones = Array.from({ length: row.replicas + 1 }, (_, at) => zone(row.region, index + at));
    state.groups.push({
      id: row.id,
      description: `${row.id.slice(4)} of the lab`,
      status: "available",
      until: null,
      engine: row.engine,
      engineVersion: row.version,
      nodeType: "cache.t4g.small",
      clustered: row.slots !== undefined,
      failover: row.replicas > 0,
      multiAz: row.replicas > 0,
      shards: (row.slots ?? [null]).map((slots, at) => ({ id: String(at + 1).padStart(4, "0"), slots, zones })),
      parameterGroup: `default.${family}${row.slots ? ".cluster.on" : ""}`,
      retentionDays: row.source ? 1 : 0,
      ...(row.source && { backupSource: row.source }),
      inTransit: row.authToken ?? false,
      authToken: row.authToken ?? false,
      global: row.global ?? null,
      launchedAt: daysAgo(seed, 75 + index),
      tags: tagsOf("lab", "data"),
    });
  });
  stateOf({ name, empty }, regionOf(seed, "eu")).pools.push({
    id: "lab-pages",
    nodes: 2,
    nodeType: "cache.t4g.small",
    zone: zone("eu", 0),
    tags: tagsOf("lab", "shop"),
  });
}
