import {
  DescribeEndpointCommand,
  DescribeEndpointConfigCommand,
  type DescribeEndpointConfigOutput,
  type DescribeEndpointOutput,
  DescribeModelCommand,
  ListEndpointsCommand,
  ListInferenceComponentsCommand,
  ListMonitoringSchedulesCommand,
  type ProductionVariant,
  type ProductionVariantSummary,
  SageMakerClient,
} from "@aws-sdk/client-sagemaker";
import { chunks, pages, type ReadDoor } from "../../aws/door";
import { nullWhenGone } from "../read-each";
import type { Scaled } from "../scaling-policies";
import { readScaled } from "../scaling-policies-read";
import type { EndpointDetail, Json, Seen, Variant } from "./endpoint-detail";
import { tagsOf } from "./reads";

/** What is read side by side. SageMaker publishes no limit for its Describe calls. */
export const readAtOnce = 10;
/** Beyond so many names the lists of the region are cheaper than asking for each endpoint. */
const namesAtMost = 5;
/** The largest page of every list of SageMaker's. */
const pageSize = 100;

/** What is read for the whole region, or for the few endpoints that are looked at. */
interface Around {
  /** Names of inference components and of monitoring schedules that run, by endpoint. */
  readonly components: ReadonlyMap<string, readonly string[]>;
  readonly schedules: ReadonlyMap<string, readonly string[]>;
  readonly scaling: readonly Scaled[];
}

/**
 * Endpoints, each with its configuration, its models and its tags; inference components, monitoring schedules and scaling
 * once for the region, and only where there are endpoints.
 */
export async function* discoverEndpoints(aws: ReadDoor, only?: readonly string[]): AsyncGenerator<Seen> {
  const found: DescribeEndpointOutput[] = [];
  for (const some of chunks(only ?? (await endpointNames(aws)), readAtOnce)) {
    const answers = await Promise.all(some.map((name) => describe(aws, name)));
    found.push(...answers.filter((one) => one !== null));
  }
  if (found.length === 0) return;
  const around = readAround(aws, found, only);
  for (const some of chunks(found, readAtOnce)) {
    const [shared, ...parts] = await Promise.all([around, ...some.map((one) => readParts(aws, one))]);
    for (const { endpoint, ...own } of parts) yield observe(endpoint, own, shared);
  }
}

async function endpointNames(aws: ReadDoor): Promise<readonly string[]> {
  const names: string[] = [];
  const list = pages(
    (token) =>
      aws.read(SageMakerClient, new ListEndpointsCommand({ MaxResults: pageSize, ...(token && { NextToken: token }) })),
    (out) => out.NextToken,
  );
  for await (const { Endpoints = [] } of list)
    names.push(...Endpoints.flatMap(({ EndpointName }) => EndpointName ?? []));
  return names;
}

/**
 * An endpoint by its description alone: whether it is there and in service. The whole takes seven more reads of each, of which
 * a start needs none to be waited for.
 */
export async function glanceAtEndpoint(aws: ReadDoor, name: string): Promise<Seen | null> {
  const endpoint = await describe(aws, name);
  const own = { tags: {}, config: null, missingModels: [] };
  return endpoint && observe(endpoint, own, { components: new Map(), schedules: new Map(), scaling: [] });
}

function describe(aws: ReadDoor, name: string): Promise<DescribeEndpointOutput | null> {
  return nullWhenGone(aws.read(SageMakerClient, new DescribeEndpointCommand({ EndpointName: name })));
}

async function readParts(aws: ReadDoor, endpoint: DescribeEndpointOutput) {
  const { EndpointArn: arn = "", EndpointConfigName: configName } = endpoint;
  const [tags, config] = await Promise.all([tagsOf(aws, arn), configName ? readConfig(aws, configName) : null]);
  const models = [...new Set((config?.ProductionVariants ?? []).flatMap(({ ModelName }) => ModelName ?? []))].sort();
  const exist = await Promise.all(models.map((name) => modelExists(aws, name)));
  return { endpoint, tags, config, missingModels: models.filter((_, at) => !exist[at]) };
}

