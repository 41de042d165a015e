import {
  type FailedWorkspaceChangeRequest,
  StartWorkspacesCommand,
  StopWorkspacesCommand,
  WorkSpacesClient,
} from "@aws-sdk/client-workspaces";
import { z } from "zod";
import type { ActDoor } from "../../aws/door";
import type { Fault, FaultCode } from "../../core/fault";
import type { CostLine } from "../../core/money";
import type { Observed } from "../../core/resource";
import { type ApplyItem, defineAdapter, type Outcome } from "../contract";
import { noneOf } from "../idle";
import { keysIn } from "../keys";
import { type Advice, switchOf } from "../switch";
import {
  discoverWorkspaces,
  type WorkspaceConfiguration,
  type WorkspaceDetail,
  workspaceConfiguration,
  workspaceDetail,
  workspacesAtMost,
} from "./workspace-detail";

const saved = z.strictObject({ state: z.literal("AVAILABLE"), configuration: workspaceConfiguration });

type Op = "stop" | "start";

/**
 * AVAILABLE and STOPPED are where a WorkSpace rests. One that is IMPAIRED or UNHEALTHY may get well by itself, as it
 * does on its way up, so a resume waits for it; in ERROR it stays until somebody acts.
 */
const turning = switchOf<WorkspaceDetail, WorkspaceConfiguration, "AVAILABLE", Op>({
  thing: "WorkSpace",
  on: ["AVAILABLE"],
  off: ["STOPPED"],
  whyNot,
  broken: (state) => (state === "ERROR" ? ill(state) : null),
  turnOff: "stop",
  turnOn: () => ({ op: "start" }),
  setsBack: false,
  hazards: ({ connected, configuration: { runningMode, autoStopMinutes } }) => [
    connected === true && {
      level: "warning",
      code: "user-connected",
      title: "Somebody is connected",
      detail: "Their session ends, and what they have not saved may be lost.",
    },
    {
      level: "note",
      code: "starts-at-sign-in",
      title: "A sign-in starts it",
      detail:
        "A WorkSpace that stops by itself also starts when its user signs in; it then runs and bills by the hour.",
    },
    // WorkSpaces Administration Guide, "Manage the running mode": 60 minutes unless somebody set another time.
    runningMode === "AUTO_STOP" && {
      level: "note",
      code: "stops-by-itself",
      title: "It stops by itself, too",
      detail: `${autoStopMinutes ?? 60} minutes after its user has left. A pause ends no more than that wait, and once it is back it stops again when nobody signs in.`,
    },
    {
      level: "note",
      code: "monthly-fee-stays",
      title: "The monthly fee stays",
      detail: "Only the hours end. The base fee covers its volumes and is billed for as long as it exists.",
    },
  ],
});

/** StopWorkspaces wants AutoStop or Manual (WorkSpaces API reference); a mode that is always on is billed by the month. */
function whyNot({ detail }: Observed<WorkspaceDetail>): Advice | null {
  const { state, configuration } = detail;
  const mode = configuration.runningMode;
  if (mode !== "AUTO_STOP" && mode !== "MANUAL") {
    return {
      reason: `Its running mode is ${mode ?? "not known"}: it is billed by the month, and AWS does not stop it`,
      remedy: "Let it run in AUTO_STOP where it is used for less than about 80 hours a month",
    };
  }
  return ["IMPAIRED", "UNHEALTHY", "SUSPENDED", "ADMIN_MAINTENANCE"].includes(state) ? ill(state) : null;
}

function ill(state: string): Advice {
  return {
    reason: `WorkSpaces reports it as ${state}`,
    remedy: "Reboot, restore or rebuild it in the WorkSpaces console, then try again",
  };
}

