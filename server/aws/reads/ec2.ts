import {
  type _InstanceType,
  DescribeInstanceAttributeCommand,
  DescribeInstanceStatusCommand,
  DescribeInstancesCommand,
  DescribeInstanceTypesCommand,
  DescribeVolumesCommand,
  EC2Client,
  type Instance,
  type InstanceStatus,
  type VolumeAttachment,
} from "@aws-sdk/client-ec2";
import { chunks, pages, type ReadDoor } from "../door";

/**
 * Reads of EC2 that more than one adapter needs. Within a scan the door answers an identical read once, so a group and
 * its members cost one list together.
 */

/** A filter takes at most 200 values (DescribeInstances, EC2 API reference); beyond it the whole list is cheaper. */
const filterValuesAtMost = 200;
/** DescribeInstanceStatus takes at most 100 ids and has no filter by id. */
const statusIdsAtMost = 100;
/** DescribeInstanceTypes takes at most 100 types. */
const typesAtMost = 100;
/** The largest page; without a page size the call draws from the smaller, unpaginated throttle bucket. */
const pageSize = 1000;

export interface SeenInstance {
  /** Twelve digits of the account that owns it: the account in its ARN. */
  readonly ownerId: string;
  readonly id: string;
  readonly instance: Instance;
}

/** All instances of the region, or those named; an id that does not exist is left out. */
export async function readInstances(aws: ReadDoor, only?: readonly string[]): Promise<SeenInstance[]> {
  if (only?.length === 0) return [];
  const wanted = only && new Set(only);
  const filter = idFilter("instance-id", only);
  const found: SeenInstance[] = [];
  const list = pages(
    (token) =>
      aws.read(
        EC2Client,
        new DescribeInstancesCommand({
          MaxResults: pageSize,
          // Instances that an AWS service operates are hidden by default; they bill, so they are listed.
          IncludeManagedResources: true,
          ...filter,
          ...(token && { NextToken: token }),
        }),
      ),
    (out) => out.NextToken,
  );
  for await (const page of list) {
    for (const { OwnerId = "", Instances = [] } of page.Reservations ?? []) {
      for (const instance of Instances) {
        const id = instance.InstanceId;
        // A terminated instance stays listed for about an hour: it does not exist any more.
        if (!id || instance.State?.Name === "terminated") continue;
        if (!wanted || wanted.has(id)) found.push({ ownerId: OwnerId, id, instance });
      }
    }
  }
  return found;
}

/** EC2's own filter argument for a few ids; nothing for all, or where the whole list is cheaper. */
export function idFilter(name: string, only?: readonly string[]): { Filters?: { Name: string; Values: string[] }[] } {
  if (!only || only.length > filterValuesAtMost) return {};
  return { Filters: [{ Name: name, Values: [...only].sort() }] };
}

/** The list of all is one question for the instances and for the volumes that have none: AWS is asked it once in a scan. */
export function volumePages(aws: ReadDoor, filter: ReturnType<typeof idFilter>) {
  return pages(
    (token) =>
      aws.read(
        EC2Client,
        new DescribeVolumesCommand({ MaxResults: 500, ...filter, ...(token && { NextToken: token }) }),
      ),
    (out) => out.NextToken,
  );
}

/** The permission of readVolumeKeys. */
export const volumeKeysRead = "ec2:DescribeVolumes";

/** The KMS keys of the disks of each of these instances; who has none is not in the map. */
export async function readVolumeKeys(
  aws: ReadDoor,
  ids: readonly string[],
  counts: (attachment: VolumeAttachment) => boolean = () => true,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const keys = new Map<string, string[]>();
  if (ids.length === 0) return keys;
  for await (const { Volumes = [] } of volumePages(aws, idFilter("attachment.instance-id", ids))) {
    for (const { KmsKeyId: key, Attachments = [] } of Volumes) {
      if (!key) continue;
      for (const { InstanceId: id = "" } of Attachments.filter(counts)) keys.set(id, [...(keys.get(id) ?? []), key]);
    }
  }
  return keys;
}

/** So many are asked one by one: the call's bucket takes 20 a second. Beyond it a plan would keep a person waiting. */
const protectionsAtMost = 50;

/** The permission of readStopProtection. */
export const stopProtectionRead = "ec2:DescribeInstanceAttribute";

/** Which of these may not be stopped (`disableApiStop`); AWS has no list of it, so it is not asked for many. */
export async function readStopProtection(
  aws: ReadDoor,
  ids: readonly string[],
): Promise<ReadonlySet<string> | "tooMany"> {
  if (ids.length > protectionsAtMost) return "tooMany";
  const answers = await Promise.all(
    ids.map((InstanceId) =>
      aws.read(EC2Client, new DescribeInstanceAttributeCommand({ InstanceId, Attribute: "disableApiStop" })),
    ),
  );
  return new Set(ids.filter((_, at) => answers[at]?.DisableApiStop?.Value === true));
}

export const statusWords = ["ok", "initializing", "impaired", "unknown"] as const;
export type StatusWord = (typeof statusWords)[number];

