import { z } from "zod";
import { differencesBetween } from "../../core/differences";
import type { Fault } from "../../core/fault";
import type { Difference } from "../../core/operation";
import type { Action, Hazard, Step } from "../../core/plan";
import type { Observed } from "../../core/resource";
import type { Classified, Meanwhile, PausePlan, Refused, ResumePlan, StepStatus, Verdict } from "../contract";
import { type EnvironmentDetail, environmentConfiguration, type Queue } from "./compute-environment-detail";

/** The decisions about a Batch compute environment. Pure. */

const onOff = z.enum(["ENABLED", "DISABLED"]);

export const savedSchema = z.strictObject({
  state: onOff,
  minVcpus: z.number().nullable(),
  /** The queues that were on and send jobs nowhere else. */
  queues: z.array(z.string()),
  configuration: environmentConfiguration,
});
export type Saved = z.infer<typeof savedSchema>;

export type Op = "setQueue" | "setEnvironment";
export const queueParams = z.strictObject({ queue: z.string(), state: onOff });
export const environmentParams = z.strictObject({ state: onOff, minVcpus: z.number().nullable() });
type EnvironmentParams = z.infer<typeof environmentParams>;

type Seen = Observed<EnvironmentDetail>;
type BatchStep = Step & { readonly op: Op };

export function classify({ detail }: Seen): Classified {
  const { status, statusReason, isManaged } = detail;
  const saw = describe(detail);
  if (!isManaged) {
    return {
      state: "unsupported",
      saw,
      reason: "It is unmanaged: its instances are the account's own, and Batch can neither start nor stop them",
      remedy: "Pause the instances or the Auto Scaling group of its ECS cluster",
    };
  }
  if (status === "INVALID") return { state: "unsupported", saw, ...invalid(statusReason) };
  if (status !== "VALID") return { state: "changing", saw };
  if (!isOff(detail)) return { state: "running", saw };
  return (detail.desiredVcpus ?? 0) > 0 ? { state: "changing", saw } : { state: "paused", saw };
}

/** DISABLED alone still keeps minvCpus running, and billing (Batch API reference, ComputeResource). */
function isOff({ state, minVcpus }: EnvironmentDetail): boolean {
  return state === "DISABLED" && (minVcpus ?? 0) === 0;
}

function describe({ state, status, minVcpus, desiredVcpus }: EnvironmentDetail): string {
  const size = desiredVcpus === null ? "" : `, ${desiredVcpus} vCPU (at least ${minVcpus ?? 0})`;
  return `${status === "VALID" ? state : status}${size}`;
}

function invalid(reason: string | null): { readonly reason: string; readonly remedy: string } {
  return {
    reason: `Batch reports it as invalid: ${reason ?? "it gives no reason"}`,
    remedy: "Repair its roles, networks or launch template in AWS Batch, then try again",
  };
}

/**
 * Queues first, so that no new job comes, then the environment: off, and nothing kept running. A queue that also sends
 * jobs to other environments stays on: those go on there, and what only this one takes waits in the queue.
 */
export function planPause({ detail }: Seen): PausePlan<Saved, Op> | Refused {
  const state = detail.state === "DISABLED" ? "DISABLED" : "ENABLED";
  const queues = state === "DISABLED" ? [] : detail.queues.filter((one) => !one.isShared && one.state === "ENABLED");
  const off: EnvironmentParams = { state: "DISABLED", minVcpus: detail.minVcpus === null ? null : 0 };
  return {
    result: "planned",
    saved: {
      state,
      minVcpus: detail.minVcpus,
      queues: queues.map(({ name }) => name),
      configuration: detail.configuration,
    },
    steps: [...queues.map((one) => queueStep(one, "DISABLED")), environmentStep(detail, off)],
    hazards: hazards(detail, queues),
    restore: "exact",
  };
}

function queueStep({ name, state }: Queue, wanted: "ENABLED" | "DISABLED"): BatchStep {
  return {
    op: "setQueue",
    params: { queue: name, state: wanted },
    before: `queue ${name} ${state}`,
    after: `queue ${name} ${wanted}`,
    settle: true,
  };
}

