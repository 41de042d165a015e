import { differencesBetween } from "../../core/differences";
import type { Fault } from "../../core/fault";
import type { Difference } from "../../core/operation";
import type { Action, Step } from "../../core/plan";
import type { Meanwhile, StepStatus, Verdict } from "../contract";
import { capacityRestored } from "../scaling-hold";
import { expectable, isInEffect, isOver, isScalingOp, paramsSchemas, scaledDifferences } from "../scaling-policies";
import { type Configuration, configurationOf, type EndpointSaved, type Seen } from "./endpoint-detail";
import {
  countParams,
  createParams,
  instances,
  isBroken,
  isUp,
  limitsByVariant,
  type Op,
  weightsParams,
} from "./endpoint-plan";
import { checkCleared, checkDeleted, checkMade, failed } from "./made-again";
import { isCapacity } from "./reads";

/** Where a step of an endpoint stands, whether the whole is reached, and what somebody else did. Pure. */

export function check(step: Step, seen: Seen | null, now?: Date): StepStatus {
  const there = seen?.detail ?? null;
  switch (step.op as Exclude<Op, "registerTarget" | "putPolicy" | "putSchedule">) {
    case "delete":
      return checkDeleted(there, (status) => status === "InService" || isBroken(status));
    case "clear":
      return checkCleared(there);
    case "create": {
      const { configName } = createParams.parse(step.params);
      const isOther = there && there.status !== "Deleting" && there.configName !== configName;
      return isOther ? otherEndpoint(there.status) : checkMade(there, { isUp, isBroken });
    }
    default:
      return checkInService(step, seen, now);
  }
}

function otherEndpoint(status: string): StepStatus {
  return blocked(status, "refused", "Somebody made another endpoint of this name", "Delete it, then resume again");
}

function blocked(saw: string, code: Fault["code"], reason: string, remedy: string): StepStatus {
  return { status: "blocked", saw, fault: { code, reason, remedy } };
}

/** Weights, counts and scaling need an endpoint that is in service; while it is Updating SageMaker takes no other change. */
function checkInService(step: Step, seen: Seen | null, at?: Date): StepStatus {
  if (!seen) return blocked("deleted", "gone", "Somebody deleted it again", "Resume again to make it again");
  const { status, failure, scaling } = seen.detail;
  if (isBroken(status)) return failed(seen.detail);
  if (status !== "InService") return { status: "pending", saw: status };
  if (isScalingOp(step.op)) {
    const isDone = isInEffect(step, scaling) || (at !== undefined && hadItsTime(step, at));
    return { status: isDone ? "done" : "todo", saw: status };
  }
  const of = (name: string) => seen.detail.variants.find((variant) => variant.name === name);
  if (step.op === "setWeights") {
    const { weights } = weightsParams.parse(step.params);
    const isSet = Object.entries(weights).every(([name, weight]) => of(name)?.weight === weight);
    return { status: isSet ? "done" : "todo", saw: "weights differ" };
  }
  if (step.op !== "setCount") throw new Error(`sagemaker.endpoint has no step ${step.op}`);
  const { variant, count } = countParams.parse(step.params);
  const now = of(variant)?.count ?? null;
  const isThere = now !== null && capacityRestored(count, limitsByVariant(scaling).get(variant) ?? null, now);
  const saw = instances(now);
  // An update that finds no machines ends in service again, with what there was: it is sent again when the engine says.
  if (!isThere && isCapacity(failure)) return blocked(saw, "capacity", failure ?? "", "It is tried again by itself");
  return { status: isThere ? "done" : "todo", saw };
}

function hadItsTime({ op, params }: Step, now: Date): boolean {
  return op === "putSchedule" && isOver(paramsSchemas.putSchedule.parse(params).schedule, now);
}

export function verify(action: Action, saved: EndpointSaved, seen: Seen | null): Verdict {
  if (!seen) return action === "pause" ? { verdict: "reached", saw: "deleted" } : { verdict: "gone", saw: "deleted" };
  const { status } = seen.detail;
  if (action === "pause" || (status !== "InService" && !isBroken(status))) return { verdict: "pending", saw: status };
  const differences = notRestored(saved, seen);
  return differences.length > 0 ? { verdict: "wrong", saw: status, differences } : { verdict: "reached", saw: status };
}

function notRestored(saved: EndpointSaved, seen: Seen): readonly Difference[] {
  const now = configurationOf(seen);
  const { status, scaling } = seen.detail;
  if (status !== "InService") return [{ path: "status", saved: "InService", now: status }];
  if (!now) return [{ path: "config", saved: saved.configuration.configName, now: "none" }];
  return [
    ...differencesBetween(asScaled(saved, now), now),
    ...scaledDifferences(expectable(saved.scaling, scaling), scaling),
  ];
}

