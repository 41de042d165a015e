import {
  type Architecture,
  type EventSourceMappingConfiguration,
  type FunctionConfiguration,
  GetFunctionConcurrencyCommand,
  GetFunctionConfigurationCommand,
  LambdaClient,
  ListEventSourceMappingsCommand,
  ListFunctionsCommand,
  ListProvisionedConcurrencyConfigsCommand,
} from "@aws-sdk/client-lambda";
import { pages, type ReadDoor } from "../aws/door";
import { scalableTargets } from "../aws/reads/scalable-targets";
import { tagsOf } from "../aws/reads/tags";
import { FaultError } from "../core/fault";
import type { Observed, Tags } from "../core/resource";
import type { Detail, EventSource, Provisioned } from "./lambda-function-plan";
import { toScaling } from "./scaling-hold";

/**
 * Lambda allows about 15 control-plane calls a second, so a look is frugal. Lists that cover the region (mappings,
 * scaling targets, tags) are read once. One function costs one call (its reservation), and one more only where it has a
 * published version: provisioned concurrency is never on $LATEST.
 */
export async function* discover(aws: ReadDoor, only?: readonly string[]): AsyncGenerator<Observed<Detail>> {
  if (only?.length === 0) return;
  const region: Region = {
    tags: await tagsOf(aws, "lambda:function"),
    sources: await eventSources(aws),
    scaling: await scaling(aws),
  };
  const found = only && only.length <= singlyUpTo ? named(aws, only) : listed(aws, only);
  for await (const batch of found) {
    const seen = await Promise.all(batch.map((one) => observe(aws, one, region).catch(nullWhenGone)));
    yield* seen.filter((one) => one !== null);
  }
}

/** Up to here, two more calls for each named function are cheaper than the whole list at 50 a page. */
const singlyUpTo = 5;
/** Functions of a list that are looked at side by side. */
const atOnce = 25;

interface Region {
  readonly tags: ReadonlyMap<string, Tags>;
  readonly sources: ReadonlyMap<string, readonly EventSource[]>;
  readonly scaling: ReadonlyMap<string, Detail["scaling"]>;
}

interface Found {
  readonly configuration: FunctionConfiguration;
  /** False: certainly none. A single look does not tell, and asks. */
  readonly mayHaveVersions: boolean;
}

async function* named(aws: ReadDoor, names: readonly string[]): AsyncGenerator<readonly Found[]> {
  const looks = names.map(async (name): Promise<readonly Found[]> => {
    const configuration = await configurationOf(aws, name);
    return configuration ? [{ configuration, mayHaveVersions: true }] : [];
  });
  yield (await Promise.all(looks)).flat();
}

async function* listed(aws: ReadDoor, only?: readonly string[]): AsyncGenerator<readonly Found[]> {
  const wanted = only && new Set(only);
  const latest = new Map<string, FunctionConfiguration>();
  const versioned = new Set<string>();
  const lists = pages(
    (Marker) => aws.read(LambdaClient, new ListFunctionsCommand({ FunctionVersion: "ALL", MaxItems: 50, Marker })),
    (out) => out.NextMarker,
  );
  // The versions of one function may be on two pages, so nothing is told before the last.
  for await (const { Functions = [] } of lists) {
    for (const one of Functions) {
      const name = one.FunctionName ?? "";
      if (wanted && !wanted.has(name)) continue;
      if (one.Version === undefined || one.Version === "$LATEST") latest.set(name, one);
      else versioned.add(name);
    }
  }
  const all = [...latest].map(([name, configuration]) => ({ configuration, mayHaveVersions: versioned.has(name) }));
  for (let at = 0; at < all.length; at += atOnce) yield all.slice(at, at + atOnce);
}

async function configurationOf(aws: ReadDoor, name: string, qualifier?: string): Promise<FunctionConfiguration | null> {
  const input = { FunctionName: name, ...(qualifier === undefined ? {} : { Qualifier: qualifier }) };
  return aws.read(LambdaClient, new GetFunctionConfigurationCommand(input)).catch(nullWhenGone);
}

/** Deleted before, or while, it was looked at. */
function nullWhenGone(error: unknown): null {
  if (error instanceof FaultError && error.fault.code === "gone") return null;
  throw error;
}