function environmentStep(detail: EnvironmentDetail, wanted: EnvironmentParams): BatchStep {
  const size = (vcpus: number | null) => (vcpus === null ? "" : `, at least ${vcpus} vCPU`);
  return {
    op: "setEnvironment",
    params: wanted,
    before: `${detail.state}${size(detail.minVcpus)}`,
    after: `${wanted.state}${size(wanted.minVcpus)}`,
    settle: true,
  };
}

/** The other way round. A queue that was deleted meanwhile is left out; `meanwhile` tells of it. */
export function planResume(saved: Saved, seen: Seen | null): ResumePlan<Op> | Refused {
  if (!seen) return { result: "refused", ...deleted };
  const { detail } = seen;
  if (detail.configuration.uuid !== saved.configuration.uuid) {
    return {
      result: "refused",
      reason: "Another compute environment now has this name",
      remedy: "End the hold: what it describes does not exist any more",
    };
  }
  if (detail.status === "INVALID") return { result: "refused", ...invalid(detail.statusReason) };
  const wanted: EnvironmentParams = { state: saved.state, minVcpus: saved.minVcpus };
  const queues = detail.queues.filter((one) => saved.queues.includes(one.name) && one.state !== "ENABLED");
  const steps = [
    ...(isSet(wanted, detail) ? [] : [environmentStep(detail, wanted)]),
    ...queues.map((one) => queueStep(one, "ENABLED")),
  ];
  return { result: "planned", steps, hazards: [] };
}

const deleted = {
  reason: "The compute environment was deleted while it was paused",
  remedy: "Create it again from its saved configuration, then end the hold",
};

function isSet({ state, minVcpus }: EnvironmentParams, detail: EnvironmentDetail): boolean {
  return detail.state === state && detail.minVcpus === minVcpus;
}

/** Its state, its size and its queues are as they were or as the pause left them; anything else is somebody's. */
export function meanwhile(saved: Saved, { detail }: Seen): Meanwhile<Saved> | null {
  const theirs: Saved = {
    state: detail.state === "ENABLED" ? "ENABLED" : saved.state,
    minVcpus: detail.minVcpus === 0 ? saved.minVcpus : detail.minVcpus,
    queues: saved.queues.filter((name) => detail.queues.some((one) => one.name === name)),
    configuration: detail.configuration,
  };
  const rest = [...lostQueues(saved.queues, detail), ...differencesBetween(saved.configuration, detail.configuration)];
  const own = differencesBetween(
    { state: saved.state, minVcpus: saved.minVcpus },
    { state: theirs.state, minVcpus: theirs.minVcpus },
  );
  if (own.length + rest.length === 0) return null;
  return { differences: [...own, ...rest], theirs, canSetBack: rest.length === 0 };
}

function lostQueues(saved: readonly string[], { queues }: EnvironmentDetail): readonly Difference[] {
  const lost = saved.filter((name) => !queues.some((one) => one.name === name));
  return lost.map((name) => ({ path: `queues.${name}`, saved: "ENABLED", now: "none" }));
}

export function check(step: Step, seen: Seen | null): StepStatus {
  if (!seen) return { status: "blocked", saw: "deleted", fault: { code: "gone", ...deleted } };
  return step.op === "setQueue"
    ? checkQueue(queueParams.parse(step.params), seen.detail)
    : checkEnvironment(environmentParams.parse(step.params), seen.detail);
}

function checkQueue({ queue, state }: z.infer<typeof queueParams>, { queues }: EnvironmentDetail): StepStatus {
  const now = queues.find((one) => one.name === queue);
  const saw = `queue ${queue} ${now?.state ?? "gone"}`;
  if (!now) {
    // A queue that is gone sends no jobs any more.
    if (state === "DISABLED") return { status: "done", saw };
    const fault: Fault = {
      code: "gone",
      reason: `The job queue ${queue} was deleted, or does not use this environment any more`,
      remedy: "Create it again, or plan the resume again without it",
    };
    return { status: "blocked", saw, fault };
  }
  if (isMoving(now.status)) return { status: "pending", saw: `queue ${queue} ${now.status}` };
  return { status: now.state === state ? "done" : "todo", saw };
}

