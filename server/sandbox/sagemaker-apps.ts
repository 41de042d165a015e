import type {
  AppType,
  CreateAppCommandInput,
  CreateAppCommandOutput,
  DeleteAppCommandInput,
  DescribeAppCommandInput,
  DescribeAppCommandOutput,
  ListAppsCommandInput,
  ListAppsCommandOutput,
} from "@aws-sdk/client-sagemaker";
import { awsError } from "./errors";
import { type Answer, change, type Moment, read, type Service } from "./operation";
import { page } from "./paging";
import { type App, arnOf, invalidToken, type SageMakerState, stateAt } from "./sagemaker-state";

export const appCommands: Service = {
  ListApps: read(listApps),
  DescribeApp: read(describeApp),
  CreateApp: change(createApp),
  DeleteApp: change(deleteApp),
};

/** Seconds, close to what AWS takes. */
const seconds = { create: 150, remove: 30 };

interface Key {
  readonly DomainId?: string | undefined;
  readonly SpaceName?: string | undefined;
  readonly UserProfileName?: string | undefined;
  readonly AppType?: string | undefined;
  readonly AppName?: string | undefined;
}

function keyOf({ DomainId, SpaceName, UserProfileName, AppType, AppName }: Key): string {
  return [DomainId, SpaceName ?? UserProfileName, AppType?.toLowerCase(), AppName].join("/");
}

export function appPath({ domain, space, user, type, name }: App): string {
  return [domain, space ?? user, type.toLowerCase(), name].join("/");
}

function find(key: Key, at: Moment): App {
  const app = stateAt(at).apps[keyOf(key)];
  if (app) return app;
  throw awsError("ResourceNotFound", `App [${arnOf("app", keyOf(key), at)}] does not exist.`);
}

function partsOf({ domain, space, user, type, name }: App) {
  return {
    DomainId: domain,
    ...(space === null ? { UserProfileName: user ?? "" } : { SpaceName: space }),
    AppType: type as AppType,
    AppName: name,
  };
}

function listApps(input: ListAppsCommandInput, at: Moment): Answer<ListAppsCommandOutput> {
  const size = input.MaxResults ?? 10;
  const all = Object.values(stateAt(at).apps);
  const { items, next } = page({ items: all, size, token: input.NextToken, invalidToken });
  const Apps = items.map((app) => ({ ...partsOf(app), Status: app.status, CreationTime: new Date(app.launchedAt) }));
  return { Apps, ...(next !== undefined && { NextToken: next }) };
}

function describeApp(input: DescribeAppCommandInput, at: Moment): Answer<DescribeAppCommandOutput> {
  const app = find(input, at);
  const { status, failure, machine, image, launchedAt } = app;
  return {
    ...partsOf(app),
    AppArn: arnOf("app", appPath(app), at),
    Status: status,
    ...(failure !== null && { FailureReason: failure }),
    ResourceSpec: {
      InstanceType: machine as NonNullable<NonNullable<DescribeAppCommandOutput["ResourceSpec"]>["InstanceType"]>,
      SageMakerImageArn: image,
    },
    CreationTime: new Date(launchedAt),
  };
}

/** Of a name that is in use nothing new is made; one that was deleted is listed on, and is no obstacle. */
function createApp(input: CreateAppCommandInput, at: Moment): Answer<CreateAppCommandOutput> {
  const { apps } = stateAt(at);
  const key = keyOf(input);
  const AppArn = arnOf("app", key, at);
  const old = apps[key];
  if (old && old.status !== "Deleted") throw awsError("ResourceInUse", `App [${AppArn}] already exists.`);
  apps[key] = {
    domain: input.DomainId ?? "",
    space: input.SpaceName ?? null,
    user: input.UserProfileName ?? null,
    type: input.AppType as App["type"],
    name: input.AppName ?? "",
    status: "Pending",
    failure: null,
    until: at.ends(seconds.create),
    machine: input.ResourceSpec?.InstanceType ?? "ml.t3.medium",
    image: input.ResourceSpec?.SageMakerImageArn ?? "",
    tags: Object.fromEntries((input.Tags ?? []).map(({ Key = "", Value = "" }) => [Key, Value])),
    launchedAt: at.now,
  };
  return { AppArn };
}

function deleteApp(input: DeleteAppCommandInput, at: Moment): object {
  const app = find(input, at);
  if (app.status === "Deleted") throw awsError("ResourceNotFound", `App [${appPath(app)}] does not exist.`);
  if (app.until !== null) throw awsError("ResourceInUse", `App [${appPath(app)}] is ${app.status}.`);
  app.status = "Deleting";
  app.until = at.ends(seconds.remove);
  return {};
}

export function appDues({ apps }: SageMakerState): (number | null)[] {
  return Object.values(apps).map(({ until }) => until);
}

export function finishApps({ apps, shortages }: SageMakerState, at: number): void {
  for (const app of Object.values(apps)) {
    if (app.until === null || app.until > at) continue;
    app.until = null;
    const short = shortages[app.machine] ?? 0;
    if (app.status === "Deleting") app.status = "Deleted";
    else if (short === 0) app.status = "InService";
    else {
      shortages[app.machine] = short - 1;
      app.status = "Failed";
      app.failure = `InsufficientCapacityError: There is not enough capacity for ${app.machine}.`;
    }
  }
}
