import { z } from "zod";
import { scalingSchema } from "./scaling-hold";

/** What a DB cluster and its members are, in a form that survives JSON. */

const text = z.string().nullable();
const number = z.number().nullable();
const flag = z.boolean().nullable();

const monitoring = {
  intervalSeconds: number,
  roleArn: text,
  performanceInsights: flag,
  performanceInsightsDays: number,
};

/** All of a cluster that a stop and a start must leave as it was. */
const clusterConfiguration = z.strictObject({
  /** AWS's own id: a cluster that was deleted and made again under the same name is another one. */
  resourceId: text,
  engine: z.string(),
  engineVersion: text,
  engineMode: text,
  extendedSupport: text,
  masterUsername: text,
  masterSecretArn: text,
  databaseName: text,
  endpoint: z.strictObject({ writer: text, reader: text, custom: z.array(z.string()), port: number }),
  zones: z.array(z.string()),
  storage: z.strictObject({ type: text, iops: number, encrypted: flag, kmsKeyId: text }),
  /** Capacity units of its serverless members. */
  serverless: z.strictObject({ min: z.number(), max: z.number(), autoPauseSeconds: number }).nullable(),
  network: z.strictObject({ subnetGroup: text, securityGroups: z.array(z.string()), networkType: text }),
  parameterGroup: text,
  optionGroups: z.array(z.string()),
  backup: z.strictObject({ retentionDays: number, window: text, copyTags: flag, backtrackSeconds: number }),
  maintenance: z.strictObject({ window: text, autoMinorUpgrade: flag }),
  monitoring: z.strictObject({ ...monitoring, insightsMode: text, logExports: z.array(z.string()) }),
  security: z.strictObject({
    deletionProtection: flag,
    iamAuthentication: flag,
    dataApi: flag,
    roles: z.array(z.string()),
    domains: z.array(z.string()),
  }),
  /** Its mode while it streams; null where it does not. */
  activityStream: text,
  localWriteForwarding: z.boolean(),
});
export type ClusterConfiguration = z.infer<typeof clusterConfiguration>;

/** All of a member that a stop and a start must leave as it was; who writes and in which zone may change. */
const memberConfiguration = z.strictObject({
  id: z.string(),
  resourceId: text,
  class: z.string(),
  engineVersion: text,
  writer: z.boolean(),
  zone: text,
  promotionTier: number,
  publiclyAccessible: z.boolean(),
  parameterGroups: z.array(z.string()),
  maintenance: z.strictObject({ window: text, autoMinorUpgrade: flag }),
  monitoring: z.strictObject(monitoring),
  caCertificate: text,
});
export type MemberConfiguration = z.infer<typeof memberConfiguration>;

export const clusterDetail = z.strictObject({
  status: z.string(),
  /** By member id. */
  memberStatus: z.record(z.string(), z.string()),
  /** Names of what waits for the next maintenance window or restart: a stop would throw it away. */
  pending: z.array(z.string()),
  /** What makes it something that AWS does not stop. */
  kin: z.strictObject({
    globalCluster: text,
    replicaOf: text,
    replicas: z.array(z.string()),
    scalability: text,
    /** Only a Multi-AZ DB cluster of RDS has a class of its own. */
    multiAzClass: text,
  }),
  /** When AWS will start it again by itself. */
  automaticRestartAt: text,
  configuration: clusterConfiguration,
  members: z.array(memberConfiguration),
  scaling: scalingSchema.nullable(),
});
export type ClusterDetail = z.infer<typeof clusterDetail>;

export const clusterSaved = z.strictObject({
  status: z.literal("available"),
  configuration: clusterConfiguration,
  members: z.array(memberConfiguration),
  scaling: scalingSchema.nullable(),
});
export type ClusterSaved = z.infer<typeof clusterSaved>;

export type ClusterOp = "holdScaling" | "stop" | "start" | "restoreScaling";
