import {
  ApplicationAutoScalingClient,
  RegisterScalableTargetCommand,
  type ScalableDimension,
} from "@aws-sdk/client-application-auto-scaling";
import { z } from "zod";
import { differencesBetween } from "../../core/differences";
import type { Action, Hazard, Step } from "../../core/plan";
import type { Observed } from "../../core/resource";
import {
  type ApplyItem,
  type Classified,
  defineAdapter,
  type Meanwhile,
  type PausePlan,
  type Refused,
  type ResumePlan,
  type StepStatus,
  type Verdict,
} from "../contract";
import { isSuspended, type Scaling, scalingSchema, withoutHold } from "../scaling-hold";
import { discoverTargets, nameOf, type TargetDetail, targetDetail } from "./target-discover";

const savedSchema = z.strictObject({ scaling: scalingSchema });
type Saved = z.infer<typeof savedSchema>;

/** Limits go along only where a restore sets them back. */
const setParams = z.strictObject({
  suspended: scalingSchema.shape.suspended,
  limits: z.strictObject({ min: z.int(), max: z.int() }).nullable(),
});
type SetParams = z.infer<typeof setParams>;

type Op = "set";
type Seen = Observed<TargetDetail>;

const allOff = { scaleIn: true, scaleOut: true, scheduled: true };

/**
 * Targets of Application Auto Scaling: their scaling is suspended and resumed (Application Auto Scaling User Guide,
 * "Suspend and resume scaling"). The capacity of what they scale is left as it is, which is what a pause of fleets that
 * Standby does not know can do: nothing wakes or grows them by a schedule or a metric.
 */
export const applicationautoscalingTarget = defineAdapter({
  kind: "applicationautoscaling.target",
  title: "Scaling target",
  plural: "Scaling targets",
  billedAs: null,
  about: {
    pause:
      "Suspends scale-in, scale-out and scheduled scaling of targets that belong to no other kind. The capacity of what they scale stays as it is.",
    resume: "Sets what was suspended, and the limits, as they were.",
    saves: "The limits, what was suspended, and the role of the target.",
    stillCosts: "What the target scales. Application Auto Scaling itself has no charge, so a pause saves nothing.",
    hazards: [
      "Scheduled scaling that falls due meanwhile is not made up for.",
      "A capacity that somebody set outside the limits is pushed into them by AWS, at the pause and at the resume.",
      "A Keyspaces table does not grow with its load: what exceeds the provisioned capacity is throttled.",
      "Storage scaling of MSK brokers is left on: suspended it saves nothing, and they could run full.",
    ],
  },
  waveTitle: "Scaling targets",
  restore: "exact",
  wave: 40,
  offOnceAccepted: ["set"],
  iam: {
    read: ["application-autoscaling:DescribeScalableTargets", "application-autoscaling:ListTagsForResource"],
    pause: ["application-autoscaling:RegisterScalableTarget"],
    resume: ["application-autoscaling:RegisterScalableTarget"],
  },
  terraform: { aws_appautoscaling_target: { drift: () => ["suspended_state"] } },
  detail: targetDetail,
  saved: { version: 1, schema: savedSchema },
  options: z.strictObject({}),
  timing: { pollSeconds: 5, giveUpSeconds: 300, expectSeconds: { pause: 5, resume: 5 } },
  batch: { set: 1 },

  classify,
  planPause,
  planResume,
  meanwhile,
  check,
  verify,
  relations: () => [],

  /** Application Auto Scaling has no charge; what it scales is priced where it is known. */
  price: () => [],

  discover: discoverTargets,

  async apply(aws, _op, items) {
    for (const item of items) await aws.act(ApplicationAutoScalingClient, setCommand(item));
    return items.map(({ nativeId }) => ({ nativeId, fault: null }));
  },
});

function wordsOf({ suspended }: Scaling): string {
  const words = [
    suspended.scaleIn && "scale-in",
    suspended.scaleOut && "scale-out",
    suspended.scheduled && "scheduled",
  ].filter((word) => word !== false);
  if (words.length === 3) return "suspended";
  return words.length === 0 ? "active" : `${words.join(" and ")} suspended`;
}

function classify({ detail: { namespace, scaling } }: Seen): Classified {
  const saw = wordsOf(scaling);
  if (namespace === "kafka") {
    return {
      state: "unsupported",
      saw,
      reason: "It only lets the storage of brokers grow: suspended it saves nothing, and they could run full",
      remedy: "Leave it on",
    };
  }
  return { state: isSuspended(scaling) ? "paused" : "running", saw };
}

