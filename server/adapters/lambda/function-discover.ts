import {
  type Architecture,
  type EventSourceMappingConfiguration,
  type FunctionConfiguration,
  GetFunctionCommand,
  type GetFunctionResponse,
  LambdaClient,
  ListEventSourceMappingsCommand,
  ListFunctionsCommand,
  ListProvisionedConcurrencyConfigsCommand,
} from "@aws-sdk/client-lambda";
import { chunks, pages, type ReadDoor } from "../../aws/door";
import { scalableTargets } from "../../aws/reads/scalable-targets";
import { FaultError } from "../../core/fault";
import type { Observed } from "../../core/resource";
import { nullWhenGone } from "../read-each";
import { toScaling } from "../scaling-hold";
import type { Detail, EventSource, Provisioned } from "./function-plan";

/**
 * Lambda allows 100 GetFunction calls a second, and 15 of all other control-plane calls together (Lambda quotas), which
 * the calls of a pause need for themselves. So a function costs one GetFunction, which tells its configuration, its
 * reservation and its tags, and one call of the scarce sort only where it has a published version: provisioned
 * concurrency, and what scales it, are never on $LATEST. Lists that cover the region are read once.
 */
export async function* discover(aws: ReadDoor, only?: readonly string[]): AsyncGenerator<Observed<Detail>> {
  const found = only && only.length <= singlyUpTo ? only.map(unlisted) : await listed(aws, only);
  if (found.length === 0) return;
  const lists = Promise.all([eventSources(aws), found.some((one) => one.mayHaveVersions) ? scaling(aws) : new Map()]);
  for (const some of chunks(found, atOnce)) {
    const looks = some.map((one) => nullWhenGone(look(aws, one)));
    const [[sources, scalings], ...seen] = await Promise.all([lists, ...looks]);
    for (const one of seen) if (one) yield observe(one, sources, scalings);
  }
}

/** Up to here, one more call for each named function is cheaper than the whole list at 50 rows a page. */
const singlyUpTo = 5;
/** Functions that are looked at side by side: as many as Lambda answers in a second. */
const atOnce = 100;

interface Found {
  readonly name: string;
  /** False: certainly none. A single look does not tell, and asks. */
  readonly mayHaveVersions: boolean;
}

function unlisted(name: string): Found {
  return { name, mayHaveVersions: true };
}

async function listed(aws: ReadDoor, only?: readonly string[]): Promise<readonly Found[]> {
  const wanted = only && new Set(only);
  const names = new Set<string>();
  const versioned = new Set<string>();
  const lists = pages(
    (Marker) => aws.read(LambdaClient, new ListFunctionsCommand({ FunctionVersion: "ALL", MaxItems: 50, Marker })),
    (out) => out.NextMarker,
  );
  // The versions of one function may be on two pages, so nothing is told before the last.
  for await (const { Functions = [] } of lists) {
    for (const { FunctionName: name = "", Version = "$LATEST" } of Functions) {
      if (wanted && !wanted.has(name)) continue;
      names.add(name);
      if (Version !== "$LATEST") versioned.add(name);
    }
  }
  return [...names].map((name) => ({ name, mayHaveVersions: versioned.has(name) }));
}

/** One function as its own answers tell it. */
interface Look {
  readonly name: string;
  readonly answer: GetFunctionResponse;
  readonly provisioned: Provisioned[];
}

async function look(aws: ReadDoor, { name, mayHaveVersions }: Found): Promise<Look> {
  const [answer, provisioned] = await Promise.all([
    aws.read(LambdaClient, new GetFunctionCommand({ FunctionName: name })),
    mayHaveVersions ? provisionedOf(aws, name) : [],
  ]);
  return { name, answer: withTags(name, answer), provisioned };
}

/** Without lambda:ListTags the tags are left out of a good answer; "no tags" would then hide that one is protected. */
function withTags(name: string, answer: GetFunctionResponse): GetFunctionResponse {
  const { ErrorCode: awsError = "", Message = "" } = answer.TagsError ?? {};
  if (!answer.TagsError) return answer;
  const reason = `Lambda left the tags of ${name} out: ${Message || awsError}`;
  if (!/denied/i.test(awsError)) {
    throw new FaultError({ code: "transient", reason, remedy: "Scan again", ...(awsError && { awsError }) });
  }
  const action = "lambda:ListTags";
  const remedy = `Add ${action} to the role that Standby uses in this account`;
  throw new FaultError({ code: "denied", reason, remedy, action, awsError });
}

type Sources = ReadonlyMap<string, readonly EventSource[]>;
type Scalings = ReadonlyMap<string, Detail["scaling"]>;

function observe({ name, answer, provisioned }: Look, sources: Sources, scalings: Scalings): Observed<Detail> {
  const { Configuration: configuration = {}, Concurrency: concurrency, Tags: tags = {} } = answer;
  const arn = plainArn(configuration.FunctionArn ?? "");
  const memoryMb = configuration.MemorySize ?? defaultMemoryMb;
  return {
    nativeId: name,
    arn,
    name,
    type: `${memoryMb} MB`,
    tags,
    detail: {
      memoryMb,
      arch: archOf(configuration.Architectures),
      runtime: configuration.Runtime ?? null,
      unsettled: unsettledState(configuration),
      edgeReplica: configuration.MasterArn !== undefined,
      managedInstances: configuration.CapacityProviderConfig !== undefined,
      reserved: concurrency?.ReservedConcurrentExecutions ?? null,
      provisioned,
      scaling: [...(scalings.get(name) ?? [])],
      eventSources: [...(sources.get(arn) ?? [])],
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
      const version = await versionBehind(aws, name, qualifier);
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

/** The version behind an alias has a size of its own, which is what bills. Null: it was deleted meanwhile. */
async function versionBehind(aws: ReadDoor, name: string, qualifier: string): Promise<FunctionConfiguration | null> {
  const command = new GetFunctionCommand({ FunctionName: name, Qualifier: qualifier });
  const answer = await nullWhenGone(aws.read(LambdaClient, command));
  return answer?.Configuration ?? null;
}

async function scaling(aws: ReadDoor): Promise<Scalings> {
  const byFunction = new Map<string, Detail["scaling"]>();
  for (const target of await scalableTargets(aws, "lambda")) {
    const [, name = "", qualifier = ""] = (target.ResourceId ?? "").split(":");
    if (target.ScalableDimension !== "lambda:function:ProvisionedConcurrency") continue;
    byFunction.set(name, [...(byFunction.get(name) ?? []), { qualifier, scaling: toScaling(target) }]);
  }
  return byFunction;
}

async function eventSources(aws: ReadDoor): Promise<Sources> {
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
