import { z } from "zod";
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
import { type Detail, describe, describeReserved, type Op, type Saved, scalingOf } from "./function-plan";

/** Where a step of a Lambda function stands, and whether the whole is reached. Pure. */

export const params = {
  source: z.strictObject({ uuid: z.string() }),
  qualifier: z.strictObject({ qualifier: z.string() }),
  provisioned: z.strictObject({
    qualifier: z.string(),
    requested: z.int().min(1),
    /** When the allocation failed that this step asks for anew. */
    failedAt: z.string().optional(),
  }),
  scaling: restoreParamsSchema.extend({ qualifier: z.string() }),
  reserved: z.strictObject({ units: z.int().min(0) }),
};

export function check(step: Step, seen: Observed<Detail> | null): StepStatus {
  if (!seen) return blocked("gone", { code: "gone", reason: "The function does not exist any more.", remedy: endHold });
  const { detail } = seen;
  const op = step.op as Op;
  switch (op) {
    case "disableEventSource":
    case "enableEventSource":
      return checkSource(op, params.source.parse(step.params).uuid, detail);
    case "holdScaling": {
      const scaling = scalingOf(detail.scaling, params.qualifier.parse(step.params).qualifier);
      return { status: !scaling || isHeld(scaling) ? "done" : "todo", saw: describeScaling(scaling) };
    }
    case "restoreScaling":
      return checkScaling(params.scaling.parse(step.params), detail);
    case "deleteProvisioned": {
      const { qualifier } = params.qualifier.parse(step.params);
      const left = detail.provisioned.find((one) => one.qualifier === qualifier);
      if (!left) return { status: "done", saw: "0 provisioned" };
      return { status: "todo", saw: `${left.requested} provisioned on ${qualifier}` };
    }
    case "putProvisioned":
      return checkProvisioned(params.provisioned.parse(step.params), detail);
    case "setReserved":
      return checkReserved(params.reserved.parse(step.params).units, detail);
    case "clearReserved":
      return checkReserved(null, detail);
    default:
      throw new Error(`lambda.function has no step ${step.op}`);
  }
}

const endHold = "Deploy it again, or end the hold.";
const keepTheirs = "Plan the resume again to keep what they set, or set the saved value first.";

function blocked(saw: string, fault: Fault): StepStatus {
  return { status: "blocked", saw, fault };
}

function checkSource(op: "disableEventSource" | "enableEventSource", uuid: string, detail: Detail): StepStatus {
  const wanted = op === "disableEventSource" ? "Disabled" : "Enabled";
  const source = detail.eventSources.find((one) => one.uuid === uuid);
  if (!source) {
    if (wanted === "Disabled") return { status: "done", saw: "deleted" };
    return blocked("deleted", {
      code: "gone",
      reason: `The event source mapping ${uuid} was deleted.`,
      remedy: "Create it again, or end the hold.",
    });
  }
  const saw = `${source.name} ${source.state}`;
  if (source.state === wanted) return { status: "done", saw };
  const stands = source.state === "Enabled" || source.state === "Disabled";
  return { status: stands ? "todo" : "pending", saw };
}

function checkScaling(wanted: z.infer<typeof params.scaling>, detail: Detail): StepStatus {
  const { qualifier, ...limits } = wanted;
  const scaling = scalingOf(detail.scaling, qualifier);
  const saw = describeScaling(scaling);
  if (matchesParams(scaling, limits)) return { status: "done", saw };
  const provisioned = detail.provisioned.some((one) => one.qualifier === qualifier);
  if (provisioned || wanted.min === 0) return { status: "todo", saw };
  return blocked(saw, {
    code: "refused",
    reason: `Nothing is provisioned on ${qualifier}; a minimum of ${wanted.min} would make AWS allocate by itself.`,
    remedy: "Resume the function again.",
  });
}

function checkProvisioned(wanted: z.infer<typeof params.provisioned>, detail: Detail): StepStatus {
  const { qualifier, requested } = wanted;
  const now = detail.provisioned.find((one) => one.qualifier === qualifier);
  if (!now) return { status: "todo", saw: `0 provisioned on ${qualifier}` };
  const saw = `${now.requested} provisioned on ${qualifier} ${now.status}`;
  if (now.requested !== requested) {
    return blocked(saw, {
      code: "refused",
      reason: `Somebody provisioned ${now.requested} on ${qualifier} meanwhile; ${requested} was saved.`,
      remedy: keepTheirs,
    });
  }
  if (now.status === "READY") return { status: "done", saw };
  if (now.status !== "FAILED") return { status: "pending", saw };
  if (now.failure?.at === wanted.failedAt) return { status: "todo", saw };
  return blocked(saw, {
    code: "capacity",
    reason: `AWS could not provision ${requested} on ${qualifier}: ${now.failure?.reason ?? "no reason given"}.`,
    remedy: "Check that the function starts, then resume it again.",
  });
}

