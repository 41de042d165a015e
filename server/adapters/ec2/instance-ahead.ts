import { readStopProtection, stopProtectionRead } from "../../aws/reads/ec2";
import type { Finding, LookAhead } from "../contract";
import { protectionUnread, stopProtected } from "../stop-protection";
import { vcpuQuotaHazards, vcpuQuotaRead } from "../vcpu-quota";
import type { InstanceDetail } from "./instance-detail";

/** Only a stop can be protected against, and only a start needs room. */
export const instanceAhead: LookAhead<InstanceDetail> = {
  iam: [stopProtectionRead, vcpuQuotaRead],
  async look(aws, action, seen) {
    const ids = seen.map(({ nativeId }) => nativeId);
    if (action === "resume") {
      const hazards = await vcpuQuotaHazards(aws, ids);
      return new Map([...hazards].map(([id, hazard]) => [id, warning(hazard)]));
    }
    const isProtected = await readStopProtection(aws, ids);
    if (isProtected === "tooMany") return new Map(ids.map((id) => [id, warning(protectionUnread)]));
    return new Map([...isProtected].map((id) => [id, { refused: stopProtected, hazards: [] }]));
  },
};

function warning(hazard: Finding["hazards"][number]): Finding {
  return { refused: null, hazards: [hazard] };
}
