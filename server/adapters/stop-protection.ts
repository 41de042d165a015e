import type { Hazard } from "../core/plan";
import type { Refused } from "./contract";

/** What a plan says of `disableApiStop`, the owner's "no": Standby never clears it. */

export const stopProtected: Refused = {
  result: "refused",
  reason: "It is protected against being stopped (disableApiStop)",
  remedy: "Take the stop protection off in EC2, then plan again",
};

export const protectionUnread: Hazard = {
  level: "note",
  code: "stop-protection-unread",
  title: "Stop protection was not looked up",
  detail: "AWS tells it one instance a call, and these are many. A protected instance refuses the stop and runs on.",
};
