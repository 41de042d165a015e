import {
  RegisterScalableTargetCommand,
  type ScalableDimension,
  type ScalableTarget,
  type ServiceNamespace,
} from "@aws-sdk/client-application-auto-scaling";
import { z } from "zod";
import type { Difference } from "../core/operation";

/**
 * An Application Auto Scaling target, and how a pause holds it: minimum 0 and everything suspended, in one call.
 * Shared by the kinds that are scaled this way.
 *
 * Every RegisterScalableTarget call makes AWS look at the capacity again and push it into the range (Application Auto
 * Scaling user guide, "Register a scalable target"). A call with a minimum above 0 while the resource is at 0 starts
 * it again, so a hold always says 0 and the limits return only when the capacity is back.
 */
export const scalingSchema = z.strictObject({
  min: z.int().min(0),
  max: z.int().min(0),
  roleArn: z.string().nullable(),
  suspended: z.strictObject({ scaleIn: z.boolean(), scaleOut: z.boolean(), scheduled: z.boolean() }),
});
export type Scaling = z.infer<typeof scalingSchema>;

/** What a restore sends. The role goes along only where the target has to be made anew with a role of the customer's. */
export const restoreParamsSchema = z.strictObject({
  min: z.int().min(0),
  max: z.int().min(0),
  suspended: scalingSchema.shape.suspended,
  roleArn: z.string().optional(),
});
export type RestoreParams = z.infer<typeof restoreParamsSchema>;

/** @throws Error for a target without limits: AWS always sends both. */
export function toScaling(target: ScalableTarget): Scaling {
  const { MinCapacity: min, MaxCapacity: max, SuspendedState: state } = target;
  if (min === undefined || max === undefined) throw new Error(`Scalable target ${target.ResourceId} has no limits`);
  return {
    min,
    max,
    roleArn: target.RoleARN ?? null,
    suspended: {
      scaleIn: state?.DynamicScalingInSuspended ?? false,
      scaleOut: state?.DynamicScalingOutSuspended ?? false,
      scheduled: state?.ScheduledScalingSuspended ?? false,
    },
  };
}

export function isHeld(scaling: Scaling): boolean {
  return scaling.min === 0 && isSuspended(scaling);
}

export function isSuspended({ suspended }: Pick<Scaling, "suspended">): boolean {
  return suspended.scaleIn && suspended.scaleOut && suspended.scheduled;
}

export function describeScaling(scaling: Scaling | null): string {
  if (!scaling) return "no scaling target";
  return isHeld(scaling) ? "scaling held" : `scaling ${scaling.min} to ${scaling.max}`;
}

/**
 * The suspensions without those that a hold left: a hold suspends all three, so one that still stands is as it was saved,
 * and one that does not was lifted by somebody. Each by itself: who lifts one has not asked for the others to stay.
 */
export function withoutHold(saved: Scaling["suspended"], now: Scaling["suspended"]): Scaling["suspended"] {
  return {
    scaleIn: now.scaleIn && saved.scaleIn,
    scaleOut: now.scaleOut && saved.scaleOut,
    scheduled: now.scheduled && saved.scheduled,
  };
}

/**
 * What to send to give back only what the hold took: the minimum where it is still 0, each suspension that still stands.
 * Whatever somebody else set in the meantime stays and is named in `theirs`.
 */
export function restoration(
  saved: Scaling,
  seen: Scaling | null,
): { readonly params: RestoreParams | null; readonly theirs: readonly string[] } {
  if (!seen) return { params: anew(saved), theirs: [] };
  const max = seen.max;
  const min = Math.min(seen.min === 0 ? saved.min : seen.min, max);
  const suspended = withoutHold(saved.suspended, seen.suspended);
  const want: Scaling = { ...seen, min, max, suspended };
  return {
    params: sameScaling(want, seen) ? null : { min, max, suspended },
    theirs: scalingDifferences("scaling", saved, want).map(({ path, now }) => `${path} ${now}`),
  };
}

/**
 * What somebody else set on a held target: what is neither as saved nor as the hold left it. `theirs` is the saved
 * target with it, and null where they removed the target. A target that came later is not the hold's.
 */
