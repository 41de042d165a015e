import type { Hazard } from "../../core/plan";
import { desktopHazards } from "../desktop-hazards";
import type { PoolDetail } from "./pool-detail";

/** What a person must know before a WorkSpaces pool is paused. Pure. */
export function pauseHazards(detail: PoolDetail): readonly Hazard[] {
  const { bundle, directory } = detail.configuration;
  return desktopHazards(detail, {
    thing: "pool",
    sessionsUnknown:
      "AWS does not say how many people work in it. Their sessions end, and nobody can begin one until it runs.",
    nobody: {
      code: "nobody-can-sign-in",
      title: "Nobody can work in it meanwhile",
      detail: "New sessions begin again once it runs. A session that begins before the stop ends with it.",
    },
    makes: `room for ${detail.desired ?? "all"} sessions`,
    needs: {
      level: "note",
      code: "needs-directory",
      title: "Its instances need their bundle and directory",
      detail: `A start needs ${bundle ?? "its bundle"} and ${directory ?? "its directory"} as they are, and the domain that they join within reach.`,
    },
    movedWhen: "with each call that changes its scaling",
  });
}
