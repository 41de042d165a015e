import {
  AppRunnerClient,
  DescribeServiceCommand,
  ListServicesCommand,
  type Service,
  type SourceConfiguration,
} from "@aws-sdk/client-apprunner";
import { z } from "zod";
import { pages, type ReadDoor } from "../../aws/door";
import type { Observed } from "../../core/resource";
import { withTags } from "../listing";
import { nullWhenGone } from "../read-each";

/** What an App Runner service is, in a form that survives JSON, and how it is read. */

const text = z.string().nullable();
const number = z.number().nullable();

/** What runs in it. Of environment variables only the names: their values may be secrets, and a pause does not touch them. */
const source = z.strictObject({
  image: text,
  repository: text,
  branch: text,
  runtime: text,
  buildCommand: text,
  startCommand: text,
  port: text,
  variables: z.array(z.string()),
  /** `NAME=arn` */
  secrets: z.array(z.string()),
  autoDeployments: z.boolean(),
  accessRoleArn: text,
  connectionArn: text,
});

export const serviceConfiguration = z.strictObject({
  url: text,
  source,
  instance: z.strictObject({ cpu: text, memory: text, roleArn: text }),
  scalingArn: text,
  kmsKeyArn: text,
  health: z.strictObject({
    protocol: text,
    path: text,
    interval: number,
    timeout: number,
    healthyThreshold: number,
    unhealthyThreshold: number,
  }),
  network: z.strictObject({ egress: text, vpcConnectorArn: text, isPublic: z.boolean(), addressType: text }),
  observabilityArn: text,
});
export type ServiceConfiguration = z.infer<typeof serviceConfiguration>;

export const serviceDetail = z.strictObject({ state: z.string(), configuration: serviceConfiguration });
export type ServiceDetail = z.infer<typeof serviceDetail>;

/**
 * Where there is App Runner (AWS General Reference, "AWS App Runner endpoints and quotas"). Elsewhere it has no endpoint,
 * and a question would end as a network failure.
 */
const regions: ReadonlySet<string> = new Set([
  "ap-northeast-1",
  "ap-south-1",
  "ap-southeast-1",
  "ap-southeast-2",
  "eu-central-1",
  "eu-west-1",
  "eu-west-2",
  "eu-west-3",
  "us-east-1",
  "us-east-2",
  "us-west-2",
]);

/** The list tells names and states alone, so each service of a page (20 at most) is read by itself. */
export async function* discover(aws: ReadDoor, only?: readonly string[]): AsyncGenerator<Observed<ServiceDetail>> {
  if (!regions.has(aws.region)) return;
  if (only) {
    yield* await readAll(aws, only, only);
    return;
  }
  const list = pages(
    (token) =>
      aws.read(AppRunnerClient, new ListServicesCommand({ MaxResults: 20, ...(token && { NextToken: token }) })),
    (out) => out.NextToken,
  );
  for await (const { ServiceSummaryList = [] } of list) {
    yield* await readAll(
      aws,
      ServiceSummaryList.map(({ ServiceArn = "" }) => ServiceArn),
    );
  }
}

async function readAll(aws: ReadDoor, arns: readonly string[], only?: readonly string[]) {
  const found = await Promise.all(arns.map((arn) => readService(aws, arn)));
  return withTags(
    aws,
    "apprunner:service",
    found.filter((one) => one !== null),
    only,
  );
}

async function readService(aws: ReadDoor, arn: string): Promise<Omit<Observed<ServiceDetail>, "tags"> | null> {
  const service = await describe(aws, arn);
  // A deleted service can be described for some time yet.
  if (!service || service.Status === "DELETED") return null;
  const configuration = configurationOf(service);
  return {
    nativeId: arn,
    arn,
    name: service.ServiceName ?? arn,
    type: typeOf(configuration),
    detail: { state: service.Status ?? "unknown", configuration },
  };
}

async function describe(aws: ReadDoor, arn: string): Promise<Service | null> {
  const command = new DescribeServiceCommand({ ServiceArn: arn });
  return (await nullWhenGone(aws.read(AppRunnerClient, command)))?.Service ?? null;
}

function configurationOf(service: Service): ServiceConfiguration {
  const { InstanceConfiguration: instance, HealthCheckConfiguration: health, NetworkConfiguration: network } = service;
  return {
    url: service.ServiceUrl ?? null,
    source: sourceOf(service.SourceConfiguration ?? {}),
    instance: {
      cpu: instance?.Cpu ?? null,
      memory: instance?.Memory ?? null,
      roleArn: instance?.InstanceRoleArn ?? null,
    },
    scalingArn: service.AutoScalingConfigurationSummary?.AutoScalingConfigurationArn ?? null,
    kmsKeyArn: service.EncryptionConfiguration?.KmsKey ?? null,
    health: {
      protocol: health?.Protocol ?? null,
      path: health?.Path ?? null,
      interval: health?.Interval ?? null,
      timeout: health?.Timeout ?? null,
      healthyThreshold: health?.HealthyThreshold ?? null,
      unhealthyThreshold: health?.UnhealthyThreshold ?? null,
    },
    network: {
      egress: network?.EgressConfiguration?.EgressType ?? null,
      vpcConnectorArn: network?.EgressConfiguration?.VpcConnectorArn ?? null,
      isPublic: network?.IngressConfiguration?.IsPubliclyAccessible ?? true,
      addressType: network?.IpAddressType ?? null,
    },
    observabilityArn: service.ObservabilityConfiguration?.ObservabilityConfigurationArn ?? null,
  };
}

function sourceOf(from: SourceConfiguration): ServiceConfiguration["source"] {
  const { ImageRepository: image, CodeRepository: code, AuthenticationConfiguration: access } = from;
  const built = code?.CodeConfiguration?.CodeConfigurationValues;
  const run = image?.ImageConfiguration ?? built;
  const secrets = Object.entries(run?.RuntimeEnvironmentSecrets ?? {}).map(([name, arn]) => `${name}=${arn}`);
  return {
    image: image?.ImageIdentifier ?? null,
    repository: code?.RepositoryUrl ?? null,
    branch: code?.SourceCodeVersion?.Value ?? null,
    runtime: built?.Runtime ?? null,
    buildCommand: built?.BuildCommand ?? null,
    startCommand: run?.StartCommand ?? null,
    port: run?.Port ?? null,
    variables: Object.keys(run?.RuntimeEnvironmentVariables ?? {}).sort(),
    secrets: secrets.sort(),
    autoDeployments: from.AutoDeploymentsEnabled ?? false,
    accessRoleArn: access?.AccessRoleArn ?? null,
    connectionArn: access?.ConnectionArn ?? null,
  };
}

function typeOf({ instance }: ServiceConfiguration): string {
  const { vcpu, memoryGb } = sizeOf(instance);
  return vcpu === null || memoryGb === null ? "service" : `${vcpu} vCPU ${memoryGb} GB`;
}

/** AWS writes "1024" or "1 vCPU", "2048" or "2 GB" (App Runner API reference, InstanceConfiguration). */
export function sizeOf({ cpu, memory }: ServiceConfiguration["instance"]): {
  readonly vcpu: number | null;
  readonly memoryGb: number | null;
} {
  return { vcpu: amountOf(cpu), memoryGb: amountOf(memory) };
}

function amountOf(written: string | null): number | null {
  const amount = Number.parseFloat(written ?? "");
  if (Number.isNaN(amount)) return null;
  return /^\d+$/.test(written ?? "") ? amount / 1024 : amount;
}
