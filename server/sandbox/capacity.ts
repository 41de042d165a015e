import type {
  CapacityReservation,
  Host,
  DescribeHostsCommandInput as HostsInput,
  DescribeHostsCommandOutput as HostsOutput,
  DescribeCapacityReservationsCommandInput as ReservationsInput,
  DescribeCapacityReservationsCommandOutput as ReservationsOutput,
} from "@aws-sdk/client-ec2";
import { defineCorner, stateOf } from "./corner";
import { awsError } from "./errors";
import { type Answer, type Moment, read } from "./operation";
import { page } from "./paging";
import { daysAgo, regionOf, type Seed, tagsOf, zone } from "./seed-story";
import { tagList } from "./tags";
import type { TagMap } from "./world";

/** Machines that are kept ready in EC2, used or not: capacity reservations and dedicated hosts. Nothing runs on them here. */

interface Kept {
  id: string;
  zone: string;
  since: number;
  tags: TagMap;
}

interface Reservation extends Kept {
  instanceType: string;
  count: number;
  state: "active" | "cancelled";
}

interface DedicatedHost extends Kept {
  family: string;
  cores: number;
}

interface State {
  reservations: Reservation[];
  hosts: DedicatedHost[];
}

const own = { name: "capacity", empty: (): State => ({ reservations: [], hosts: [] }) };

export const capacity = defineCorner<State>({
  ...own,
  services: {
    ec2: {
      DescribeCapacityReservations: read(describeCapacityReservations),
      DescribeHosts: read(describeHosts),
    },
  },
  seed,
  dues: () => [],
  finish: () => {},
  tagged: ({ reservations, hosts }, at) => [
    ...reservations.map(({ id, tags }) => ({ type: "ec2:capacity-reservation", arn: reservationArn(id, at), tags })),
    ...hosts.map(({ id, tags }) => ({ type: "ec2:dedicated-host", arn: arnOf(`dedicated-host/${id}`, at), tags })),
  ],
});

const arnOf = (rest: string, { regionName, world }: Moment) => `arn:aws:ec2:${regionName}:${world.accountId}:${rest}`;
const reservationArn = (id: string, at: Moment) => arnOf(`capacity-reservation/${id}`, at);

/** Both lists take pages of 5 to 500 here, and ids fail the call where one does not exist; both may not be asked together. */
function paged<Item extends Kept>(
  items: readonly Item[],
  asked: Asked,
): { readonly items: Item[]; readonly next?: string } {
  const { ids = [], size, token, noneSuch } = asked;
  const missing = ids.find((id) => !items.some((one) => one.id === id));
  if (missing) throw awsError(noneSuch, `The ID '${missing}' does not exist`);
  if (size !== undefined && ids.length > 0) {
    throw awsError("InvalidParameterCombination", "The parameter MaxResults may not be used together with ids");
  }
  if (size !== undefined && (size < 5 || size > 500)) {
    throw awsError("InvalidParameterValue", `Value ( ${size} ) for parameter maxResults is invalid.`);
  }
  const wanted = ids.length > 0 ? items.filter(({ id }) => ids.includes(id)) : items;
  const invalidToken = () => awsError("InvalidNextToken", "The token is not valid.");
  return page({ items: wanted, size: size ?? 500, token, invalidToken });
}

interface Asked {
  readonly ids: readonly string[] | undefined;
  readonly size: number | undefined;
  readonly token: string | undefined;
  readonly noneSuch: string;
}

function describeCapacityReservations(input: ReservationsInput, at: Moment): Answer<ReservationsOutput> {
  const { items, next } = paged(stateOf(own, at.region).reservations, {
    ids: input.CapacityReservationIds,
    size: input.MaxResults,
    token: input.NextToken,
    noneSuch: "InvalidCapacityReservationId.NotFound",
  });
  return {
    CapacityReservations: items.map((one) => reservationOf(one, at)),
    ...(next !== undefined && { NextToken: next }),
  };
}

function reservationOf(one: Reservation, at: Moment): CapacityReservation {
  const isActive = one.state === "active";
  return {
    CapacityReservationId: one.id,
    CapacityReservationArn: reservationArn(one.id, at),
    OwnerId: at.world.accountId,
    InstanceType: one.instanceType,
    InstancePlatform: "Linux/UNIX",
    AvailabilityZone: one.zone,
    Tenancy: "default",
    TotalInstanceCount: isActive ? one.count : 0,
    AvailableInstanceCount: isActive ? one.count : 0,
    InstanceMatchCriteria: "targeted",
    ReservationType: "default",
    EndDateType: "unlimited",
    State: one.state,
    CreateDate: new Date(one.since),
    StartDate: new Date(one.since),
    Tags: tagList(one.tags),
  };
}

function describeHosts(input: HostsInput, at: Moment): Answer<HostsOutput> {
  const { items, next } = paged(stateOf(own, at.region).hosts, {
    ids: input.HostIds,
    size: input.MaxResults,
    token: input.NextToken,
    noneSuch: "InvalidHostID.NotFound",
  });
  return { Hosts: items.map((one) => hostOf(one, at)), ...(next !== undefined && { NextToken: next }) };
}

function hostOf(one: DedicatedHost, at: Moment): Host {
  return {
    HostId: one.id,
    OwnerId: at.world.accountId,
    State: "available",
    AutoPlacement: "off",
    AvailabilityZone: one.zone,
    HostProperties: { InstanceFamily: one.family, Cores: one.cores, Sockets: 2 },
    AllowsMultipleInstanceTypes: "on",
    Instances: [],
    AllocationTime: new Date(one.since),
    Tags: tagList(one.tags),
  };
}

function seed(seed: Seed): void {
  const tags = (Name: string) => ({ Name, ...tagsOf("lab", "data") });
  stateOf(own, regionOf(seed, "eu")).reservations.push(
    {
      id: "cr-0c4a71f9e2d83b560",
      instanceType: "m6i.large",
      count: 2,
      state: "active",
      zone: zone("eu", 0),
      since: daysAgo(seed, 60),
      tags: tags("training-week"),
    },
    // AWS goes on listing it for a while.
    {
      id: "cr-07be25d1a9f4c6380",
      instanceType: "c6i.xlarge",
      count: 4,
      state: "cancelled",
      zone: zone("eu", 1),
      since: daysAgo(seed, 90),
      tags: tags("load-test"),
    },
  );
  stateOf(own, regionOf(seed, "us")).hosts.push({
    id: "h-0e93b5c7d1a2f4860",
    family: "m5",
    cores: 48,
    zone: zone("us", 0),
    since: daysAgo(seed, 120),
    tags: tags("licensed-tools"),
  });
}
