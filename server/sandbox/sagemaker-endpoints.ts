import type {
  CreateEndpointCommandInput,
  CreateEndpointCommandOutput,
  DeleteEndpointCommandInput,
  DescribeEndpointCommandInput,
  DescribeEndpointCommandOutput,
  DescribeEndpointConfigCommandInput,
  DescribeEndpointConfigCommandOutput,
  DescribeModelCommandInput,
  DescribeModelCommandOutput,
  ListEndpointsCommandInput,
  ListEndpointsCommandOutput,
  ListInferenceComponentsCommandInput,
  ListInferenceComponentsCommandOutput,
  ListMonitoringSchedulesCommandInput,
  ListMonitoringSchedulesCommandOutput,
  ProductionVariant,
  ProductionVariantSummary,
  UpdateEndpointWeightsAndCapacitiesCommandInput,
  UpdateEndpointWeightsAndCapacitiesCommandOutput,
} from "@aws-sdk/client-sagemaker";
import type { Scaled } from "./corner";
import { type Answer, change, type Moment, read, type Service } from "./operation";
import { page } from "./paging";
import {
  arnOf,
  type Endpoint,
  type EndpointConfig,
  invalidToken,
  type SageMakerState,
  stateAt,
  validation,
} from "./sagemaker-state";

export const endpointCommands: Service = {
  ListEndpoints: read(listEndpoints),
  DescribeEndpoint: read(describeEndpoint),
  DescribeEndpointConfig: read(describeEndpointConfig),
  DescribeModel: read(describeModel),
  ListInferenceComponents: read(listInferenceComponents),
  ListMonitoringSchedules: read(listMonitoringSchedules),
  CreateEndpoint: change(createEndpoint),
  DeleteEndpoint: change(deleteEndpoint),
  UpdateEndpointWeightsAndCapacities: change(updateWeightsAndCapacities),
};

/** Seconds, close to what AWS takes for a small model. */
const seconds = { create: 240, update: 120, remove: 20 };

function find(name: string | undefined, at: Moment): Endpoint {
  const endpoint = stateAt(at).endpoints[name ?? ""];
  if (!endpoint) throw validation(`Could not find endpoint "${arnOf("endpoint", name ?? "", at)}".`);
  return endpoint;
}

function findConfig(name: string | undefined, at: Moment): EndpointConfig {
  const config = stateAt(at).configs[name ?? ""];
  if (!config) throw validation(`Could not find endpoint configuration "${arnOf("endpoint-config", name ?? "", at)}".`);
  return config;
}

function paged<Item>(
  items: readonly Item[],
  input: { MaxResults?: number | undefined; NextToken?: string | undefined },
) {
  if ((input.MaxResults ?? 10) > 100) throw validation("MaxResults must be less than or equal to 100");
  return page({ items, size: input.MaxResults ?? 10, token: input.NextToken, invalidToken });
}

function listEndpoints(input: ListEndpointsCommandInput, at: Moment): Answer<ListEndpointsCommandOutput> {
  const { items, next } = paged(Object.values(stateAt(at).endpoints), input);
  const Endpoints = items.map(({ name, status, launchedAt }) => ({
    EndpointName: name,
    EndpointArn: arnOf("endpoint", name, at),
    EndpointStatus: status,
    CreationTime: new Date(launchedAt),
    LastModifiedTime: new Date(launchedAt),
  }));
  return { Endpoints, ...(next !== undefined && { NextToken: next }) };
}

function describeEndpoint(input: DescribeEndpointCommandInput, at: Moment): Answer<DescribeEndpointCommandOutput> {
  const endpoint = find(input.EndpointName, at);
  const { name, configName, status, failure, launchedAt } = endpoint;
  const config = stateAt(at).configs[configName];
  const variants = (isShadow: boolean) =>
    (config?.variants ?? [])
      .filter(({ shadow }) => (shadow ?? false) === isShadow)
      .map((variant) => summary(variant, endpoint, at));
  const shadows = variants(true);
  return {
    EndpointName: name,
    EndpointArn: arnOf("endpoint", name, at),
    EndpointConfigName: configName,
    EndpointStatus: status,
    ...(failure !== null && { FailureReason: failure }),
    // There are no variants before the first machine runs.
    ...(!["Creating", "Failed"].includes(status) && {
      ProductionVariants: variants(false),
      ...(shadows.length > 0 && { ShadowProductionVariants: shadows }),
      ...(config?.capture && {
        DataCaptureConfig: {
          EnableCapture: true,
          CaptureStatus: "Started",
          CurrentSamplingPercentage: 20,
          DestinationS3Uri: config.capture,
          KmsKeyId: "",
        },
      }),
    }),
    ...(config?.async && { AsyncInferenceConfig: { OutputConfig: { S3OutputPath: config.async } } }),
    CreationTime: new Date(launchedAt),
    LastModifiedTime: new Date(launchedAt),
  };
}