function planPause({ detail }: Seen): PausePlan<Saved, Op> {
  const { scaling } = detail;
  return {
    result: "planned",
    saved: { scaling },
    steps: [stepTo({ suspended: allOff, limits: null }, scaling, "suspended")],
    hazards: [savesNothing(scaling), ...(detail.namespace === "cassandra" ? [throttles] : [])],
    restore: "exact",
  };
}

function stepTo(params: SetParams, now: Scaling, after: string): Step & { readonly op: Op } {
  return { op: "set", params, before: wordsOf(now), after, settle: true };
}

/**
 * Each RegisterScalableTarget looks at the capacity and pushes it into the limits (Application Auto Scaling user guide): a
 * fleet that somebody set to 0 by hand starts when its minimum is above that, also by a call that only suspends.
 */
function savesNothing({ min, max }: Scaling): Hazard {
  return {
    level: "note",
    code: "capacity-stays",
    title: "Its capacity stays as it is",
    detail: `Only scaling is suspended, so that no metric or schedule changes what is paused. What it scales goes on billing, and scheduled actions that fall due are not made up for. A capacity outside ${min} to ${max} is pushed into that range by AWS with this call.`,
  };
}

const throttles: Hazard = {
  level: "warning",
  code: "throughput-does-not-grow",
  title: "Its tables do not grow with the load",
  detail: "Reads and writes above the provisioned capacity are throttled until scaling is resumed.",
};

function planResume({ scaling: saved }: Saved, seen: Seen | null): ResumePlan<Op> | Refused {
  if (!seen) {
    return {
      result: "refused",
      reason: "The scaling target was removed while it was paused, and its policies with it",
      remedy: "Register it and its policies again, then end the hold",
    };
  }
  const { scaling } = seen.detail;
  const isSame = scaling.min === saved.min && scaling.max === saved.max;
  const limits = isSame ? null : { min: saved.min, max: saved.max };
  const params: SetParams = { suspended: saved.suspended, limits };
  const step = stepTo(params, scaling, wordsOf(saved));
  return { result: "planned", steps: isSet(params, scaling) ? [] : [step], hazards: [] };
}

function isSet({ suspended, limits }: SetParams, { min, max, suspended: now }: Scaling): boolean {
  const wanted = { suspended, ...(limits ?? { min, max }) };
  return differencesBetween(wanted, { suspended: now, min, max }).length === 0;
}

function meanwhile({ scaling: saved }: Saved, { detail }: Seen): Meanwhile<Saved> | null {
  const { scaling } = detail;
  const theirs = { ...scaling, suspended: withoutHold(saved.suspended, scaling.suspended) };
  const differences = differencesBetween(saved, theirs);
  if (differences.length === 0) return null;
  return { differences, theirs: { scaling: theirs }, canSetBack: saved.roleArn === scaling.roleArn };
}

function check(step: Step, seen: Seen | null): StepStatus {
  if (!seen) {
    const fault = {
      code: "gone" as const,
      reason: "The scaling target was removed",
      remedy: "Register it and its policies again, then end the hold",
    };
    return { status: "blocked", saw: "removed", fault };
  }
  const { scaling } = seen.detail;
  return { status: isSet(setParams.parse(step.params), scaling) ? "done" : "todo", saw: wordsOf(scaling) };
}

function verify(action: Action, { scaling: saved }: Saved, seen: Seen | null): Verdict {
  if (!seen) return { verdict: "gone", saw: "removed" };
  const { scaling } = seen.detail;
  const wanted = action === "pause" ? { ...scaling, suspended: allOff } : saved;
  const differences = differencesBetween(wanted, scaling);
  const saw = wordsOf(scaling);
  return differences.length > 0 ? { verdict: "wrong", saw, differences } : { verdict: "reached", saw };
}

/** Limits that are not named stay as they are; the role is only for a target that is new. */
function setCommand({ nativeId, params }: ApplyItem): RegisterScalableTargetCommand {
  const named = nameOf(nativeId);
  if (!named) throw new Error(`Not a scaling target: ${nativeId}`);
  const { suspended, limits } = setParams.parse(params);
  return new RegisterScalableTargetCommand({
    ServiceNamespace: named.namespace,
    ResourceId: named.resourceId,
    ScalableDimension: named.dimension as ScalableDimension,
    ...(limits && { MinCapacity: limits.min, MaxCapacity: limits.max }),
    SuspendedState: {
      DynamicScalingInSuspended: suspended.scaleIn,
      DynamicScalingOutSuspended: suspended.scaleOut,
      ScheduledScalingSuspended: suspended.scheduled,
    },
  });
}
