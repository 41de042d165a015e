import type { Hazard } from "../../core/plan";
import type { Refused } from "../contract";
import { type AppDetail, instanceTypeOf, type SeenApp } from "./app-detail";

/** What of a Studio app could not be made again, and what may be lost or different when it is. Pure. */

export function whyNotAgain({ spec, isRecovery }: AppDetail): Refused | null {
  if (isRecovery) {
    return { result: "refused", reason: "It runs in recovery mode", remedy: "Restart it in Studio, then plan again" };
  }
  if (spec?.TrainingPlanArn !== undefined) {
    return {
      result: "refused",
      reason: "It runs on machines that a training plan reserves, which bill whether it runs or not",
      remedy: "Leave it as it is until the training plan ends",
    };
  }
  if (instanceTypeOf({ spec }) === "unknown") {
    return {
      result: "refused",
      reason: "AWS does not say which machine it runs on, so it could not be made again as it was",
      remedy: "Restart it in Studio with a type of your choice, then plan again",
    };
  }
  return null;
}

export function pauseHazards({ detail: { spec }, tags }: SeenApp): Hazard[] {
  const awsTags = Object.keys(tags).filter((key) => key.startsWith("aws:"));
  const isFixed = spec?.SageMakerImageVersionArn !== undefined;
  const found: (Hazard | false)[] = [
    {
      level: "dataLoss",
      code: "app-memory-lost",
      title: "Only the home folder stays",
      detail:
        "Running notebooks and terminals end, and all that they hold in memory is lost, with every package and file outside the home folder.",
    },
    {
      level: "warning",
      code: "capacity-not-promised",
      title: "It may not come back when you want it",
      detail: `Its machine is given back (${instanceTypeOf({ spec })}). AWS promises none on the way back, least of all with GPUs; Standby tries again until it has some.`,
    },
    {
      level: "note",
      code: "space-storage-stays",
      title: "Its storage stays and bills",
      detail: "The volume of a space and the file system of a domain belong to them, not to the app.",
    },
    !isFixed && {
      level: "note",
      code: "image-may-move",
      title: "Its image has no fixed version",
      detail: "It comes back with the version of its image that is the newest then.",
    },
    awsTags.length > 0 && {
      level: "warning",
      code: "aws-tags-lost",
      title: "Tags of AWS itself do not come back",
      detail: `Nobody may set ${awsTags.join(", ")}.`,
    },
  ];
  return found.filter((hazard) => hazard !== false);
}

/** Of a kernel that was paused while it could still be made again: it is tried, and only AWS can say no. */
export const classicClosed: Hazard = {
  level: "warning",
  code: "studio-classic-closed",
  title: "AWS may refuse to make it again",
  detail:
    "It is of Studio Classic, which takes no new apps. Its files are on the domain's file system, for a new space.",
};