export function scalingMeanwhile(
  path: string,
  saved: Scaling | null,
  seen: Scaling | null,
): { readonly differences: readonly Difference[]; readonly theirs: Scaling | null } {
  if (!saved || !seen) return { differences: scalingDifferences(path, saved, seen), theirs: null };
  const theirs: Scaling = {
    ...seen,
    min: seen.min === 0 ? saved.min : seen.min,
    suspended: withoutHold(saved.suspended, seen.suspended),
  };
  return { differences: scalingDifferences(path, saved, theirs), theirs };
}

/** What sets a target to what was saved, whatever it is now; null where it is so. */
export function fullRestoration(saved: Scaling | null, seen: Scaling | null): RestoreParams | null {
  if (!saved) return null;
  const { min, max, suspended } = saved;
  const params = seen ? { min, max, suspended } : anew(saved);
  return matchesParams(seen, params) ? null : params;
}

/** The service-linked role is AWS's own default; naming it would need iam:PassRole for nothing. */
function anew({ min, max, suspended, roleArn }: Scaling): RestoreParams {
  if (roleArn === null || roleArn.includes(":role/aws-service-role/")) return { min, max, suspended };
  return { min, max, suspended, roleArn };
}

export function matchesParams(scaling: Scaling | null, params: RestoreParams): boolean {
  if (!scaling) return false;
  const { min, max, suspended } = params;
  return sameScaling({ ...scaling, min, max, suspended }, scaling);
}

function sameScaling(a: Scaling, b: Scaling): boolean {
  return scalingDifferences("", a, b).length === 0;
}

/** Every field that is not as saved, by path. */
export function scalingDifferences(path: string, saved: Scaling | null, now: Scaling | null): readonly Difference[] {
  if (!saved) return [];
  if (!now) return [{ path, saved: describeScaling(saved), now: "none" }];
  const fields: readonly (readonly [string, unknown, unknown])[] = [
    ["min", saved.min, now.min],
    ["max", saved.max, now.max],
    ["roleArn", saved.roleArn, now.roleArn],
    ["suspended.scaleIn", saved.suspended.scaleIn, now.suspended.scaleIn],
    ["suspended.scaleOut", saved.suspended.scaleOut, now.suspended.scaleOut],
    ["suspended.scheduled", saved.suspended.scheduled, now.suspended.scheduled],
  ];
  return fields
    .filter(([, before, after]) => before !== after)
    .map(([name, before, after]) => ({ path: `${path}.${name}`, saved: String(before), now: String(after) }));
}

/**
 * True when `capacity` is what was saved, or where the restored range has moved it since: a live policy may act within
 * seconds, and AWS itself pushes a count that was outside its range into it.
 */
export function capacityRestored(saved: number, scaling: Scaling | null, capacity: number): boolean {
  if (capacity === saved) return true;
  if (!scaling || capacity < scaling.min || capacity > scaling.max) return false;
  return !isSuspended(scaling) || saved < scaling.min || saved > scaling.max;
}

interface TargetId {
  readonly ServiceNamespace: ServiceNamespace;
  readonly ResourceId: string;
  readonly ScalableDimension: ScalableDimension;
}

const allSuspended: Scaling["suspended"] = { scaleIn: true, scaleOut: true, scheduled: true };

/** The one call that holds: the maximum is left out and so stays as it is. */
export function holdCommand(target: TargetId): RegisterScalableTargetCommand {
  return new RegisterScalableTargetCommand({ ...target, MinCapacity: 0, SuspendedState: suspendedState(allSuspended) });
}

/** For what has no minimum of 0: the limits are left out and so stay as they are. */
export function suspendCommand(target: TargetId): RegisterScalableTargetCommand {
  return new RegisterScalableTargetCommand({ ...target, SuspendedState: suspendedState(allSuspended) });
}

/** What Terraform shows as changed of a target that is held. */
export const heldInTerraform = ["aws_appautoscaling_target.min_capacity", "aws_appautoscaling_target.suspended_state"];

export function restoreCommand(target: TargetId, params: RestoreParams): RegisterScalableTargetCommand {
  return new RegisterScalableTargetCommand({
    ...target,
    MinCapacity: params.min,
    MaxCapacity: params.max,
    SuspendedState: suspendedState(params.suspended),
    ...(params.roleArn === undefined ? {} : { RoleARN: params.roleArn }),
  });
}

function suspendedState(suspended: Scaling["suspended"]) {
  return {
    DynamicScalingInSuspended: suspended.scaleIn,
    DynamicScalingOutSuspended: suspended.scaleOut,
    ScheduledScalingSuspended: suspended.scheduled,
  };
}
