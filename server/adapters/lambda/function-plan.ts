import { z } from "zod";
import type { Hazard, Step } from "../../core/plan";
import type { Observed } from "../../core/resource";
import type { Classified, Meanwhile, PausePlan, Refused, ResumePlan } from "../contract";
import { capacityRestored, describeScaling, isHeld, restoration, type Scaling, scalingSchema } from "../scaling-hold";
import { pauseHazards } from "./function-hazards";

/** What is known of a Lambda function, and the plans for it. Pure. */

const provisionedSchema = z.strictObject({
  /** An alias or a version: provisioned concurrency is never on $LATEST. */
  qualifier: z.string(),
  requested: z.int().min(1),
  /** IN_PROGRESS, READY or FAILED */
  status: z.string(),
  /** Of a failed allocation: why, and when, which tells it from the failure of a later try. */
  failure: z.strictObject({ reason: z.string(), at: z.string() }).nullable(),
  /** Of the version behind the qualifier, which need not be as $LATEST is. */
  memoryMb: z.int().positive(),
  arch: z.enum(["x86", "arm"]),
});
export type Provisioned = z.infer<typeof provisionedSchema>;

const eventSourceSchema = z.strictObject({
  uuid: z.string(),
  /** "kinesis orders", "sqs jobs" */
  name: z.string(),
  /** Records of a stream expire while nobody reads; a queue sends what is returned too often to its dead-letter queue. */
  source: z.enum(["stream", "queue"]),
  state: z.string(),
  pollers: z.int().min(0),
});
export type EventSource = z.infer<typeof eventSourceSchema>;

const qualifiedScalingSchema = z.strictObject({ qualifier: z.string(), scaling: scalingSchema });

export const detailSchema = z.strictObject({
  memoryMb: z.int().positive(),
  arch: z.enum(["x86", "arm"]),
  runtime: z.string().nullable(),
  /** The state's own word where it is neither Active nor Inactive. */
  unsettled: z.string().nullable(),
  edgeReplica: z.boolean(),
  managedInstances: z.boolean(),
  /** Null: no reservation, which is not a reservation of 0. */
  reserved: z.int().min(0).nullable(),
  provisioned: z.array(provisionedSchema),
  scaling: z.array(qualifiedScalingSchema),
  eventSources: z.array(eventSourceSchema),
});
export type Detail = z.infer<typeof detailSchema>;

/** Each part is what was there, or null where the plan leaves that part alone. */
export const savedSchema = z.strictObject({
  reserved: z.strictObject({ units: z.int().min(1).nullable() }).nullable(),
  provisioned: z.array(z.strictObject({ qualifier: z.string(), requested: z.int().min(1) })),
  scaling: z.array(qualifiedScalingSchema),
  /** Only those that were enabled. */
  eventSources: z.array(z.strictObject({ uuid: z.string(), name: z.string() })),
});
export type Saved = z.infer<typeof savedSchema>;

export const optionsSchema = z.strictObject({
  /** Off by default: records of a stream expire meanwhile. */
  eventSourceMappings: z.boolean().default(false).describe("queues and streams are not read either"),
  reserved: z.boolean().default(true).describe("reserved concurrency is set to 0, which turns every call away"),
});
export type Options = z.infer<typeof optionsSchema>;

export type Op =
  | "disableEventSource"
  | "enableEventSource"
  | "holdScaling"
  | "restoreScaling"
  | "deleteProvisioned"
  | "putProvisioned"
  | "setReserved"
  | "clearReserved";
type PlannedStep = Step & { readonly op: Op };

