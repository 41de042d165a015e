import type {
  ClusterConfiguration,
  ClusterDetail,
  ClusterSaved,
  MemberConfiguration,
} from "../adapters/database-cluster-detail";
import type { Scaling } from "../adapters/scaling-hold";
import type { Observed } from "../core/resource";

/** An Aurora cluster with a writer, a reader and a scaling target, for tests of the kinds that are DB clusters. */

export const liveScaling: Scaling = {
  min: 1,
  max: 4,
  roleArn: "arn:aws:iam::111122223333:role/aws-service-role/rds.application-autoscaling.amazonaws.com/scaler",
  suspended: { scaleIn: false, scaleOut: false, scheduled: false },
};

export const heldScaling: Scaling = {
  ...liveScaling,
  min: 0,
  suspended: { scaleIn: true, scaleOut: true, scheduled: true },
};

export const clusterExample: ClusterConfiguration = {
  resourceId: "cluster-ABC",
  engine: "aurora-postgresql",
  engineVersion: "16.4",
  engineMode: "provisioned",
  extendedSupport: null,
  masterUsername: "app",
  masterSecretArn: null,
  databaseName: "app",
  endpoint: { writer: "main.cluster-x", reader: "main.cluster-ro-x", custom: [], port: 5432 },
  zones: ["eu-central-1a", "eu-central-1b", "eu-central-1c"],
  storage: { type: "aurora", iops: null, encrypted: true, kmsKeyId: null },
  serverless: null,
  network: { subnetGroup: "data", securityGroups: ["sg-1"], networkType: "IPV4" },
  parameterGroup: "default.aurora-postgresql16",
  optionGroups: [],
  backup: { retentionDays: 7, window: "02:10-02:40", copyTags: true, backtrackSeconds: null },
  maintenance: { window: "sun:03:00-sun:03:30", autoMinorUpgrade: true },
  monitoring: {
    intervalSeconds: 0,
    roleArn: null,
    performanceInsights: false,
    performanceInsightsDays: null,
    insightsMode: "standard",
    logExports: [],
  },
  security: { deletionProtection: true, iamAuthentication: false, dataApi: false, roles: [], domains: [] },
  activityStream: null,
  localWriteForwarding: false,
};

export function memberExample(id: string, over: Partial<MemberConfiguration> = {}): MemberConfiguration {
  return {
    id,
    resourceId: `db-${id}`,
    class: "db.r6g.large",
    engineVersion: "16.4",
    writer: id === "main-1",
    zone: "eu-central-1a",
    promotionTier: 1,
    publiclyAccessible: false,
    parameterGroups: ["default.aurora-postgresql16"],
    maintenance: { window: "sun:04:00-sun:04:30", autoMinorUpgrade: true },
    monitoring: { intervalSeconds: 0, roleArn: null, performanceInsights: false, performanceInsightsDays: null },
    caCertificate: "rds-ca-rsa2048-g1",
    ...over,
  };
}

export const membersExample: readonly MemberConfiguration[] = [memberExample("main-1"), memberExample("main-2")];

export const savedExample: ClusterSaved = {
  status: "available",
  configuration: clusterExample,
  members: [...membersExample],
  scaling: liveScaling,
};

interface Changes extends Partial<Omit<ClusterDetail, "configuration" | "members" | "kin">> {
  readonly configuration?: Partial<ClusterConfiguration>;
  readonly members?: readonly MemberConfiguration[];
  readonly kin?: Partial<ClusterDetail["kin"]>;
}

/** All members are in the state of the cluster unless something else is said. */
export function databaseCluster({ configuration, members, kin, ...detail }: Changes = {}): Observed<ClusterDetail> {
  const all = members ?? membersExample;
  const { status = "available" } = detail;
  return {
    nativeId: "main",
    arn: "arn:aws:rds:eu-central-1:111122223333:cluster:main",
    name: "main",
    type: "2 × db.r6g.large",
    tags: {},
    detail: {
      status,
      memberStatus: Object.fromEntries(all.map(({ id }) => [id, status])),
      pending: [],
      automaticRestartAt: null,
      scaling: liveScaling,
      ...detail,
      kin: { globalCluster: null, replicaOf: null, replicas: [], scalability: null, multiAzClass: null, ...kin },
      configuration: { ...clusterExample, ...configuration },
      members: [...all],
    },
  };
}
