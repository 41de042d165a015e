import { Temporal } from "temporal-polyfill";
import { z } from "zod";
import { differencesBetween } from "../core/differences";
import type { Difference } from "../core/operation";
import type { Step } from "../core/plan";
import { describeScaling, matchesParams, type RestoreParams, restoreParamsSchema, scalingSchema } from "./scaling-hold";

/**
 * A scalable target with all that hangs on it, for kinds whose pause deletes what is scaled: Application Auto Scaling
 * deregisters the target with it, and a target takes its policies and scheduled actions along (DeregisterScalableTarget,
 * Application Auto Scaling API reference). They are saved whole and put again once what they scale is back.
 */

export const policySchema = z.strictObject({
  name: z.string(),
  type: z.string(),
  /** The configuration of its type, as AWS gives it: what PutScalingPolicy takes. */
  configuration: z.record(z.string(), z.json()),
});

const scheduleSchema = z.strictObject({
  name: z.string(),
  schedule: z.string(),
  timezone: z.string().nullable(),
  start: z.string().nullable(),
  end: z.string().nullable(),
  min: z.int().nullable(),
  max: z.int().nullable(),
});

export const scaledSchema = z.strictObject({
  resourceId: z.string(),
  dimension: z.string(),
  limits: scalingSchema,
  /** Null in what was saved or seen before tags were read: what they were nobody knows, so nobody compares them. */
  tags: z.record(z.string(), z.string()).nullable().default(null),
  policies: z.array(policySchema),
  schedules: z.array(scheduleSchema),
});
export type Scaled = z.infer<typeof scaledSchema>;
export type Policy = Scaled["policies"][number];
export type Schedule = Scaled["schedules"][number];

export type ScalingOp = "registerTarget" | "putPolicy" | "putSchedule";
const scalingOps: readonly ScalingOp[] = ["registerTarget", "putPolicy", "putSchedule"];

const place = { resourceId: z.string(), dimension: z.string() };
/** What each step needs to be sent, and to be recognised once it is in effect. */
export const paramsSchemas = {
  registerTarget: z.strictObject({
    ...place,
    limits: restoreParamsSchema,
    /** Left out by steps of plans from before tags were saved. */
    tags: z.record(z.string(), z.string()).default({}),
  }),
  putPolicy: z.strictObject({ ...place, policy: policySchema }),
  putSchedule: z.strictObject({ ...place, schedule: scheduleSchema }),
};

export function isScalingOp(op: string): op is ScalingOp {
  return scalingOps.some((one) => one === op);
}

/**
 * Step-scaling policies: the alarms that drive one name the ARN of the policy, and one that is made again has another.
 * The alarms of target tracking are AWS's own and are made with the policy.
 */
export function stepPoliciesOf(scaled: readonly Scaled[]): readonly string[] {
  return scaled.flatMap(({ policies }) =>
    policies.filter(({ type }) => type === "StepScaling").map(({ name }) => name),
  );
}

/** Actions that run once, each with its time. */
export function onceOnlyOf(scaled: readonly Scaled[]): readonly string[] {
  return scaled.flatMap(({ schedules }) =>
    schedules.filter(isOnceOnly).map(({ name, schedule, timezone }) => {
      return `${name} ${schedule}${timezone === null ? "" : ` ${timezone}`}`;
    }),
  );
}

function isOnceOnly({ schedule }: Schedule): boolean {
  return schedule.startsWith("at(");
}

const onceAt = /^at\((\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?)\)$/;

/**
 * An action that runs once and had its time: it never runs again, and what AWS answers to a time that has passed is not
 * documented (PutScheduledAction), so it is not put. Times are of its time zone, or UTC. A time that is not understood is
 * AWS's to judge.
 */
export function isOver({ schedule, timezone }: Schedule, now: Date): boolean {
  const time = onceAt.exec(schedule)?.[1];
  if (time === undefined) return false;
  return Temporal.PlainDateTime.from(time).toZonedDateTime(timezone ?? "UTC").epochMilliseconds <= now.getTime();
}

/** What may be asked to be there now: an action that runs once is there, or had its time, or had no chance to be put. */
export function expectable(saved: readonly Scaled[], now: readonly Scaled[]): Scaled[] {
  return saved.map((one) => {
    const there = new Set(targetOf(one, now)?.schedules.map(({ name }) => name));
    return { ...one, schedules: one.schedules.filter((each) => !isOnceOnly(each) || there.has(each.name)) };
  });
}

