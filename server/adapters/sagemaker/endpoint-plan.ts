import { z } from "zod";
import type { Hazard, Step } from "../../core/plan";
import type { Classified, PausePlan, Refused, ResumePlan } from "../contract";
import { acceptable } from "../options";
import { capacityRestored, type Scaling } from "../scaling-hold";
import { expectable, onceOnlyOf, type ScalingOp, scalingSteps, stepPoliciesOf } from "../scaling-policies";
import { configGone, modelsGone } from "./endpoint-again";
import { configurationOf, type EndpointSaved, initialOf, type Seen, type Variant, variantsIn } from "./endpoint-detail";
import { pauseHazards } from "./endpoint-hazards";

/** What may be done with a SageMaker endpoint, and why not. Pure. */

export const endpointOptions = z.strictObject({
  recreate: acceptable("deleted and made again, and AWS promises no machines"),
});
export type EndpointOptions = z.infer<typeof endpointOptions>;

export type Op = "delete" | "clear" | "create" | "setWeights" | "setCount" | ScalingOp;
type OwnStep = Step & { readonly op: Op };

export const createParams = z.strictObject({
  configName: z.string(),
  tags: z.record(z.string(), z.string()),
  deployment: z.record(z.string(), z.json()).nullable(),
});
export const weightsParams = z.strictObject({ weights: z.record(z.string(), z.number()) });
export const countParams = z.strictObject({ variant: z.string(), count: z.int().min(0) });

/** It answers, or is being changed and will. SystemUpdating and Updating go on answering (DescribeEndpoint). */
export function isUp(status: string): boolean {
  return ["InService", "Updating", "SystemUpdating", "RollingBack"].includes(status);
}

/** States that no waiting ends. */
export function isBroken(status: string): boolean {
  return ["Failed", "OutOfService", "UpdateRollbackFailed"].includes(status);
}

export function classify({ detail: { status, failure } }: Seen): Classified {
  if (status === "InService") return { state: "running", saw: status };
  if (!isBroken(status)) return { state: "changing", saw: status };
  return {
    state: "unsupported",
    saw: status,
    reason: `SageMaker reports it as ${status}${failure ? `: ${failure}` : ""}`,
    // "DeleteEndpoint is the only operation that can be performed on a failed endpoint" (DescribeEndpoint).
    remedy:
      status === "Failed"
        ? "Delete it, and make it again with a configuration that works: SageMaker takes no update of a failed endpoint"
        : "Update it with a configuration that works, or delete it: it bills as long as it is there",
  };
}

export function planPause(seen: Seen, { recreate }: EndpointOptions): PausePlan<EndpointSaved, Op> | Refused {
  const configuration = configurationOf(seen);
  if (!configuration) {
    return refuse(
      "Its endpoint configuration was deleted, so it could not be made again",
      "Update the endpoint with a configuration that is kept, then plan again",
    );
  }
  const refusal = whyNotAgain(seen) ?? (recreate ? null : askFirst);
  if (refusal) return refusal;
  const { scaling } = seen.detail;
  const isLossy = onceOnlyOf(scaling).length > 0 || Object.keys(seen.tags).some((key) => /^aws:/.test(key));
  return {
    result: "planned",
    saved: { configuration, initial: initialOf(seen), scaling },
    steps: [{ op: "delete", params: {}, before: "InService", after: "deleted", settle: true }],
    hazards: pauseHazards(seen),
    restore: isLossy ? "lossy" : "recreated",
  };
}

const askFirst: Refused = {
  ...refuse(
    "SageMaker has no stop: a pause deletes the endpoint, and AWS may lack the machines to make it again",
    "Plan with the option recreate for sagemaker.endpoint to accept that, or let the endpoint scale in instead",
  ),
  accepts: "recreate",
};