/** The saved configuration with the counts that the restored scaling range has moved since: they are as good as saved. */
function asScaled({ configuration, scaling }: EndpointSaved, now: Configuration): Configuration {
  const limits = limitsByVariant(scaling);
  const variants = Object.entries(configuration.variants).map(([name, variant]) => {
    const count = now.variants[name]?.count ?? null;
    if (variant.count === null || count === null) return [name, variant] as const;
    const isFine = capacityRestored(variant.count, limits.get(name) ?? null, count);
    return [name, isFine ? { ...variant, count } : variant] as const;
  });
  return { ...configuration, variants: Object.fromEntries(variants) };
}

/**
 * An endpoint that is there although it was deleted is somebody's, or half of a resume that was broken off. So weights
 * and counts may be as saved or as a new endpoint has them, and scaling as saved or not there; all else is a change.
 */
export function meanwhile(saved: EndpointSaved, seen: Seen): Meanwhile<EndpointSaved> | null {
  const now = configurationOf(seen);
  if (seen.detail.status !== "InService" || !now) return null;
  const { scaling } = seen.detail;
  const found = differencesBetween(asUntouched(saved, now), now);
  const there = saved.scaling.flatMap((one) => scaling.filter(({ resourceId }) => resourceId === one.resourceId));
  const scaled = scaledDifferences(asPut(saved.scaling, there), there);
  const extra = scaling.filter((one) => !saved.scaling.some(({ resourceId }) => resourceId === one.resourceId));
  const differences = [...found, ...scaled, ...scaledDifferences([], extra)];
  if (differences.length === 0) return null;
  const isSettable = found.every(({ path }) => /^variants\..+\.(weight|count)$/.test(path));
  return {
    differences,
    theirs: {
      ...saved,
      configuration: adopted(saved.configuration, now, found),
      scaling: theirScaling(saved, scaled, scaling),
    },
    canSetBack: isSettable && extra.length === 0 && scaled.every(({ saved: was }) => was !== "none"),
  };
}

/** What was saved, with the values of a new endpoint where it still has them. */
function asUntouched(saved: EndpointSaved, now: Configuration): Configuration {
  const { variants, ...rest } = asScaled(saved, now);
  const touched = Object.entries(variants).map(([name, variant]) => {
    const initial = saved.initial[name];
    const seen = now.variants[name];
    const weight = seen && seen.weight === initial?.weight ? seen.weight : variant.weight;
    const count = seen && seen.count === initial?.count ? seen.count : variant.count;
    return [name, { ...variant, weight, count }] as const;
  });
  return { ...rest, variants: Object.fromEntries(touched) };
}

/** Of what was saved, only what has been put again so far: a resume may have been broken off in the middle. */
function asPut(saved: EndpointSaved["scaling"], there: EndpointSaved["scaling"]): EndpointSaved["scaling"] {
  return there.flatMap((now) => {
    const one = saved.find(({ resourceId }) => resourceId === now.resourceId);
    const has = (list: readonly { readonly name: string }[], name: string) => list.some((each) => each.name === name);
    return one
      ? [
          {
            ...one,
            tags:
              one.tags && Object.fromEntries(Object.entries(one.tags).filter(([key]) => now.tags?.[key] !== undefined)),
            policies: one.policies.filter(({ name }) => has(now.policies, name)),
            schedules: one.schedules.filter(({ name }) => has(now.schedules, name)),
          },
        ]
      : [];
  });
}

/** What was saved, with what differs as it is now: whole attributes, and of the variants those that differ. */
function adopted(saved: Configuration, now: Configuration, found: readonly Difference[]): Configuration {
  const has = (path: string) => found.some((one) => one.path === path || one.path.startsWith(`${path}.`));
  const variants = Object.entries(now.variants).map(([name, variant]) => {
    return [name, has(`variants.${name}`) ? variant : (saved.variants[name] ?? variant)] as const;
  });
  const pick = <Key extends keyof Configuration>(key: Key): Configuration[Key] => (has(key) ? now[key] : saved[key]);
  return {
    arn: pick("arn"),
    configName: pick("configName"),
    config: pick("config"),
    tags: pick("tags"),
    deployment: pick("deployment"),
    capture: pick("capture"),
    async: pick("async"),
    explainer: pick("explainer"),
    metrics: pick("metrics"),
    variants: Object.fromEntries(variants),
  };
}

/** Targets that somebody changed or added are kept as they are; those that are not back yet are still to be put. */
function theirScaling(
  saved: EndpointSaved,
  changed: readonly Difference[],
  now: EndpointSaved["scaling"],
): EndpointSaved["scaling"] {
  const nameOf = (resourceId: string) => resourceId.slice(resourceId.lastIndexOf("/") + 1);
  const isChanged = (id: string) => changed.some(({ path }) => path.startsWith(`scaling.${nameOf(id)}.`));
  const kept = saved.scaling.map((one) => {
    const theirs = now.find(({ resourceId }) => resourceId === one.resourceId);
    return theirs && isChanged(one.resourceId) ? theirs : one;
  });
  const isNew = ({ resourceId }: (typeof now)[number]) => !saved.scaling.some((one) => one.resourceId === resourceId);
  return [...kept, ...now.filter(isNew)];
}
