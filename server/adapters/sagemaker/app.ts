import {
  CreateAppCommand,
  DeleteAppCommand,
  DescribeAppCommand,
  type ResourceSpec,
  SageMakerClient,
} from "@aws-sdk/client-sagemaker";
import { z } from "zod";
import type { ActDoor } from "../../aws/door";
import { differencesBetween } from "../../core/differences";
import { assertNever, FaultError } from "../../core/fault";
import type { Step } from "../../core/plan";
import {
  type ApplyItem,
  type Classified,
  defineAdapter,
  type Meanwhile,
  type PausePlan,
  type Refused,
  type ResumePlan,
  type StepStatus,
} from "../contract";
import { acceptable } from "../options";
import { nullWhenGone } from "../read-each";
import { wholeResource } from "../terraform-type";
import { type AppDetail, appDetail, discoverApps, instanceTypeOf, keyOf, parseId, type SeenApp } from "./app-detail";
import { classicClosed, pauseHazards, whyNotAgain } from "./app-hazards";
import { appLines } from "./app-price";
import { checkCleared, checkDeleted, checkMade } from "./made-again";
import { isCapacity, ownTags } from "./reads";

/** All that the app that is made again must have as the old one had it. */
const saved = z.strictObject({
  arn: z.string(),
  spec: z.record(z.string(), z.json()).nullable(),
  lifecycle: z.string().nullable(),
  tags: z.record(z.string(), z.string()),
});
type Saved = z.infer<typeof saved>;

const options = z.strictObject({
  recreate: acceptable("deleted and made again: what is in memory is lost, and AWS promises no machine"),
});
type Options = z.infer<typeof options>;

type Op = "delete" | "clear" | "create";

/**
 * Apps of SageMaker Studio: a pause deletes the app, a resume makes it again with the same machine and image (SageMaker
 * API reference, DeleteApp "stop and delete an app", CreateApp). The home folder is on the volume of the space or of the
 * domain and stays. Off unless somebody accepts that.
 */
export const sagemakerApp = defineAdapter<AppDetail, Saved, Op, Options>({
  kind: "sagemaker.app",
  title: "SageMaker Studio app",
  plural: "SageMaker Studio apps",
  billedAs: "Amazon SageMaker",
  about: {
    pause: "Deletes the app. Its home folder stays on the volume of its space or domain.",
    resume: "Makes it again under the same name with the same machine, image, lifecycle script and tags.",
    saves: "Machine, image, lifecycle script and tags.",
    stillCosts: "The storage of the space or domain.",
    hazards: [
      "Running notebooks and terminals end; what they hold in memory, and every package and file outside the home folder, is lost.",
      "AWS promises no machines for the way back; Standby tries again until there are some.",
      "An image without a fixed version comes back with its newest.",
      "Only JupyterLab and Code Editor are paused. Studio Classic takes no new apps, so its kernels are left alone.",
    ],
  },
  waveTitle: "Studio apps",
  restore: "recreated",
  wave: 80,
  iam: {
    read: ["sagemaker:DescribeApp", "sagemaker:ListApps", "sagemaker:ListTags"],
    pause: ["sagemaker:DeleteApp"],
    resume: ["sagemaker:AddTags", "sagemaker:CreateApp", "sagemaker:DeleteApp"],
  },
  terraform: { aws_sagemaker_app: { drift: () => [wholeResource] } },
  detail: appDetail,
  saved: { version: 1, schema: saved },
  options,
  // AWS names no bound and has no waiter for apps; half an hour is that of notebook instances.
  timing: { pollSeconds: 15, giveUpSeconds: 1800, expectSeconds: { pause: 60, resume: 240 } },
  batch: { delete: 1, clear: 1, create: 1 },
  classify,
  planPause,
  planResume,
  meanwhile,
  check,

  verify(action, before, seen) {
    if (!seen) return action === "pause" ? { verdict: "reached", saw: "deleted" } : { verdict: "gone", saw: "deleted" };
    const { status } = seen.detail;
    if (action === "pause" || (status !== "InService" && status !== "Failed"))
      return { verdict: "pending", saw: status };
    const wrong = differencesBetween({ ...before, status: "InService" }, { ...savedOf(seen), status });
    return wrong.length > 0
      ? { verdict: "wrong", saw: status, differences: wrong }
      : { verdict: "reached", saw: status };
  },

  relations: () => [],
  price: ({ detail }) => appLines(detail),
  discover: discoverApps,

  async apply(aws, op, items) {
    for (const item of items) await send(aws, op, item);
    return items.map(({ nativeId }) => ({ nativeId, fault: null }));
  },
});

function savedOf({ arn, tags, detail: { spec, lifecycle } }: SeenApp): Saved {
  return { arn, spec, lifecycle, tags: ownTags(tags) };
}

/** Apps that are theirs alone. Others belong to a service that keeps its own state in them, or to the whole domain. */
const restorable = ["JupyterLab", "CodeEditor"];

/** "You can only stop or delete existing Studio Classic applications and cannot create new ones" (Developer Guide). */
const classic = ["JupyterServer", "KernelGateway"];

