import {
  AppStreamClient,
  DescribeFleetsCommand,
  type Fleet,
  ListAssociatedStacksCommand,
} from "@aws-sdk/client-appstream";
import { z } from "zod";
import { chunks, pages, type ReadDoor } from "../../aws/door";
import { scalableTargets } from "../../aws/reads/scalable-targets";
import type { Observed } from "../../core/resource";
import { isWanted, withTags } from "../listing";
import { type Scaling, scalingSchema, toScaling } from "../scaling-hold";
import { hasAppStream } from "./place";

/** What an AppStream fleet is, in a form that survives JSON, and how it is read. */

const text = z.string().nullable();
const number = z.number().nullable();

/** Everything that a stop and a start must leave as it was. How many streaming instances it has is beside it. */
export const fleetConfiguration = z.strictObject({
  displayName: text,
  description: text,
  /** ALWAYS_ON, ON_DEMAND, ELASTIC. */
  fleetType: text,
  instanceType: text,
  image: z.strictObject({ arn: text, name: text }),
  platform: text,
  streamView: text,
  roleArn: text,
  network: z.strictObject({
    subnets: z.array(z.string()),
    securityGroups: z.array(z.string()),
    internet: z.boolean().nullable(),
  }),
  domain: z.strictObject({ directory: text, unit: text }),
  seconds: z.strictObject({ session: number, disconnected: number, idle: number }),
  /** More than one: its size is counted in sessions. */
  sessionsPerInstance: number,
  sessionsAtMost: number,
  usbDevices: z.array(z.string()),
  sessionScript: text,
  rootVolumeGb: number,
  metadataV1Disabled: z.boolean().nullable(),
  /** Through which people reach it. */
  stacks: z.array(z.string()),
});
export type FleetConfiguration = z.infer<typeof fleetConfiguration>;

export const fleetDetail = z.strictObject({
  state: z.string(),
  /** Instances, or sessions where several share one; null where AWS does not say. */
  desired: z.int().min(0).nullable(),
  running: number,
  /** Sessions that people have open now. */
  sessions: number,
  /** "IMAGE_NOT_FOUND: The image …" */
  errors: z.array(z.string()),
  configuration: fleetConfiguration,
  scaling: scalingSchema.nullable(),
});
export type FleetDetail = z.infer<typeof fleetDetail>;
export type SeenFleet = Observed<FleetDetail>;

/** Fleets whose stacks are asked for side by side. AppStream publishes no rate; a few leave room for others. */
const readAtOnce = 5;

/**
 * All fleets by one list, also for a few: a region has ten by AWS's own quota, and a name that does not exist would fail
 * the list of all that are named.
 */
export async function* discoverFleets(aws: ReadDoor, only?: readonly string[]): AsyncGenerator<SeenFleet> {
  if (!hasAppStream(aws.region)) return;
  const list = pages(
    (token) => aws.read(AppStreamClient, new DescribeFleetsCommand({ ...(token && { NextToken: token }) })),
    (out) => out.NextToken,
  );
  const fleets: Fleet[] = [];
  for await (const { Fleets = [] } of list) fleets.push(...Fleets.filter(({ Name }) => isWanted(Name, only)));
  if (fleets.length === 0) return;
  const scaling = await scalingOf(aws, only && fleets.map(({ Name = "" }) => Name));
  const found: Omit<SeenFleet, "tags">[] = [];
  for (const some of chunks(fleets, readAtOnce)) {
    const stacks = await Promise.all(some.map(({ Name }) => stacksOf(aws, Name)));
    found.push(...some.map((fleet, at) => observe(fleet, stacks[at] ?? [], scaling)));
  }
  yield* await withTags(aws, null, found);
}

async function scalingOf(aws: ReadDoor, only: readonly string[] | undefined): Promise<ReadonlyMap<string, Scaling>> {
  const targets = await scalableTargets(aws, "appstream", only?.map(targetOf));
  return new Map(targets.map((target) => [target.ResourceId ?? "", toScaling(target)]));
}

/** How Application Auto Scaling calls a fleet. */
export function targetOf(name: string): string {
  return `fleet/${name}`;
}

