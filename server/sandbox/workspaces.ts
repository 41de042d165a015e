import type {
  DescribeWorkspacesCommandInput,
  DescribeWorkspacesCommandOutput,
  DescribeWorkspacesConnectionStatusCommandInput,
  DescribeWorkspacesConnectionStatusCommandOutput,
  FailedWorkspaceChangeRequest,
  StartWorkspacesCommandInput,
  StartWorkspacesCommandOutput,
  StopWorkspacesCommandInput,
  StopWorkspacesCommandOutput,
  Workspace,
} from "@aws-sdk/client-workspaces";
import { defineCorner, stateOf } from "./corner";
import { awsError } from "./errors";
import { type Answer, change, type Moment, read } from "./operation";
import { page } from "./paging";
import { daysAgo, type Project, type RegionKey, regionOf, type Seed, subnet, tagsOf } from "./seed-story";
import { newHex, newPrivateIp, type TagMap } from "./world";

/** WorkSpaces: desktops that are stopped and started 25 at a time, and whose refusals come inside an answer of 200. */

interface Desktop {
  id: string;
  user: string;
  state: "AVAILABLE" | "STOPPED" | "STARTING" | "STOPPING" | "ERROR";
  until: number | null;
  mode: "AUTO_STOP" | "ALWAYS_ON";
  compute: "STANDARD" | "POWER";
  subnetId: string;
  ip: string;
  connected: boolean;
  createdAt: number;
  tags: TagMap;
}

interface State {
  desktops: Desktop[];
}

const name = "workspaces";
const empty = (): State => ({ desktops: [] });
/** Page size, and items in one call. */
const atMost = 25;

export const workspaces = defineCorner<State>({
  name,
  empty,
  services: {
    workspaces: {
      DescribeWorkspaces: read(describeWorkspaces),
      DescribeWorkspacesConnectionStatus: read(describeConnectionStatus),
      StopWorkspaces: change(stopWorkspaces),
      StartWorkspaces: change(startWorkspaces),
    },
  },
  seed,
  dues: (state) => state.desktops.map((desktop) => desktop.until),
  finish(state, at) {
    for (const desktop of state.desktops) {
      if (desktop.until === null || desktop.until > at) continue;
      desktop.until = null;
      desktop.state = desktop.state === "STARTING" ? "AVAILABLE" : "STOPPED";
    }
  },
  tagged: (state, at) =>
    state.desktops.map(({ id, tags }) => ({
      type: "workspaces:workspace",
      arn: `arn:aws:workspaces:${at.regionName}:${at.world.accountId}:workspace/${id}`,
      tags,
    })),
});

function desktopsAt(at: Moment): Desktop[] {
  return stateOf({ name, empty }, at.region).desktops;
}

const invalid = (message: string) => awsError("InvalidParameterValuesException", message);

/** Ids that do not exist are left out. */
function describeWorkspaces(
  input: DescribeWorkspacesCommandInput,
  at: Moment,
): Answer<DescribeWorkspacesCommandOutput> {
  const ids = input.WorkspaceIds;
  if ((ids?.length ?? 0) > atMost || (input.Limit ?? 1) > atMost) throw invalid("At most 25 are allowed.");
  if (ids && input.Limit !== undefined) throw invalid("WorkspaceIds cannot be combined with Limit.");
  const found = desktopsAt(at).filter((each) => ids === undefined || ids.includes(each.id));
  const invalidToken = () => invalid("The token is not valid.");
  const { items, next } = page({ items: found, size: input.Limit ?? atMost, token: input.NextToken, invalidToken });
  return { Workspaces: items.map(describe), ...(next !== undefined && { NextToken: next }) };
}

function describe(desktop: Desktop): Workspace {
  return {
    WorkspaceId: desktop.id,
    DirectoryId: "d-9367a1b2c3",
    UserName: desktop.user,
    IpAddress: desktop.ip,
    State: desktop.state,
    BundleId: "wsb-8vbljg4r6",
    SubnetId: desktop.subnetId,
    ComputerName: `WSAMZN-${desktop.id.slice(3, 11).toUpperCase()}`,
    ...(desktop.state === "ERROR" && { ErrorCode: "Domain.Join", ErrorMessage: "It could not join its directory." }),
    WorkspaceProperties: {
      RunningMode: desktop.mode,
      ...(desktop.mode === "AUTO_STOP" && { RunningModeAutoStopTimeoutInMinutes: 60 }),
      RootVolumeSizeGib: 80,
      UserVolumeSizeGib: 50,
      ComputeTypeName: desktop.compute,
      OperatingSystemName: "WINDOWS_SERVER_2022",
      Protocols: ["WSP"],
    },
    ModificationStates: [],
  };
}

