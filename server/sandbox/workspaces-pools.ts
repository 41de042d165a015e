import type {
  DescribeTagsCommandInput,
  DescribeTagsCommandOutput,
  DescribeWorkspacesPoolsCommandInput,
  DescribeWorkspacesPoolsCommandOutput,
  StartWorkspacesPoolCommandInput,
  StopWorkspacesPoolCommandInput,
  UpdateWorkspacesPoolCommandInput,
  UpdateWorkspacesPoolCommandOutput,
  WorkspacesPool,
} from "@aws-sdk/client-workspaces";
import { type Corner, defineCorner, stateOf } from "./corner";
import { awsError } from "./errors";
import { type Answer, change, type Moment, read } from "./operation";
import { page } from "./paging";
import { seedTarget } from "./scaling-targets";
import { daysAgo, type Project, type RegionKey, regionOf, type Seed, tagsOf } from "./seed-story";
import type { RegionWorld, ScalableTarget, TagMap } from "./world";

/** WorkSpaces pools: a stop takes minutes and ends the sessions, a start ten. */

const stopSeconds = 180;
const startSeconds = 600;
/** Pools in one answer. */
const atMost = 25;
const dimension = "workspaces:workspacespool:DesiredUserSessions";

interface PoolState {
  id: string;
  name: string;
  state: "RUNNING" | "STOPPED" | "STARTING" | "STOPPING";
  until: number | null;
  mode: "AUTO_STOP" | "ALWAYS_ON";
  /** What it is set to. */
  desired: number;
  sessions: number;
  createdAt: number;
  tags: TagMap;
}

interface State {
  pools: PoolState[];
}

const corner: Corner<State> = {
  name: "workspacesPools",
  empty: () => ({ pools: [] }),
  services: {
    workspaces: {
      DescribeWorkspacesPools: read(describePools),
      DescribeTags: read(describeTags),
      StartWorkspacesPool: change(startPool),
      StopWorkspacesPool: change(stopPool),
      UpdateWorkspacesPool: change(updatePool),
    },
  },
  seed,
  dues: ({ pools }) => pools.map(({ until }) => until),
  finish({ pools }, at) {
    for (const pool of pools) {
      if (pool.until === null || pool.until > at) continue;
      pool.until = null;
      pool.state = pool.state === "STARTING" ? "RUNNING" : "STOPPED";
    }
  },
  tagged: ({ pools }, at) =>
    pools.map((each) => ({ type: "workspaces:workspacespool", arn: arnOf(each, at), tags: each.tags })),
  scaled: {
    namespace: "workspaces",
    exists: (resourceId, _dimension, at) => of(at.region).some(({ id }) => resourceId === `workspacespool/${id}`),
    push,
  },
};
export const workspacesPools = defineCorner(corner);

const of = (region: RegionWorld) => stateOf(corner, region).pools;

function arnOf({ id }: PoolState, at: Pick<Moment, "regionName" | "world">): string {
  return `arn:aws:workspaces:${at.regionName}:${at.world.accountId}:workspacespool/${id}`;
}

function find(id: string | undefined, at: Moment): PoolState {
  const pool = of(at.region).find((each) => each.id === id);
  if (!pool) throw awsError("ResourceNotFoundException", `The resource ${id} could not be found.`);
  return pool;
}

function describePools(
  input: DescribeWorkspacesPoolsCommandInput,
  at: Moment,
): Answer<DescribeWorkspacesPoolsCommandOutput> {
  const size = input.Limit ?? atMost;
  if (size > atMost) throw awsError("InvalidParameterValuesException", "At most 25 are allowed.");
  const found = input.PoolIds?.map((id) => find(id, at)) ?? of(at.region);
  const invalidToken = () => awsError("InvalidParameterValuesException", "The token is not valid.");
  const { items, next } = page({ items: found, size, token: input.NextToken, invalidToken });
  return { WorkspacesPools: items.map((pool) => describe(pool, at)), ...(next !== undefined && { NextToken: next }) };
}

