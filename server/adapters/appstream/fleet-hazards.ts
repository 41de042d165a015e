import type { Hazard } from "../../core/plan";
import { desktopHazards } from "../desktop-hazards";
import { type FleetDetail, unitOf } from "./fleet-detail";

/**
 * What a person must know before an AppStream fleet is paused. Pure. "Instances in a fleet are non-persistent and
 * terminated after each use" (AWS, "Scale your AppStream 2.0 fleets").
 */
export function pauseHazards(detail: FleetDetail): readonly Hazard[] {
  const { desired, configuration } = detail;
  const { stacks, domain, instanceType } = configuration;
  const through = stacks.length > 0 ? ` through ${stacks.join(", ")}` : "";
  return desktopHazards(detail, {
    thing: "fleet",
    sessionsUnknown: `AWS does not say how many people stream from it. Their sessions end, and nobody can begin one${through} until it runs again.`,
    nobody: {
      code: "nobody-can-stream",
      title: "Nobody can stream from it meanwhile",
      detail: `New sessions${through} begin again once it runs. A session that begins before the stop ends with it.`,
    },
    makes: `${desired ?? "all"} ${unitOf(configuration)} of ${instanceType ?? "its type"}`,
    needs: domain.directory !== null && {
      level: "note",
      code: "joins-domain",
      title: "Its instances join a domain",
      detail: `A start needs ${domain.directory} within reach: its domain controllers, and the network to them.`,
    },
    movedWhen: "when the range is restored",
  });
}
