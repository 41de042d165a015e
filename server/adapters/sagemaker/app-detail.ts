import {
  type AppType,
  DescribeAppCommand,
  type DescribeAppResponse,
  ListAppsCommand,
  SageMakerClient,
} from "@aws-sdk/client-sagemaker";
import { z } from "zod";
import { chunks, pages, type ReadDoor } from "../../aws/door";
import type { Observed } from "../../core/resource";
import { nullWhenGone } from "../read-each";
import { tagsOf } from "./reads";

/** What a Studio app is, in a form that survives JSON, and how it is read. */

const text = z.string().nullable();
const spec = z.record(z.string(), z.json());

/** Its name in AWS's own four parts: an app's name alone says nothing. */
const appName = z.strictObject({
  domain: z.string(),
  of: z.enum(["user", "space"]),
  owner: z.string(),
  type: z.string(),
  name: z.string(),
});
export type AppName = z.infer<typeof appName>;

export const appDetail = z.strictObject({
  name: appName,
  status: z.string(),
  failure: text,
  /** Machine, image and lifecycle script, as DescribeApp says them. */
  spec: spec.nullable(),
  lifecycle: text,
  isRecovery: z.boolean(),
});
export type AppDetail = z.infer<typeof appDetail>;
export type SeenApp = Observed<AppDetail>;

/** Apps that are read side by side. SageMaker publishes no limit for its Describe calls. */
const readAtOnce = 10;

/** The list has neither ARN nor image; each app is described. What was deleted is listed for another day. */
export async function* discoverApps(aws: ReadDoor, only?: readonly string[]): AsyncGenerator<SeenApp> {
  const names = only ? only.flatMap((id) => parseId(id) ?? []) : await appNames(aws);
  for (const some of chunks(names, readAtOnce)) {
    const answers = await Promise.all(some.map((name) => describe(aws, name)));
    yield* answers.filter((one) => one !== null);
  }
}

async function appNames(aws: ReadDoor): Promise<readonly AppName[]> {
  const names: AppName[] = [];
  const list = pages(
    (token) => aws.read(SageMakerClient, new ListAppsCommand({ MaxResults: 100, ...(token && { NextToken: token }) })),
    (out) => out.NextToken,
  );
  for await (const { Apps = [] } of list) {
    for (const { DomainId: domain, UserProfileName, SpaceName, AppType: type, AppName: name, Status } of Apps) {
      const owner = SpaceName ?? UserProfileName;
      if (!domain || !owner || !type || !name || Status === "Deleted") continue;
      names.push({ domain, of: SpaceName ? "space" : "user", owner, type, name });
    }
  }
  return names;
}

async function describe(aws: ReadDoor, name: AppName): Promise<SeenApp | null> {
  const app = await nullWhenGone(aws.read(SageMakerClient, new DescribeAppCommand(keyOf(name))));
  if (!app || app.Status === "Deleted") return null;
  const arn = app.AppArn ?? "";
  return { ...observe(name, app), arn, tags: await tagsOf(aws, arn) };
}

function observe(name: AppName, app: DescribeAppResponse): Omit<SeenApp, "arn" | "tags"> {
  const detail: AppDetail = {
    name,
    status: app.Status ?? "unknown",
    failure: app.FailureReason || null,
    spec: app.ResourceSpec ? spec.parse(JSON.parse(JSON.stringify(app.ResourceSpec))) : null,
    lifecycle: app.BuiltInLifecycleConfigArn ?? null,
    isRecovery: app.RecoveryMode ?? false,
  };
  return { nativeId: idOf(name), name: `${name.owner}/${name.name}`, type: instanceTypeOf(detail), detail };
}

export function instanceTypeOf({ spec: resources }: Pick<AppDetail, "spec">): string {
  const type = resources?.InstanceType;
  return typeof type === "string" ? type : "unknown";
}

/** `d-1/space/ana/JupyterLab/default`: none of the parts has a slash (CreateApp). */
export function idOf({ domain, of, owner, type, name }: AppName): string {
  return [domain, of, owner, type, name].join("/");
}

export function parseId(id: string): AppName | null {
  const [domain, of, owner, type, name] = id.split("/");
  const parsed = appName.safeParse({ domain, of, owner, type, name });
  return parsed.success ? parsed.data : null;
}

/** The parts as every call about an app takes them. */
export function keyOf({ domain, of, owner, type, name }: AppName) {
  const whose = of === "space" ? { SpaceName: owner } : { UserProfileName: owner };
  return { DomainId: domain, ...whose, AppType: type as AppType, AppName: name };
}
