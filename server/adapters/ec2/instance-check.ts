import { caretakerOf } from "../../aws/reads/ec2";
import type { Fault } from "../../core/fault";
import type { Step } from "../../core/plan";
import type { Observed } from "../../core/resource";
import type { Classified, StepStatus } from "../contract";
import { makerOf } from "../managed-machines";
import type { InstanceDetail } from "./instance-detail";

/** What an instance is at, and where a step of it stands. Pure. */

type Seen = Observed<InstanceDetail>;

/** A member's Auto Scaling group, as AWS's own tag on the instance names it. */
export const groupTag = "aws:autoscaling:groupName";

export function classify(seen: Seen): Classified {
  const { state, operator } = seen.detail;
  switch (state) {
    case "running":
      break;
    case "stopped":
      return { state: "paused", saw: state };
    case "terminated":
    case "shutting-down":
      return { state: "gone", saw: state };
    default:
      return { state: "changing", saw: state };
  }
  if (makerOf(seen.tags)) return { state: "running", saw: stateText(seen.detail) };
  const keeper = caretakerOf(seen.tags);
  if (keeper) return unsupported(state, `It is run by ${keeper.name}`, keeper.remedy);
  if (operator) return unsupported(state, `It is operated by ${operator}`, "Act through the service that operates it");
  // A member is stopped, or scaled away, by its group, and the group looks at these itself.
  if (seen.tags[groupTag]) return { state: "running", saw: stateText(seen.detail) };
  return whyNoStop(seen) ?? { state: "running", saw: stateText(seen.detail) };
}

/** What EC2 itself cannot stop, or would end for good. */
function whyNoStop({ tags, detail }: Seen): Classified | null {
  const { state, spot, lifecycle, configuration } = detail;
  if (configuration.rootDevice.type === "instance-store") {
    return unsupported(
      state,
      "Its root disk is instance store, which cannot be stopped",
      "Move it to an EBS-backed image",
    );
  }
  if (spot) {
    if (spot.grouped || tags["aws:ec2spot:fleet-request-id"] || tags["aws:ec2:fleet-id"]) {
      return unsupported(
        state,
        "It is a Spot instance of a fleet or launch group",
        "Set the fleet's target capacity to 0",
      );
    }
    if (spot.type === "one-time") {
      return unsupported(
        state,
        "One-time Spot instances cannot be stopped",
        "Request it as persistent, or terminate it",
      );
    }
    if (spot.type === null) {
      return unsupported(
        state,
        "The type of its Spot request could not be read",
        "Check the Spot request in the EC2 console",
      );
    }
    return null;
  }
  if (lifecycle) {
    return unsupported(
      state,
      `It runs on ${lifecycle} capacity, which is paid whether it runs or not`,
      "Leave it running",
    );
  }
  return null;
}

function unsupported(saw: string, reason: string, remedy: string): Classified {
  return { state: "unsupported", saw, reason, remedy };
}

export function checkStop(step: Step, seen: Seen | null): StepStatus {
  if (!seen) return gone();
  const saw = seen.detail.state;
  switch (saw) {
    case "stopped":
      return { status: "done", saw: step.after };
    case "running":
      return { status: "todo", saw };
    case "terminated":
    case "shutting-down":
      return gone();
    default:
      return { status: "pending", saw };
  }
}

/** EC2 accepts a start, then falls back to stopped when it cannot: the reason is only in `StateReason`. */
export function checkStart(seen: Seen | null): StepStatus {
  if (!seen) return gone();
  const { state } = seen.detail;
  switch (state) {
    case "running":
      return { status: "done", saw: state };
    case "stopped":
      return { status: "todo", saw: stateText(seen.detail) };
    case "terminated":
    case "shutting-down":
      return gone();
    default:
      return { status: "pending", saw: state };
  }
}

function gone(): StepStatus {
  const fault: Fault = {
    code: "gone",
    reason: "The instance was terminated",
    remedy: "Launch a new one from its image or template, then end the hold",
  };
  return { status: "blocked", saw: "terminated", fault };
}

/** EC2's word for the state, with what stands in the way. */
export function stateText({ state, statusChecks, stateReason }: InstanceDetail): string {
  if (state === "running") return statusChecks === "ok" ? state : `running, status checks ${statusChecks ?? "unknown"}`;
  if (state !== "stopped" || !stateReason || stateReason.code.startsWith("Client.User")) return state;
  const kms =
    stateReason.code === "Client.InternalError"
      ? "; often the KMS key of a volume: Standby's role then needs kms:CreateGrant on it"
      : "";
  return `stopped by ${stateReason.code}: ${stateReason.message}${kms}`;
}
