import { z } from "zod";
import type { Hazard, Step } from "../../core/plan";
import type { Observed } from "../../core/resource";
import type { Classified, Meanwhile, PausePlan, Refused, ResumePlan } from "../contract";
import {
  capacityRestored,
  describeScaling,
  isHeld,
  restoration,
  scalingDifferences,
  scalingSchema,
} from "../scaling-hold";
import { pauseHazards } from "./service-hazards";

/** What is known of an ECS service, and the decisions about it. Pure. */

const taskSchema = z.strictObject({
  /** Null where the task definition sets no task-level size (allowed on EC2). */
  vcpu: z.number().positive().nullable(),
  memoryGb: z.number().positive().nullable(),
  arch: z.enum(["x86", "arm"]),
  windows: z.boolean(),
  ephemeralGb: z.int().positive(),
  images: z.array(z.string()),
});

export const detailSchema = z.strictObject({
  status: z.string(),
  desired: z.int().min(0),
  running: z.int().min(0),
  pending: z.int().min(0),
  scheduling: z.string(),
  controller: z.string(),
  management: z.string(),
  /** Deployments, or task sets where an outside controller deploys. */
  deployments: z.array(z.strictObject({ status: z.string(), rollout: z.string().nullable() })),
  /** The newest event while tasks are missing: why ECS cannot place them. */
  trouble: z.string().nullable(),
  launchType: z.string().nullable(),
  capacityProviders: z.array(z.string()),
  taskDefinition: z.string().nullable(),
  /** Null when the service names none, or AWS no longer has it. */
  task: taskSchema.nullable(),
  volumes: z.array(z.string()),
  loadBalancers: z.int().min(0),
  publicAddress: z.boolean(),
  scaling: scalingSchema.nullable(),
});
export type Detail = z.infer<typeof detailSchema>;
export type Task = z.infer<typeof taskSchema>;

/**
 * Only what a pause changes, and the revision to tell when somebody deployed meanwhile. Scaling policies and scheduled
 * actions are not touched by a hold, so they need no saving.
 */
export const savedSchema = z.strictObject({
  desired: z.int().min(1),
  taskDefinition: z.string().nullable(),
  scaling: scalingSchema.nullable(),
});
export type Saved = z.infer<typeof savedSchema>;

export type Op = "holdScaling" | "setDesired" | "restoreScaling";
/** `instead`: somebody's count that was chosen to be set back. */
export const desiredParamsSchema = z.strictObject({ desired: z.int().min(0), instead: z.int().min(1).optional() });
export type DesiredParams = z.infer<typeof desiredParamsSchema>;

export function classify({ detail }: Observed<Detail>): Classified {
  const { status, desired, running, pending } = detail;
  const saw = `${running} of ${desired} tasks`;
  if (status === "INACTIVE") return { state: "gone", saw: "inactive" };
  if (status === "DRAINING") return { state: "changing", saw: "draining: the service is being deleted" };
  if (detail.scheduling === "DAEMON") {
    return {
      state: "unsupported",
      saw,
      reason: "A daemon service runs one task on every instance; it has no desired count.",
      remedy: "Pause the instances that it runs on.",
    };
  }
  if (detail.management === "ECS") {
    return {
      state: "unsupported",
      saw,
      reason: "ECS manages this service itself (Express Mode) and sets its count.",
      remedy: "Scale it through its Express Mode service.",
    };
  }
  if (desired === 0 && running === 0 && pending === 0) return { state: "paused", saw: "desired 0" };
  if (desired === 0) return { state: "changing", saw: `stopping, ${running} tasks left` };
  if (detail.deployments.length > 1) return { state: "changing", saw: `${saw}, deployment in progress` };
  // One deployment whose tasks are still starting bills already and can be stopped like any other.
  return { state: "running", saw };
}

