import type { Hazard } from "../../core/plan";
import { type GroupConfiguration, type GroupDetail, requestedVersion } from "./replication-group-detail";

/** What a person is told before a replication group is deleted. Pure. */

export function pauseHazards(
  id: string,
  { automaticBackups, primary, storageEncryption, configuration }: GroupDetail,
  snapshot: string,
): readonly Hazard[] {
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
      level: "warning",
      code: "must-stay",
      title: "What it refers to must stay meanwhile",
      detail: `AWS lets anybody delete these while nothing uses them, and makes no group without them: ${referredTo(configuration)}.`,
    },
    primary !== null &&
      primary !== `${id}-001` && {
        level: "note",
        code: "first-is-primary",
        title: "Its first node comes back as the primary",
        detail: `Now it is ${primary}. AWS makes the first node of a new group its primary: ${id}-001.`,
      },
    // "In some cases, encryption at-rest may be enabled even when this value is false" (CreateReplicationGroup).
    storageEncryption === "none" && {
      level: "note",
      code: "may-be-encrypted",
      title: "AWS may encrypt the new one at rest",
      detail: "This one is not encrypted. AWS encrypts some new groups at rest that do not ask for it.",
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

function referredTo({
  parameterGroup,
  subnetGroup,
  userGroups,
  securityGroups,
  encryption,
}: GroupConfiguration): string {
  return [parameterGroup, subnetGroup, ...userGroups, ...securityGroups, encryption.kmsKey].filter(Boolean).join(", ");
}

function patchWords({ engine, engineVersion }: GroupConfiguration): string {
  return `AWS takes a version without its patch: ${engine} ${requestedVersion(engineVersion) ?? "of the same version"}.`;
}