function checkEnvironment(wanted: EnvironmentParams, detail: EnvironmentDetail): StepStatus {
  const saw = describe(detail);
  if (detail.status === "INVALID") {
    return { status: "blocked", saw, fault: { code: "refused", ...invalid(detail.statusReason) } };
  }
  if (detail.status !== "VALID") return { status: "pending", saw };
  return { status: isSet(wanted, detail) ? "done" : "todo", saw };
}

function isMoving(status: string): boolean {
  return ["CREATING", "UPDATING", "DELETING"].includes(status);
}

/** A pause is reached when nothing runs any more: jobs that have started are let finish. A resume, when it is back to size. */
export function verify(action: Action, saved: Saved, seen: Seen | null): Verdict {
  if (!seen) return { verdict: "gone", saw: "deleted" };
  const { detail } = seen;
  const saw = describe(detail);
  const mine = detail.queues.filter((one) => saved.queues.includes(one.name));
  if (isMoving(detail.status) || mine.some(({ status }) => isMoving(status))) return { verdict: "pending", saw };
  const wanted = action === "pause" ? paused(saved) : saved;
  const differences = [
    ...differencesBetween(
      { state: wanted.state, minVcpus: wanted.minVcpus, status: "VALID" },
      { state: detail.state, minVcpus: detail.minVcpus, status: detail.status },
    ),
    ...mine.flatMap(({ name, state }) => differencesBetween(queueState(action), state, `queues.${name}`)),
    ...(action === "pause" ? [] : lostQueues(saved.queues, detail)),
    ...(action === "pause" ? [] : differencesBetween(saved.configuration, detail.configuration)),
  ];
  if (differences.length > 0) return { verdict: "wrong", saw, differences };
  return { verdict: isScaling(action, detail) ? "pending" : "reached", saw };
}

/** Batch moves what runs after the limits: down to nothing once the jobs end, up to what is kept at least. */
function isScaling(action: Action, { desiredVcpus, minVcpus }: EnvironmentDetail): boolean {
  if (desiredVcpus === null) return false;
  return action === "pause" ? desiredVcpus > 0 : desiredVcpus < (minVcpus ?? 0);
}

function paused({ minVcpus }: Saved): EnvironmentParams {
  return { state: "DISABLED", minVcpus: minVcpus === null ? null : 0 };
}

function queueState(action: Action): "ENABLED" | "DISABLED" {
  return action === "pause" ? "DISABLED" : "ENABLED";
}

function hazards(detail: EnvironmentDetail, queues: readonly Queue[]): readonly Hazard[] {
  const { desiredVcpus, minVcpus } = detail;
  const shared = detail.queues.filter((one) => one.isShared && one.state === "ENABLED");
  const list = (some: readonly Queue[]) => some.map(({ name }) => name).join(", ");
  const isFargate = desiredVcpus === null;
  const found: (Hazard | false)[] = [
    (isFargate || desiredVcpus > (minVcpus ?? 0)) && {
      level: "warning",
      code: "running-jobs-finish",
      title: "Jobs that run are let finish",
      detail: isFargate
        ? "They bill until they end; Batch does not stop them."
        : `${desiredVcpus} vCPU run now and bill until their jobs end; Batch does not stop them.`,
    },
    queues.length > 0 && {
      level: "warning",
      code: "submissions-refused",
      title: "New jobs are refused",
      detail: `Nothing can be submitted to ${list(queues)}. Jobs that wait there go on waiting.`,
    },
    shared.length > 0 && {
      level: "note",
      code: "shared-queue-stays-on",
      title: "Queues shared with other environments stay on",
      detail: `${list(shared)}: jobs run in the other environments, or wait.`,
    },
  ];
  return found.filter((hazard) => hazard !== false);
}
