import { readStopProtection, stopProtectionRead } from "../../aws/reads/ec2";
import type { Finding, LookAhead } from "../contract";
import { protectionUnread, stopProtected } from "../stop-protection";
import type { InstanceDetail } from "./instance-detail";

/** A start asks for no attribute: only a stop can be protected against. */
export const instanceAhead: LookAhead<InstanceDetail> = {
  iam: [stopProtectionRead],
  async look(aws, action, seen) {
    if (action === "resume") return new Map();
    const ids = seen.map(({ nativeId }) => nativeId);
    const isProtected = await readStopProtection(aws, ids);
    if (isProtected === "tooMany") return new Map(ids.map((id) => [id, unread]));
    return new Map([...isProtected].map((id) => [id, { refused: stopProtected, hazards: [] }]));
  },
};

const unread: Finding = { refused: null, hazards: [protectionUnread] };
