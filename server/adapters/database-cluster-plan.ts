import type { Hazard, Step } from "../core/plan";
import type { Observed } from "../core/resource";
import type { Classified, PausePlan, Refused, ResumePlan } from "./contract";
import { brokenStatus, isAll, isStopping, sawOf } from "./database-cluster-check";
import type { ClusterDetail, ClusterOp, ClusterSaved } from "./database-cluster-detail";
import { brokenReason, brokenRemedy, publicAddressHazard, stopHazards } from "./database-common";
import { describeScaling, fullRestoration, isHeld } from "./scaling-hold";

/** The decisions about a DB cluster: its scaling is held, it is stopped with its members; the exact reverse. Pure. */

type ClusterStep = Step & { readonly op: ClusterOp };
type Seen = Observed<ClusterDetail>;

interface Why {
  readonly reason: string;
  readonly remedy: string;
}

/** Why AWS does not stop it, from the family's own list of limitations. */
export type WhyNot = (detail: ClusterDetail) => Why | null;

export function classifyCluster({ detail }: Seen, whyNot: WhyNot): Classified {
  const saw = sawOf(detail);
  if (isAll(detail, "stopped")) return { state: "paused", saw };
  const broken = brokenStatus(detail);
  if (broken) return { state: "unsupported", saw, reason: brokenReason(broken), remedy: brokenRemedy(broken) };
  const why = whyNot(detail) ?? whyNotAny(detail);
  if (why) return { state: "unsupported", saw, ...why };
  // Everything else (modifying, backing-up, failing-over, words yet to come) is AWS at work: look again later.
  return { state: isAll(detail, "available") ? "running" : "changing", saw };
}

/** Limitations that all families share ("Stopping and starting a DB cluster" in each of their guides). */
function whyNotAny({ kin, members }: ClusterDetail): Why | null {
  if (kin.globalCluster) {
    return {
      reason: `It belongs to the global cluster ${kin.globalCluster}`,
      remedy: "Remove it from the global cluster where it is not needed",
    };
  }
  if (kin.replicaOf) {
    return {
      reason: `It replicates from ${kin.replicaOf}`,
      remedy: "Promote it, or delete it while it is not needed",
    };
  }
  if (kin.replicas.length > 0) {
    return { reason: `It replicates to ${kin.replicas.join(", ")}`, remedy: "Delete or promote the replicas first" };
  }
  if (members.length > 0) return null;
  return {
    reason: "It has no instances to stop: only its storage bills",
    remedy: "Take a snapshot and delete the cluster where nobody needs it",
  };
}

export function planClusterPause({ detail }: Seen): PausePlan<ClusterSaved, ClusterOp> | Refused {
  const { pending, configuration, members, scaling } = detail;
  if (pending.length > 0) {
    return {
      result: "refused",
      reason: `A stop throws away its pending changes: ${pending.join(", ")}`,
      remedy: "Apply them (modify with apply immediately, or reboot), then plan again",
    };
  }
  const hold: ClusterStep = {
    op: "holdScaling",
    params: {},
    before: describeScaling(scaling),
    after: "scaling held",
    settle: true,
  };
  const stop: ClusterStep = { op: "stop", params: {}, before: "available", after: "stopped", settle: true };
  return {
    result: "planned",
    saved: { status: "available", configuration, members, scaling },
    // First what would add readers to a cluster that is stopped.
    steps: scaling && !isHeld(scaling) ? [hold, stop] : [stop],
    hazards: pauseHazards(detail),
    restore: members.some((member) => member.publiclyAccessible) ? "newAddress" : "exact",
  };
}

export function planClusterResume(saved: ClusterSaved, seen: Seen | null): ResumePlan<ClusterOp> | Refused {
  if (!seen) {
    return {
      result: "refused",
      reason: "The cluster was deleted while it was paused",
      remedy: "Restore it from a snapshot under the same name, then end the hold",
    };
  }
  const { detail } = seen;
  if (detail.configuration.resourceId !== saved.configuration.resourceId) {
    return {
      result: "refused",
      reason: "Another cluster now has this name",
      remedy: "End the hold: what it describes does not exist any more",
    };
  }
  const broken = brokenStatus(detail);
  if (broken) return { result: "refused", reason: brokenReason(broken), remedy: brokenRemedy(broken) };
  const start: ClusterStep = { op: "start", params: {}, before: "stopped", after: "available", settle: true };
  const params = fullRestoration(saved.scaling, detail.scaling);
  const restore: ClusterStep[] = params
    ? [
        {
          op: "restoreScaling",
          params,
          before: describeScaling(detail.scaling),
          after: `scaling ${params.min} to ${params.max}`,
          settle: true,
        },
      ]
    : [];
  return {
    result: "planned",
    // Last what may add readers or take them away: it must find all that were there.
    steps: [...(isStopping(detail.status) ? [start] : []), ...restore],
    hazards: saved.scaling && !detail.scaling ? [lostTarget] : [],
  };
}

const lostTarget: Hazard = {
  level: "warning",
  code: "scaling-target-lost",
  title: "The scaling target was removed",
  detail: "It is registered again with its limits. Its policies and scheduled actions went with it and are not.",
};

function pauseHazards({ configuration, members, kin }: ClusterDetail): Hazard[] {
  const writerMayMove: Hazard = {
    level: "note",
    code: "writer-may-move",
    title: "Another member may write afterwards",
    detail: "Endpoint names stay. Whoever connects to a member by its own name may find a reader there.",
  };
  const scalesToZero: Hazard = {
    level: "note",
    code: "scales-to-zero",
    title: "It goes to 0 capacity units by itself",
    detail: "While nobody is connected it bills no capacity anyway. A stop also keeps it from waking up.",
  };
  return [
    ...stopHazards,
    ...(members.length > 1 && kin.multiAzClass === null ? [writerMayMove] : []),
    ...(configuration.serverless?.min === 0 ? [scalesToZero] : []),
    ...(members.some((member) => member.publiclyAccessible) ? [publicAddressHazard] : []),
  ];
}
