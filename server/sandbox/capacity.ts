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
import type { Instance, TagMap } from "./world";

/** Machines that are kept ready in EC2, used or not: capacity reservations and dedicated hosts. Nothing runs on the hosts. */

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
  /** The account that shares it with this one and pays for what is unused; left out where it is this account's. */
  ownerId?: string;
  /** Whatever matches runs in it, and there is room for all; left out where only what names it may, which nothing here does. */
  isOpen?: true;
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
    ...reservations
      .filter(({ ownerId }) => ownerId === undefined)
      .map((one) => ({ type: "ec2:capacity-reservation", arn: reservationArn(one, at), tags: one.tags })),
    ...hosts.map(({ id, tags }) => ({ type: "ec2:dedicated-host", arn: arnOf(`dedicated-host/${id}`, at), tags })),
  ],
});

const arnOf = (rest: string, { regionName, world }: Moment, ownerId = world.accountId) =>
  `arn:aws:ec2:${regionName}:${ownerId}:${rest}`;
const reservationArn = ({ id, ownerId }: Reservation, at: Moment) => arnOf(`capacity-reservation/${id}`, at, ownerId);

/** The reservation that a machine runs in: one that is open to its type in its zone. */
export function reservationOfInstance(instance: Instance, { region }: Moment): string | undefined {
  if (!["pending", "running"].includes(instance.state) || instance.spot || instance.os !== "linux") return undefined;
  return stateOf(own, region).reservations.find((one) => one.isOpen && matches(one, instance))?.id;
}

function matches(one: Reservation, { type, zone: place }: Instance): boolean {
  return one.state === "active" && one.instanceType === type && one.zone === place;
}

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
  const used = at.region.instances.filter((instance) => reservationOfInstance(instance, at) === one.id).length;
  return {
    CapacityReservationId: one.id,
    CapacityReservationArn: reservationArn(one, at),
    OwnerId: one.ownerId ?? at.world.accountId,
    InstanceType: one.instanceType,
    InstancePlatform: "Linux/UNIX",
    AvailabilityZone: one.zone,
    Tenancy: "default",
    TotalInstanceCount: isActive ? one.count : 0,
    AvailableInstanceCount: isActive ? one.count - used : 0,
    InstanceMatchCriteria: one.isOpen ? "open" : "targeted",
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
    // Shared by another account of the organisation: some of the queues and of the nodes run in it.
    {
      id: "cr-0d52f8b19c7e6a043",
      instanceType: "m6i.large",
      count: 12,
      state: "active",
      zone: zone("eu", 1),
      since: daysAgo(seed, 45),
      tags: {},
      ownerId: "210987654321",
      isOpen: true,
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
