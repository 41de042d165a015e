import type {
  DescribeAddressesCommandInput,
  DescribeAddressesCommandOutput,
  DescribeInstanceAttributeCommandInput,
  DescribeInstanceAttributeCommandOutput,
  DescribeInstanceStatusCommandInput,
  DescribeInstanceStatusCommandOutput,
  DescribeInstancesCommandInput,
  DescribeInstancesCommandOutput,
  DescribeInstanceTypesCommandInput,
  DescribeInstanceTypesCommandOutput,
  DescribeRegionsCommandInput,
  DescribeRegionsCommandOutput,
  DescribeSecurityGroupsCommandInput,
  DescribeSecurityGroupsCommandOutput,
  DescribeSpotInstanceRequestsCommandInput,
  DescribeSpotInstanceRequestsCommandOutput,
  DescribeVolumesCommandInput,
  DescribeVolumesCommandOutput,
} from "@aws-sdk/client-ec2";
import { startInstances, stopInstances } from "./ec2-actions";
import { describeAddress, describeInstance, describeSpotRequest, describeVolume, instanceState } from "./ec2-answers";
import { notFound } from "./ec2-errors";
import { type FilterFields, matchesFilters } from "./ec2-filters";
import { instanceTypeInfo, instanceTypeNames } from "./ec2-types";
import { awsError } from "./errors";
import { type Answer, change, type Moment, read, type Service } from "./operation";
import { page } from "./paging";
import type { Address, Instance, Volume } from "./world";

export const ec2: Service = {
  DescribeInstances: read(describeInstances),
  DescribeInstanceStatus: read(describeInstanceStatus),
  DescribeInstanceTypes: read(describeInstanceTypes),
  DescribeInstanceAttribute: read(describeInstanceAttribute),
  DescribeVolumes: read(describeVolumes),
  DescribeAddresses: read(describeAddresses),
  DescribeRegions: read(describeRegions),
  DescribeSecurityGroups: read(describeSecurityGroups),
  DescribeSpotInstanceRequests: read(describeSpotInstanceRequests),
  StopInstances: change(stopInstances),
  StartInstances: change(startInstances),
};

const invalidToken = () => awsError("InvalidNextToken", "The token is not valid.");

/** EC2 pages of 5 to 1,000; a page size may not be given together with ids. */
function paged<Item>(
  items: readonly Item[],
  input: { MaxResults?: number | undefined; NextToken?: string | undefined },
  ids: readonly string[] | undefined,
): { readonly items: Item[]; readonly next?: string } {
  const size = input.MaxResults;
  if (size !== undefined && (ids?.length ?? 0) > 0) {
    throw awsError("InvalidParameterCombination", "The parameter MaxResults may not be used together with ids");
  }
  if (size !== undefined && (size < 5 || size > 1000)) {
    throw awsError(
      "InvalidParameterValue",
      `Value ( ${size} ) for parameter maxResults is invalid. Expecting a value between 5 and 1000.`,
    );
  }
  return page({ items, size: size ?? 1000, token: input.NextToken, invalidToken });
}

/** Nobody of the story makes or deletes any. */
const securityGroups = ["sg-05f3c1d2a7b8e9460", "sg-0a94b7d3e1c2f5860"];

function describeSecurityGroups(
  input: DescribeSecurityGroupsCommandInput,
): Answer<DescribeSecurityGroupsCommandOutput> {
  const found = securityGroups.filter((id) =>
    matchesFilters({ id, tags: {} }, input.Filters, { "group-id": (each) => [each.id] }),
  );
  return { SecurityGroups: found.map((GroupId) => ({ GroupId })) };
}

const instanceFields: FilterFields<Instance> = {
  "instance-id": (each) => [each.id],
  "instance-state-name": (each) => [each.state],
  "instance-type": (each) => [each.type],
  "availability-zone": (each) => [each.zone],
  "instance-lifecycle": (each) => [each.spot ? "spot" : null],
  "spot-instance-request-id": (each) => [each.spot?.requestId ?? null],
};

