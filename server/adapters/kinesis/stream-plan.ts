import { z } from "zod";
import { differencesBetween } from "../../core/differences";
import type { Difference } from "../../core/operation";
import type { Hazard, Spent } from "../../core/plan";
import type { Observed } from "../../core/resource";
import type { Classified, Meanwhile, PausePlan, Refused, ResumePlan } from "../contract";
import { type StreamDetail, shardsText, streamConfiguration } from "./stream-detail";
import { callsPerDay, halvingsLeft, ladder, lowest, type ResizeStep, resizeSteps } from "./stream-resize";

/** The decisions about a Kinesis data stream. Pure. */

export const savedSchema = z.strictObject({
  configuration: streamConfiguration,
  tags: z.record(z.string(), z.string()),
  /** How far down the pause goes. */
  pausedShards: z.int().min(1),
});
export type Saved = z.infer<typeof savedSchema>;

export type Seen = Observed<StreamDetail>;

export function classify({ detail }: Seen): Classified {
  const { status, configuration } = detail;
  if (status === "DELETING") return { state: "changing", saw: "DELETING: the stream is being deleted" };
  if (status !== "ACTIVE") return { state: "changing", saw: status };
  const { shards } = configuration;
  if (shards === null) {
    return {
      state: "unsupported",
      saw: "on demand",
      reason: "An on-demand stream bills by the hour whatever its traffic; it has no shards to give up",
      remedy: "Switch it to provisioned mode in Kinesis, or delete it while it is not needed",
    };
  }
  return shards === 1 ? { state: "paused", saw: "1 shard" } : { state: "running", saw: shardsText(shards) };
}

export function planPause(seen: Seen, _options: unknown, spent?: Spent): PausePlan<Saved, "resize"> | Refused {
  const { configuration } = seen.detail;
  const { shards, ranges } = configuration;
  if (shards === null || ranges !== "even") {
    return {
      result: "refused",
      reason: "Its shards do not share the hash keys evenly; Kinesis could only bring back even ones",
      remedy: "Make them even with UpdateShardCount if that is wanted, then plan again",
    };
  }
  const halvings = halvingsLeft(spent);
  if (halvings === 0) {
    return {
      result: "refused",
      reason: `Kinesis resizes a stream ${callsPerDay} times in 24 hours, and too few are left for the way down and back`,
      remedy: "Pause it again when a day has passed since it was last resized",
    };
  }
  const pausedShards = lowest(shards, halvings);
  const steps = resizeSteps(shards, pausedShards);
  return {
    result: "planned",
    saved: { configuration, tags: { ...seen.tags }, pausedShards },
    steps,
    hazards: pauseHazards(seen.detail, pausedShards, steps.length),
    restore: "exact",
  };
}

export function planResume(saved: Saved, seen: Seen | null): ResumePlan<"resize"> | Refused {
  if (!seen || seen.detail.status === "DELETING") {
    return {
      result: "refused",
      reason: "The stream was deleted while it was paused, and its records with it",
      remedy: "Create it again as the hold shows, then end the hold",
    };
  }
  if (!isSame(saved, seen)) {
    return {
      result: "refused",
      reason: "Another stream now has this name",
      remedy: "End the hold: what it describes does not exist any more",
    };
  }
  const { mode, shards } = seen.detail.configuration;
  if (mode !== saved.configuration.mode) {
    return {
      result: "refused",
      reason: `Somebody switched it to ${mode} while it was paused`,
      remedy: "Switch it back in Kinesis, or keep it as it is and end the hold",
    };
  }
  // All steps, whatever is left of the day: AWS's own refusal puts the rest off until the day has passed.
  return { result: "planned", steps: stepsBack(saved, seen.detail.status, shards), hazards: [] };
}

/** In the middle of a resize the count says nothing: then from the lowest, and what is reached by then is passed over. */
function stepsBack(saved: Saved, status: string, shards: number | null): ResizeStep[] {
  const wanted = saved.configuration.shards;
  if (wanted === null || shards === null) return [];
  return resizeSteps(status === "ACTIVE" ? shards : saved.pausedShards, wanted);
}

export function isSame(saved: Saved, { detail }: Seen): boolean {
  return saved.configuration.createdAt === detail.configuration.createdAt;
}

/** A pause changes the count alone, and every count on its way down and back is its own. */
export function meanwhile(saved: Saved, seen: Seen): Meanwhile<Saved> | null {
  if (seen.detail.status !== "ACTIVE" || !isSame(saved, seen)) return null;
  const all = notAsSaved(saved, seen);
  const { shards } = seen.detail.configuration;
  const differences = isOnTheWay(saved, shards) ? all.filter(({ path }) => path !== "shards") : all;
  if (differences.length === 0) return null;
  const theirs: Saved = {
    ...saved,
    configuration: {
      ...seen.detail.configuration,
      shards: isOnTheWay(saved, shards) ? saved.configuration.shards : shards,
    },
    tags: { ...seen.tags },
  };
  return { differences, theirs, canSetBack: differences.every(({ path }) => path === "shards") };
}

function isOnTheWay({ configuration, pausedShards }: Saved, shards: number | null): boolean {
  if (configuration.shards === null || shards === null) return false;
  const down = [configuration.shards, ...ladder(configuration.shards, pausedShards)];
  return [...down, ...ladder(pausedShards, configuration.shards)].includes(shards);
}

/** Attribute by attribute; `tags.Team` for a tag. */
export function notAsSaved(saved: Saved, seen: Seen): readonly Difference[] {
  return [
    ...differencesBetween(saved.configuration, seen.detail.configuration),
    ...differencesBetween(saved.tags, seen.tags, "tags"),
  ];
}

function pauseHazards({ configuration }: StreamDetail, to: number, calls: number): readonly Hazard[] {
  const found: (Hazard | false)[] = [
    {
      level: "note",
      code: "new-shards",
      title: "Shards get new ids",
      detail:
        "Consumers must read closed shards to their end and go on with the children, as the Kinesis Client Library and Lambda do.",
    },
    {
      level: "warning",
      code: "writers-refused",
      title: "Takes less while paused",
      // A shard takes 1 MB and 1,000 records a second (Kinesis Data Streams quotas).
      detail: `${shardsText(to)} ${to === 1 ? "takes" : "take"} ${to} MB and ${to * 1000} records a second; Kinesis refuses what writers send beyond that.`,
    },
    {
      level: "note",
      code: "resizes-of-the-day",
      title: "Uses up resizes of the day",
      detail: `${calls * 2} of the ${callsPerDay} that Kinesis allows one stream in 24 hours, for the way down and back.`,
    },
    to > 1 && {
      level: "note",
      code: "not-to-one-shard",
      title: "Does not go down to one shard",
      detail: `It keeps ${shardsText(to)} of ${configuration.shards}: a lower count could not be undone within what is left of the day.`,
    },
    configuration.retentionHours < 48 && {
      level: "note",
      code: "records-expire",
      title: "Records go on expiring",
      detail: `What nobody reads within ${configuration.retentionHours} hours is gone, paused or not.`,
    },
  ];
  return found.filter((hazard) => hazard !== false);
}
