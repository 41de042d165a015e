import { z } from "zod";
import { differencesBetween, pathsOf } from "../../core/differences";
import type { Fault } from "../../core/fault";
import type { Difference } from "../../core/operation";
import type { Action, Hazard, Step } from "../../core/plan";
import type { Observed } from "../../core/resource";
import type { Classified, Meanwhile, PausePlan, Refused, ResumePlan, StepStatus, Verdict } from "../contract";
import { acceptable } from "../options";
import {
  type GroupConfiguration,
  type GroupDetail,
  groupConfiguration,
  requestedVersion,
} from "./replication-group-detail";
import { pauseHazards } from "./replication-group-hazards";
import { whyNotExact } from "./replication-group-refusal";

/** The decisions about an ElastiCache replication group. Pure. */

export const savedSchema = z.strictObject({
  configuration: groupConfiguration,
  tags: z.record(z.string(), z.string()),
  /** The final backup, which holds the data while the group is gone. */
  snapshot: z.string(),
});
export type Saved = z.infer<typeof savedSchema>;

export const groupOptions = z.strictObject({ recreate: acceptable("backed up, deleted and made again") });
export type GroupOptions = z.infer<typeof groupOptions>;

export type Op = "delete" | "create" | "setBackupSource" | "deleteSnapshot";
export const deleteParams = z.strictObject({ snapshot: z.string() });
export const sourceParams = z.strictObject({ node: z.string(), snapshot: z.string() });
export const snapshotParams = z.strictObject({ snapshot: z.string(), configuration: groupConfiguration });

type Seen = Observed<GroupDetail>;
type OwnStep = Step & { readonly op: Op };

export function classify({ detail }: Seen): Classified {
  const { status, globalDatastore } = detail;
  if (globalDatastore) {
    return {
      state: "unsupported",
      saw: status,
      reason: `It is part of the global datastore ${globalDatastore}`,
      remedy: "Remove it from the global datastore where it is not needed there",
    };
  }
  if (status === "create-failed") {
    const reason = "ElastiCache could not make it";
    return { state: "unsupported", saw: status, reason, remedy: "Delete it in the ElastiCache console" };
  }
  return { state: status === "available" ? "running" : "changing", saw: status };
}

export function planPause(
  { nativeId, tags, detail }: Seen,
  { recreate }: GroupOptions,
): PausePlan<Saved, Op> | Refused {
  const refusal = whyNotExact(detail, Object.keys(tags), recreate);
  if (refusal) return { result: "refused", ...refusal };
  const snapshot = freeName(nativeId, detail);
  const step: OwnStep = {
    op: "delete",
    params: { snapshot },
    before: "available",
    after: `deleted, its data in the backup ${snapshot}`,
    settle: true,
  };
  return {
    result: "planned",
    saved: { configuration: detail.configuration, tags, snapshot },
    steps: [step],
    hazards: pauseHazards(nativeId, detail, snapshot),
    restore: "recreated",
  };
}

/** A name that no backup has: one may be left of a pause whose restore could not be proved. */
function freeName(id: string, { snapshots }: GroupDetail): string {
  const taken = new Set(snapshots.map(({ name }) => name));
  const names = [`standby-${id}`, ...Array.from({ length: taken.size }, (_, at) => `standby-${id}-${at + 2}`)];
  return names.find((name) => !taken.has(name)) ?? `standby-${id}`;
}

