import type { ReadDoor } from "../../aws/door";
import { readStopProtection, readVolumeKeys, stopProtectionRead, volumeKeysRead } from "../../aws/reads/ec2";
import type { Hazard } from "../../core/plan";
import type { Observed } from "../../core/resource";
import type { Finding, LookAhead } from "../contract";
import { keysIn } from "../keys";
import { protectionUnread } from "../stop-protection";
import { vcpuQuotaHazards, vcpuQuotaRead } from "../vcpu-quota";
import type { GroupDetail } from "./group-detail";

/**
 * A freeze stops the members, and one that is protected refuses and bills on; a group that is scaled to zero terminates
 * them, which stop protection does not hinder (EC2 User Guide, "Enable stop protection"). So it is a warning.
 */
export const groupAhead: LookAhead<GroupDetail> = {
  iam: [stopProtectionRead, vcpuQuotaRead, volumeKeysRead],
  async look(aws, action, seen) {
    if (action === "resume") return roomFor(aws, seen);
    const running = seen.map(({ nativeId, detail }) => ({
      nativeId,
      ids: detail.members.filter(({ state }) => state === "running").map(({ id }) => id),
    }));
    const isProtected = await readStopProtection(
      aws,
      running.flatMap(({ ids }) => ids),
    );
    if (isProtected === "tooMany") return new Map(running.map(({ nativeId }) => [nativeId, warning(protectionUnread)]));
    const found = running.map(({ nativeId, ids }) => ({ nativeId, ids: ids.filter((id) => isProtected.has(id)) }));
    return new Map(
      found.filter(({ ids }) => ids.length > 0).map(({ nativeId, ids }) => [nativeId, warning(memberProtected(ids))]),
    );
  },
  /** Of the members' disks. New members of a group at zero mostly have the same: those of its template. */
  async keys(aws, seen) {
    const keys = await readVolumeKeys(
      aws,
      seen.flatMap(({ detail }) => detail.members.map(({ id }) => id)),
    );
    return new Map(
      seen.map(({ nativeId, detail }) => [nativeId, keysIn(...detail.members.flatMap(({ id }) => keys.get(id) ?? []))]),
    );
  },
};

/** Members that a resume starts; those of a group that was scaled to zero are made anew, and not there to be counted. */
async function roomFor(aws: ReadDoor, groups: readonly Observed<GroupDetail>[]): Promise<ReadonlyMap<string, Finding>> {
  const hazards = await vcpuQuotaHazards(
    aws,
    groups.flatMap(({ detail }) => detail.members.map(({ id }) => id)),
  );
  return new Map(
    groups.flatMap(({ nativeId, detail }) => {
      const hazard = detail.members.flatMap(({ id }) => hazards.get(id) ?? [])[0];
      return hazard ? [[nativeId, warning(hazard)] as const] : [];
    }),
  );
}

function warning(hazard: Hazard): Finding {
  return { refused: null, hazards: [hazard] };
}

function memberProtected(ids: readonly string[]): Hazard {
  return {
    level: "warning",
    code: "member-stop-protection",
    title: "Members are protected against being stopped",
    detail: `A freeze fails at ${ids.join(", ")} (disableApiStop). Take the protection off in EC2, or leave the group out.`,
  };
}
