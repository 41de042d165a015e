import type { Refused } from "../contract";
import type { GroupDetail } from "./replication-group-detail";

/** Why a replication group would not come back exactly, or null. Pure. */

type Refusal = Pick<Refused, "reason" | "remedy" | "accepts">;

const leaveIt = "Leave it on";

export function whyNotExact(detail: GroupDetail, tagKeys: readonly string[], recreate: boolean): Refusal | null {
  if (!recreate) {
    return {
      reason: "ElastiCache has no stop: the group is backed up, deleted and made again",
      remedy: "Plan with the option recreate to accept that",
      accepts: "recreate",
    };
  }
  const { configuration } = detail;
  const foreign = tagKeys.find((key) => key.startsWith("aws:"));
  const rules: readonly (Refusal | false)[] = [
    foreign !== undefined && {
      reason: `An AWS service made it (${foreign}); a new one would not be the service's own`,
      remedy: "Remove it through what made it, such as its CloudFormation stack",
    },
    detail.authToken && {
      reason: "It has an AUTH token, which AWS never shows again, so a new group could not have the same",
      remedy: `${leaveIt}, or use IAM authentication instead`,
    },
    detail.userGroups.length > 0 && {
      reason: `Users sign in through ${detail.userGroups.join(", ")}; their access would not be proved to be the same`,
      remedy: leaveIt,
    },
    detail.pending.length > 0 && {
      reason: `Changes wait for its next maintenance window and would be lost: ${detail.pending.join(", ")}`,
      remedy: "Apply them at once, then plan again",
    },
    detail.outposts && { reason: "Its nodes are on an Outpost", remedy: leaveIt },
    detail.scaled && {
      reason: "Application Auto Scaling scales it, and its policies are deleted with it",
      remedy: "Remove its scaling target first, if it can do without",
    },
    !detail.plainNames && {
      reason: "Its nodes were replaced by hand; those of a new group would have other names",
      remedy: leaveIt,
    },
    configuration.clusterMode === "compatible" && {
      reason: "It is on its way to cluster mode (compatible), in which no group can be made",
      remedy: "Finish the change to cluster mode, then plan again",
    },
    configuration.parameterGroup === null && {
      reason: "AWS does not tell the parameter group of its nodes",
      remedy: "Scan again once its nodes are available",
    },
    // Of the nodes of today only these have no backups (ElastiCache User Guide, "Backup constraints").
    /^cache\.(t1|m1)\./.test(configuration.nodeType) && {
      reason: `Nodes of the type ${configuration.nodeType} cannot be backed up`,
      remedy: "Change its node type first",
    },
  ];
  return rules.find((rule) => rule !== false) ?? null;
}
