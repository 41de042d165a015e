import type { StepStatus } from "../contract";
import { isCapacity } from "./reads";

/**
 * Where the steps stand of what a pause deletes and a resume makes again. SageMaker's words for it are the same for
 * endpoints and apps: Deleting, InService, and Failed for what is there, answers nothing, and keeps its name taken. Pure.
 */

interface There {
  readonly status: string;
  readonly failure: string | null;
}

/** `isAtRest`: it may be deleted now; otherwise SageMaker is at work on it. */
export function checkDeleted(there: There | null, isAtRest: (status: string) => boolean): StepStatus {
  if (!there) return { status: "done", saw: "deleted" };
  return { status: isAtRest(there.status) ? "todo" : "pending", saw: there.status };
}

/** What is not failed any more needs no clearing: it was made again, or is being made. */
export function checkCleared(there: There | null): StepStatus {
  if (there && !["Failed", "Deleting"].includes(there.status)) return { status: "done", saw: there.status };
  return checkDeleted(there, (status) => status === "Failed");
}

/**
 * A lack of machines shows minutes after the call, as Failed. It is sent again: that call takes the failed one away and
 * answers the lack, so that the engine waits before the next.
 */
export function checkMade(there: There | null, { isUp, isBroken }: Words): StepStatus {
  if (!there) return { status: "todo", saw: "deleted" };
  const { status, failure } = there;
  if (isUp(status)) return { status: "done", saw: status };
  if (!isBroken(status)) return { status: "pending", saw: status };
  return status === "Failed" && isCapacity(failure) ? { status: "todo", saw: `Failed: ${failure}` } : failed(there);
}

interface Words {
  readonly isUp: (status: string) => boolean;
  readonly isBroken: (status: string) => boolean;
}

export function failed({ status, failure }: There): StepStatus {
  const why = failure ? `: ${failure}` : "";
  const reason = `SageMaker could not bring it into service${why}`;
  const remedy = "Repair what it names (an image, a role, a network), then resume again: the failed one is replaced";
  return { status: "blocked", saw: `${status}${why}`, fault: { code: "refused", reason, remedy } };
}