function checkReserved(units: number | null, { reserved }: Detail): StepStatus {
  const saw = describeReserved(reserved);
  if (reserved === units) return { status: "done", saw };
  if (units === 0 || reserved === 0) return { status: "todo", saw };
  return blocked(saw, {
    code: "refused",
    reason: `Somebody changed it to ${saw} meanwhile; ${describeReserved(units)} was saved.`,
    remedy: keepTheirs,
  });
}

export function verify(action: Action, saved: Saved, seen: Observed<Detail> | null): Verdict {
  if (!seen) return { verdict: "gone", saw: "gone" };
  const { detail } = seen;
  const saw = describe(detail);
  const differences = action === "pause" ? notPaused(saved, detail) : notRestored(saved, detail);
  if (differences.length > 0) return { verdict: "wrong", saw, differences };
  return { verdict: isMoving(saved, detail) ? "pending" : "reached", saw };
}

function isMoving(saved: Saved, detail: Detail): boolean {
  const touched = new Set(saved.eventSources.map(({ uuid }) => uuid));
  return (
    detail.provisioned.some(({ status }) => status === "IN_PROGRESS") ||
    detail.eventSources.some(({ uuid, state }) => touched.has(uuid) && state !== "Enabled" && state !== "Disabled")
  );
}

function notPaused(saved: Saved, detail: Detail): readonly Difference[] {
  const differences: Difference[] = [];
  if (saved.reserved && detail.reserved !== 0) {
    differences.push({ path: "reserved", saved: "reserved 0", now: describeReserved(detail.reserved) });
  }
  for (const { qualifier, requested } of detail.provisioned) {
    differences.push({ path: `provisioned.${qualifier}`, saved: "0", now: String(requested) });
  }
  for (const { qualifier } of saved.scaling) {
    const scaling = scalingOf(detail.scaling, qualifier);
    if (!scaling || isHeld(scaling)) continue;
    differences.push({ path: `scaling.${qualifier}`, saved: "scaling held", now: describeScaling(scaling) });
  }
  return [...differences, ...wrongSources("Disabled", saved, detail)];
}

function notRestored(saved: Saved, detail: Detail): readonly Difference[] {
  const differences: Difference[] = [];
  if (saved.reserved && detail.reserved !== saved.reserved.units) {
    const [before, now] = [saved.reserved.units, detail.reserved].map(describeReserved);
    differences.push({ path: "reserved", saved: before ?? "", now: now ?? "" });
  }
  for (const { qualifier, requested } of saved.provisioned) {
    const now = detail.provisioned.find((one) => one.qualifier === qualifier);
    const back = now && capacityRestored(requested, scalingOf(saved.scaling, qualifier), now.requested);
    if (back && now.status !== "FAILED") continue;
    const found =
      now?.status === "FAILED" ? `failed: ${now.failure?.reason ?? "no reason given"}` : `${now?.requested ?? 0}`;
    differences.push({ path: `provisioned.${qualifier}`, saved: String(requested), now: found });
  }
  for (const { qualifier, scaling } of saved.scaling) {
    const now = scalingOf(detail.scaling, qualifier);
    differences.push(...scalingDifferences(`scaling.${qualifier}`, scaling, now));
  }
  return [...differences, ...wrongSources("Enabled", saved, detail)];
}

/** A mapping that is still on its way there is no difference; one that somebody deleted needs no disabling. */
function wrongSources(wanted: "Enabled" | "Disabled", saved: Saved, detail: Detail): readonly Difference[] {
  const opposite = wanted === "Enabled" ? "Disabled" : "Enabled";
  return saved.eventSources.flatMap(({ uuid, name }) => {
    const now = detail.eventSources.find((one) => one.uuid === uuid)?.state ?? "deleted";
    const wrong = now === opposite || (now === "deleted" && wanted === "Enabled");
    return wrong ? [{ path: `eventSources.${name}`, saved: wanted, now }] : [];
  });
}
