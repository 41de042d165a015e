import type { Fault } from "../../core/fault";
import type { Action, Step } from "../../core/plan";
import type { StepStatus, Verdict } from "../contract";
import { isSuspended, matchesParams } from "../scaling-hold";
import { isRestored, notAsSaved } from "./table-compare";
import { describeTable, isOnDemand, isSettled, type TableDetail } from "./table-detail";
import {
  brokenRemedy,
  isBroken,
  type Op,
  provisionParams,
  type Saved,
  type Seen,
  scalingParams,
  scalingText,
  unitParams,
} from "./table-plan";

/** Where a step of a DynamoDB table stands, and whether the whole is reached. Pure. */

export function check(step: Step, seen: Seen | null): StepStatus {
  if (!seen) return blocked("deleted", goneFault);
  const { detail } = seen;
  const saw = describeTable(detail.configuration);
  if (isBroken(detail.status)) {
    const reason = `DynamoDB reports it as ${detail.status}`;
    return blocked(detail.status, { code: "refused", reason, remedy: brokenRemedy(detail.status) });
  }
  if (!isSettled(detail)) return { status: "pending", saw: `${saw}, ${detail.busyIndex ?? detail.status}` };
  const { configuration } = detail;
  const op = step.op as Op;
  switch (op) {
    case "suspendScaling": {
      const scaling = configuration.scaling[unitParams.parse(step.params).unit] ?? null;
      // On demand there is nothing to scale, and AWS would not have the target touched.
      const isHeld = !scaling || isSuspended(scaling) || isOnDemand(configuration);
      return { status: isHeld ? "done" : "todo", saw: scalingText(scaling) };
    }
    case "toOnDemand":
      return { status: isOnDemand(configuration) ? "done" : "todo", saw };
    case "provision": {
      const wanted = Object.entries(provisionParams.parse(step.params).capacity);
      const isThere = !isOnDemand(configuration) && wanted.every(([unit, n]) => isRestored(unit, n, configuration));
      return { status: isThere ? "done" : "todo", saw };
    }
    case "restoreScaling":
      return checkScaling(step, detail);
    default:
      throw new Error(`dynamodb.table has no step ${step.op}`);
  }
}

function checkScaling(step: Step, { configuration }: TableDetail): StepStatus {
  const { unit, capacity, ...params } = scalingParams.parse(step.params);
  const scaling = configuration.scaling[unit] ?? null;
  const saw = `${scalingText(scaling)} on ${unit}`;
  if (matchesParams(scaling, params)) return { status: "done", saw };
  if (!isOnDemand(configuration) && isRestored(unit, capacity, configuration)) return { status: "todo", saw };
  const now = isOnDemand(configuration) ? "on demand" : `${configuration.capacity[unit] ?? 0} units`;
  return blocked(`${saw}, ${now}`, {
    code: "refused",
    reason: `${unit} is ${now} and not the ${capacity} units that were saved; scaling would move it further`,
    remedy: "Plan the resume again",
  });
}

function blocked(saw: string, fault: Fault): StepStatus {
  return { status: "blocked", saw, fault };
}

const goneFault: Fault = {
  code: "gone",
  reason: "The table was deleted",
  remedy: "Restore it from a backup under the same name, then end the hold",
};

export function verify(action: Action, saved: Saved, seen: Seen | null): Verdict {
  if (!seen) return { verdict: "gone", saw: "deleted" };
  const { detail } = seen;
  const { configuration } = detail;
  const saw = describeTable(configuration);
  if (!isSettled(detail)) return { verdict: "pending", saw: detail.busyIndex ?? detail.status };
  if (action === "resume") {
    const differences = notAsSaved(saved, seen);
    return differences.length > 0 ? { verdict: "wrong", saw, differences } : { verdict: "reached", saw };
  }
  if (isOnDemand(configuration)) return { verdict: "reached", saw };
  return { verdict: "wrong", saw, differences: [{ path: "mode", saved: "PAY_PER_REQUEST", now: configuration.mode }] };
}
