import type { Update } from "@aws-sdk/client-eks";
import { z } from "zod";
import { differencesBetween } from "../../core/differences";
import type { Fault, FaultCode } from "../../core/fault";
import type { Difference } from "../../core/operation";
import type { Action, Hazard, Step } from "../../core/plan";
import type { Observed } from "../../core/resource";
import { reservationHazards } from "../capacity";
import type { Classified, Meanwhile, PausePlan, Refused, ResumePlan, StepStatus, Verdict } from "../contract";
import { type NodegroupDetail, nodegroupConfiguration, type Sizes, sizes } from "./nodegroup-detail";
import { isBlock, reservedPayers } from "./nodegroup-price";

/** The decisions about an EKS managed node group. Pure. */

export const savedSchema = z.strictObject({ sizes, configuration: nodegroupConfiguration });
export type Saved = z.infer<typeof savedSchema>;

export type Op = "scale";
/** A pause names no maximum, so that it stays as it is. */
export const scaleParams = z.strictObject({ min: z.int().min(0), desired: z.int().min(0), max: z.int().optional() });
type ScaleParams = z.infer<typeof scaleParams>;
type Seen = Observed<NodegroupDetail>;

export function classify({ detail }: Seen): Classified {
  const { status, sizes: now, nodes } = detail;
  const saw = wordsOf(detail);
  if (["CREATING", "UPDATING", "DELETING"].includes(status)) return { state: "changing", saw };
  if (now.desired === 0) {
    return nodes && nodes.all > 0 ? { state: "changing", saw } : { state: "paused", saw };
  }
  if (status === "ACTIVE") return { state: "running", saw };
  if (["DEGRADED", "CREATE_FAILED", "DELETE_FAILED"].includes(status)) {
    const remedy = "Repair it in the EKS console until it is active again, then plan again";
    return { state: "unsupported", saw, reason: `EKS reports it as ${status}: ${troubleOf(detail)}`, remedy };
  }
  return { state: "changing", saw };
}

/** With EKS's own reason where it tells one: whatever is given up then says why. */
function wordsOf(detail: NodegroupDetail): string {
  const { status, sizes, nodes, issues } = detail;
  const count = nodes ? `${nodes.all} of ${sizes.desired} nodes` : `desired ${sizes.desired}`;
  const saw = status === "ACTIVE" ? count : `${status}, ${count}`;
  return issues.length > 0 ? `${saw}: ${troubleOf(detail)}` : saw;
}

function troubleOf({ issues }: Pick<NodegroupDetail, "issues">): string {
  return (
    issues.map(({ code, message }) => (message ? `${code} (${message})` : code)).join(", ") || "it does not say why"
  );
}

export function planPause({ detail }: Seen): PausePlan<Saved, Op> | Refused {
  if (!detail.nodes) {
    return {
      result: "refused",
      reason: "Its Auto Scaling group is not there, so nobody could tell when its nodes are gone",
      remedy: "Repair or delete the node group in EKS",
    };
  }
  const { min, max, desired } = detail.sizes;
  const params: ScaleParams = { min: 0, desired: 0 };
  return {
    result: "planned",
    saved: { sizes: { min, max, desired }, configuration: detail.configuration },
    steps: [{ op: "scale", params, before: sizeWords(detail.sizes), after: "no nodes", settle: true }],
    hazards: pauseHazards(detail),
    restore: "recreated",
  };
}

function sizeWords({ min, max, desired }: Sizes): string {
  return `${desired} nodes (${min} to ${max})`;
}

