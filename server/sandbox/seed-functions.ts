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
import { type EventSource, type LambdaFunction, newHex, newNumber, newUuid } from "./world";

interface Row {
  readonly name: string;
  readonly project: Project;
  readonly runtime?: LambdaFunction["runtime"];
  readonly arch?: LambdaFunction["arch"];
  readonly memory: number;
  readonly reserved?: number;
  /** Environments kept warm behind the alias live. */
  readonly warm?: number;
  readonly sources?: readonly { readonly from: string; readonly state?: EventSource["state"] }[];
}

const common: readonly Row[] = [
  { name: "price-quote", project: "shop", memory: 1024, warm: 10 },
  {
    name: "order-events",
    project: "shop",
    memory: 512,
    reserved: 20,
    sources: [{ from: "sqs:orders" }, { from: "sqs:orders-retry", state: "Disabled" }],
  },
  {
    name: "stock-import",
    project: "data",
    memory: 1024,
    runtime: "python3.13",
    sources: [{ from: "kinesis:stream/stock" }],
  },
  { name: "thumbnail", project: "shop", memory: 1536, arch: "arm64" },
  { name: "mail-render", project: "shop", memory: 512, sources: [{ from: "sqs:mail" }] },
  { name: "feed-export", project: "data", memory: 2048, runtime: "python3.13", reserved: 5 },
  { name: "webhook-in", project: "shop", memory: 256 },
  { name: "token-refresh", project: "platform", memory: 128, arch: "arm64" },
];

/** Functions that stand near their callers as well. */
const abroad: readonly { readonly environment: Environment; readonly region: RegionKey; readonly row: Row }[] = [
  {
    environment: "prod",
    region: "us",
    row: { name: "price-quote", project: "shop", memory: 1024, warm: 20, reserved: 60 },
  },
  { environment: "prod", region: "us", row: { name: "webhook-in", project: "shop", memory: 256 } },
  {
    environment: "prod",
    region: "us",
    row: { name: "token-refresh", project: "platform", memory: 128, arch: "arm64" },
  },
  { environment: "prod", region: "ie", row: { name: "webhook-in", project: "shop", memory: 256 } },
  { environment: "prod", region: "ie", row: { name: "thumbnail", project: "shop", memory: 1536, arch: "arm64" } },
  { environment: "staging", region: "ie", row: { name: "thumbnail", project: "shop", memory: 1536, arch: "arm64" } },
  {
    environment: "none",
    region: "us",
    row: { name: "nightly-copy", project: "data", memory: 256, runtime: "python3.13" },
  },
];

export function seedFunctions(seed: Seed): void {
  for (const environment of ["dev", "staging", "prod"] as const) {
    for (const row of common) addFunction(seed, environment, "eu", row);
  }
  for (const { environment, region, row } of abroad) addFunction(seed, environment, region, row);
  addScaling(seed);
}

function addFunction(seed: Seed, environment: Environment, key: RegionKey, row: Row): void {
  const { world } = seed;
  const region = regionOf(seed, key);
  const name = uniqueName(environment, row.name);
  const changedAt = daysAgo(seed, 3 + newNumber(world, 60));
  const version = row.warm === undefined ? null : String(4 + newNumber(world, 20));
  region.functions.push({
    name,
    runtime: row.runtime ?? "nodejs22.x",
    arch: row.arch ?? "x86_64",
    memory: row.memory,
    timeout: 30,
    reserved: row.reserved ?? null,
    versions: version === null ? [] : [String(Number(version) - 1), version],
    aliases: version === null ? [] : [{ name: "live", version }],
    provisioned:
      row.warm === undefined
        ? []
        : [{ qualifier: "live", requested: row.warm, status: "READY", until: null, changedAt }],
    codeSize: 400_000 + newNumber(world, 9_000_000),
    codeSha256: Buffer.from(newHex(world, 64), "hex").toString("base64"),
    revisionId: newUuid(world),
    changedAt,
    tags: tagsOf(environment, row.project),
  });
  for (const { from, state = "Enabled" } of row.sources ?? []) {
    const [service, rest] = from.split(":");
    region.eventSources.push({
      uuid: newUuid(world),
      functionName: name,
      sourceArn: `arn:aws:${service}:${regionName(key)}:${world.accountId}:${uniqueName(environment, rest ?? "")}`,
      state,
      until: null,
      batchSize: service === "sqs" ? 10 : 100,
      changedAt,
    });
  }
}

/** Staging tries out scaling of its warm environments. */
function addScaling(seed: Seed): void {
  const name = uniqueName("staging", "price-quote");
  regionOf(seed, "eu").scalableTargets.push({
    namespace: "lambda",
    resourceId: `function:${name}:live`,
    dimension: "lambda:function:ProvisionedConcurrency",
    min: 5,
    max: 20,
    suspended: { in: false, out: false, scheduled: false },
    policies: [
      { name: "utilisation-70", metric: "LambdaProvisionedConcurrencyUtilization", target: 0.7, alarmNames: [] },
    ],
    scheduledActions: [],
    createdAt: daysAgo(seed, 30),
  });
}