export function planResume(saved: Saved, seen: Seen | null): ResumePlan<Op> | Refused {
  if (seen?.detail.status === "create-failed") {
    return {
      result: "refused",
      reason: "ElastiCache could not make the group",
      remedy: `Delete it in the ElastiCache console and resume again: its data is in the backup ${saved.snapshot}`,
    };
  }
  // What is there was never deleted, or somebody made it: whether it has the data is not known, so no backup is touched.
  if (seen?.detail.status === "available") return { result: "planned", steps: [], hazards: leftHazards(saved, seen) };
  if (seen && seen.detail.status !== "deleting" && !isRestored(saved, seen)) return notOurs(saved, seen);
  const create: OwnStep = {
    op: "create",
    params: saved,
    before: "deleted",
    after: `available, from the backup ${saved.snapshot}`,
    settle: true,
  };
  const { source } = saved.configuration.backup;
  const setSource: OwnStep = {
    op: "setBackupSource",
    params: { node: source, snapshot: saved.snapshot },
    before: "a node of AWS's choice",
    after: `daily backups from ${source}`,
    settle: true,
  };
  const tidy: OwnStep = {
    op: "deleteSnapshot",
    params: { snapshot: saved.snapshot, configuration: saved.configuration },
    before: `backup ${saved.snapshot}`,
    after: "backup deleted",
    settle: true,
  };
  return { result: "planned", steps: [create, ...(source === null ? [] : [setSource]), tidy], hazards: [] };
}

/** "The snapshot status changes to restoring while the new replication group is being created" (CreateReplicationGroup). */
function isRestored({ snapshot }: Saved, { detail }: Seen): boolean {
  return detail.snapshots.some(({ name, status }) => name === snapshot && status === "restoring");
}

/** Its backup must outlive a group that somebody else is making of the same name, however alike it is. */
function notOurs({ snapshot }: Saved, { detail: { status } }: Seen): Refused {
  return {
    result: "refused",
    reason: `AWS says ${status}, and not from the backup ${snapshot}`,
    remedy: "Plan again when it is available",
  };
}

function leftHazards({ snapshot }: Saved, { detail }: Seen): readonly Hazard[] {
  if (!detail.snapshots.some(({ name }) => name === snapshot)) return [];
  return [
    {
      level: "note",
      code: "final-backup-kept",
      title: "The final backup is kept",
      detail: `The group was there already, so nothing proves that it has the data of ${snapshot}. Delete the backup yourself once you are sure.`,
    },
  ];
}

export function check(step: Step, seen: Seen | null): StepStatus {
  switch (step.op as Op) {
    case "delete":
      if (!seen) return { status: "done", saw: "deleted" };
      return { status: seen.detail.status === "available" ? "todo" : "pending", saw: seen.detail.status };
    case "create":
      return checkCreate(savedSchema.parse(step.params), seen);
    case "setBackupSource":
      return checkSource(sourceParams.parse(step.params), seen);
    case "deleteSnapshot":
      return checkSnapshot(snapshotParams.parse(step.params), seen);
    default:
      throw new Error(`elasticache.replicationGroup has no step ${step.op}`);
  }
}

function checkCreate({ snapshot }: Saved, seen: Seen | null): StepStatus {
  if (!seen) return { status: "todo", saw: "deleted" };
  const { status } = seen.detail;
  if (status === "available") return { status: "done", saw: status };
  if (status !== "create-failed") return { status: "pending", saw: status };
  const reason = "ElastiCache could not make the group";
  const remedy = `See its events in the ElastiCache console, delete it there and resume again: its data is in ${snapshot}`;
  return { status: "blocked", saw: status, fault: { code: "refused", reason, remedy } };
}

function checkSource({ node, snapshot }: z.infer<typeof sourceParams>, seen: Seen | null): StepStatus {
  if (!seen) return { status: "blocked", saw: "deleted", fault: goneFault(snapshot) };
  const { status, configuration } = seen.detail;
  if (status !== "available") return { status: "pending", saw: status };
  const saw = `daily backups from ${configuration.backup.source ?? "no node"}`;
  return { status: configuration.backup.source === node ? "done" : "todo", saw };
}

