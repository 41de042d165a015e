import { z } from "zod";
import { type DesktopOp, desktopsOf, desktopsSaved } from "../desktop-capacity";
import { isHeld, scalingMeanwhile } from "../scaling-hold";
import { type FleetConfiguration, type FleetDetail, fleetConfiguration, unitOf } from "./fleet-detail";
import { pauseHazards } from "./fleet-hazards";

/** What may be done with an AppStream fleet, and why not. Pure. */

export const fleetSaved = desktopsSaved(fleetConfiguration);

export const capacityParams = z.strictObject({ unit: z.enum(["instances", "sessions"]), desired: z.int().min(0) });

export type FleetOp = DesktopOp<"holdScaling">;

export const fleets = desktopsOf<FleetDetail, FleetConfiguration, "holdScaling">({
  kind: "appstream.fleet",
  thing: "fleet",
  hold: {
    op: "holdScaling",
    held: "scaling held",
    isHeld,
    theirs: (saved, seen) => scalingMeanwhile("scaling", saved, seen).theirs,
  },
  whyNot: ({ configuration }) => (configuration.fleetType === "ELASTIC" ? elastic : null),
  inUse: (sessions) => `${sessions === 1 ? "Somebody streams" : `${sessions} people stream`} from it`,
  unit: unitOf,
  sizeParams: (configuration, desired): z.infer<typeof capacityParams> => ({ unit: unitOf(configuration), desired }),
  hazards: pauseHazards,
});

/** "You are charged … only for the duration of the streaming session" (Administration Guide, "Fleet types"). */
const elastic = {
  reason: "An elastic fleet has no instances of its own: it bills while somebody streams from it, and not otherwise",
  remedy: "Leave it as it is; stop it in AppStream where nobody shall stream from it",
};