export function classify({ detail }: Observed<Detail>): Classified {
  const { unsettled, reserved, provisioned } = detail;
  const saw = describe(detail);
  if (detail.edgeReplica) {
    return {
      state: "unsupported",
      saw,
      reason: "This is a Lambda@Edge replica; CloudFront places it and its settings are fixed.",
      remedy: "Remove the function from the CloudFront distribution.",
    };
  }
  if (detail.managedInstances) {
    return {
      state: "unsupported",
      saw,
      reason: "It runs on Lambda Managed Instances, which bill by instance and not by its concurrency.",
      remedy: "Scale its capacity provider.",
    };
  }
  if (unsettled && brokenStates.has(unsettled)) {
    return {
      state: "unsupported",
      saw: unsettled,
      reason: `Lambda says that the function is ${unsettled}; it cannot be proved to come back.`,
      remedy: "Repair or update the function, then scan again.",
    };
  }
  if (unsettled) return { state: "changing", saw: unsettled };
  const moving = detail.eventSources.find(({ state }) => !settledSources.has(state));
  if (moving) return { state: "changing", saw: `${moving.name} ${moving.state}` };
  if (provisioned.some(({ status }) => status === "IN_PROGRESS")) return { state: "changing", saw };
  if (reserved === 0 && provisioned.length === 0) return { state: "paused", saw: "reserved 0" };
  return { state: "running", saw };
}

const brokenStates = new Set(["Failed", "Deactivated", "ActiveNonInvocable"]);
const settledSources = new Set(["Enabled", "Disabled"]);

export function describe({ reserved, provisioned }: Detail): string {
  const units = provisioned.reduce((sum, { requested }) => sum + requested, 0);
  const first = describeReserved(reserved);
  if (units === 0) return first;
  const ready = provisioned.every(({ status }) => status === "READY");
  return `${first}, ${units} provisioned${ready ? "" : ", not ready"}`;
}

export function describeReserved(reserved: number | null): string {
  return reserved === null ? "no reservation" : `reserved ${reserved}`;
}

/** Work that comes in stops first, then the scaling, then the capacity: provisioned must fit inside reserved. */
export function planPause({ detail }: Observed<Detail>, options: Options): PausePlan<Saved, Op> | Refused {
  const enabled = options.eventSourceMappings ? detail.eventSources.filter(({ state }) => state === "Enabled") : [];
  const takesReserved = options.reserved && detail.reserved !== 0;
  const steps: PlannedStep[] = [
    ...enabled.map(
      ({ uuid, name }, index): PlannedStep => ({
        op: "disableEventSource",
        params: { uuid },
        before: `${name} on`,
        after: `${name} off`,
        settle: index === enabled.length - 1,
      }),
    ),
    ...detail.scaling
      .filter(({ scaling }) => !isHeld(scaling))
      .map(
        ({ qualifier, scaling }): PlannedStep => ({
          op: "holdScaling",
          params: { qualifier },
          before: `${describeScaling(scaling)} on ${qualifier}`,
          after: `scaling held on ${qualifier}`,
          settle: true,
        }),
      ),
    ...detail.provisioned.map(
      ({ qualifier, requested }): PlannedStep => ({
        op: "deleteProvisioned",
        params: { qualifier },
        before: `${requested} provisioned on ${qualifier}`,
        after: "0 provisioned",
        settle: true,
      }),
    ),
  ];
  if (takesReserved) {
    steps.push({
      op: "setReserved",
      params: { units: 0 },
      before: describeReserved(detail.reserved),
      after: "reserved 0",
      settle: false,
    });
  }
  if (steps.length === 0) {
    return {
      result: "refused",
      reason: "With these options nothing of the function would change.",
      remedy: "Allow reserved concurrency or event source mappings to be changed.",
    };
  }
  return {
    result: "planned",
    saved: {
      reserved: takesReserved ? { units: detail.reserved } : null,
      provisioned: detail.provisioned.map(({ qualifier, requested }) => ({ qualifier, requested })),
      scaling: detail.scaling,
      eventSources: enabled.map(({ uuid, name }) => ({ uuid, name })),
    },
    steps,
    hazards: pauseHazards(detail, { takesReserved, disabled: enabled }),
    restore: "exact",
  };
}