/** Sessions are those that it has room for or will have soon, so a pool that is stopped tells none (API reference, CapacityStatus). */
function describe(pool: PoolState, at: Moment): WorkspacesPool {
  const actual = pool.state === "RUNNING" ? pool.desired : 0;
  const isUp = pool.state === "RUNNING" || pool.state === "STARTING";
  return {
    PoolId: pool.id,
    PoolArn: arnOf(pool, at),
    PoolName: pool.name,
    Description: `${pool.name} of the lab`,
    State: pool.state,
    RunningMode: pool.mode,
    BundleId: "wsb-8vbljg4r6",
    DirectoryId: "wsd-1a2b3c4d5",
    CapacityStatus: {
      DesiredUserSessions: isUp ? pool.desired : 0,
      ActualUserSessions: actual,
      ActiveUserSessions: pool.sessions,
      AvailableUserSessions: actual - pool.sessions,
    },
    ApplicationSettings: { Status: "ENABLED", SettingsGroup: pool.name, S3BucketName: "wspool-app-settings-lab" },
    TimeoutSettings: {
      DisconnectTimeoutInSeconds: 900,
      IdleDisconnectTimeoutInSeconds: 1800,
      MaxUserDurationInSeconds: 57_600,
    },
    CreatedAt: new Date(pool.createdAt),
  };
}

function describeTags(input: DescribeTagsCommandInput, at: Moment): Answer<DescribeTagsCommandOutput> {
  const { tags } = find(input.ResourceId, at);
  return { TagList: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) };
}

function inState(wanted: PoolState["state"], pool: PoolState): PoolState {
  if (pool.mode !== "AUTO_STOP") {
    throw awsError("OperationNotSupportedException", "The running mode of the pool must be AutoStop.");
  }
  if (pool.state === wanted) return pool;
  throw awsError("InvalidResourceStateException", `The pool is in the state ${pool.state}.`);
}

function startPool(input: StartWorkspacesPoolCommandInput, at: Moment): object {
  const pool = inState("STOPPED", find(input.PoolId, at));
  pool.state = "STARTING";
  pool.until = at.ends(startSeconds);
  return {};
}

function stopPool(input: StopWorkspacesPoolCommandInput, at: Moment): object {
  const pool = inState("RUNNING", find(input.PoolId, at));
  pool.state = "STOPPING";
  pool.until = at.ends(stopSeconds);
  pool.sessions = 0;
  return {};
}

/** Of all that it takes, the size. */
function updatePool(input: UpdateWorkspacesPoolCommandInput, at: Moment): Answer<UpdateWorkspacesPoolCommandOutput> {
  const pool = find(input.PoolId, at);
  if (pool.until !== null) throw awsError("OperationInProgressException", `The pool is ${pool.state}.`);
  pool.desired = input.Capacity?.DesiredUserSessions ?? pool.desired;
  return { WorkspacesPool: describe(pool, at) };
}

/** "If the specified resource is not active in the target service, this operation does not change the resource's capacity." */
function push({ resourceId, min, max }: ScalableTarget, at: Moment): void {
  const pool = of(at.region).find(({ id }) => resourceId === `workspacespool/${id}`);
  if (pool?.state === "RUNNING") pool.desired = Math.min(Math.max(pool.desired, min), max);
}

interface Row extends Pick<PoolState, "id" | "name" | "desired"> {
  readonly region: RegionKey;
  readonly project: Project;
  readonly mode?: "ALWAYS_ON";
  readonly state?: "STOPPED";
  readonly sessions?: number;
  readonly scaling?: readonly [min: number, max: number];
}

/** People work in the second now, the third is always on, and the last was stopped by somebody. */
const rows: readonly Row[] = [
  { region: "eu", id: "wspool-4k7m2q9x1", name: "interns", project: "data", desired: 4, scaling: [2, 12] },
  { region: "eu", id: "wspool-8d3f6h0z5", name: "contractors", project: "data", desired: 2, sessions: 1 },
  { region: "eu", id: "wspool-2b5n8c1v7", name: "kiosk", project: "shop", desired: 1, mode: "ALWAYS_ON" },
  { region: "us", id: "wspool-6j9l3p0s4", name: "training-room", project: "platform", desired: 10 },
  { region: "us", id: "wspool-0t7w5y2r8", name: "interns-old", project: "platform", desired: 1, state: "STOPPED" },
];

function seed(story: Seed): void {
  for (const { region: key, project, scaling, mode = "AUTO_STOP", state = "RUNNING", ...row } of rows) {
    const region = regionOf(story, key);
    const tags = tagsOf("lab", project);
    const createdAt = daysAgo(story, 60);
    of(region).push({ sessions: 0, ...row, mode, state, until: null, createdAt, tags });
    if (!scaling) continue;
    const [min, max] = scaling;
    const resourceId = `workspacespool/${row.id}`;
    seedTarget(story, region, { namespace: "workspaces", resourceId, dimension, min, max }, tags);
  }
}