function describeConnectionStatus(
  input: DescribeWorkspacesConnectionStatusCommandInput,
  at: Moment,
): Answer<DescribeWorkspacesConnectionStatusCommandOutput> {
  const ids = input.WorkspaceIds;
  if ((ids?.length ?? 0) > atMost) throw invalid("At most 25 are allowed.");
  return {
    WorkspacesConnectionStatus: desktopsAt(at)
      .filter((each) => ids === undefined || ids.includes(each.id))
      .map(({ id, connected, state }) => ({
        WorkspaceId: id,
        ConnectionState: connected && state === "AVAILABLE" ? "CONNECTED" : "DISCONNECTED",
        ConnectionStateCheckTimestamp: new Date(at.now),
      })),
  };
}

function stopWorkspaces(input: StopWorkspacesCommandInput, at: Moment): Answer<StopWorkspacesCommandOutput> {
  return each(input.StopWorkspaceRequests, at, (desktop) => {
    if (desktop.state !== "AVAILABLE" && desktop.state !== "ERROR") return "state";
    desktop.state = "STOPPING";
    desktop.until = at.ends(60);
    return null;
  });
}

function startWorkspaces(input: StartWorkspacesCommandInput, at: Moment): Answer<StartWorkspacesCommandOutput> {
  return each(input.StartWorkspaceRequests, at, (desktop) => {
    if (desktop.state !== "STOPPED") return "state";
    desktop.state = "STARTING";
    desktop.until = at.ends(75);
    return null;
  });
}

function each(
  requests: readonly { readonly WorkspaceId?: string | undefined }[] | undefined,
  at: Moment,
  act: (desktop: Desktop) => "state" | null,
): { FailedRequests: FailedWorkspaceChangeRequest[] } {
  if ((requests?.length ?? 0) > atMost) throw invalid("At most 25 requests are allowed.");
  const failed = (requests ?? []).flatMap(({ WorkspaceId = "" }): FailedWorkspaceChangeRequest[] => {
    const desktop = desktopsAt(at).find((one) => one.id === WorkspaceId);
    if (!desktop) return [refusal(WorkspaceId, "ResourceNotFound.Workspace", "The WorkSpace does not exist.")];
    if (desktop.mode === "ALWAYS_ON") {
      return [refusal(WorkspaceId, "OperationNotSupportedException", "Its running mode must be AutoStop.")];
    }
    if (act(desktop) === null) return [];
    return [refusal(WorkspaceId, "InvalidResourceStateException", `It is in the state ${desktop.state}.`)];
  });
  return { FailedRequests: failed };
}

function refusal(WorkspaceId: string, ErrorCode: string, ErrorMessage: string): FailedWorkspaceChangeRequest {
  return { WorkspaceId, ErrorCode, ErrorMessage };
}

interface Row {
  readonly region: RegionKey;
  readonly user: string;
  readonly project: Project;
  readonly compute: Desktop["compute"];
  readonly mode?: Desktop["mode"];
  readonly state?: Desktop["state"];
  readonly connected?: true;
}

/** The last two cannot be paused. */
const rows: readonly Row[] = [
  { region: "eu", user: "h.tanaka", project: "data", compute: "STANDARD" },
  { region: "eu", user: "p.novak", project: "data", compute: "POWER", connected: true },
  { region: "us", user: "l.mensah", project: "platform", compute: "STANDARD" },
  { region: "eu", user: "frontdesk", project: "shop", compute: "STANDARD", mode: "ALWAYS_ON" },
  { region: "eu", user: "w.okoro", project: "data", compute: "STANDARD", state: "ERROR" },
];

function seed(story: Seed): void {
  rows.forEach((row, index) => {
    stateOf({ name, empty }, regionOf(story, row.region)).desktops.push({
      id: `ws-${newHex(story.world, 9)}`,
      user: row.user,
      state: row.state ?? "AVAILABLE",
      until: null,
      mode: row.mode ?? "AUTO_STOP",
      compute: row.compute,
      subnetId: subnet(index),
      ip: newPrivateIp(story.world),
      connected: row.connected ?? false,
      createdAt: daysAgo(story, 120 + index),
      tags: tagsOf("lab", row.project),
    });
  });
}