export const workspacesWorkspace = defineAdapter({
  kind: "workspaces.workspace",
  title: "WorkSpace",
  plural: "WorkSpaces",
  billedAs: "Amazon WorkSpaces",
  about: {
    pause: "Stops it.",
    resume: "Starts it.",
    saves:
      "The configuration: directory, user, bundle, running mode, size, volumes, protocols and encryption. It is compared after the start.",
    stillCosts: "The monthly fee, which covers its volumes.",
    hazards: [
      "The session of somebody who is connected ends, and what they have not saved may be lost.",
      "It also starts when its user signs in, and then bills by the hour.",
      "On AutoStop it stops by itself an hour or more after its user has left, also after a resume.",
      "Encrypted volumes come back only while their KMS key is enabled.",
      "WorkSpaces that are always on are billed by the month and cannot be stopped.",
    ],
  },
  waveTitle: "Desktops",
  restore: "exact",
  wave: 80,
  iam: {
    read: [
      "workspaces:DescribeWorkspaces",
      "workspaces:DescribeWorkspacesConnectionStatus",
      "tag:GetResources",
      "sts:GetCallerIdentity",
    ],
    pause: ["workspaces:StopWorkspaces"],
    resume: ["workspaces:StartWorkspaces"],
  },
  terraform: { aws_workspaces_workspace: { drift: () => [] } },
  detail: workspaceDetail,
  saved: { version: 1, schema: saved },
  options: z.strictObject({}),
  timing: { pollSeconds: 15, giveUpSeconds: 1800, expectSeconds: { pause: 120, resume: 120 } },
  batch: { stop: workspacesAtMost, start: workspacesAtMost },

  ...turning,
  relations: () => [],
  keys: ({ detail }: Observed<WorkspaceDetail>) => keysIn(detail.configuration.encryption.key),
  // WorkSpaces got its grant when the WorkSpace was created.
  grantsVia: null,
  price: linesOf,
  idle: {
    signals: [
      noneOf(
        {
          label: "users connected at most",
          namespace: "AWS/WorkSpaces",
          metric: "UserConnected",
          statistic: "Maximum",
          quietMeansIdle: false,
        },
        ({ nativeId }) => [{ WorkspaceId: nativeId }],
      ),
    ],
  },
  discover: discoverWorkspaces,

  async apply(aws, op, items) {
    const failed = await send(aws, op, items);
    const faults = new Map(failed.map((one) => [one.WorkspaceId, faultOf(one)]));
    return items.map(({ nativeId }): Outcome => ({ nativeId, fault: faults.get(nativeId) ?? null }));
  },
});

function linesOf({ detail: { configuration } }: Observed<WorkspaceDetail>): readonly CostLine[] {
  const { compute, operatingSystem, rootGb, userGb, runningMode } = configuration;
  const what = [compute, operatingSystem, `${(rootGb ?? 0) + (userGb ?? 0)} GB`].filter(Boolean).join(", ");
  const fee: CostLine = {
    label: "WorkSpace",
    note: `${what}, by the month: its price is not in the catalogue`,
    price: null,
    quantity: 1,
    unit: "month",
    stopsWhenPaused: false,
  };
  if (runningMode === "ALWAYS_ON") return [fee];
  const note = `${what}, while it runs: their price is not in the catalogue`;
  return [fee, { label: "WorkSpace hours", note, price: null, quantity: 1, unit: "hour", stopsWhenPaused: true }];
}

/** Both calls answer 200 whatever happens, and name what they could not do. */
async function send(
  aws: ActDoor,
  op: Op,
  items: readonly ApplyItem[],
): Promise<readonly FailedWorkspaceChangeRequest[]> {
  const requests = items.map(({ nativeId }) => ({ WorkspaceId: nativeId }));
  const sent =
    op === "stop"
      ? aws.act(WorkSpacesClient, new StopWorkspacesCommand({ StopWorkspaceRequests: requests }))
      : aws.act(WorkSpacesClient, new StartWorkspacesCommand({ StartWorkspaceRequests: requests }));
  return (await sent).FailedRequests ?? [];
}

/** Codes as the exceptions of the service are called (WorkSpaces API reference); any other is said as it is. */
function faultOf({ ErrorCode = "", ErrorMessage = "" }: FailedWorkspaceChangeRequest): Fault {
  const code = codeOf(ErrorCode);
  return {
    code,
    reason: ErrorMessage || `WorkSpaces answered ${ErrorCode || "without a reason"}`,
    remedy: remedies[code] ?? "Change what AWS names in its answer, then try again",
    awsError: ErrorCode,
  };
}

const remedies: Partial<Readonly<Record<FaultCode, string>>> = {
  busy: "Wait until AWS is done with the WorkSpace, then try again",
  capacity: "Try again later",
  gone: "Scan the account again to see what is there now",
};

function codeOf(name: string): FaultCode {
  if (/NotFound/.test(name)) return "gone";
  if (/InvalidResourceState|OperationInProgress|ResourceUnavailable|Conflict/.test(name)) return "busy";
  if (/Throttl|TooManyRequests/.test(name)) return "throttled";
  if (/InternalServer|InternalFailure|ServiceUnavailable/.test(name)) return "transient";
  if (/Capacity/.test(name)) return "capacity";
  if (/LimitExceeded/.test(name)) return "quota";
  if (/AccessDenied|NotAuthorized/.test(name)) return "denied";
  return /Invalid|NotSupported/.test(name) ? "refused" : "unknown";
}