function pauseHazards(detail: NodegroupDetail): readonly Hazard[] {
  const { configuration, hasWarmPool } = detail;
  const found: (Hazard | false)[] = [
    {
      level: "dataLoss",
      code: "nodes-terminated",
      title: "Its nodes are terminated",
      detail:
        "Whatever pods keep on a node (emptyDir, hostPath, instance store) is erased. New nodes come with the resume; EBS and EFS volumes are kept.",
    },
    {
      level: "warning",
      code: "cluster-autoscaler",
      title: "An autoscaler may start nodes again",
      detail:
        "EKS allows no maximum below 1. A Cluster Autoscaler that still runs elsewhere scales it up for pods that wait, and Karpenter starts nodes of its own: scale them to 0 first.",
    },
    {
      level: "note",
      code: "pods-wait",
      title: "Pods wait until the nodes are back",
      detail: "Whether a change of size respects disruption budgets is not documented by AWS: expect that it does not.",
    },
    {
      level: "note",
      code: "control-plane-bills",
      title: "The control plane goes on billing",
      detail: "So do persistent volumes and load balancers. EKS has no stop for a cluster.",
    },
    configuration.capacityType === "SPOT" && {
      level: "warning",
      code: "spot-capacity",
      title: "Spot nodes may not come back at once",
      detail: "AWS gives Spot capacity only while it has some; EKS goes on trying.",
    },
    hasWarmPool && {
      level: "warning",
      code: "warm-pool",
      title: "Its warm pool stays as it is",
      detail: "The machines in it go on billing.",
    },
    ...reservationHazards(
      reservedPayers(detail),
      (many) => `${nodeCount(many)} in a capacity ${isBlock(configuration) ? "block" : "reservation"}`,
    ),
  ];
  return found.filter((hazard) => hazard !== false);
}

const nodeCount = (many: number) => (many === 1 ? "1 node runs" : `${many} nodes run`);

export function planResume(saved: Saved, seen: Seen | null): ResumePlan<Op> | Refused {
  if (!seen || seen.detail.status === "DELETING") {
    return {
      result: "refused",
      reason: "The node group was deleted while it was paused",
      remedy: "Create it again from the saved configuration, then end the hold",
    };
  }
  const { min, max, desired } = saved.sizes;
  const { detail } = seen;
  const isBack = hasSizes(detail.sizes, saved.sizes) && detail.nodes?.inService === detail.sizes.desired;
  const step: Step & { op: Op } = {
    op: "scale",
    params: { min, max, desired },
    before: sizeWords(detail.sizes),
    after: sizeWords(saved.sizes),
    settle: true,
  };
  return { result: "planned", steps: isBack ? [] : [step], hazards: [] };
}

/**
 * The limits exactly; the number of nodes too, but for one that a Cluster Autoscaler has moved within them: it acts
 * within seconds of a resume, and setting its number back would make it "suddenly scale up or scale down" (EKS API
 * reference, NodegroupScalingConfig).
 */
function hasSizes(now: Sizes, wanted: ScaleParams): boolean {
  if (now.min !== wanted.min || (wanted.max !== undefined && now.max !== wanted.max)) return false;
  if (now.desired === wanted.desired) return true;
  return wanted.desired > 0 && now.desired > 0 && now.desired >= now.min && now.desired <= now.max;
}

export function check(step: Step, seen: Seen | null): StepStatus {
  if (!seen) return { status: "blocked", saw: "deleted", fault: goneFault };
  const { detail } = seen;
  const saw = wordsOf(detail);
  const fits = hasSizes(detail.sizes, scaleParams.parse(step.params));
  if (fits && detail.nodes && settled(detail)) return { status: "done", saw };
  switch (detail.status) {
    case "ACTIVE":
      return { status: fits ? "pending" : "todo", saw };
    case "DEGRADED":
      return checkDegraded(detail, fits, saw);
    case "CREATE_FAILED":
    case "DELETE_FAILED":
      return { status: "blocked", saw, fault: degradedFault(detail) };
    case "DELETING":
      return { status: "blocked", saw, fault: goneFault };
    default:
      return { status: "pending", saw };
  }
}

/**
 * EKS takes sizes for a degraded group, too, and calls it degraded until its next node has started, without nodes as
 * well (aws/containers-roadmap, issue 2326): only sizes that are set and have no nodes are in trouble.
 */
function checkDegraded(detail: NodegroupDetail, fits: boolean, saw: string): StepStatus {
  if (!detail.nodes) return { status: "blocked", saw, fault: degradedFault(detail) };
  if (!fits) return { status: "todo", saw };
  if (detail.sizes.desired === 0) return { status: "pending", saw };
  return { status: "blocked", saw, fault: degradedFault(detail) };
}

