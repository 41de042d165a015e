import {
  daysAgo,
  type Environment,
  type Project,
  type RegionKey,
  regionOf,
  type Seed,
  subnet,
  tagsOf,
} from "./seed-story";
import { newHex, newNumber, type ScalableTarget } from "./world";

interface Row {
  readonly name: string;
  readonly project: Project;
  readonly region?: RegionKey;
  readonly count: number;
  /** 1,024 is one vCPU. */
  readonly cpu: number;
  /** MiB. */
  readonly memory: number;
  readonly scaling?: readonly [min: number, max: number];
  readonly daemon?: true;
  readonly balanced?: true;
}

const big = { cpu: 1024, memory: 2048 };
const half = { cpu: 512, memory: 1024 };

const rows: Readonly<Record<Exclude<Environment, "lab" | "none">, readonly Row[]>> = {
  dev: [
    { name: "checkout", project: "shop", count: 4, ...big, scaling: [2, 8], balanced: true },
    { name: "catalog", project: "shop", count: 2, ...big, balanced: true },
    { name: "gateway", project: "shop", count: 2, ...big, scaling: [1, 4], balanced: true },
    { name: "notify", project: "shop", count: 2, ...half },
    { name: "ledger-sync", project: "data", count: 2, ...half },
    { name: "image-resize", project: "shop", count: 1, ...half },
    { name: "log-router", project: "platform", count: 1, cpu: 128, memory: 256, daemon: true },
    { name: "docs-preview", project: "platform", count: 0, ...half },
  ],
  staging: [
    { name: "checkout", project: "shop", count: 4, ...big, scaling: [2, 8], balanced: true },
    { name: "catalog", project: "shop", count: 2, ...big, balanced: true },
    { name: "gateway", project: "shop", count: 2, ...big, balanced: true },
    { name: "notify", project: "shop", count: 2, ...half },
    { name: "ledger-sync", project: "data", count: 2, ...half },
    { name: "image-resize", project: "shop", count: 0, ...half },
    { name: "feed-preview", project: "data", region: "ie", count: 1, ...half },
  ],
  prod: [
    { name: "checkout", project: "shop", count: 8, ...big, scaling: [4, 16], balanced: true },
    { name: "catalog", project: "shop", count: 6, ...big, scaling: [4, 12], balanced: true },
    { name: "gateway", project: "shop", count: 4, ...big, scaling: [2, 8], balanced: true },
    { name: "notify", project: "shop", count: 4, ...half },
    { name: "ledger-sync", project: "data", count: 2, ...half },
    { name: "image-resize", project: "shop", count: 2, ...half },
    { name: "log-router", project: "platform", count: 1, cpu: 128, memory: 256, daemon: true },
    { name: "gateway", project: "shop", region: "ie", count: 2, ...big, balanced: true },
    { name: "reports-api", project: "data", region: "us", count: 2, ...half, balanced: true },
  ],
};

/** One cluster per environment; service names are free in each. */
export function seedServices(seed: Seed): void {
  for (const environment of ["dev", "staging", "prod"] as const) {
    for (const row of rows[environment]) addService(seed, environment, row);
  }
}

function addService(seed: Seed, environment: Environment, row: Row): void {
  const { world } = seed;
  const region = regionOf(seed, row.region ?? "eu");
  const registry = `${world.accountId}.dkr.ecr.eu-central-1.amazonaws.com`;
  const revision = 3 + newNumber(world, 40);
  const family = `${environment}-${row.name}`;
  const launchType = row.daemon ? "EC2" : "FARGATE";
  if (!region.clusters.includes(environment)) region.clusters.push(environment);
  region.taskDefinitions.push({
    family,
    revision,
    cpu: row.cpu,
    memory: row.memory,
    arch: "X86_64",
    launchType,
    image: `${registry}/${row.name}@sha256:${newHex(world, 64)}`,
    registeredAt: daysAgo(seed, 12),
  });
  region.services.push({
    name: row.name,
    cluster: environment,
    desired: row.count,
    running: row.count,
    until: null,
    launchType,
    strategy: row.daemon ? "DAEMON" : "REPLICA",
    taskDefinition: `${family}:${revision}`,
    deploymentId: `ecs-svc/${newHex(world, 17)}`,
    targetGroupArn: row.balanced ? targetGroupArn(seed, row, family) : null,
    subnetIds: [subnet(0), subnet(1)],
    createdAt: daysAgo(seed, 90 + newNumber(world, 200)),
    tags: tagsOf(environment, row.project),
  });
  if (row.scaling) region.scalableTargets.push(scalableTarget(seed, environment, { ...row, scaling: row.scaling }));
}

function targetGroupArn(seed: Seed, row: Row, family: string): string {
  const regionPart = { eu: "eu-central-1", us: "us-east-1", ie: "eu-west-1" }[row.region ?? "eu"];
  return `arn:aws:elasticloadbalancing:${regionPart}:${seed.world.accountId}:targetgroup/${family}/${newHex(seed.world, 16)}`;
}

function scalableTarget(
  seed: Seed,
  environment: Environment,
  row: Row & { readonly scaling: readonly [number, number] },
): ScalableTarget {
  const [min, max] = row.scaling;
  const resourceId = `service/${environment}/${row.name}`;
  return {
    namespace: "ecs",
    resourceId,
    dimension: "ecs:service:DesiredCount",
    min,
    max,
    suspended: { in: false, out: false, scheduled: false },
    policies: [
      {
        name: "cpu-60",
        metric: "ECSServiceAverageCPUUtilization",
        target: 60,
        alarmNames: [`TargetTracking-${resourceId}-AlarmHigh`, `TargetTracking-${resourceId}-AlarmLow`],
      },
    ],
    scheduledActions:
      environment === "prod" ? [{ name: "evening-sale", schedule: "cron(0 17 ? * FRI *)", min, max }] : [],
    createdAt: daysAgo(seed, 80),
  };
}
