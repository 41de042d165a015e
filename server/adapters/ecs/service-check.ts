import type { Fault } from "../../core/fault";
import type { Difference } from "../../core/operation";
import type { Action, Step } from "../../core/plan";
import type { Observed } from "../../core/resource";
import type { StepStatus, Verdict } from "../contract";
import {
  capacityRestored,
  describeScaling,
  isHeld,
  matchesParams,
  restoreParamsSchema,
  scalingDifferences,
} from "../scaling-hold";
import { type DesiredParams, type Detail, desiredParamsSchema, type Op, type Saved } from "./service-plan";

/** Where a step of an ECS service stands, and whether the whole is reached. Pure. */

export function check(step: Step, seen: Observed<Detail> | null): StepStatus {
  if (seen?.detail.status !== "ACTIVE") return { status: "blocked", saw: "gone", fault: goneFault };
  const { detail } = seen;
  const scalingSaw = describeScaling(detail.scaling);
  switch (step.op as Op) {
    case "holdScaling":
      return { status: !detail.scaling || isHeld(detail.scaling) ? "done" : "todo", saw: scalingSaw };
    case "setDesired":
      return checkDesired(desiredParamsSchema.parse(step.params), detail);
    case "restoreScaling": {
      const params = restoreParamsSchema.parse(step.params);
      if (matchesParams(detail.scaling, params)) return { status: "done", saw: scalingSaw };
      if (detail.desired === 0 && params.min > 0) {
        return {
          status: "blocked",
          saw: `${scalingSaw}, desired 0`,
          fault: {
            code: "refused",
            reason: `The desired count is 0 again; limits of ${params.min} to ${params.max} would start tasks by themselves.`,
            remedy: "Resume the service again.",
          },
        };
      }
      return { status: "todo", saw: scalingSaw };
    }
    default:
      throw new Error(`ecs.service has no step ${step.op}`);
  }
}

function checkDesired({ desired: wanted, instead }: DesiredParams, detail: Detail): StepStatus {
  const { desired, running, pending, trouble } = detail;
  const saw = trouble ? `${running} of ${desired} tasks: ${trouble}` : `${running} of ${desired} tasks`;
  if (desired === wanted) return { status: running === wanted && pending === 0 ? "done" : "pending", saw };
  if (wanted === 0 || desired === 0 || desired === instead) return { status: "todo", saw };
  return {
    status: "blocked",
    saw,
    fault: {
      code: "refused",
      reason: `Somebody set the desired count to ${desired} meanwhile; ${wanted} was saved.`,
      remedy: "Plan the resume again to keep their count, or set it to the saved one first.",
    },
  };
}

const goneFault: Fault = {
  code: "gone",
  reason: "The service does not exist any more.",
  remedy: "Create it again, or end the hold.",
};

export function verify(action: Action, saved: Saved, seen: Observed<Detail> | null): Verdict {
  if (!seen || seen.detail.status === "INACTIVE") return { verdict: "gone", saw: "gone" };
  const { detail } = seen;
  const saw = `${detail.running} of ${detail.desired} tasks, ${describeScaling(detail.scaling)}`;
  const differences = action === "pause" ? notPaused(detail) : notRestored(saved, detail);
  if (differences.length > 0) return { verdict: "wrong", saw, differences };
  const settled = detail.running === detail.desired && detail.pending === 0;
  return { verdict: settled ? "reached" : "pending", saw };
}

function notPaused({ desired, scaling }: Detail): readonly Difference[] {
  const differences: Difference[] = [];
  if (desired !== 0) differences.push({ path: "desired", saved: "0", now: String(desired) });
  if (scaling && !isHeld(scaling)) {
    differences.push({ path: "scaling", saved: "scaling held", now: describeScaling(scaling) });
  }
  return differences;
}

/** The task definition is not compared: a pause never changes it, and a deployment meanwhile is the owner's. */
function notRestored(saved: Saved, { desired, scaling }: Detail): readonly Difference[] {
  const count = { path: "desired", saved: String(saved.desired), now: String(desired) };
  const wrongCount = !capacityRestored(saved.desired, saved.scaling, desired);
  return [...(wrongCount ? [count] : []), ...scalingDifferences("scaling", saved.scaling, scaling)];
}
