import { z } from "zod";
import { differencesBetween, pathsOf } from "../../core/differences";
import type { Fault } from "../../core/fault";
import type { Difference } from "../../core/operation";
import type { Action, Hazard, Step } from "../../core/plan";
import type { Observed } from "../../core/resource";
import type { Classified, Meanwhile, PausePlan, Refused, ResumePlan, StepStatus, Verdict } from "../contract";
import { acceptable } from "../options";
import { type GroupConfiguration, type GroupDetail, groupConfiguration } from "./replication-group-detail";
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

export type Op = "delete" | "create" | "deleteSnapshot";
export const deleteParams = z.strictObject({ snapshot: z.string() });
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
    hazards: pauseHazards(detail, snapshot),
    restore: "recreated",
  };
}

/** A name that no backup has: one may be left of a pause whose restore could not be proved. */
function freeName(id: string, { snapshots }: GroupDetail): string {
  const taken = new Set(snapshots.map(({ name }) => name));
  const names = [`standby-${id}`, ...Array.from({ length: taken.size }, (_, at) => `standby-${id}-${at + 2}`)];
  return names.find((name) => !taken.has(name)) ?? `standby-${id}`;
}

function pauseHazards({ automaticBackups, configuration }: GroupDetail, snapshot: string): readonly Hazard[] {
  const found: (Hazard | false)[] = [
    automaticBackups > 0 && {
      level: "dataLoss",
      code: "automatic-backups-deleted",
      title: "Its automatic backups are deleted",
      detail: `AWS deletes ${automaticBackups} of them with the group. Backups that somebody made are kept.`,
    },
    {
      level: "warning",
      code: "deleted-and-made-again",
      title: "It is deleted and made again",
      detail: `AWS cannot take that back. The data is in the final backup ${snapshot}; keys whose time is over are not restored, and a restore takes longer the more data there is.`,
    },
    {
      level: "warning",
      code: "endpoint-may-change",
      title: "Its endpoint names may change",
      detail:
        "AWS builds them of the name of the group and a part of its own, and does not promise that part. A change is found and named after the resume.",
    },
    {
      level: "note",
      code: "final-backup-bills",
      title: "The final backup bills while it is paused",
      detail: "By the GB. It is deleted once the restored group was seen equal, and kept where it was not.",
    },
    { level: "note", code: "patch-version", title: "The newest patch comes back", detail: patchWords(configuration) },
  ];
  return found.filter((hazard) => hazard !== false);
}

function patchWords({ engine, engineVersion }: GroupConfiguration): string {
  return `AWS takes a version without its patch: ${engine} ${requestedVersion(engineVersion) ?? "of the same version"}.`;
}

/** From version 6 on AWS takes and keeps major and minor, and patches by itself (ElastiCache User Guide, "Engine versions"). */
export function requestedVersion(version: string | null): string | null {
  const [major = "", minor] = version?.split(".") ?? [];
  return minor !== undefined && Number(major) >= 6 ? `${major}.${minor}` : version;
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
  const create: OwnStep = {
    op: "create",
    params: saved,
    before: "deleted",
    after: `available, from the backup ${saved.snapshot}`,
    settle: true,
  };
  const tidy: OwnStep = {
    op: "deleteSnapshot",
    params: { snapshot: saved.snapshot, configuration: saved.configuration },
    before: `backup ${saved.snapshot}`,
    after: "backup deleted",
    settle: true,
  };
  return { result: "planned", steps: [create, tidy], hazards: [] };
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
  const fault: Fault = {
    code: "refused",
    reason: `It is back, but not equal to what was saved: ${pathsOf(differences)}`,
    remedy: `Set that right, or keep it by choosing theirs; the backup ${snapshot} is kept`,
  };
  return { status: "blocked", saw, fault };
}

function goneFault(snapshot: string): Fault {
  return {
    code: "gone",
    reason: "The new group was deleted",
    remedy: `Resume again: it is made again from the backup ${snapshot}`,
  };
}

function configurationDifferences(saved: GroupConfiguration, now: GroupConfiguration): readonly Difference[] {
  const comparable = (one: GroupConfiguration) => ({ ...one, engineVersion: requestedVersion(one.engineVersion) });
  return differencesBetween({ configuration: comparable(saved) }, { configuration: comparable(now) });
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
  if (differences.length > 0) return { verdict: "wrong", saw: status, differences };
  // The tagging API shows new tags a moment late; tags that never come are told when the time is up.
  const isTagged = differencesBetween(saved.tags, seen.tags).length === 0;
  return isTagged
    ? { verdict: "reached", saw: status }
    : { verdict: "pending", saw: `${status}, its tags are not shown` };
}

/** Only of a group that is there: while it is deleted there is nothing that somebody could change. */
export function meanwhile(saved: Saved, { detail, tags }: Seen): Meanwhile<Saved> | null {
  if (detail.status !== "available") return null;
  const { configuration } = detail;
  const differences = [
    ...configurationDifferences(saved.configuration, configuration),
    ...differencesBetween({ tags: saved.tags }, { tags }),
  ];
  return differences.length > 0 ? { differences, theirs: { ...saved, configuration, tags }, canSetBack: false } : null;
}
