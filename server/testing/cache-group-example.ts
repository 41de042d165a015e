import type { GroupConfiguration, GroupDetail } from "../adapters/elasticache/replication-group-detail";
import type { Observed } from "../core/resource";

/** An ElastiCache replication group of two nodes, and what a pause saves of it. */
export const configuration: GroupConfiguration = {
  description: "sessions",
  engine: "redis",
  engineVersion: "7.1.0",
  nodeType: "cache.t4g.small",
  clustered: false,
  clusterMode: "disabled",
  automaticFailover: true,
  multiAz: true,
  shards: [{ id: "0001", slots: null, zones: ["eu-central-1b", "eu-central-1a"] }],
  port: 6379,
  endpoints: ["master.sessions.x.cache.amazonaws.com"],
  parameterGroup: "default.redis7",
  subnetGroup: "cache",
  securityGroups: ["sg-1"],
  maintenanceWindow: "sun:04:00-sun:05:00",
  notificationTopic: null,
  autoMinorUpgrade: true,
  backup: { retentionDays: 1, window: "03:00-04:00", source: null },
  encryption: { atRest: true, kmsKey: "arn:aws:kms:x:key/1", inTransit: true, mode: "required" },
  dataTiering: false,
  network: { type: "ipv4", discovery: "ipv4" },
  logs: [{ type: "slow-log", to: "cloudwatch-logs", name: "/cache", format: "json" }],
  durability: null,
  userGroups: [],
};
export const tags = { Project: "data" };
export const snapshot = "standby-sessions";
export const saved = { configuration, tags, snapshot };

export function group(
  over: Partial<GroupDetail> = {},
  own: Partial<GroupConfiguration> = {},
  tagged: Record<string, string> = tags,
): Observed<GroupDetail> {
  const detail = {
    status: "available",
    nodes: 2,
    globalDatastore: null,
    authToken: false,
    outposts: false,
    pending: [],
    notificationsOff: false,
    logsOff: [],
    unlike: [],
    ownTags: [],
    primary: "sessions-001",
    storageEncryption: "sse-kms",
    plainNames: true,
    scaled: false,
    automaticBackups: 0,
    snapshots: [],
    configuration: { ...configuration, ...own },
    ...over,
  };
  return { nativeId: "sessions", arn: "arn:aws:elasticache:x", name: "sessions", type: "2", tags: tagged, detail };
}

export const backup = (status = "available") => ({ snapshots: [{ name: snapshot, status }] });