function describeInstances(input: DescribeInstancesCommandInput, at: Moment): Answer<DescribeInstancesCommandOutput> {
  const found = wanted(at.region.instances, input.InstanceIds).filter((each) =>
    matchesFilters(each, input.Filters, instanceFields),
  );
  const { items, next } = paged(found, input, input.InstanceIds);
  return {
    Reservations: items.map((instance) => ({
      ReservationId: `r-${instance.id.slice(2)}`,
      OwnerId: at.world.accountId,
      Groups: [],
      Instances: [describeInstance(instance, at)],
    })),
    ...(next !== undefined && { NextToken: next }),
  };
}

function wanted(instances: readonly Instance[], ids: readonly string[] | undefined): readonly Instance[] {
  if (!ids || ids.length === 0) return instances;
  const missing = ids.filter((id) => !instances.some((each) => each.id === id));
  if (missing.length > 0) throw notFound(missing);
  return instances.filter((each) => ids.includes(each.id));
}

function describeInstanceStatus(
  input: DescribeInstanceStatusCommandInput,
  at: Moment,
): Answer<DescribeInstanceStatusCommandOutput> {
  const found = wanted(at.region.instances, input.InstanceIds).filter(
    (each) =>
      (input.IncludeAllInstances === true || each.state === "running") &&
      matchesFilters(each, input.Filters, instanceFields),
  );
  const { items, next } = paged(found, input, input.InstanceIds);
  return {
    InstanceStatuses: items.map((instance) => {
      const Status = checkStatus(instance, at);
      const Details = [{ Name: "reachability" as const, Status: statusDetail[Status] }];
      return {
        InstanceId: instance.id,
        AvailabilityZone: instance.zone,
        InstanceState: instanceState(instance.state),
        InstanceStatus: { Status, Details },
        SystemStatus: { Status, Details },
      };
    }),
    ...(next !== undefined && { NextToken: next }),
  };
}

const statusDetail = { ok: "passed", initializing: "initializing", "not-applicable": "insufficient-data" } as const;

/** The checks pass about a minute after the machine runs. */
function checkStatus(instance: Instance, at: Moment): "ok" | "initializing" | "not-applicable" {
  if (instance.state !== "running") return "not-applicable";
  return at.now >= instance.launchedAt + at.lasts("ec2.checks") ? "ok" : "initializing";
}

function describeInstanceTypes(input: DescribeInstanceTypesCommandInput): Answer<DescribeInstanceTypesCommandOutput> {
  const names = input.InstanceTypes ?? [];
  const unknown = names.filter((name) => !instanceTypeNames.includes(name));
  if (unknown.length > 0) {
    throw awsError(
      "InvalidInstanceType",
      `The following supplied instance types do not exist: [${unknown.join(", ")}]`,
    );
  }
  const chosen = names.length > 0 ? names : instanceTypeNames;
  const infos = chosen.flatMap((name) => instanceTypeInfo(name) ?? []);
  const kept = infos.filter((info) =>
    matchesFilters({ info, tags: {} }, input.Filters, {
      "instance-type": (each) => [each.info.InstanceType ?? null],
      "instance-storage-supported": (each) => [String(each.info.InstanceStorageSupported)],
    }),
  );
  const { items, next } = page({ items: kept, size: input.MaxResults ?? 100, token: input.NextToken, invalidToken });
  return { InstanceTypes: items, ...(next !== undefined && { NextToken: next }) };
}

function describeInstanceAttribute(
  input: DescribeInstanceAttributeCommandInput,
  at: Moment,
): Answer<DescribeInstanceAttributeCommandOutput> {
  const [instance] = wanted(at.region.instances, [input.InstanceId ?? ""]);
  if (!instance) throw notFound([input.InstanceId ?? ""]);
  switch (input.Attribute) {
    case "disableApiStop":
      return { InstanceId: instance.id, DisableApiStop: { Value: instance.stopProtected } };
    case "disableApiTermination":
      return { InstanceId: instance.id, DisableApiTermination: { Value: false } };
    case "instanceInitiatedShutdownBehavior":
      return { InstanceId: instance.id, InstanceInitiatedShutdownBehavior: { Value: "stop" } };
    case "instanceType":
      return { InstanceId: instance.id, InstanceType: { Value: instance.type } };
    default:
      throw awsError("InvalidParameterValue", `The sandbox does not know the attribute ${input.Attribute}.`);
  }
}