/** What a new endpoint of the same configuration would not have, or could not be proved to have. */
function whyNotAgain({ detail }: Seen): Refused | null {
  const { missingModels, shadowVariants, components, pools, selfScaled, schedules, variants } = detail;
  if (detail.isDeploying) return refuse("A deployment is in progress", "Plan again when it is done");
  if (missingModels.length > 0) {
    return refuse(
      `Models of its configuration were deleted: ${missingModels.join(", ")}`,
      "Update the endpoint with a configuration whose models exist, then plan again",
    );
  }
  if (components.length > 0) {
    return refuse(
      `Inference components run on it and would be deleted with it: ${components.join(", ")}`,
      "Scale the components and the instances to 0 instead: such an endpoint may have no instances",
    );
  }
  if (selfScaled.length > 0) {
    return refuse(
      `SageMaker scales the instances of ${selfScaled.join(", ")} itself`,
      "Set the minimum of its managed instance scaling to 0 instead",
    );
  }
  if (shadowVariants.length > 0) {
    return refuse(`A shadow test runs on it: ${shadowVariants.join(", ")}`, "End the shadow test, then plan again");
  }
  if (pools.length > 0) {
    return refuse(
      `${pools.join(", ")} runs on instance pools, whose counts cannot be set one by one`,
      "Scale it in instead",
    );
  }
  const reserved = reservedVariants(detail);
  if (reserved.length > 0) {
    return refuse(
      `A training plan reserves the machines of ${reserved.join(", ")}, which bill whether it runs or not`,
      "Leave it as it is until the training plan ends",
    );
  }
  if (schedules.length > 0) {
    return refuse(
      `Model monitoring watches it and would fail: ${schedules.join(", ")}`,
      "Stop its monitoring schedules, then plan again; start them after the resume",
    );
  }
  const stepPolicies = stepPoliciesOf(detail.scaling);
  if (stepPolicies.length > 0) {
    return refuse(
      `Alarms drive its step scaling by the policy's ARN, and a policy that is made again has another: ${stepPolicies.join(", ")}`,
      "Replace step scaling by target tracking, or scale it in instead",
    );
  }
  const changed = liveChanges(detail);
  if (changed.length > 0) {
    return refuse(
      `It was updated and is not as its configuration says any more: ${changed.join(", ")}`,
      "Update it with a configuration that says all of it, then plan again",
    );
  }
  if (!variants.some(bills)) return refuse("It has no instances now, so it bills nothing", "Leave it as it is");
  return null;
}

function refuse(reason: string, remedy: string): Refused {
  return { result: "refused", reason, remedy };
}

function bills({ isServerless, provisioned, count }: Variant): boolean {
  return isServerless ? (provisioned ?? 0) > 0 : count !== 0;
}

/** Variants on machines that were paid for ahead (EndpointConfig, CapacityReservationConfig). */
function reservedVariants({ config }: Seen["detail"]): readonly string[] {
  return variantsIn(config, "ProductionVariants").flatMap(
    ({ VariantName: name, CapacityReservationConfig: reserved }) => {
      return typeof name === "string" && isReserved(reserved) ? [name] : [];
    },
  );
}

function isReserved(reserved: unknown): boolean {
  return typeof reserved === "object" && reserved !== null && "MlReservationArn" in reserved;
}

/**
 * What an endpoint can have and its configuration does not: an update may retain the data capture of an earlier
 * configuration (UpdateEndpoint, RetainAllVariantProperties), and what a serverless variant runs at once, or keeps warm,
 * can be set by itself (UpdateEndpointWeightsAndCapacities, ServerlessUpdateConfig).
 */
function liveChanges({ variants, capture, config }: Seen["detail"]): readonly string[] {
  const serverless = variants.flatMap((variant) => {
    const { name, provisioned, initialProvisioned, concurrency, initialConcurrency } = variant;
    return [
      ...(provisioned === initialProvisioned ? [] : [`provisioned concurrency of ${name}`]),
      ...(concurrency === null || concurrency === initialConcurrency ? [] : [`concurrency of ${name}`]),
    ];
  });
  const planned = config?.DataCaptureConfig;
  const wanted = typeof planned === "object" && planned !== null && !Array.isArray(planned) ? planned : null;
  const isOn = capture?.EnableCapture === true;
  const wantsOn = wanted?.EnableCapture === true;
  const isSame =
    isOn === wantsOn &&
    (!isOn ||
      (capture?.DestinationS3Uri === wanted?.DestinationS3Uri &&
        capture?.CurrentSamplingPercentage === wanted?.InitialSamplingPercentage));
  return isSame ? serverless : [...serverless, "data capture"];
}