async function observe(aws: ReadDoor, found: Found, region: Region): Promise<Observed<Detail>> {
  const { configuration } = found;
  const name = configuration.FunctionName ?? "";
  const arn = plainArn(configuration.FunctionArn ?? "");
  const [concurrency, provisioned] = await Promise.all([
    aws.read(LambdaClient, new GetFunctionConcurrencyCommand({ FunctionName: name })),
    found.mayHaveVersions ? provisionedOf(aws, name) : [],
  ]);
  const memoryMb = configuration.MemorySize ?? defaultMemoryMb;
  return {
    nativeId: name,
    arn,
    name,
    type: `${memoryMb} MB`,
    tags: region.tags.get(arn) ?? {},
    detail: {
      memoryMb,
      arch: archOf(configuration.Architectures),
      runtime: configuration.Runtime ?? null,
      unsettled: unsettledState(configuration),
      edgeReplica: configuration.MasterArn !== undefined,
      managedInstances: configuration.CapacityProviderConfig !== undefined,
      reserved: concurrency.ReservedConcurrentExecutions ?? null,
      provisioned,
      scaling: [...(region.scaling.get(name) ?? [])],
      eventSources: [...(region.sources.get(arn) ?? [])],
    },
  };
}

/** Lambda's own default. */
const defaultMemoryMb = 128;

function archOf(architectures: readonly Architecture[] | undefined): "x86" | "arm" {
  return architectures?.includes("arm64") ? "arm" : "x86";
}

function unsettledState({ State, LastUpdateStatus }: FunctionConfiguration): string | null {
  if (State !== undefined && State !== "Active" && State !== "Inactive") return State;
  return LastUpdateStatus === "InProgress" ? "update in progress" : null;
}

async function provisionedOf(aws: ReadDoor, name: string): Promise<Provisioned[]> {
  const all: Provisioned[] = [];
  const lists = pages(
    (Marker) => aws.read(LambdaClient, new ListProvisionedConcurrencyConfigsCommand({ FunctionName: name, Marker })),
    (out) => out.NextMarker,
  );
  for await (const { ProvisionedConcurrencyConfigs = [] } of lists) {
    for (const one of ProvisionedConcurrencyConfigs) {
      const qualifier = (one.FunctionArn ?? "").split(":")[7] ?? "";
      // The version behind the qualifier has a size of its own, which is what bills.
      const version = await configurationOf(aws, name, qualifier);
      all.push({
        qualifier,
        requested: one.RequestedProvisionedConcurrentExecutions ?? 0,
        status: one.Status ?? "unknown",
        failure:
          one.Status === "FAILED"
            ? { reason: one.StatusReason ?? "no reason given", at: one.LastModified ?? "" }
            : null,
        memoryMb: version?.MemorySize ?? defaultMemoryMb,
        arch: archOf(version?.Architectures),
      });
    }
  }
  return all.sort((a, b) => a.qualifier.localeCompare(b.qualifier));
}

async function scaling(aws: ReadDoor): Promise<Region["scaling"]> {
  const byFunction = new Map<string, Detail["scaling"]>();
  for (const target of await scalableTargets(aws, "lambda")) {
    const [, name = "", qualifier = ""] = (target.ResourceId ?? "").split(":");
    if (target.ScalableDimension !== "lambda:function:ProvisionedConcurrency") continue;
    byFunction.set(name, [...(byFunction.get(name) ?? []), { qualifier, scaling: toScaling(target) }]);
  }
  return byFunction;
}

async function eventSources(aws: ReadDoor): Promise<Region["sources"]> {
  const byArn = new Map<string, EventSource[]>();
  const lists = pages(
    (Marker) => aws.read(LambdaClient, new ListEventSourceMappingsCommand({ MaxItems: 100, Marker })),
    (out) => out.NextMarker,
  );
  for await (const { EventSourceMappings = [] } of lists) {
    for (const mapping of EventSourceMappings) {
      const arn = plainArn(mapping.FunctionArn ?? "");
      byArn.set(arn, [...(byArn.get(arn) ?? []), toEventSource(mapping)]);
    }
  }
  return byArn;
}

function toEventSource(mapping: EventSourceMappingConfiguration): EventSource {
  const { EventSourceArn: arn, Topics = [], Queues = [] } = mapping;
  const service = arn?.split(":")[2] ?? "kafka";
  const isQueue = service === "sqs" || service === "mq";
  const thing = Topics[0] ?? Queues[0] ?? resourceName(arn ?? "");
  return {
    uuid: mapping.UUID ?? "",
    name: `${service} ${thing}`,
    source: isQueue ? "queue" : "stream",
    state: mapping.State ?? "unknown",
    pollers: mapping.ProvisionedPollerConfig?.MinimumPollers ?? 0,
  };
}

/** `…:stream/orders` and `…:table/orders/stream/2026-…` are both "orders"; a queue's ARN ends with its name. */
function resourceName(arn: string): string {
  const resource = arn.split(":").slice(5).join(":");
  return resource.split("/")[1] ?? resource;
}

/** Without a version or alias: `arn:aws:lambda:region:account:function:name`. */
function plainArn(arn: string): string {
  return arn.split(":").slice(0, 7).join(":");
}