/** Every step that brings `now` to what was saved: first the target, then what hangs on it. */
export function scalingSteps(
  saved: readonly Scaled[],
  now: readonly Scaled[],
): readonly (Step & { readonly op: ScalingOp })[] {
  return saved.flatMap((one) => {
    const { resourceId, dimension } = one;
    const steps: readonly (Step & { readonly op: ScalingOp })[] = [
      {
        op: "registerTarget",
        params: { resourceId, dimension, limits: limitsOf(one), tags: one.tags ?? {} },
        before: describeScaling(targetOf(one, now)?.limits ?? null),
        after: `${shortName(resourceId)}: ${describeScaling(one.limits)}`,
        settle: true,
      },
      ...one.policies.map((policy) => ({
        op: "putPolicy" as const,
        params: { resourceId, dimension, policy },
        before: `no scaling policy ${policy.name}`,
        after: `scaling policy ${policy.name}`,
        settle: true,
      })),
      ...one.schedules.map((schedule) => ({
        op: "putSchedule" as const,
        params: { resourceId, dimension, schedule },
        before: `no scheduled scaling ${schedule.name}`,
        after: `scheduled scaling ${schedule.name}`,
        settle: true,
      })),
    ];
    return steps.filter((step) => !isInEffect(step, now));
  });
}

function shortName(resourceId: string): string {
  return resourceId.slice(resourceId.lastIndexOf("/") + 1);
}

/** The service-linked role is AWS's own default; naming it would need iam:PassRole for nothing. */
function limitsOf({ limits: { min, max, suspended, roleArn } }: Scaled): RestoreParams {
  const isDefault = roleArn === null || roleArn.includes(":role/aws-service-role/");
  return isDefault ? { min, max, suspended } : { min, max, suspended, roleArn };
}

function targetOf(one: Pick<Scaled, "resourceId" | "dimension">, scaled: readonly Scaled[]): Scaled | null {
  const found = scaled.find(({ resourceId, dimension }) => {
    return resourceId === one.resourceId && dimension === one.dimension;
  });
  return found ?? null;
}

/** Whether AWS has what the step puts. @throws Error for a step that is none of these */
export function isInEffect(step: Pick<Step, "op" | "params">, now: readonly Scaled[]): boolean {
  switch (step.op as ScalingOp) {
    case "registerTarget": {
      const params = paramsSchemas.registerTarget.parse(step.params);
      const there = targetOf(params, now);
      const isTagged = Object.entries(params.tags).every(([key, value]) => there?.tags?.[key] === value);
      return isTagged && matchesParams(there?.limits ?? null, params.limits);
    }
    case "putPolicy": {
      const params = paramsSchemas.putPolicy.parse(step.params);
      return has(targetOf(params, now)?.policies, params.policy);
    }
    case "putSchedule": {
      const params = paramsSchemas.putSchedule.parse(step.params);
      return has(targetOf(params, now)?.schedules, params.schedule);
    }
    default:
      throw new Error(`${step.op} is no step of scaling`);
  }
}

function has<T extends { readonly name: string }>(list: readonly T[] | undefined, wanted: T): boolean {
  return list?.some((one) => differencesBetween(wanted, one).length === 0) ?? false;
}

/** Every field that is not as saved, by target and name. */
export function scaledDifferences(saved: readonly Scaled[], now: readonly Scaled[]): readonly Difference[] {
  const comparable = now.map((one) => {
    const was = targetOf(one, saved);
    return was && was.tags === null ? { ...one, tags: null } : one;
  });
  return differencesBetween(byPlace(saved), byPlace(comparable), "scaling");
}

function byPlace(scaled: readonly Scaled[]) {
  const named = <T extends { readonly name: string }>(list: readonly T[]) =>
    Object.fromEntries(list.map((one) => [one.name, one]));
  return Object.fromEntries(
    scaled.map(({ resourceId, limits, tags, policies, schedules }) => [
      shortName(resourceId),
      { ...limits, tags, policies: named(policies), schedules: named(schedules) },
    ]),
  );
}

/** What Terraform finds missing while the targets are gone: they take their policies and scheduled actions along. */
export function scaledInTerraform(scaled: readonly Scaled[]): readonly string[] {
  const has = (list: "policies" | "schedules") => scaled.some((one) => one[list].length > 0);
  return [
    ...(scaled.length > 0 ? ["aws_appautoscaling_target"] : []),
    ...(has("policies") ? ["aws_appautoscaling_policy"] : []),
    ...(has("schedules") ? ["aws_appautoscaling_scheduled_action"] : []),
  ];
}
