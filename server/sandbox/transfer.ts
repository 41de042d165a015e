import type {
  DescribedServer,
  DescribeServerCommandInput,
  DescribeServerCommandOutput,
  ListServersCommandInput,
  ListServersCommandOutput,
  StartServerCommandInput,
  StopServerCommandInput,
} from "@aws-sdk/client-transfer";
import { type Corner, defineCorner, settling, stateOf } from "./corner";
import { awsError } from "./errors";
import { type Answer, change, type Moment, read } from "./operation";
import { page } from "./paging";
import { regionOf, type Seed, tagsOf } from "./seed-story";
import { tagList } from "./tags";
import type { RegionWorld, TagMap } from "./world";

/** Transfer Family servers: going offline takes half a minute, coming back a minute. */

const stopSeconds = 30;
const startSeconds = 60;

interface ServerState {
  id: string;
  state: "ONLINE" | "OFFLINE" | "START_FAILED";
  /** Until then it is STARTING or STOPPING, and `state` is what it leads to. */
  until: number | null;
  protocols: ("SFTP" | "FTPS")[];
  users: number;
  tags: TagMap;
}

interface TransferState {
  servers: ServerState[];
}

const corner: Corner<TransferState> = {
  name: "transfer",
  empty: () => ({ servers: [] }),
  services: {
    transfer: {
      ListServers: read(listServers),
      DescribeServer: read(describeServer),
      StopServer: change(stopServer),
      StartServer: change(startServer),
    },
  },
  seed,
  ...settling(({ servers }) => servers),
  tagged: (state, at) =>
    state.servers.map((each) => ({ type: "transfer:server", arn: arnOf(each, at), tags: each.tags })),
};
export const transfer = defineCorner(corner);

const of = (region: RegionWorld) => stateOf(corner, region);

function listServers(input: ListServersCommandInput, at: Moment): Answer<ListServersCommandOutput> {
  const invalidToken = () =>
    awsError("InvalidNextTokenException", "The NextToken parameter that was passed is invalid");
  const { servers } = of(at.region);
  const { items, next } = page({ items: servers, size: input.MaxResults ?? 100, token: input.NextToken, invalidToken });
  return {
    Servers: items.map((each) => ({
      Arn: arnOf(each, at),
      ServerId: each.id,
      State: wordOf(each),
      Domain: "S3",
      EndpointType: "PUBLIC",
      IdentityProviderType: "SERVICE_MANAGED",
      UserCount: each.users,
    })),
    ...(next !== undefined && { NextToken: next }),
  };
}

function describeServer(input: DescribeServerCommandInput, at: Moment): Answer<DescribeServerCommandOutput> {
  return { Server: describe(find(input.ServerId, at), at) };
}

/** Stopping what is offline does nothing, as starting what is online. */
function stopServer(input: StopServerCommandInput, at: Moment): object {
  const server = find(input.ServerId, at);
  if (wordOf(server) !== "ONLINE") return {};
  server.state = "OFFLINE";
  server.until = at.ends(stopSeconds);
  return {};
}

function startServer(input: StartServerCommandInput, at: Moment): object {
  const server = find(input.ServerId, at);
  if (wordOf(server) !== "OFFLINE") return {};
  server.state = "ONLINE";
  server.until = at.ends(startSeconds);
  return {};
}

function find(id: string | undefined, at: Moment): ServerState {
  const server = of(at.region).servers.find((each) => each.id === id);
  if (!server) throw awsError("ResourceNotFoundException", `Unknown server ${id}`);
  return server;
}

function wordOf({ state, until }: ServerState): NonNullable<DescribedServer["State"]> {
  if (until === null) return state;
  return state === "ONLINE" ? "STARTING" : "STOPPING";
}

function arnOf({ id }: ServerState, at: Pick<Moment, "regionName" | "world">): string {
  return `arn:aws:transfer:${at.regionName}:${at.world.accountId}:server/${id}`;
}

function describe(server: ServerState, at: Moment): DescribedServer {
  return {
    Arn: arnOf(server, at),
    ServerId: server.id,
    State: wordOf(server),
    Domain: "S3",
    EndpointType: "PUBLIC",
    EndpointDetails: {},
    IdentityProviderType: "SERVICE_MANAGED",
    Protocols: [...server.protocols],
    ProtocolDetails: { PassiveIp: "AUTO", TlsSessionResumptionMode: "ENFORCED", SetStatOption: "DEFAULT" },
    HostKeyFingerprint: `SHA256:${server.id.slice(2)}`,
    SecurityPolicyName: "TransferSecurityPolicy-2024-01",
    LoggingRole: `arn:aws:iam::${at.world.accountId}:role/transfer-logging`,
    UserCount: server.users,
    Tags: tagList(server.tags),
  };
}

/** Three that are online, and one that did not start. */
function seed(seed: Seed): void {
  // Nobody has any in Ireland.
  of(regionOf(seed, "ie"));
  const lab: ServerState = {
    id: "s-0b1c9f4e7a2d83651",
    state: "ONLINE",
    until: null,
    protocols: ["SFTP"],
    users: 3,
    tags: tagsOf("lab", "data", { Name: "trial-drop" }),
  };
  of(regionOf(seed, "eu")).servers.push(
    lab,
    {
      ...lab,
      id: "s-1c2dae5f8b3e94762",
      protocols: ["FTPS", "SFTP"],
      tags: tagsOf("lab", "data", { Name: "trial-partners" }),
    },
    { ...lab, id: "s-2d3ebf609c4fa5873", state: "START_FAILED", users: 0, tags: tagsOf("lab", "data") },
  );
  of(regionOf(seed, "us")).servers.push({ ...lab, id: "s-3e4fc071ad50b6984" });
}
