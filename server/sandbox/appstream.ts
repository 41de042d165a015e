import type {
  ComputeCapacityStatus,
  DescribeFleetsCommandInput,
  DescribeFleetsCommandOutput,
  Fleet,
  ListAssociatedStacksCommandInput,
  ListAssociatedStacksCommandOutput,
  StartFleetCommandInput,
  StopFleetCommandInput,
  UpdateFleetCommandInput,
  UpdateFleetCommandOutput,
} from "@aws-sdk/client-appstream";
import { type Corner, defineCorner, stateOf } from "./corner";
import { awsError } from "./errors";
import { type Answer, change, type Moment, read } from "./operation";
import { page } from "./paging";
import { seedTarget } from "./scaling-targets";
import { daysAgo, type Project, type RegionKey, regionOf, type Seed, subnet, tagsOf } from "./seed-story";
import type { RegionWorld, ScalableTarget, TagMap } from "./world";

/** AppStream fleets: a stop takes minutes and ends the sessions, a start a quarter of an hour. */

const stopSeconds = 180;
const startSeconds = 600;
/** Names in one question, and fleets in one answer. */
const atMost = 25;

interface FleetState {
  name: string;
  state: "RUNNING" | "STOPPED" | "STARTING" | "STOPPING";
  until: number | null;
  type: "ALWAYS_ON" | "ON_DEMAND" | "ELASTIC";
  instanceType: string;
  /** What it is set to, in instances or sessions. */
  desired: number;
  /** Several people on one instance. */
  perInstance: number | null;
  sessions: number;
  domain: string | null;
  stacks: string[];
  errors: string[];
  subnetId: string;
  createdAt: number;
  tags: TagMap;
}

interface State {
  fleets: FleetState[];
}

const corner: Corner<State> = {
  name: "appstream",
  empty: () => ({ fleets: [] }),
  services: {
    appstream: {
      DescribeFleets: read(describeFleets),
      ListAssociatedStacks: read(listAssociatedStacks),
      StartFleet: change(startFleet),
      StopFleet: change(stopFleet),
      UpdateFleet: change(updateFleet),
    },
  },
  seed,
  dues: ({ fleets }) => fleets.map(({ until }) => until),
  finish({ fleets }, at) {
    for (const fleet of fleets) {
      if (fleet.until === null || fleet.until > at) continue;
      fleet.until = null;
      fleet.state = fleet.state === "STARTING" ? "RUNNING" : "STOPPED";
    }
  },
  tagged: ({ fleets }, at) =>
    fleets.map((each) => ({ type: "appstream:fleet", arn: arnOf(each, at), tags: each.tags })),
  scaled: {
    namespace: "appstream",
    exists: (resourceId, _dimension, at) => of(at.region).some(({ name }) => resourceId === `fleet/${name}`),
    push,
  },
};
export const appstream = defineCorner(corner);

const of = (region: RegionWorld) => stateOf(corner, region).fleets;

function arnOf({ name }: FleetState, at: Pick<Moment, "regionName" | "world">): string {
  return `arn:aws:appstream:${at.regionName}:${at.world.accountId}:fleet/${name}`;
}

function find(name: string | undefined, at: Moment): FleetState {
  const fleet = of(at.region).find((each) => each.name === name);
  if (!fleet) throw awsError("ResourceNotFoundException", `Fleet ${name} does not exist`);
  return fleet;
}

function describeFleets(input: DescribeFleetsCommandInput, at: Moment): Answer<DescribeFleetsCommandOutput> {
  const found = input.Names?.map((name) => find(name, at)) ?? of(at.region);
  const invalidToken = () => awsError("InvalidParameterCombinationException", "Invalid NextToken");
  const { items, next } = page({ items: found, size: atMost, token: input.NextToken, invalidToken });
  return { Fleets: items.map((fleet) => describe(fleet, at)), ...(next !== undefined && { NextToken: next }) };
}

function describe(fleet: FleetState, at: Moment): Fleet {
  return {
    Arn: arnOf(fleet, at),
    Name: fleet.name,
    DisplayName: fleet.name,
    InstanceType: fleet.instanceType,
    FleetType: fleet.type,
    State: fleet.state,
    ComputeCapacityStatus: capacityOf(fleet),
    ...(fleet.type === "ELASTIC"
      ? { Platform: "AMAZON_LINUX2", MaxConcurrentSessions: 20 }
      : { ImageName: "lab-tools-2026-09", ImageArn: `arn:aws:appstream:${at.regionName}::image/lab-tools-2026-09` }),
    MaxUserDurationInSeconds: 57_600,
    DisconnectTimeoutInSeconds: 900,
    IdleDisconnectTimeoutInSeconds: 1800,
    EnableDefaultInternetAccess: false,
    StreamView: "DESKTOP",
    VpcConfig: { SubnetIds: [fleet.subnetId], SecurityGroupIds: ["sg-0b7d3e91f2a4c6580"] },
    ...(fleet.domain !== null && {
      DomainJoinInfo: { DirectoryName: fleet.domain, OrganizationalUnitDistinguishedName: "OU=Fleets,DC=tidewater" },
    }),
    ...(fleet.perInstance !== null && { MaxSessionsPerInstance: fleet.perInstance }),
    ...(fleet.errors.length > 0 && {
      FleetErrors: fleet.errors.map((ErrorMessage) => ({
        ErrorCode: "FLEET_INSTANCE_PROVISIONING_FAILURE",
        ErrorMessage,
      })),
    }),
    CreatedTime: new Date(fleet.createdAt),
  };
}