export function planResume(saved: EndpointSaved, seen: Seen | null): ResumePlan<Op> | Refused {
  const { configuration } = saved;
  const { status, configName } = seen?.detail ?? { status: "Deleting", configName: configuration.configName };
  if (configName !== configuration.configName) {
    return refuse(
      "Another endpoint now has this name",
      `Delete it and resume again, or update it with ${configuration.configName}`,
    );
  }
  if (isBroken(status) && status !== "Failed") {
    return refuse(`SageMaker reports it as ${status}`, "Update it in SageMaker until it is in service, or delete it");
  }
  const gone = seen && status === "Failed" ? whatIsGone(seen.detail) : null;
  if (gone) return gone;
  const up = seen && isUp(status) ? seen : null;
  const clear: OwnStep = { op: "clear", params: {}, before: "Failed", after: "deleted", settle: true };
  const steps: OwnStep[] = [
    ...(status === "Failed" ? [clear] : []),
    ...(up ? [] : [create(saved)]),
    ...variantSteps(saved, up),
    ...(up
      ? scalingSteps(expectable(saved.scaling, up.detail.scaling), up.detail.scaling)
      : scalingSteps(saved.scaling, [])),
  ];
  return { result: "planned", steps, hazards: up ? leftOut(saved, up) : resumeHazards };
}

/** Whether an action that runs once is missing because it had its time nobody knows of an endpoint that is up. */
function leftOut({ scaling }: EndpointSaved, { detail: now }: Seen): readonly Hazard[] {
  const put = onceOnlyOf(expectable(scaling, now.scaling));
  const missing = onceOnlyOf(scaling).filter((one) => !put.includes(one));
  if (missing.length === 0) return [];
  return [
    {
      level: "note",
      code: "one-time-scaling-left-out",
      title: "One-time scaling is not put again",
      detail: `The endpoint is up, so these may have had their time: ${missing.join(", ")}. Put one that is still to come yourself.`,
    },
  ];
}

/** Of a failed one the lists tell it; of one that is deleted a plan asks ahead. */
function whatIsGone({ configName, config, missingModels }: Seen["detail"]): Refused | null {
  if (config === null) return configGone(configName ?? "");
  return missingModels.length > 0 ? modelsGone(configName ?? "", missingModels) : null;
}

const resumeHazards: readonly Hazard[] = [
  {
    level: "note",
    code: "endpoint-made-again",
    title: "Endpoints are made again",
    detail: "Where AWS has no machines of the type now, Standby tries again until it has.",
  },
];

function create({ configuration: { configName, tags, deployment } }: EndpointSaved): OwnStep {
  const params = { configName, tags, deployment };
  return { op: "create", params, before: "deleted", after: `in service with ${configName}`, settle: true };
}

/**
 * A new endpoint has the initial weights and counts of its configuration. All weights go in one call, but the capacity
 * of one variant only (UpdateEndpointWeightsAndCapacities), and the endpoint is Updating until each is there.
 */
function variantSteps(saved: EndpointSaved, up: Seen | null): OwnStep[] {
  const now = up ? (configurationOf(up)?.variants ?? {}) : saved.initial;
  const limits = up ? limitsByVariant(up.detail.scaling) : new Map<string, Scaling>();
  const variants = Object.entries(saved.configuration.variants);
  const weights = variants.flatMap(([name, { weight }]) => (weight === null ? [] : [[name, weight] as const]));
  const isOff = weights.some(([name, weight]) => now[name]?.weight !== weight);
  const setWeights: OwnStep = {
    op: "setWeights",
    params: { weights: Object.fromEntries(weights) },
    before: `weights ${weights.map(([name]) => now[name]?.weight ?? "none").join(" : ")}`,
    after: `weights ${weights.map(([, weight]) => weight).join(" : ")}`,
    settle: true,
  };
  const counts = variants.flatMap(([variant, { count }]): OwnStep[] => {
    const seen = now[variant]?.count ?? null;
    if (count === null || (seen !== null && capacityRestored(count, limits.get(variant) ?? null, seen))) return [];
    const of = variants.length > 1 ? ` of ${variant}` : "";
    return [
      {
        op: "setCount",
        params: { variant, count },
        before: instances(seen) + of,
        after: instances(count) + of,
        settle: true,
      },
    ];
  });
  return isOff ? [setWeights, ...counts] : counts;
}

export function instances(count: number | null): string {
  return count === 1 ? "1 instance" : `${count ?? "no"} instances`;
}

/** The scaling range of each variant: what policies do within it is theirs. */
export function limitsByVariant(scaling: EndpointSaved["scaling"]): ReadonlyMap<string, Scaling> {
  const counted = scaling.filter(({ dimension }) => dimension === "sagemaker:variant:DesiredInstanceCount");
  return new Map(counted.map(({ resourceId, limits }) => [resourceId.slice(resourceId.lastIndexOf("/") + 1), limits]));
}