export function readConfig(aws: ReadDoor, name: string): Promise<DescribeEndpointConfigOutput | null> {
  return nullWhenGone(aws.read(SageMakerClient, new DescribeEndpointConfigCommand({ EndpointConfigName: name })));
}

export async function modelExists(aws: ReadDoor, name: string): Promise<boolean> {
  return (await nullWhenGone(aws.read(SageMakerClient, new DescribeModelCommand({ ModelName: name })))) !== null;
}

async function readAround(
  aws: ReadDoor,
  endpoints: readonly DescribeEndpointOutput[],
  only: readonly string[] | undefined,
): Promise<Around> {
  const few = only && only.length <= namesAtMost ? endpoints.map(({ EndpointName = "" }) => EndpointName) : undefined;
  const variants = endpoints.flatMap(({ EndpointName = "", ProductionVariants = [] }) =>
    ProductionVariants.map(({ VariantName }) => `endpoint/${EndpointName}/variant/${VariantName}`),
  );
  const [components, schedules, scaling] = await Promise.all([
    componentsOf(aws, few),
    schedulesOf(aws, few),
    few && variants.length === 0 ? [] : readScaled(aws, "sagemaker", few && variants),
  ]);
  return { components, schedules, scaling };
}

async function componentsOf(aws: ReadDoor, few?: readonly string[]): Promise<Around["components"]> {
  const questions = few ? few.map((EndpointNameEquals) => ({ EndpointNameEquals })) : [{}];
  const found = new Map<string, string[]>();
  const lists = questions.map(async (question) => {
    const list = pages(
      (token) =>
        aws.read(
          SageMakerClient,
          new ListInferenceComponentsCommand({ MaxResults: pageSize, ...question, ...(token && { NextToken: token }) }),
        ),
      (out) => out.NextToken,
    );
    for await (const { InferenceComponents = [] } of list) {
      for (const { EndpointName, InferenceComponentName } of InferenceComponents) {
        add(found, EndpointName, InferenceComponentName);
      }
    }
  });
  await Promise.all(lists);
  return found;
}

/** Only those that run: a stopped one asks nothing of the endpoint. */
async function schedulesOf(aws: ReadDoor, few?: readonly string[]): Promise<Around["schedules"]> {
  const questions = few ? few.map((EndpointName) => ({ EndpointName })) : [{}];
  const found = new Map<string, string[]>();
  const lists = questions.map(async (question) => {
    const list = pages(
      (token) =>
        aws.read(
          SageMakerClient,
          new ListMonitoringSchedulesCommand({ MaxResults: pageSize, ...question, ...(token && { NextToken: token }) }),
        ),
      (out) => out.NextToken,
    );
    for await (const { MonitoringScheduleSummaries = [] } of list) {
      for (const one of MonitoringScheduleSummaries) {
        if (one.MonitoringScheduleStatus !== "Stopped") add(found, one.EndpointName, one.MonitoringScheduleName);
      }
    }
  });
  await Promise.all(lists);
  return found;
}

function add(found: Map<string, string[]>, endpoint: string | undefined, name: string | undefined): void {
  if (!endpoint || !name) return;
  found.set(endpoint, [...(found.get(endpoint) ?? []), name].sort());
}

interface Own {
  readonly tags: Readonly<Record<string, string>>;
  readonly config: DescribeEndpointConfigOutput | null;
  readonly missingModels: readonly string[];
}