/** The status checks of running instances, instance and system as one word. */
export async function readStatusChecks(
  aws: ReadDoor,
  instances: readonly SeenInstance[],
  all: boolean,
): Promise<Map<string, StatusWord>> {
  const words = new Map<string, StatusWord>();
  const running = instances.filter(({ instance }) => instance.State?.Name === "running").map(({ id }) => id);
  if (running.length === 0) return words;
  for await (const { InstanceId: id, ...status } of statuses(aws, all ? undefined : running)) {
    if (id) words.set(id, checksOf(status));
  }
  return words;
}

export interface InstanceState {
  /** EC2's word: "stopped". */
  readonly state: string;
  readonly checks: StatusWord;
}

/** What these are at, and their checks, by a list that is a fifth of the instances' own. Who is not known is left out. */
export async function readStates(aws: ReadDoor, ids: readonly string[]): Promise<ReadonlyMap<string, InstanceState>> {
  const states = new Map<string, InstanceState>();
  if (ids.length === 0) return states;
  const wanted = new Set(ids);
  for await (const { InstanceId: id = "", ...status } of statuses(aws, ids, { IncludeAllInstances: true })) {
    const state = status.InstanceState?.Name;
    if (state && wanted.has(id)) states.set(id, { state, checks: checksOf(status) });
  }
  return states;
}

/** Of those named, where they are few; of all otherwise. */
async function* statuses(
  aws: ReadDoor,
  ids: readonly string[] | undefined,
  which: { readonly IncludeAllInstances?: true } = {},
): AsyncGenerator<InstanceStatus> {
  const few = ids !== undefined && ids.length <= statusIdsAtMost;
  const list = pages(
    (token) =>
      aws.read(
        EC2Client,
        new DescribeInstanceStatusCommand({
          ...which,
          ...(few ? { InstanceIds: [...ids] } : { MaxResults: pageSize, ...(token && { NextToken: token }) }),
        }),
      ),
    (out) => out.NextToken,
  );
  for await (const { InstanceStatuses = [] } of list) yield* InstanceStatuses;
}

function checksOf(status: InstanceStatus): StatusWord {
  return worst(status.InstanceStatus?.Status, status.SystemStatus?.Status);
}

/** The worse of the two checks. `not-applicable` has nothing to check and counts as ok. */
function worst(...checks: readonly (string | undefined)[]): StatusWord {
  if (checks.some((check) => check === "impaired")) return "impaired";
  if (checks.some((check) => check === "initializing")) return "initializing";
  if (checks.every((check) => check === "ok" || check === "not-applicable")) return "ok";
  return "unknown";
}

/** Which of these types have instance-store disks: their data is erased by a stop. */
export async function readInstanceStore(
  aws: ReadDoor,
  instances: readonly SeenInstance[],
): Promise<ReadonlyMap<string, boolean>> {
  const types = [...new Set(instances.flatMap(({ instance }) => instance.InstanceType ?? []))].sort();
  return aws.facts("ec2:DescribeInstanceTypes", types, (unknown) => readTypes(aws, unknown));
}

async function readTypes(aws: ReadDoor, types: readonly string[]): Promise<ReadonlyMap<string, boolean>> {
  const answers = await Promise.all(
    chunks(types, typesAtMost).map((some) =>
      aws.read(EC2Client, new DescribeInstanceTypesCommand({ InstanceTypes: some as _InstanceType[] })),
    ),
  );
  return new Map(
    answers
      .flatMap((answer) => answer.InstanceTypes ?? [])
      .flatMap((info): [string, boolean][] =>
        info.InstanceType && info.InstanceStorageSupported !== undefined
          ? [[info.InstanceType, info.InstanceStorageSupported]]
          : [],
      ),
  );
}

export type Caretaker = { readonly name: string; readonly remedy: string };

/**
 * Who runs this instance or group, told by the tags that AWS services put on what they make. Such a thing is replaced
 * or scaled back by its service when it is stopped behind its back, so it is acted on through the service only.
 */
export function caretakerOf(tags: Readonly<Record<string, string>>): Caretaker | null {
  const has = (...prefixes: string[]) =>
    Object.keys(tags).some((key) => prefixes.some((prefix) => key.startsWith(prefix)));
  if (has("aws:elasticmapreduce:")) {
    return { name: "EMR", remedy: "An EMR cluster cannot be stopped; terminate it when its work is done" };
  }
  if (has("eks:", "aws:eks:", "karpenter.sh/")) {
    return { name: "EKS", remedy: "Scale the node group or node pool of its EKS cluster" };
  }
  if (has("AWSBatchServiceTag", "aws:batch:")) {
    return { name: "AWS Batch", remedy: "Disable the compute environment in AWS Batch" };
  }
  if (has("elasticbeanstalk:")) {
    return { name: "Elastic Beanstalk", remedy: "Change the environment's capacity in Elastic Beanstalk" };
  }
  if (has("AmazonECSManaged", "aws:ecs:")) {
    return {
      name: "an ECS capacity provider",
      remedy: "Pause the ECS services; the capacity provider then scales its instances in",
    };
  }
  return null;
}