const volumeFields: FilterFields<Volume> = {
  "volume-id": (each) => [each.id],
  "volume-type": (each) => [each.type],
  "attachment.instance-id": (each) => [each.instanceId],
  "attachment.status": (each) => [each.instanceId ? "attached" : null],
  status: (each) => [each.instanceId ? "in-use" : "available"],
};

function describeVolumes(input: DescribeVolumesCommandInput, at: Moment): Answer<DescribeVolumesCommandOutput> {
  const ids = input.VolumeIds ?? [];
  const missing = ids.find((id) => !at.region.volumes.some((each) => each.id === id));
  if (missing) throw awsError("InvalidVolume.NotFound", `The volume '${missing}' does not exist.`);
  const found = at.region.volumes.filter(
    (each) => (ids.length === 0 || ids.includes(each.id)) && matchesFilters(each, input.Filters, volumeFields),
  );
  const { items, next } = paged(found, input, ids);
  return { Volumes: items.map(describeVolume), ...(next !== undefined && { NextToken: next }) };
}

const addressFields: FilterFields<Address> = {
  "allocation-id": (each) => [each.allocationId],
  "instance-id": (each) => [each.instanceId],
  "public-ip": (each) => [each.publicIp],
  domain: () => ["vpc"],
};

function describeAddresses(input: DescribeAddressesCommandInput, at: Moment): Answer<DescribeAddressesCommandOutput> {
  const ids = input.AllocationIds ?? [];
  const missing = ids.find((id) => !at.region.addresses.some((each) => each.allocationId === id));
  if (missing) throw awsError("InvalidAllocationID.NotFound", `The allocation ID '${missing}' does not exist`);
  const found = at.region.addresses.filter(
    (each) =>
      (ids.length === 0 || ids.includes(each.allocationId)) && matchesFilters(each, input.Filters, addressFields),
  );
  return { Addresses: found.map((each) => describeAddress(each, at)) };
}

/** The regions that the company's service control policy leaves open. */
function describeRegions(input: DescribeRegionsCommandInput, at: Moment): Answer<DescribeRegionsCommandOutput> {
  const names = Object.keys(at.world.regions);
  const unknown = (input.RegionNames ?? []).find((name) => !names.includes(name));
  if (unknown) throw awsError("InvalidParameterValue", `Invalid region names: [${unknown}]`);
  const chosen = input.RegionNames && input.RegionNames.length > 0 ? input.RegionNames : names;
  return {
    Regions: chosen.map((name) => ({
      RegionName: name,
      Endpoint: `ec2.${name}.amazonaws.com`,
      OptInStatus: "opt-in-not-required",
    })),
  };
}

function describeSpotInstanceRequests(
  input: DescribeSpotInstanceRequestsCommandInput,
  at: Moment,
): Answer<DescribeSpotInstanceRequestsCommandOutput> {
  const ids = input.SpotInstanceRequestIds ?? [];
  const spots = at.region.instances.filter((each) => each.spot !== null && each.state !== "terminated");
  const missing = ids.find((id) => !spots.some((each) => each.spot?.requestId === id));
  if (missing) {
    throw awsError("InvalidSpotInstanceRequestID.NotFound", `The spot instance request ID '${missing}' does not exist`);
  }
  const found = spots.filter(
    (each) =>
      (ids.length === 0 || ids.includes(each.spot?.requestId ?? "")) &&
      matchesFilters(each, input.Filters, {
        ...instanceFields,
        type: (instance) => [instance.spot?.type ?? null],
      }),
  );
  const { items, next } = paged(found, input, ids);
  return { SpotInstanceRequests: items.flatMap(describeSpotRequest), ...(next !== undefined && { NextToken: next }) };
}