function classify({ detail }: SeenApp): Classified {
  const { status, failure, name } = detail;
  const unsupported = (reason: string, remedy: string): Classified => {
    return { state: "unsupported", saw: status, reason, remedy };
  };
  if (status === "Failed") {
    return unsupported(`SageMaker reports it as Failed${failure ? `: ${failure}` : ""}`, "Delete it in Studio");
  }
  if (instanceTypeOf(detail) === "system") {
    return unsupported("It runs on a machine of Studio's own, which is free", "Leave it as it is: it costs nothing");
  }
  if (classic.includes(name.type)) {
    return unsupported(
      "It is of Studio Classic, in which AWS makes no new apps: once deleted, it could not be made again",
      "Shut it down in Studio when nobody needs it, and move the work to a JupyterLab space",
    );
  }
  if (!restorable.includes(name.type)) {
    return unsupported(
      `An app of type ${name.type} cannot be made again as it was`,
      "Shut it down in Studio when nobody works with it",
    );
  }
  return { state: status === "InService" ? "running" : "changing", saw: status };
}

function planPause(seen: SeenApp, { recreate }: Options): PausePlan<Saved, Op> | Refused {
  const refusal = whyNotAgain(seen.detail) ?? (recreate ? null : askFirst);
  if (refusal) return refusal;
  return {
    result: "planned",
    saved: savedOf(seen),
    steps: [{ op: "delete", params: {}, before: "InService", after: "deleted", settle: true }],
    hazards: pauseHazards(seen),
    restore: "lossy",
  };
}

const askFirst: Refused = {
  result: "refused",
  reason: "Studio has no stop: a pause deletes the app, and what it holds in memory is lost",
  remedy: "Plan with the option recreate for sagemaker.app to accept that, or let its idle shutdown end it",
  accepts: "recreate",
};

function planResume(before: Saved, seen: SeenApp | null): ResumePlan<Op> {
  const status = seen?.detail.status ?? "Deleting";
  if (status === "InService") return { result: "planned", steps: [], hazards: [] };
  const { spec, tags } = before;
  const clear = { op: "clear" as const, params: {}, before: "Failed", after: "deleted", settle: true };
  const create = {
    op: "create" as const,
    params: { spec, tags } satisfies z.infer<typeof createParams>,
    before: "deleted",
    after: `in service on ${instanceTypeOf({ spec })}`,
    settle: true,
  };
  const hazards = /\/kernelgateway\//i.test(before.arn) ? [classicClosed] : [];
  return { result: "planned", steps: status === "Failed" ? [clear, create] : [create], hazards };
}

const createParams = saved.pick({ spec: true, tags: true });

/** Its user may have opened it again in Studio, on another machine. Nothing sets that back while it runs. */
function meanwhile(before: Saved, seen: SeenApp): Meanwhile<Saved> | null {
  if (seen.detail.status !== "InService") return null;
  const theirs = savedOf(seen);
  const differences = differencesBetween(before, theirs);
  return differences.length > 0 ? { differences, theirs, canSetBack: false } : null;
}

function check(step: Step, seen: SeenApp | null): StepStatus {
  const there = seen?.detail ?? null;
  switch (step.op as Op) {
    case "delete":
      return checkDeleted(there, isAtRest);
    case "clear":
      return checkCleared(there);
    case "create":
      return checkMade(there, { isUp: (status) => status === "InService", isBroken: (status) => status === "Failed" });
    default:
      throw new Error(`sagemaker.app has no step ${step.op}`);
  }
}

function isAtRest(status: string): boolean {
  return status === "InService" || status === "Failed";
}

async function send(aws: ActDoor, op: Op, { nativeId, params }: ApplyItem): Promise<void> {
  const name = parseId(nativeId);
  if (!name) throw new Error(`Not the name of an app: ${nativeId}`);
  const key = keyOf(name);
  switch (op) {
    case "delete":
    case "clear":
      await aws.act(SageMakerClient, new DeleteAppCommand(key));
      return;
    case "create":
      return create(aws, key, params);
    default:
      return assertNever(op);
  }
}

/** A name that is taken is looked at: by the app that an earlier call made, or by one that failed. */
async function create(aws: ActDoor, key: ReturnType<typeof keyOf>, params: unknown): Promise<void> {
  const { spec, tags } = createParams.parse(params);
  const command = new CreateAppCommand({
    ...key,
    Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
    ...(spec && { ResourceSpec: spec as ResourceSpec }),
  });
  try {
    await aws.act(SageMakerClient, command);
  } catch (error) {
    if (error instanceof FaultError && error.fault.code === "gone")
      throw new FaultError({ ...error.fault, remedy: lost });
    const isTaken = error instanceof FaultError && (error.fault.code === "busy" || /already/i.test(error.fault.reason));
    if (!isTaken) throw error;
    const there = await nullWhenGone(aws.read(SageMakerClient, new DescribeAppCommand(key)));
    const reason = there?.FailureReason ?? "";
    if (there?.Status !== "Failed" || !isCapacity(reason)) return;
    await aws.act(SageMakerClient, new DeleteAppCommand(key));
    const remedy = "Standby deletes the failed app and tries again until AWS has machines";
    throw new FaultError({ code: "capacity", reason, remedy });
  }
}

/** SageMaker names it in its answer. */
const lost =
  "Make what it names again (its domain, space, user profile or image), then resume again; a space that was deleted took the home folder with it, so the hold may as well be ended";
