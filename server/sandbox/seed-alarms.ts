import {
  daysAgo,
  type Environment,
  type Project,
  type RegionKey,
  regionName,
  regionOf,
  type Seed,
  tagsOf,
  uniqueName,
} from "./seed-story";
import type { Alarm } from "./world";

interface Row {
  readonly name: string;
  readonly project: Project;
  readonly region?: RegionKey;
  readonly namespace: string;
  readonly metric: string;
  readonly dimensions: (environment: Environment) => Record<string, string>;
  readonly statistic?: Alarm["statistic"];
  readonly comparison?: Alarm["comparison"];
  readonly threshold: number;
  readonly state?: Alarm["state"];
  readonly off?: true;
  readonly description?: string;
  readonly rule?: (environment: Environment) => string;
}

const database = (name: string) => (environment: Environment) => ({
  DBInstanceIdentifier: uniqueName(environment, name),
});
const queue = (name: string) => (environment: Environment) => ({ QueueName: uniqueName(environment, name) });
const service = (name: string) => (environment: Environment) => ({ ClusterName: environment, ServiceName: name });
const none = () => ({});

const api5xx: Row = {
  name: "api-5xx",
  project: "shop",
  namespace: "AWS/ApplicationELB",
  metric: "HTTPCode_Target_5XX_Count",
  dimensions: (environment) => ({ LoadBalancer: `app/${environment}-public/50dc6c495c0c9188` }),
  statistic: "Sum",
  threshold: 20,
};
const queueAge: Row = {
  name: "queue-age",
  project: "shop",
  namespace: "AWS/SQS",
  metric: "ApproximateAgeOfOldestMessage",
  dimensions: queue("orders"),
  statistic: "Maximum",
  threshold: 900,
};
const dbCpu: Row = {
  name: "db-cpu",
  project: "shop",
  namespace: "AWS/RDS",
  metric: "CPUUtilization",
  dimensions: database("catalog-db"),
  threshold: 80,
};
const dbStorage: Row = {
  ...dbCpu,
  name: "db-storage",
  metric: "FreeStorageSpace",
  comparison: "LessThanThreshold",
  threshold: 10_737_418_240,
};
const latency: Row = {
  ...api5xx,
  name: "latency-p99",
  metric: "TargetResponseTime",
  statistic: "Maximum",
  threshold: 2,
};
const payments: Row = {
  name: "payments-fail",
  project: "shop",
  namespace: "Tidewater/Checkout",
  metric: "PaymentsFailed",
  dimensions: none,
  statistic: "Sum",
  threshold: 5,
};
const replicaLag: Row = {
  name: "replica-lag",
  project: "shop",
  namespace: "AWS/RDS",
  metric: "ReplicaLag",
  dimensions: database("orders-db-replica"),
  threshold: 60,
};

/** What a target-tracking policy made for itself: nobody else may touch these. */
function tracking(name: string, side: "High" | "Low"): Row {
  return {
    name: `TargetTracking-service/{environment}/${name}-Alarm${side}`,
    project: "shop",
    namespace: "AWS/ECS",
    metric: "CPUUtilization",
    dimensions: service(name),
    comparison: side === "High" ? "GreaterThanThreshold" : "LessThanThreshold",
    threshold: side === "High" ? 60 : 54,
    description: `DO NOT EDIT OR DELETE. For TargetTrackingScaling policy cpu-60 of service/{environment}/${name}.`,
  };
}

const rows: Readonly<Record<Environment, readonly Row[]>> = {
  lab: [],
  dev: [
    api5xx,
    queueAge,
    dbCpu,
    { ...queueAge, name: "mail-age", dimensions: queue("mail"), off: true },
    tracking("checkout", "High"),
    tracking("checkout", "Low"),
  ],
  staging: [
    api5xx,
    queueAge,
    dbCpu,
    dbStorage,
    latency,
    { ...payments, off: true },
    tracking("checkout", "High"),
    tracking("checkout", "Low"),
  ],
  prod: [
    api5xx,
    queueAge,
    dbCpu,
    dbStorage,
    latency,
    payments,
    replicaLag,
    tracking("checkout", "High"),
    tracking("checkout", "Low"),
    {
      name: "shop-down",
      project: "shop",
      namespace: "",
      metric: "",
      dimensions: none,
      threshold: 0,
      description: "The shop does not sell.",
      rule: () => 'ALARM("api-5xx-prod") AND ALARM("payments-fail-prod")',
    },
    {
      name: "bill-over-budget",
      project: "platform",
      region: "us",
      namespace: "AWS/Billing",
      metric: "EstimatedCharges",
      dimensions: () => ({ Currency: "USD" }),
      statistic: "Maximum",
      threshold: 10_500,
    },
  ],
  none: [
    {
      name: "old-proxy-cpu",
      project: "platform",
      region: "ie",
      namespace: "AWS/EC2",
      metric: "CPUUtilization",
      dimensions: none,
      threshold: 90,
      state: "INSUFFICIENT_DATA",
    },
  ],
};

export function seedAlarms(seed: Seed): void {
  for (const environment of ["dev", "staging", "prod", "none"] as const) {
    rows[environment].forEach((row, index) => {
      addAlarm(seed, { environment, row, index });
    });
  }
}

interface Place {
  readonly environment: Environment;
  readonly row: Row;
  readonly index: number;
}

function addAlarm(seed: Seed, { environment, row, index }: Place): void {
  const key = row.region ?? "eu";
  const { accountId } = seed.world;
  const topic = `arn:aws:sns:${regionName(key)}:${accountId}:on-call-${row.project}`;
  const isTracking = row.name.startsWith("TargetTracking-");
  const policy = `arn:aws:autoscaling:${regionName(key)}:${accountId}:scalingPolicy:resource/ecs/service/${environment}/checkout:policyName/cpu-60`;
  const fill = (text: string) => text.replaceAll("{environment}", environment);
  regionOf(seed, key).alarms.push({
    name: isTracking ? fill(row.name) : uniqueName(environment, row.name),
    type: row.rule ? "composite" : "metric",
    description: fill(row.description ?? ""),
    actionsEnabled: !row.off,
    actions: [isTracking ? policy : topic],
    state: row.state ?? "OK",
    namespace: row.namespace,
    metric: row.metric,
    dimensions: row.dimensions(environment),
    statistic: row.statistic ?? "Average",
    comparison: row.comparison ?? "GreaterThanThreshold",
    threshold: row.threshold,
    periodSeconds: 60,
    evaluations: 3,
    missingData: "missing",
    rule: row.rule?.(environment) ?? "",
    changedAt: daysAgo(seed, 20 + index * 3),
    tags: tagsOf(environment, row.project),
  });
}
