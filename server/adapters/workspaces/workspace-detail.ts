import {
  DescribeWorkspacesCommand,
  DescribeWorkspacesConnectionStatusCommand,
  WorkSpacesClient,
  type Workspace,
} from "@aws-sdk/client-workspaces";
import { z } from "zod";
import { chunks, pages, type ReadDoor } from "../../aws/door";
import { accountDigits } from "../../aws/reads/identity";
import type { Observed } from "../../core/resource";
import { partitionOf, withTags } from "../listing";

/** What a WorkSpace is, in a form that survives JSON, and how it is read. */

const text = z.string().nullable();
const number = z.number().nullable();

/** Everything that a stop and a start must leave as it was. Its address is not: AWS may swap the interface behind it. */
export const workspaceConfiguration = z.strictObject({
  directory: text,
  user: text,
  bundle: text,
  subnet: text,
  computerName: text,
  runningMode: text,
  autoStopMinutes: number,
  compute: text,
  operatingSystem: text,
  rootGb: number,
  userGb: number,
  protocols: z.array(z.string()),
  accelerator: text,
  encryption: z.strictObject({ key: text, root: z.boolean(), user: z.boolean() }),
});
export type WorkspaceConfiguration = z.infer<typeof workspaceConfiguration>;

export const workspaceDetail = z.strictObject({
  state: z.string(),
  /** Somebody works on it now; null where AWS does not know. */
  connected: z.boolean().nullable(),
  error: text,
  configuration: workspaceConfiguration,
});
export type WorkspaceDetail = z.infer<typeof workspaceDetail>;

/** DescribeWorkspaces answers, and takes, 25; so do the calls that stop and start (WorkSpaces API reference). */
export const workspacesAtMost = 25;

/** An id that does not exist is left out by AWS itself; a terminated one is listed for a while. */
export async function* discoverWorkspaces(
  aws: ReadDoor,
  only?: readonly string[],
): AsyncGenerator<Observed<WorkspaceDetail>> {
  const lists = only ? chunks(only, workspacesAtMost) : [undefined];
  const found = (await Promise.all(lists.map((ids) => listed(aws, ids)))).flat();
  if (found.length === 0) return;
  const [account, connected] = await Promise.all([accountDigits(aws), connectedOf(aws, found)]);
  const arnOf = (id: string) => `arn:${partitionOf(aws.region)}:workspaces:${aws.region}:${account}:workspace/${id}`;
  const seen = found.map((one) => observe(one, arnOf, connected));
  for (const one of await withTags(aws, "workspaces:workspace", seen, only)) yield one;
}

async function listed(aws: ReadDoor, ids: readonly string[] | undefined): Promise<readonly Workspace[]> {
  const found: Workspace[] = [];
  const list = pages(
    (token) =>
      aws.read(
        WorkSpacesClient,
        // Named ids and a page size exclude each other.
        new DescribeWorkspacesCommand({
          ...(ids ? { WorkspaceIds: [...ids] } : { Limit: workspacesAtMost }),
          ...(token && { NextToken: token }),
        }),
      ),
    (out) => out.NextToken,
  );
  for await (const { Workspaces = [] } of list) found.push(...Workspaces.filter((one) => one.State !== "TERMINATED"));
  return found;
}

/** Of those that may have somebody at them: a stopped one has nobody. */
async function connectedOf(aws: ReadDoor, found: readonly Workspace[]): Promise<ReadonlyMap<string, boolean>> {
  const up = found.filter((one) => one.State === "AVAILABLE").flatMap(({ WorkspaceId }) => WorkspaceId ?? []);
  const answers = await Promise.all(
    chunks(up, workspacesAtMost).map((ids) =>
      aws.read(WorkSpacesClient, new DescribeWorkspacesConnectionStatusCommand({ WorkspaceIds: [...ids] })),
    ),
  );
  return new Map(
    answers
      .flatMap(({ WorkspacesConnectionStatus = [] }) => WorkspacesConnectionStatus)
      .filter(({ ConnectionState }) => ConnectionState === "CONNECTED" || ConnectionState === "DISCONNECTED")
      .map(({ WorkspaceId = "", ConnectionState }) => [WorkspaceId, ConnectionState === "CONNECTED"]),
  );
}

function observe(one: Workspace, arnOf: (id: string) => string, connected: ReadonlyMap<string, boolean>) {
  const id = one.WorkspaceId ?? "";
  const configuration = configurationOf(one);
  const { compute, runningMode } = configuration;
  return {
    nativeId: id,
    arn: arnOf(id),
    name: one.WorkspaceName || one.ComputerName || one.UserName || id,
    type: [compute, runningMode].filter((word) => word !== null).join(", ") || "workspace",
    detail: {
      state: one.State ?? "unknown",
      connected: connected.get(id) ?? null,
      error: one.ErrorMessage || one.ErrorCode || null,
      configuration,
    },
  };
}

function configurationOf(one: Workspace): WorkspaceConfiguration {
  const properties = one.WorkspaceProperties ?? {};
  return {
    directory: one.DirectoryId ?? null,
    user: one.UserName ?? null,
    bundle: one.BundleId ?? null,
    subnet: one.SubnetId ?? null,
    computerName: one.ComputerName ?? null,
    runningMode: properties.RunningMode ?? null,
    autoStopMinutes: properties.RunningModeAutoStopTimeoutInMinutes ?? null,
    compute: properties.ComputeTypeName ?? null,
    operatingSystem: properties.OperatingSystemName ?? null,
    rootGb: properties.RootVolumeSizeGib ?? null,
    userGb: properties.UserVolumeSizeGib ?? null,
    protocols: [...(properties.Protocols ?? [])].sort(),
    accelerator: properties.GlobalAccelerator ? JSON.stringify(properties.GlobalAccelerator) : null,
    encryption: {
      key: one.VolumeEncryptionKey ?? null,
      root: one.RootVolumeEncryptionEnabled ?? false,
      user: one.UserVolumeEncryptionEnabled ?? false,
    },
  };
}
