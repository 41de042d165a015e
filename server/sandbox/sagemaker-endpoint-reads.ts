import type {
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
} from "@aws-sdk/client-sagemaker";
import { type Answer, type Moment, read, type Service } from "./operation";
import { page } from "./paging";
import { arnOf, type Endpoint, type EndpointConfig, invalidToken, stateAt, validation } from "./sagemaker-state";

/** What SageMaker tells of endpoints and of what hangs on them. */
export const endpointReads: Service = {
  ListEndpoints: read(listEndpoints),
  DescribeEndpoint: read(describeEndpoint),
  DescribeEndpointConfig: read(describeEndpointConfig),
  DescribeModel: read(describeModel),
  ListInferenceComponents: read(listInferenceComponents),
  ListMonitoringSchedules: read(listMonitoringSchedules),
};

export function findEndpoint(name: string | undefined, at: Moment): Endpoint {
  const endpoint = stateAt(at).endpoints[name ?? ""];
  if (!endpoint) throw validation(`Could not find endpoint "${arnOf("endpoint", name ?? "", at)}".`);
  return endpoint;
}

export function findConfig(name: string | undefined, at: Moment): EndpointConfig {
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
  const endpoint = findEndpoint(input.EndpointName, at);
  const { name, configName, status, failure, launchedAt } = endpoint;
  const config = stateAt(at).configs[configName];
  // It tells of its variants even when its configuration was deleted.
  const known: readonly Named[] = config?.variants ?? Object.keys(endpoint.variants).map((each) => ({ name: each }));
  const variants = (isShadow: boolean) =>
    known.filter(({ shadow }) => (shadow ?? false) === isShadow).map((variant) => summary(variant, endpoint, at));
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

function summary({ name, model = name }: Named, endpoint: Endpoint, at: Moment): ProductionVariantSummary {
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

type Planned = EndpointConfig["variants"][number];
/** Without its configuration only the name of a variant is known. */
type Named = Pick<Planned, "name"> & Partial<Planned>;

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

function variantOf({ name, model, type, count, weight }: Planned): ProductionVariant {
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