export function planPause(seen: Observed<Detail>): PausePlan<Saved, Op> | Refused {
  const { detail } = seen;
  if (detail.volumes.length > 0) {
    return {
      result: "refused",
      reason: `ECS manages the volume ${detail.volumes.join(", ")} for each task and deletes it with the task.`,
      remedy: "Move the data to a file system or bucket, then pause.",
    };
  }
  if (detail.controller === "EXTERNAL" && detail.running !== detail.desired) {
    return {
      result: "refused",
      reason: `An outside controller runs ${detail.running} of ${detail.desired} tasks; the count could not be proved on the way back.`,
      remedy: "Scale its task set to 100 percent, then pause.",
    };
  }
  if (!detail.task && detail.controller !== "EXTERNAL") {
    return {
      result: "refused",
      reason: `The task definition ${detail.taskDefinition ?? "of the service"} can no longer be read, so its tasks could not start again.`,
      remedy: "Deploy a task definition that exists, then pause.",
    };
  }
  const { scaling, desired } = detail;
  const hold: Step & { op: Op } = {
    op: "holdScaling",
    params: {},
    before: describeScaling(scaling),
    after: "scaling held",
    settle: true,
  };
  const stop: Step & { op: Op } = {
    op: "setDesired",
    params: { desired: 0 },
    before: `desired ${desired}`,
    after: "desired 0",
    settle: true,
  };
  return {
    result: "planned",
    saved: { desired, taskDefinition: detail.taskDefinition, scaling },
    steps: scaling && !isHeld(scaling) ? [hold, stop] : [stop],
    hazards: pauseHazards(detail),
    restore: detail.publicAddress && detail.loadBalancers === 0 ? "newAddress" : "exact",
  };
}

export function planResume(saved: Saved, seen: Observed<Detail> | null): ResumePlan<Op> | Refused {
  if (seen?.detail.status !== "ACTIVE") {
    return {
      result: "refused",
      reason: "The service was deleted while it was paused.",
      remedy: `Create it again with ${saved.taskDefinition ?? "its task definition"} and desired ${saved.desired}, then end the hold.`,
    };
  }
  const { detail } = seen;
  const steps: (Step & { op: Op })[] = [];
  const theirs: string[] = [];
  if (needsCount(saved, detail)) {
    const isTheirs = detail.desired !== 0 && detail.desired !== saved.desired;
    steps.push({
      op: "setDesired",
      params: { desired: saved.desired, ...(isTheirs && { instead: detail.desired }) },
      before: `desired ${detail.desired}`,
      after: `desired ${saved.desired}`,
      settle: true,
    });
  }
  const hazards: Hazard[] = [];
  if (saved.scaling) {
    const back = restoration(saved.scaling, detail.scaling);
    theirs.push(...back.theirs);
    if (back.params) {
      steps.push({
        op: "restoreScaling",
        params: back.params,
        before: describeScaling(detail.scaling),
        after: `scaling ${back.params.min} to ${back.params.max}`,
        settle: true,
      });
    }
    if (!detail.scaling) {
      hazards.push({
        level: "warning",
        code: "scaling-target-lost",
        title: "The scaling target was removed",
        detail: "It is registered again with its limits. Its policies and scheduled actions went with it and are not.",
      });
    }
  }
  if (saved.taskDefinition !== detail.taskDefinition) theirs.push(`task definition ${detail.taskDefinition ?? "none"}`);
  if (theirs.length > 0) {
    hazards.push({
      level: "warning",
      code: "changed-while-paused",
      title: "Changed while paused",
      detail: `Kept as somebody set it: ${theirs.join(", ")}.`,
    });
  }
  return { result: "planned", steps, hazards };
}

/** At 0 the count is still Standby's; at the saved count its tasks are waited for; a live policy may have moved it. */
function needsCount(saved: Saved, { desired, running, pending }: Detail): boolean {
  if (desired === saved.desired) return running !== desired || pending > 0;
  return !capacityRestored(saved.desired, saved.scaling, desired);
}

/**
 * What somebody changed of a paused service: a count that is neither 0 nor what policies may have made of the saved one,
 * and limits that a restore would not give back. A deployment is the owner's business and no conflict.
 */
export function meanwhile(saved: Saved, { detail }: Observed<Detail>): Meanwhile<Saved> | null {
  if (detail.status !== "ACTIVE") return null;
  const { desired } = detail;
  const isTheirs = desired !== 0 && !capacityRestored(saved.desired, saved.scaling, desired);
  const scaling = scalingAfter(saved.scaling, detail.scaling);
  const limits = scalingDifferences("scaling", saved.scaling, scaling);
  const count = isTheirs ? [{ path: "desired", saved: String(saved.desired), now: String(desired) }] : [];
  const differences = [...count, ...limits];
  if (differences.length === 0) return null;
  const theirs = { ...saved, desired: isTheirs ? desired : saved.desired, scaling };
  return { differences, theirs, canSetBack: limits.length === 0 };
}

/** The limits once a restore has given back what the hold took; a target that was removed is registered as it was. */
function scalingAfter(saved: Saved["scaling"], now: Detail["scaling"]): Saved["scaling"] {
  if (!saved || !now) return saved ?? now;
  const { params } = restoration(saved, now);
  return params ? { ...now, min: params.min, max: params.max, suspended: params.suspended } : now;
}