/** The data's last copy goes only where the group that was made of it is seen equal to what was saved. */
function checkSnapshot({ snapshot, configuration }: z.infer<typeof snapshotParams>, seen: Seen | null): StepStatus {
  if (!seen) return { status: "blocked", saw: "deleted", fault: goneFault(snapshot) };
  const { detail } = seen;
  const backup = detail.snapshots.find(({ name }) => name === snapshot);
  if (!backup) return { status: "done", saw: "backup deleted" };
  const saw = `backup ${backup.status}, group ${detail.status}`;
  if (detail.status !== "available" || backup.status !== "available") return { status: "pending", saw };
  const differences = configurationDifferences(configuration, detail.configuration);
  if (differences.length === 0) return { status: "todo", saw };
  if (detail.pending.length > 0) return { status: "pending", saw: stillAt(detail) };
  const fault: Fault = {
    code: "refused",
    reason: `It is back, but not equal to what was saved: ${pathsOf(differences)}`,
    remedy: `Set that right, or keep it by choosing theirs; the backup ${snapshot} is kept`,
  };
  return { status: "blocked", saw, fault };
}

/** AWS shows a new group as available before all of it is. */
function stillAt({ status, pending }: GroupDetail): string {
  return `${status}, still at work: ${pending.join(", ")}`;
}

function goneFault(snapshot: string): Fault {
  return {
    code: "gone",
    reason: "The new group was deleted",
    remedy: `Resume again: it is made again from the backup ${snapshot}`,
  };
}

function configurationDifferences(before: GroupConfiguration, now: GroupConfiguration): readonly Difference[] {
  // What older holds do not know is not compared.
  const saved = groupConfiguration.parse(before);
  const source = saved.backup.source === null ? null : now.backup.source;
  const comparable = (one: GroupConfiguration) => ({ ...one, engineVersion: requestedVersion(one.engineVersion) });
  const there = { ...comparable(now), backup: { ...now.backup, source } };
  return differencesBetween({ configuration: comparable(saved) }, { configuration: there });
}

export function verify(action: Action, saved: Saved, seen: Seen | null): Verdict {
  if (!seen) return action === "pause" ? { verdict: "reached", saw: "deleted" } : { verdict: "gone", saw: "deleted" };
  const { status, configuration } = seen.detail;
  if (action === "pause") {
    const differences = [{ path: "status", saved: "deleted", now: status }];
    return status === "available"
      ? { verdict: "wrong", saw: status, differences }
      : { verdict: "pending", saw: status };
  }
  if (status !== "available") return { verdict: "pending", saw: status };
  const differences = configurationDifferences(saved.configuration, configuration);
  if (differences.length > 0) {
    return seen.detail.pending.length > 0
      ? { verdict: "pending", saw: stillAt(seen.detail) }
      : { verdict: "wrong", saw: status, differences };
  }
  // The tagging API shows new tags a moment late; tags that never come are told when the time is up.
  const isTagged = differencesBetween(saved.tags, seen.tags).length === 0;
  return isTagged
    ? { verdict: "reached", saw: status }
    : { verdict: "pending", saw: `${status}, its tags are not shown` };
}

/**
 * Only of a group that is there: while it is deleted there is nothing that somebody could change. One that is there beside
 * the backup was made by somebody else, or its restore was not proved: however alike, its data is its own. A second pause
 * would put that into another backup, while the hold keeps the first (decisions/0009).
 */
export function meanwhile(saved: Saved, { detail, tags }: Seen): Meanwhile<Saved> | null {
  if (detail.status !== "available") return null;
  const { configuration } = detail;
  const differences = [
    ...configurationDifferences(saved.configuration, configuration),
    ...differencesBetween({ tags: saved.tags }, { tags }),
    ...dataDifferences(saved, detail),
  ];
  return differences.length > 0 ? { differences, theirs: { ...saved, configuration, tags }, canSetBack: false } : null;
}

function dataDifferences({ snapshot }: Saved, { snapshots }: GroupDetail): readonly Difference[] {
  if (!snapshots.some(({ name }) => name === snapshot)) return [];
  return [{ path: "data", saved: `in the backup ${snapshot}`, now: "of the group that is there" }];
}
