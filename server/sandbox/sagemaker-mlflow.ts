import type {
  DescribeMlflowTrackingServerCommandInput,
  DescribeMlflowTrackingServerCommandOutput,
  ListMlflowTrackingServersCommandInput,
  ListMlflowTrackingServersCommandOutput,
  StartMlflowTrackingServerCommandInput,
  StopMlflowTrackingServerCommandInput,
} from "@aws-sdk/client-sagemaker";
import { awsError } from "./errors";
import { type Answer, change, type Moment, read, type Service } from "./operation";
import { page } from "./paging";
import { arnOf, invalidToken, type SageMakerState, stateAt, type TrackingServer, validation } from "./sagemaker-state";

export const mlflowCommands: Service = {
  ListMlflowTrackingServers: read(listMlflowTrackingServers),
  DescribeMlflowTrackingServer: read(describeMlflowTrackingServer),
  StopMlflowTrackingServer: change(stopMlflowTrackingServer),
  StartMlflowTrackingServer: change(startMlflowTrackingServer),
};

/** What AWS may take. */
const seconds = { stop: 300, start: 1200 };

/** None in worlds of before. */
export function trackingServersOf({ trackingServers = {} }: SageMakerState): readonly TrackingServer[] {
  return Object.values(trackingServers);
}

const serverArn = ({ name }: TrackingServer, at: Moment) => arnOf("mlflow-tracking-server", name, at);

function find(name: string | undefined, at: Moment): TrackingServer {
  const server = trackingServersOf(stateAt(at)).find((one) => one.name === name);
  if (!server) throw awsError("ResourceNotFound", `MLflow Tracking Server ${name} does not exist.`);
  return server;
}

const activity = ({ status }: TrackingServer) =>
  status === "Started" || status === "Stopping" ? "Active" : "Inactive";

function listMlflowTrackingServers(
  input: ListMlflowTrackingServersCommandInput,
  at: Moment,
): Answer<ListMlflowTrackingServersCommandOutput> {
  const { MaxResults: size = 10, NextToken: token } = input;
  if (size > 100) throw validation("MaxResults must be less than or equal to 100");
  const { items, next } = page({ items: trackingServersOf(stateAt(at)), size, token, invalidToken });
  const TrackingServerSummaries = items.map((server) => ({
    TrackingServerName: server.name,
    TrackingServerArn: serverArn(server, at),
    TrackingServerStatus: server.status,
    IsActive: activity(server),
    MlflowVersion: server.version,
    CreationTime: new Date(server.createdAt),
  })) satisfies ListMlflowTrackingServersCommandOutput["TrackingServerSummaries"];
  return { TrackingServerSummaries, ...(next !== undefined && { NextToken: next }) };
}

function describeMlflowTrackingServer(
  input: DescribeMlflowTrackingServerCommandInput,
  at: Moment,
): Answer<DescribeMlflowTrackingServerCommandOutput> {
  const server = find(input.TrackingServerName, at);
  return {
    TrackingServerName: server.name,
    TrackingServerArn: serverArn(server, at),
    TrackingServerStatus: server.status,
    IsActive: activity(server),
    TrackingServerSize: server.size,
    MlflowVersion: server.version,
    ArtifactStoreUri: `s3://tidewater-lab-models/mlflow/${server.name}`,
    RoleArn: `arn:aws:iam::${at.world.accountId}:role/lab-mlflow`,
    TrackingServerUrl: `https://t-${server.name}.${at.regionName}.experiments.sagemaker.aws`,
    WeeklyMaintenanceWindowStart: "Sun:03:30",
    AutomaticModelRegistration: false,
    CreationTime: new Date(server.createdAt),
  };
}

function stopMlflowTrackingServer(input: StopMlflowTrackingServerCommandInput, at: Moment): object {
  return move(find(input.TrackingServerName, at), "Started", "Stopping", at);
}

function startMlflowTrackingServer(input: StartMlflowTrackingServerCommandInput, at: Moment): object {
  return move(find(input.TrackingServerName, at), "Stopped", "Starting", at);
}

function move(server: TrackingServer, from: TrackingServer["status"], to: "Stopping" | "Starting", at: Moment): object {
  if (server.status !== from) {
    throw awsError("ConflictException", `MLflow Tracking Server ${server.name} is ${server.status}, not ${from}.`);
  }
  server.status = to;
  server.until = at.ends(to === "Stopping" ? seconds.stop : seconds.start);
  return { TrackingServerArn: serverArn(server, at) };
}

export function mlflowDues(state: SageMakerState): (number | null)[] {
  return trackingServersOf(state).map(({ until }) => until);
}

export function finishMlflow(state: SageMakerState, at: number): void {
  for (const server of trackingServersOf(state)) {
    if (server.until === null || server.until > at) continue;
    server.until = null;
    server.status = server.status === "Stopping" ? "Stopped" : "Started";
  }
}