async function stacksOf(aws: ReadDoor, FleetName: string | undefined): Promise<readonly string[]> {
  const stacks: string[] = [];
  const list = pages(
    (token) =>
      aws.read(AppStreamClient, new ListAssociatedStacksCommand({ FleetName, ...(token && { NextToken: token }) })),
    (out) => out.NextToken,
  );
  for await (const { Names = [] } of list) stacks.push(...Names);
  return stacks.sort();
}

function observe(
  fleet: Fleet,
  stacks: readonly string[],
  targets: ReadonlyMap<string, Scaling>,
): Omit<SeenFleet, "tags"> {
  const name = fleet.Name ?? "";
  const configuration = configurationOf(fleet, stacks);
  const { Desired, DesiredUserSessions, Running, InUse, ActiveUserSessions } = fleet.ComputeCapacityStatus ?? {};
  const { fleetType, instanceType } = configuration;
  const isShared = sharesInstances(configuration);
  return {
    nativeId: name,
    arn: fleet.Arn ?? "",
    name,
    type: [fleetType, instanceType].filter((word) => word !== null).join(", ") || "fleet",
    detail: {
      state: fleet.State ?? "unknown",
      desired: (isShared ? DesiredUserSessions : Desired) ?? null,
      running: Running ?? null,
      sessions: (isShared ? ActiveUserSessions : InUse) ?? null,
      errors: (fleet.FleetErrors ?? []).map(({ ErrorCode = "unknown", ErrorMessage = "" }) =>
        ErrorMessage ? `${ErrorCode}: ${ErrorMessage}` : ErrorCode,
      ),
      configuration,
      scaling: targets.get(targetOf(name)) ?? null,
    },
  };
}

/** Several people on one instance: such a fleet is sized, scaled and changed in sessions (API reference, ComputeCapacity). */
export function sharesInstances({ sessionsPerInstance }: FleetConfiguration): boolean {
  return (sessionsPerInstance ?? 1) > 1;
}

/** What its size is counted in. */
export function unitOf(configuration: FleetConfiguration): "instances" | "sessions" {
  return sharesInstances(configuration) ? "sessions" : "instances";
}

function configurationOf(fleet: Fleet, stacks: readonly string[]): FleetConfiguration {
  const { VpcConfig: vpc, DomainJoinInfo: domain, SessionScriptS3Location: script } = fleet;
  return {
    displayName: fleet.DisplayName ?? null,
    description: fleet.Description ?? null,
    fleetType: fleet.FleetType ?? null,
    instanceType: fleet.InstanceType ?? null,
    image: { arn: fleet.ImageArn ?? null, name: fleet.ImageName ?? null },
    platform: fleet.Platform ?? null,
    streamView: fleet.StreamView ?? null,
    roleArn: fleet.IamRoleArn ?? null,
    network: {
      subnets: [...(vpc?.SubnetIds ?? [])].sort(),
      securityGroups: [...(vpc?.SecurityGroupIds ?? [])].sort(),
      internet: fleet.EnableDefaultInternetAccess ?? null,
    },
    domain: {
      directory: domain?.DirectoryName ?? null,
      unit: domain?.OrganizationalUnitDistinguishedName ?? null,
    },
    seconds: {
      session: fleet.MaxUserDurationInSeconds ?? null,
      disconnected: fleet.DisconnectTimeoutInSeconds ?? null,
      idle: fleet.IdleDisconnectTimeoutInSeconds ?? null,
    },
    sessionsPerInstance: fleet.MaxSessionsPerInstance ?? null,
    sessionsAtMost: fleet.MaxConcurrentSessions ?? null,
    usbDevices: [...(fleet.UsbDeviceFilterStrings ?? [])].sort(),
    sessionScript: script ? `s3://${script.S3Bucket}/${script.S3Key ?? ""}` : null,
    rootVolumeGb: fleet.RootVolumeConfig?.VolumeSizeInGb ?? null,
    metadataV1Disabled: fleet.DisableIMDSV1 ?? null,
    stacks: [...stacks],
  };
}