/** EKS is done and the machines are there, or gone: an update that EKS calls successful has only set the numbers. */
function settled({ status, sizes: { desired }, nodes }: NodegroupDetail): boolean {
  if (!nodes || nodes.all !== desired || nodes.inService !== desired) return false;
  return status === "ACTIVE" || (status === "DEGRADED" && desired === 0);
}

const goneFault: Fault = {
  code: "gone",
  reason: "The node group was deleted",
  remedy: "Create it again from the saved configuration, then end the hold",
};

function degradedFault(detail: NodegroupDetail): Fault {
  const reason = `EKS cannot run its nodes: ${troubleOf(detail)}`;
  return { code: degradedCode(detail), reason, remedy: "Repair it in the EKS console" };
}

/**
 * How an update of its sizes ended, where EKS says so in the answer: the call of a step that is repeated carries the same
 * token, which names the same update. Null: it is under way, or done.
 */
export function failedUpdate(update: Update | undefined): Fault | null {
  const { status, errors = [] } = update ?? {};
  if (status !== "Failed" && status !== "Cancelled") return null;
  const issues = errors.map(({ errorCode, errorMessage }) => ({
    code: errorCode ?? "Unknown",
    message: errorMessage ?? "",
  }));
  const word = status === "Failed" ? "failed" : "was cancelled";
  return {
    code: "refused",
    reason: `Its update of the sizes ${word} in EKS: ${troubleOf({ issues })}`,
    remedy: "Put right what it names, then try again: the group's updates are in the EKS console",
  };
}

/** Launch failures are mostly a lack of machines; the Auto Scaling group goes on trying by itself. */
function degradedCode({ issues }: NodegroupDetail): FaultCode {
  if (issues.some(({ code }) => code === "InstanceLimitExceeded")) return "quota";
  const launches = issues.filter(({ code }) => code === "AsgInstanceLaunchFailures");
  return launches.some(({ message }) => /capacity/i.test(message)) ? "capacity" : "refused";
}

export function verify(action: Action, saved: Saved, seen: Seen | null): Verdict {
  if (!seen) return { verdict: "gone", saw: "deleted" };
  const { detail } = seen;
  const saw = wordsOf(detail);
  const differences = action === "pause" ? notPaused(detail.sizes) : notRestored(saved, detail);
  // A change of size is on its way for as long as EKS says so.
  if (detail.status === "UPDATING") return { verdict: "pending", saw };
  if (differences.length > 0) return { verdict: "wrong", saw, differences };
  return { verdict: settled(detail) ? "reached" : "pending", saw };
}

function notPaused({ min, desired }: Sizes): readonly Difference[] {
  return differencesBetween({ min: 0, desired: 0 }, { min, desired }, "sizes");
}

function notRestored(saved: Saved, { sizes: now, configuration }: NodegroupDetail): readonly Difference[] {
  return [
    ...(hasSizes(now, saved.sizes) ? [] : differencesBetween(saved.sizes, now, "sizes")),
    ...differencesBetween(saved.configuration, configuration, "configuration"),
  ];
}

/** One call sets all three sizes; Standby sends nothing else of a node group. */
export function meanwhile(saved: Saved, { detail }: Seen): Meanwhile<Saved> | null {
  const { min, desired, max } = detail.sizes;
  // Limits that are neither: a maximum of another value, or a minimum or number that nobody here set.
  const kept = {
    min: min === 0 ? saved.sizes.min : min,
    desired: desired === 0 || hasSizes(detail.sizes, saved.sizes) ? saved.sizes.desired : desired,
    max,
  };
  const ofSizes = differencesBetween(saved.sizes, kept, "sizes");
  const ofRest = differencesBetween(saved.configuration, detail.configuration, "configuration");
  if (ofSizes.length + ofRest.length === 0) return null;
  return {
    differences: [...ofSizes, ...ofRest],
    theirs: { sizes: fitted(kept), configuration: detail.configuration },
    canSetBack: ofRest.length === 0,
  };
}

/** Their limits may leave no room for the saved number of nodes, or for the saved minimum. */
function fitted({ min, max, desired }: Sizes): Sizes {
  const low = Math.min(min, max);
  return { min: low, max, desired: Math.min(Math.max(desired, low), max) };
}
