import { stateOf } from "./corner";
import { appPath } from "./sagemaker-apps";
import {
  type App,
  name as corner,
  type EndpointConfig,
  empty,
  type Notebook,
  type TrackingServer,
  type TrainingJob,
} from "./sagemaker-state";
import { seedTargetTags } from "./scaling-targets";
import { daysAgo, type RegionKey, regionName, regionOf, type Seed, subnet, tagsOf } from "./seed-story";

interface Row {
  readonly region: RegionKey;
  readonly name: string;
  readonly variants: EndpointConfig["variants"];
  /** Counts and weights as they drifted from the configuration, by variant. */
  readonly now?: Readonly<Record<string, { count: number; weight: number }>>;
  readonly scaling?: readonly [min: number, max: number];
  readonly capture?: true;
  readonly async?: true;
  /** What keeps it from being paused. */
  readonly trouble?: "components" | "config" | "failed" | "model" | "monitored";
}

const one = (model: string, type: string, count: number): EndpointConfig["variants"] => [
  { name: "AllTraffic", model, type, count, weight: 1 },
];

const rows: readonly Row[] = [
  {
    region: "eu",
    name: "churn-scorer",
    variants: [
      { name: "champion", model: "churn-2025-11", type: "ml.m5.large", count: 1, weight: 1 },
      { name: "challenger", model: "churn-2026-02", type: "ml.m5.large", count: 1, weight: 1 },
    ],
    now: { champion: { count: 3, weight: 0.9 }, challenger: { count: 2, weight: 0.1 } },
    capture: true,
  },
  {
    region: "eu",
    name: "image-embedder",
    variants: one("embedder-v7", "ml.g5.xlarge", 1),
    now: { AllTraffic: { count: 2, weight: 1 } },
    scaling: [1, 4],
    async: true,
  },
  { region: "us", name: "translator", variants: one("translator-v3", "ml.c5.xlarge", 2) },
  { region: "eu", name: "chat-hub", variants: one("chat-base", "ml.c6g.large", 1), trouble: "components" },
  { region: "eu", name: "forecast-old", variants: one("forecast-v1", "ml.m5.large", 1), trouble: "config" },
  { region: "eu", name: "ranker-trial", variants: one("ranker-v2", "ml.m5.xlarge", 1), trouble: "failed" },
  { region: "us", name: "spam-filter", variants: one("spam-v4", "ml.m5.large", 1), trouble: "model" },
  { region: "us", name: "fraud-watch", variants: one("fraud-v9", "ml.m5.large", 1), trouble: "monitored" },
  {
    region: "eu",
    name: "search-shadow",
    variants: [
      ...one("search-v1", "ml.m5.large", 1),
      { name: "Shadow", model: "search-v2", type: "ml.m5.large", count: 1, weight: 1, shadow: true },
    ],
  },
];

interface NotebookRow extends Pick<Notebook, "name" | "type" | "gb" | "lifecycle"> {
  readonly region: RegionKey;
  readonly status?: "Stopped" | "Failed";
  /** Left out: the one that AWS supports. */
  readonly platform?: string;
}

/** The last one cannot be paused: its lifecycle script broke. The one on Amazon Linux 2 cannot be started any more. */
const notebooks: readonly NotebookRow[] = [
  { region: "eu", name: "churn-study", type: "ml.t3.medium", gb: 20, lifecycle: null },
  { region: "eu", name: "vision-lab", type: "ml.g4dn.xlarge", gb: 200, lifecycle: "install-drivers" },
  {
    region: "eu",
    name: "old-notes",
    type: "ml.t3.medium",
    gb: 5,
    lifecycle: null,
    status: "Stopped",
    platform: "notebook-al2-v3",
  },
  { region: "us", name: "pricing-study", type: "ml.m5.xlarge", gb: 50, lifecycle: null },
  { region: "eu", name: "broken-script", type: "ml.t3.large", gb: 5, lifecycle: "install-all", status: "Failed" },
];

function seedNotebook(seed: Seed, { region: key, status, ...row }: NotebookRow, index: number): void {
  const state = stateOf({ name: corner, empty }, regionOf(seed, key));
  const failure = status === "Failed" ? `Lifecycle Configuration ${row.lifecycle} took longer than 5 minutes` : null;
  state.notebooks[row.name] = {
    platform: "notebook-al2023-v1",
    ...row,
    status: status ?? "InService",
    failure,
    until: null,
    subnetId: subnet(index),
    tags: tagsOf("lab", "data"),
    launchedAt: daysAgo(seed, 70 + index),
  };
}

interface AppRow extends Pick<App, "type" | "name" | "machine"> {
  readonly region: RegionKey;
  readonly space?: string;
  readonly user?: string;
}

const domains: Readonly<Record<RegionKey, string>> = { eu: "d-k3v9x2m7q1ab", us: "d-p8w4t6z0n5cd", ie: "d-none" };

/** Canvas keeps its sessions itself, and Studio Classic makes no new apps: both are never paused. */
const apps: readonly AppRow[] = [
  { region: "eu", space: "lena-lab", type: "JupyterLab", name: "default", machine: "ml.g4dn.xlarge" },
  { region: "eu", space: "omar-code", type: "CodeEditor", name: "default", machine: "ml.t3.large" },
  { region: "us", user: "d-lindqvist", type: "KernelGateway", name: "pytorch", machine: "ml.m5.large" },
  { region: "us", user: "d-lindqvist", type: "JupyterServer", name: "default", machine: "system" },
  { region: "eu", user: "d-lindqvist", type: "Canvas", name: "default", machine: "ml.t3.large" },
];