/** Sessions are those that it has room for or will have soon; a stopped fleet has none (API reference, ComputeCapacityStatus). */
function capacityOf({ state, type, desired, perInstance, sessions }: FleetState): ComputeCapacityStatus {
  const instances = Math.ceil(desired / (perInstance ?? 1));
  const running = state === "RUNNING" && type !== "ELASTIC" ? instances : 0;
  const isUp = state === "RUNNING" || state === "STARTING";
  return {
    Desired: instances,
    Running: running,
    InUse: Math.ceil(sessions / (perInstance ?? 1)),
    Available: running - Math.ceil(sessions / (perInstance ?? 1)),
    ...(perInstance !== null && {
      DesiredUserSessions: isUp ? instances * perInstance : 0,
      ActiveUserSessions: sessions,
      ActualUserSessions: running * perInstance,
      AvailableUserSessions: running * perInstance - sessions,
    }),
  };
}

function listAssociatedStacks(
  input: ListAssociatedStacksCommandInput,
  at: Moment,
): Answer<ListAssociatedStacksCommandOutput> {
  return { Names: [...find(input.FleetName, at).stacks] };
}

/** What AWS answers in other states it does not say; this is the one error that both calls have for it. */
function inState(wanted: FleetState["state"], fleet: FleetState): FleetState {
  if (fleet.state === wanted) return fleet;
  throw awsError("ConcurrentModificationException", `Fleet ${fleet.name} is in the state ${fleet.state}`);
}

function startFleet(input: StartFleetCommandInput, at: Moment): object {
  const fleet = inState("STOPPED", find(input.Name, at));
  fleet.state = "STARTING";
  fleet.until = at.ends(startSeconds);
  return {};
}

function stopFleet(input: StopFleetCommandInput, at: Moment): object {
  const fleet = inState("RUNNING", find(input.Name, at));
  fleet.state = "STOPPING";
  fleet.until = at.ends(stopSeconds);
  fleet.sessions = 0;
  return {};
}

/** Of all that it takes, the size. */
function updateFleet(input: UpdateFleetCommandInput, at: Moment): Answer<UpdateFleetCommandOutput> {
  const fleet = find(input.Name, at);
  const { DesiredInstances, DesiredSessions } = input.ComputeCapacity ?? {};
  if ((DesiredSessions !== undefined) !== (fleet.perInstance !== null)) {
    throw awsError("InvalidParameterCombinationException", "DesiredSessions is for multi-session fleets only");
  }
  if (fleet.until !== null) throw awsError("ResourceInUseException", `Fleet ${fleet.name} is ${fleet.state}`);
  fleet.desired = DesiredSessions ?? DesiredInstances ?? fleet.desired;
  return { Fleet: describe(fleet, at) };
}

/** "If the specified resource is not active in the target service, this operation does not change the resource's capacity." */
function push({ resourceId, min, max }: ScalableTarget, at: Moment): void {
  const fleet = of(at.region).find(({ name }) => resourceId === `fleet/${name}`);
  if (fleet?.state === "RUNNING") fleet.desired = Math.min(Math.max(fleet.desired, min), max);
}

interface Row extends Pick<FleetState, "name" | "type" | "instanceType" | "desired" | "stacks"> {
  readonly region: RegionKey;
  readonly project: Project;
  readonly state?: FleetState["state"];
  readonly perInstance?: number;
  readonly sessions?: number;
  readonly domain?: string;
  readonly scaling?: readonly [min: number, max: number];
}

/** People work on the second now, the elastic one has nothing to stop, and the last was stopped by somebody. */
const rows: readonly Row[] = [
  {
    region: "eu",
    name: "lab-desktops",
    project: "data",
    type: "ALWAYS_ON",
    instanceType: "stream.standard.medium",
    desired: 3,
    stacks: ["lab", "lab-guests"],
    scaling: [2, 10],
  },
  {
    region: "eu",
    name: "lab-models",
    project: "data",
    type: "ON_DEMAND",
    instanceType: "stream.graphics.g4dn.xlarge",
    desired: 2,
    stacks: ["models"],
    sessions: 1,
    domain: "lab.tidewater.example",
  },
  {
    region: "us",
    name: "lab-training",
    project: "platform",
    type: "ON_DEMAND",
    instanceType: "stream.standard.xlarge",
    desired: 8,
    perInstance: 4,
    stacks: ["training"],
  },
  {
    region: "eu",
    name: "lab-viewer",
    project: "shop",
    type: "ELASTIC",
    instanceType: "stream.standard.small",
    desired: 0,
    stacks: ["viewer"],
  },
  {
    region: "eu",
    name: "lab-desktops-old",
    project: "data",
    type: "ALWAYS_ON",
    instanceType: "stream.standard.medium",
    desired: 1,
    stacks: [],
    state: "STOPPED",
  },
];

function seed(story: Seed): void {
  rows.forEach(({ region: key, project, scaling, state = "RUNNING", ...row }, index) => {
    const region = regionOf(story, key);
    const tags = tagsOf("lab", project);
    of(region).push({
      perInstance: null,
      sessions: 0,
      domain: null,
      ...row,
      stacks: [...row.stacks],
      state,
      until: null,
      errors: [],
      subnetId: subnet(index),
      createdAt: daysAgo(story, 60),
      tags,
    });
    if (!scaling) return;
    const [min, max] = scaling;
    const dimension = "appstream:fleet:DesiredCapacity";
    seedTarget(story, region, { namespace: "appstream", resourceId: `fleet/${row.name}`, dimension, min, max }, tags);
  });
}