function summary({ name, model }: Named, endpoint: Endpoint, at: Moment): ProductionVariantSummary {
  const live = endpoint.variants[name] ?? { count: 0, weight: 1, wanted: 0 };
  const image = `${at.world.accountId}.dkr.ecr.${at.regionName}.amazonaws.com/${model}`;
  return {
    VariantName: name,
    CurrentWeight: Math.fround(live.weight),
    DesiredWeight: Math.fround(live.weight),
    CurrentInstanceCount: live.count,
    DesiredInstanceCount: live.wanted,
    DeployedImages: [
      {
        SpecifiedImage: `${image}:latest`,
        ResolvedImage: `${image}@sha256:${Buffer.from(model).toString("hex").padEnd(64, "0").slice(0, 64)}`,
        ResolutionTime: new Date(endpoint.launchedAt),
      },
    ],
  };
}

type Named = EndpointConfig["variants"][number];

function describeEndpointConfig(
  input: DescribeEndpointConfigCommandInput,
  at: Moment,
): Answer<DescribeEndpointConfigCommandOutput> {
  const config = findConfig(input.EndpointConfigName, at);
  const { name, variants, capture, async, launchedAt } = config;
  const shadows = variants.filter(({ shadow }) => shadow);
  return {
    EndpointConfigName: name,
    EndpointConfigArn: arnOf("endpoint-config", name, at),
    ProductionVariants: variants.filter(({ shadow }) => !shadow).map(variantOf),
    ...(shadows.length > 0 && { ShadowProductionVariants: shadows.map(variantOf) }),
    ...(capture !== null && {
      DataCaptureConfig: {
        EnableCapture: true,
        InitialSamplingPercentage: 20,
        DestinationS3Uri: capture,
        CaptureOptions: [{ CaptureMode: "Input" }, { CaptureMode: "Output" }],
      },
    }),
    ...(async !== null && { AsyncInferenceConfig: { OutputConfig: { S3OutputPath: async } } }),
    CreationTime: new Date(launchedAt),
  };
}

function variantOf({ name, model, type, count, weight }: Named): ProductionVariant {
  return {
    VariantName: name,
    ModelName: model,
    InstanceType: type as NonNullable<ProductionVariant["InstanceType"]>,
    InitialInstanceCount: count,
    InitialVariantWeight: weight,
  };
}

function describeModel(input: DescribeModelCommandInput, at: Moment): Answer<DescribeModelCommandOutput> {
  const model = input.ModelName ?? "";
  if (!stateAt(at).models.includes(model)) throw validation(`Could not find model "${arnOf("model", model, at)}".`);
  return { ModelName: model, ModelArn: arnOf("model", model, at), CreationTime: new Date(0) };
}

function listInferenceComponents(
  input: ListInferenceComponentsCommandInput,
  at: Moment,
): Answer<ListInferenceComponentsCommandOutput> {
  const { EndpointNameEquals: only } = input;
  const all = stateAt(at).components.filter(({ endpoint }) => only === undefined || endpoint === only);
  const { items, next } = paged(all, input);
  const InferenceComponents = items.map(({ name, endpoint, variant }) => ({
    InferenceComponentName: name,
    InferenceComponentArn: arnOf("inference-component", name, at),
    EndpointName: endpoint,
    EndpointArn: arnOf("endpoint", endpoint, at),
    VariantName: variant,
    InferenceComponentStatus: "InService" as const,
    CreationTime: new Date(0),
    LastModifiedTime: new Date(0),
  }));
  return { InferenceComponents, ...(next !== undefined && { NextToken: next }) };
}

function listMonitoringSchedules(
  input: ListMonitoringSchedulesCommandInput,
  at: Moment,
): Answer<ListMonitoringSchedulesCommandOutput> {
  const { EndpointName: only } = input;
  const all = stateAt(at).schedules.filter(({ endpoint }) => only === undefined || endpoint === only);
  const { items, next } = paged(all, input);
  const MonitoringScheduleSummaries = items.map(({ name, endpoint, status }) => ({
    MonitoringScheduleName: name,
    MonitoringScheduleArn: arnOf("monitoring-schedule", name, at),
    MonitoringScheduleStatus: status,
    EndpointName: endpoint,
    CreationTime: new Date(0),
    LastModifiedTime: new Date(0),
  }));
  return { MonitoringScheduleSummaries, ...(next !== undefined && { NextToken: next }) };
}

