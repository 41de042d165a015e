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
  const piecemeal = configuration.shards.find(({ slots }) => slots !== null && !/^\d+-\d+$/.test(slots));
  const foreign = tagKeys.find((key) => key.startsWith("aws:"));
  const rules: readonly (Refusal | false)[] = [
    foreign !== undefined && {
      reason: `An AWS service made it (${foreign}); a new one would not be the service's own`,
      remedy: "Remove it through what made it, such as its CloudFormation stack",
    },
    detail.authToken && {
      reason: "It has an AUTH token, which AWS never shows again, so a new group could not have the same",
      remedy: `${leaveIt}, or let users of a user group sign in instead`,
    },
    detail.pending.length > 0 && {
      reason: `Changes are not in effect yet, and a new group would not have them alike: ${detail.pending.join(", ")}`,
      remedy: "Apply them at once (parameters take a reboot of its nodes), then plan again",
    },
    detail.notificationsOff && {
      reason: "Its notifications are switched off, and a new group would send them",
      remedy: "Switch them on, or take the topic away, then plan again",
    },
    detail.logsOff.length > 0 && {
      reason: `Logs are not delivered, and AWS may refuse a new group that asks for them: ${detail.logsOff.join(", ")}`,
      remedy: "Put their destination right, or take their delivery away, then plan again",
    },
    detail.unlike.length > 0 && {
      reason: `Its nodes are not alike, as those of a new group would be: ${detail.unlike.join(", ")}`,
      remedy: "Set that for the whole group, then plan again",
    },
    detail.ownTags.length > 0 && {
      reason: `Nodes have tags that the group has not, which a new one would not have: ${detail.ownTags.join(", ")}`,
      remedy: "Give the group these tags, or take them from the nodes, then plan again",
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
    piecemeal !== undefined && {
      reason: `Shard ${piecemeal.id} has its slots in several pieces (${piecemeal.slots}); AWS takes one for each of a new group`,
      remedy: leaveIt,
    },
    // CreateReplicationGroup: "creation of new clusters is not supported for these types". T1 has no backups either.
    /^cache\.(t1|m1|m2|m3|c1|r3)\./.test(configuration.nodeType) && {
      reason: `AWS makes no new groups with nodes of the type ${configuration.nodeType}`,
      remedy: "Change its node type first",
    },
  ];
  return rules.find((rule) => rule !== false) ?? null;
}