function seedApp(seed: Seed, { region: key, space, user, ...row }: AppRow, index: number): void {
  const state = stateOf({ name: corner, empty }, regionOf(seed, key));
  const image = `arn:aws:sagemaker:${regionName(key)}:885854791233:image/sagemaker-distribution-cpu`;
  const started = { status: "InService", failure: null, until: null, launchedAt: daysAgo(seed, 2 + index) } as const;
  const whose = { domain: domains[key], space: space ?? null, user: user ?? null };
  const app: App = { ...row, ...started, ...whose, image, tags: tagsOf("lab", "data") };
  state.apps[appPath(app)] = app;
}

const hourMs = 3_600_000;

/** One that somebody started yesterday and nobody looks after: too young for the bill. And one that has ended. */
const trainingJobs: readonly (Pick<TrainingJob, "name" | "machine" | "count" | "hours"> & { readonly ran?: number })[] =
  [
    { name: "churn-2026-11-sweep-07", machine: "ml.g5.xlarge", count: 2, hours: 120 },
    { name: "churn-2026-11-sweep-06", machine: "ml.m5.xlarge", count: 1, hours: 24, ran: 5 },
  ];

function seedTrainingJob(seed: Seed, { ran, ...job }: (typeof trainingJobs)[number], index: number): void {
  const state = stateOf({ name: corner, empty }, regionOf(seed, "us"));
  const createdAt = daysAgo(seed, 1 + index);
  const startedAt = createdAt + hourMs / 10;
  const endedAt = ran === undefined ? null : startedAt + ran * hourMs;
  const status = endedAt === null ? "InProgress" : "Completed";
  state.trainingJobs = {
    ...state.trainingJobs,
    [job.name]: { ...job, status, createdAt, startedAt, endedAt, tags: tagsOf("lab", "data") },
  };
}

interface TrackingServerRow extends Pick<TrackingServer, "name" | "size"> {
  readonly region: RegionKey;
  readonly status?: "Stopped" | "CreateFailed";
}

const trackingServers: readonly TrackingServerRow[] = [
  { region: "eu", name: "churn-runs", size: "Small" },
  { region: "eu", name: "vision-runs", size: "Large", status: "Stopped" },
  { region: "eu", name: "no-bucket", size: "Medium", status: "CreateFailed" },
  { region: "us", name: "pricing-runs", size: "Small" },
];

function seedTrackingServer(seed: Seed, { region: key, status, ...row }: TrackingServerRow, index: number): void {
  const state = stateOf({ name: corner, empty }, regionOf(seed, key));
  const started = { version: "2.16.2", until: null, createdAt: daysAgo(seed, 90 + index) };
  const server: TrackingServer = { ...row, ...started, status: status ?? "Started", tags: tagsOf("lab", "data") };
  state.trackingServers = { ...state.trackingServers, [row.name]: server };
}

export function seedSageMaker(seed: Seed): void {
  for (const [index, row] of trackingServers.entries()) seedTrackingServer(seed, row, index);
  for (const [index, row] of trainingJobs.entries()) seedTrainingJob(seed, row, index);
  for (const [index, row] of apps.entries()) seedApp(seed, row, index);
  for (const [index, row] of notebooks.entries()) seedNotebook(seed, row, index);
  for (const [index, row] of rows.entries()) seedEndpoint(seed, row, index);
}

function seedEndpoint(seed: Seed, { region: key, name, variants, now = {}, ...row }: Row, index: number): void {
  const region = regionOf(seed, key);
  const state = stateOf({ name: corner, empty }, region);
  const launchedAt = daysAgo(seed, 40 + index);
  const configName = `${name}-2026-10`;
  const bucket = `s3://tidewater-lab-models/${name}`;
  if (row.trouble !== "config") {
    const capture = row.capture ? `${bucket}/capture` : null;
    const async = row.async ? `${bucket}/answers` : null;
    state.configs[configName] = { name: configName, variants: [...variants], capture, async, launchedAt };
  }
  if (row.trouble !== "model") state.models.push(...variants.map(({ model }) => model));
  if (row.trouble === "components") state.components.push({ name: "chat-fr", endpoint: name, variant: "AllTraffic" });
  if (row.trouble === "monitored") state.schedules.push({ name: `${name}-drift`, endpoint: name, status: "Scheduled" });
  const live = variants.map((variant) => {
    const { count, weight } = now[variant.name] ?? variant;
    return [variant.name, { count, weight, wanted: count }] as const;
  });
  const isFailed = row.trouble === "failed";
  state.endpoints[name] = {
    name,
    configName,
    status: isFailed ? "Failed" : "InService",
    failure: isFailed
      ? "The primary container for production variant AllTraffic did not pass the ping health check."
      : null,
    until: null,
    variants: Object.fromEntries(live),
    tags: tagsOf("lab", "data"),
    launchedAt,
  };
  if (!row.scaling) return;
  const [min, max] = row.scaling;
  const resourceId = `endpoint/${name}/variant/AllTraffic`;
  region.scalableTargets.push({
    namespace: "sagemaker",
    resourceId,
    dimension: "sagemaker:variant:DesiredInstanceCount",
    min,
    max,
    suspended: { in: false, out: false, scheduled: false },
    policies: [
      {
        name: "invocations-70",
        metric: "SageMakerVariantInvocationsPerInstance",
        target: 70,
        alarmNames: [`TargetTracking-${resourceId}-AlarmHigh`, `TargetTracking-${resourceId}-AlarmLow`],
      },
    ],
    scheduledActions: [{ name: "morning", schedule: "cron(0 6 ? * MON-FRI *)", min: 2, max }],
    createdAt: daysAgo(seed, 40),
  });
  seedTargetTags(region, resourceId, { Team: "data", CostCenter: "4711" });
}