/** A lack of machines shows only when it has tried: the endpoint ends as Failed, and its name stays taken. */
function createEndpoint(input: CreateEndpointCommandInput, at: Moment): Answer<CreateEndpointCommandOutput> {
  const state = stateAt(at);
  const { EndpointName: name = "", Tags = [] } = input;
  const EndpointArn = arnOf("endpoint", name, at);
  if (state.endpoints[name]) throw validation(`Cannot create already existing endpoint "${EndpointArn}".`);
  const config = findConfig(input.EndpointConfigName, at);
  const model = config.variants.find((variant) => !state.models.includes(variant.model))?.model;
  if (model !== undefined) throw validation(`Could not find model "${arnOf("model", model, at)}".`);
  const variants = config.variants.map(({ name, count, weight }) => [name, { count, weight, wanted: count }]);
  state.endpoints[name] = {
    name,
    configName: config.name,
    status: "Creating",
    failure: null,
    until: at.ends(seconds.create),
    variants: Object.fromEntries(variants),
    tags: Object.fromEntries(Tags.map(({ Key = "", Value = "" }) => [Key, Value])),
    launchedAt: at.now,
  };
  return { EndpointArn };
}

/** Its scaling goes with it; its configuration and its models stay. */
function deleteEndpoint(input: DeleteEndpointCommandInput, at: Moment): object {
  const endpoint = find(input.EndpointName, at);
  if (endpoint.until !== null) {
    throw validation(`Cannot update in-progress endpoint "${arnOf("endpoint", endpoint.name, at)}".`);
  }
  endpoint.status = "Deleting";
  endpoint.until = at.ends(seconds.remove);
  at.region.scalableTargets = at.region.scalableTargets.filter(
    ({ namespace, resourceId }) => namespace !== "sagemaker" || !resourceId.startsWith(`endpoint/${endpoint.name}/`),
  );
  return {};
}

function updateWeightsAndCapacities(
  input: UpdateEndpointWeightsAndCapacitiesCommandInput,
  at: Moment,
): Answer<UpdateEndpointWeightsAndCapacitiesCommandOutput> {
  const endpoint = find(input.EndpointName, at);
  const EndpointArn = arnOf("endpoint", endpoint.name, at);
  if (endpoint.status !== "InService") throw validation(`Cannot update in-progress endpoint "${EndpointArn}".`);
  const wishes = input.DesiredWeightsAndCapacities ?? [];
  if (wishes.filter(({ DesiredInstanceCount }) => DesiredInstanceCount !== undefined).length > 1) {
    throw validation("The instance count of one variant only can be updated at a time.");
  }
  for (const { VariantName = "", DesiredWeight, DesiredInstanceCount } of wishes) {
    const variant = endpoint.variants[VariantName];
    if (!variant) throw validation(`Could not find variant ${VariantName}.`);
    variant.weight = DesiredWeight ?? variant.weight;
    variant.wanted = DesiredInstanceCount ?? variant.wanted;
  }
  beginUpdate(endpoint, at);
  return { EndpointArn };
}

function beginUpdate(endpoint: Endpoint, at: Moment): void {
  endpoint.status = "Updating";
  endpoint.until = at.ends(seconds.update);
}

export function endpointDues({ endpoints }: SageMakerState): (number | null)[] {
  return Object.values(endpoints).map(({ until }) => until);
}

export function finishEndpoints(state: SageMakerState, at: number): void {
  for (const endpoint of Object.values(state.endpoints)) {
    if (endpoint.until === null || endpoint.until > at) continue;
    endpoint.until = null;
    if (endpoint.status === "Deleting") {
      delete state.endpoints[endpoint.name];
      continue;
    }
    const short = endpoint.status === "Creating" ? shortOf(state, endpoint) : undefined;
    if (short !== undefined) {
      endpoint.status = "Failed";
      endpoint.failure = `Unable to provision requested ML compute capacity due to InsufficientInstanceCapacity error for ${short}. Please retry using a different ML instance type or after some time.`;
      continue;
    }
    endpoint.status = "InService";
    for (const variant of Object.values(endpoint.variants)) variant.count = variant.wanted;
  }
}

function shortOf({ shortages, configs }: SageMakerState, { configName }: Endpoint): string | undefined {
  const types = configs[configName]?.variants.map(({ type }) => type) ?? [];
  const short = types.find((type) => (shortages[type] ?? 0) > 0);
  if (short !== undefined) shortages[short] = (shortages[short] ?? 0) - 1;
  return short;
}

/** Application Auto Scaling knows a variant as `endpoint/<name>/variant/<variant>`. */
export const scaledVariants: Scaled = {
  namespace: "sagemaker",
  exists: (resourceId, dimension, at) =>
    dimension === "sagemaker:variant:DesiredInstanceCount" && variantAt(resourceId, at) !== null,
  push(target, at) {
    const found = variantAt(target.resourceId, at);
    if (!found) return;
    const { endpoint, variant } = found;
    const wanted = Math.min(Math.max(variant.wanted, target.min), target.max);
    if (wanted === variant.wanted) return;
    variant.wanted = wanted;
    beginUpdate(endpoint, at);
  },
};

function variantAt(resourceId: string, at: Moment) {
  const [, name = "", , of = ""] = resourceId.split("/");
  const endpoint = stateAt(at).endpoints[name];
  const variant = endpoint?.variants[of];
  return endpoint && variant ? { endpoint, variant } : null;
}