/** The exact reverse. Only what the pause took is given back; what somebody set meanwhile stays and is said. */
export function planResume(saved: Saved, seen: Observed<Detail> | null): ResumePlan<Op> | Refused {
  if (!seen) {
    return {
      result: "refused",
      reason: "The function was deleted while it was paused.",
      remedy: "Deploy it again, set its concurrency as the hold shows, then end the hold.",
    };
  }
  const { detail } = seen;
  const parts = [
    resumeReserved(saved, detail),
    ...saved.provisioned.map((one) => resumeProvisioned(one, saved, detail)),
    ...saved.scaling.map((one) => resumeScaling(one, detail)),
    ...saved.eventSources.map((one) => resumeSource(one, detail)),
  ];
  const theirs = parts.flatMap((part) => part.theirs);
  const changed: Hazard = {
    level: "warning",
    code: "changed-while-paused",
    title: "Changed while paused",
    detail: `Kept as somebody set it: ${theirs.join(", ")}.`,
  };
  return {
    result: "planned",
    steps: parts.flatMap((part) => part.steps),
    hazards: theirs.length > 0 ? [changed] : [],
  };
}

/** A reservation that is neither 0 nor the saved one is somebody's. No step of a resume takes it away again. */
export function meanwhile(saved: Saved, { detail }: Observed<Detail>): Meanwhile<Saved> | null {
  const { reserved } = detail;
  if (!saved.reserved || reserved === 0 || reserved === saved.reserved.units) return null;
  return {
    differences: [{ path: "reserved", saved: describeReserved(saved.reserved.units), now: describeReserved(reserved) }],
    theirs: { ...saved, reserved: { units: reserved } },
    canSetBack: false,
  };
}

interface Part {
  readonly steps: readonly PlannedStep[];
  readonly theirs: readonly string[];
}
const nothing: Part = { steps: [], theirs: [] };

function resumeReserved(saved: Saved, { reserved }: Detail): Part {
  if (!saved.reserved || reserved === saved.reserved.units) return nothing;
  if (reserved !== 0) return { steps: [], theirs: [describeReserved(reserved)] };
  const { units } = saved.reserved;
  const words = { before: "reserved 0", after: describeReserved(units), settle: true };
  if (units === null) return { steps: [{ op: "clearReserved", params: {}, ...words }], theirs: [] };
  return { steps: [{ op: "setReserved", params: { units }, ...words }], theirs: [] };
}

function resumeProvisioned(was: Saved["provisioned"][number], saved: Saved, detail: Detail): Part {
  const { qualifier, requested } = was;
  const now = detail.provisioned.find((one) => one.qualifier === qualifier);
  const put: PlannedStep = {
    op: "putProvisioned",
    params: { qualifier, requested, ...(now?.failure && { failedAt: now.failure.at }) },
    before: now?.failure ? `failed on ${qualifier}` : `0 provisioned on ${qualifier}`,
    after: `${requested} provisioned on ${qualifier}`,
    settle: true,
  };
  if (!now) return { steps: [put], theirs: [] };
  if (!capacityRestored(requested, scalingOf(saved.scaling, qualifier), now.requested)) {
    return { steps: [], theirs: [`${now.requested} provisioned on ${qualifier}`] };
  }
  return now.status === "READY" ? nothing : { steps: [put], theirs: [] };
}

function resumeScaling({ qualifier, scaling }: Saved["scaling"][number], detail: Detail): Part {
  const now = scalingOf(detail.scaling, qualifier);
  const { params, theirs } = restoration(scaling, now);
  const words = theirs.map((text) => `${text} on ${qualifier}`);
  if (!params) return { steps: [], theirs: words };
  const step: PlannedStep = {
    op: "restoreScaling",
    params: { qualifier, ...params },
    before: `${describeScaling(now)} on ${qualifier}`,
    after: `scaling ${params.min} to ${params.max} on ${qualifier}`,
    settle: true,
  };
  return { steps: [step], theirs: words };
}

function resumeSource({ uuid, name }: Saved["eventSources"][number], detail: Detail): Part {
  const now = detail.eventSources.find((one) => one.uuid === uuid);
  if (!now) return { steps: [], theirs: [`${name} deleted`] };
  if (now.state === "Enabled") return nothing;
  const step: PlannedStep = {
    op: "enableEventSource",
    params: { uuid },
    before: `${name} off`,
    after: `${name} on`,
    settle: true,
  };
  return { steps: [step], theirs: [] };
}

export function scalingOf(all: Detail["scaling"], qualifier: string): Scaling | null {
  return all.find((one) => one.qualifier === qualifier)?.scaling ?? null;
}