function observe(endpoint: DescribeEndpointOutput, { tags, config, missingModels }: Own, around: Around): Seen {
  const name = endpoint.EndpointName ?? "";
  const live = endpoint.ProductionVariants ?? [];
  const planned = config?.ProductionVariants ?? [];
  // Without its configuration only what runs is known of it, and not on which machines.
  const known: readonly ProductionVariant[] = config ? planned : live.map(({ VariantName }) => ({ VariantName }));
  const variants = known.map((one) =>
    toVariant(
      one,
      live.find(({ VariantName }) => VariantName === one.VariantName),
    ),
  );
  const detail: EndpointDetail = {
    status: endpoint.EndpointStatus ?? "unknown",
    failure: endpoint.FailureReason ?? null,
    configName: endpoint.EndpointConfigName ?? null,
    config: config && configJson(config),
    missingModels: [...missingModels],
    variants,
    deployment: plain(endpoint.LastDeploymentConfig),
    capture: plain(endpoint.DataCaptureConfig),
    async: plain(endpoint.AsyncInferenceConfig),
    explainer: plain(endpoint.ExplainerConfig),
    metrics: plain(endpoint.MetricsConfig),
    shadowVariants: (endpoint.ShadowProductionVariants ?? []).map(({ VariantName = "" }) => VariantName).sort(),
    components: [...(around.components.get(name) ?? [])],
    pools: planned.filter(({ InstancePools }) => InstancePools?.length).map(({ VariantName = "" }) => VariantName),
    selfScaled: live
      .filter(({ ManagedInstanceScaling }) => ManagedInstanceScaling?.Status === "ENABLED")
      .map(({ VariantName = "" }) => VariantName),
    schedules: [...(around.schedules.get(name) ?? [])],
    isDeploying: endpoint.PendingDeploymentSummary !== undefined,
    scaling: around.scaling.filter(({ resourceId }) => resourceId.startsWith(`endpoint/${name}/variant/`)),
  };
  return { nativeId: name, arn: endpoint.EndpointArn ?? "", name, type: typeOf(variants), tags, detail };
}

function toVariant(planned: ProductionVariant, live: ProductionVariantSummary | undefined): Variant {
  return {
    name: planned.VariantName ?? "",
    instanceType: planned.InstanceType ?? null,
    initialCount: planned.InitialInstanceCount ?? null,
    initialWeight: weightOf(planned.InitialVariantWeight ?? 1),
    volumeGb: planned.VolumeSizeInGB ?? null,
    isServerless: planned.ServerlessConfig !== undefined,
    initialProvisioned: planned.ServerlessConfig?.ProvisionedConcurrency ?? null,
    initialConcurrency: planned.ServerlessConfig?.MaxConcurrency ?? null,
    count: live?.CurrentInstanceCount ?? null,
    weight: weightOf(live?.CurrentWeight),
    provisioned: live?.CurrentServerlessConfig?.ProvisionedConcurrency ?? null,
    concurrency: live?.CurrentServerlessConfig?.MaxConcurrency ?? null,
    images: (live?.DeployedImages ?? []).flatMap(({ ResolvedImage }) => ResolvedImage ?? []).sort(),
  };
}

/** Weights are 32-bit floats at SageMaker: 0.1 comes back as 0.10000000149. They carry seven digits. */
function weightOf(weight: number | undefined): number | null {
  return weight === undefined ? null : Number(weight.toPrecision(6));
}

/** Without when it was made: one that was deleted and made again with the same content is as good. */
export function configJson(config: DescribeEndpointConfigOutput): Json {
  const { CreationTime: _at, ...all } = config;
  const { $metadata: _metadata, ...rest } = all as typeof all & { readonly $metadata?: unknown };
  return plain(rest) ?? {};
}

function plain(value: object | undefined): Json | null {
  return value === undefined ? null : (JSON.parse(JSON.stringify(value)) as Json);
}

function typeOf(variants: readonly Variant[]): string {
  const words = variants.map(({ count, initialCount, instanceType, isServerless }) => {
    if (isServerless) return "serverless";
    return `${count ?? initialCount ?? 0} × ${instanceType ?? "instances"}`;
  });
  return words.join(" + ") || "endpoint";
}
