import { z } from "zod";
import type { Hazard, Spent, Step } from "../../core/plan";
import type { Observed } from "../../core/resource";
import type { Classified, PausePlan, Refused, ResumePlan } from "../contract";
import { describeScaling, fullRestoration, isSuspended, restoreParamsSchema, type Scaling } from "../scaling-hold";
import { isRestored } from "./table-compare";
import {
  describeTable,
  describeUnits,
  isOnDemand,
  isSettled,
  placesIn,
  type TableConfiguration,
  type TableDetail,
  tableConfiguration,
  type Units,
  unitOf,
} from "./table-detail";
import { pauseHazards } from "./table-hazards";

/** The decisions about a DynamoDB table. Pure. */

export const savedSchema = z.strictObject({
  configuration: tableConfiguration,
  tags: z.record(z.string(), z.string()),
});
export type Saved = z.infer<typeof savedSchema>;

export const optionsSchema = z.strictObject({
  /**
   * How often a table may be switched to on demand within 24 hours. Newer pages of the DynamoDB guide allow four ("Switching
   * capacity modes"), older ones one.
   */
  switchesPerDay: z
    .int()
    .min(1)
    .max(4)
    .default(1)
    .describe("how often AWS lets this account switch one table to on demand within 24 hours"),
});
type Options = z.infer<typeof optionsSchema>;

export const unitParams = z.strictObject({ unit: z.string() });
export const provisionParams = z.strictObject({
  /** From on demand: then every index is named. Otherwise only what somebody changed. */
  fromOnDemand: z.boolean(),
  capacity: z.record(z.string(), z.int().min(1)),
});
export const scalingParams = restoreParamsSchema.extend({
  unit: z.string(),
  /** What must be provisioned before the limits return. */
  capacity: z.int().min(1),
});

export type Op = "suspendScaling" | "toOnDemand" | "provision" | "restoreScaling";
export type Seen = Observed<TableDetail>;
type PlannedStep = Step & { readonly op: Op };

export function classify({ detail }: Seen): Classified {
  const { status, busyIndex, configuration } = detail;
  const saw = describeTable(configuration);
  if (isBroken(status)) {
    return {
      state: "unsupported",
      saw: status,
      reason: `DynamoDB reports it as ${status}`,
      remedy: brokenRemedy(status),
    };
  }
  if (!isSettled(detail)) return { state: "changing", saw: busyIndex ?? status };
  if (isOnDemand(configuration)) return { state: "paused", saw };
  if (configuration.replicas.length > 0) {
    return {
      state: "unsupported",
      saw,
      reason: `It is a global table (${configuration.replicas.join(", ")}); a switch of its mode drops the scaling of every region`,
      remedy: "Switch it in DynamoDB for all its regions, or leave it provisioned",
    };
  }
  return { state: "running", saw };
}

/** States that no waiting ends. */
export function isBroken(status: string): boolean {
  return ["INACCESSIBLE_ENCRYPTION_CREDENTIALS", "ARCHIVING", "ARCHIVED", "REPLICATION_NOT_AUTHORIZED"].includes(
    status,
  );
}

export function brokenRemedy(status: string): string {
  if (status === "INACCESSIBLE_ENCRYPTION_CREDENTIALS")
    return "Enable its KMS key again and grant DynamoDB the use of it";
  if (status === "REPLICATION_NOT_AUTHORIZED") return "Give DynamoDB back the role that replicates it";
  return "Restore the table from the backup that DynamoDB made of it";
}

/** Scaling is suspended first: it must not be touched while a table is on demand, and would scale what just came back. */
export function planPause(seen: Seen, options: Options, spent: Spent = {}): PausePlan<Saved, Op> | Refused {
  const { configuration } = seen.detail;
  if ((spent.toOnDemand ?? 0) >= options.switchesPerDay) {
    return {
      result: "refused",
      reason: `It was switched to on demand ${spent.toOnDemand} of ${options.switchesPerDay} times within 24 hours`,
      remedy: "Pause it again when a day has passed, or plan with switchesPerDay up to 4 where AWS allows it",
    };
  }
  const live = Object.entries(configuration.scaling).filter(([, scaling]) => !isSuspended(scaling));
  const suspend = live.map(
    ([unit, scaling], index): PlannedStep => ({
      op: "suspendScaling",
      params: { unit },
      before: `${describeScaling(scaling)} on ${unit}`,
      after: `scaling suspended on ${unit}`,
      settle: index === live.length - 1,
    }),
  );
  const toOnDemand: PlannedStep = {
    op: "toOnDemand",
    params: {},
    before: describeTable(configuration),
    after: "on demand",
    settle: true,
  };
  return {
    result: "planned",
    saved: { configuration, tags: { ...seen.tags } },
    steps: [...suspend, toOnDemand],
    hazards: pauseHazards(configuration),
    restore: "exact",
  };
}

export function planResume(saved: Saved, seen: Seen | null): ResumePlan<Op> | Refused {
  if (!seen) {
    return refuse(
      "The table was deleted while it was paused, and its items with it",
      "Restore it from a backup under the same name, then end the hold",
    );
  }
  const { detail } = seen;
  const whyNot = whyNoResume(saved, detail);
  if (whyNot) return whyNot;
  return {
    result: "planned",
    steps: [...provisionSteps(saved.configuration, detail), ...scalingSteps(saved.configuration, detail)],
    hazards: lostHazards(saved.configuration, detail.configuration),
  };
}

function refuse(reason: string, remedy: string): Refused {
  return { result: "refused", reason, remedy };
}

function whyNoResume({ configuration: was }: Saved, { status, configuration: now }: TableDetail): Refused | null {
  if (now.tableId !== was.tableId) {
    return refuse("Another table now has this name", "End the hold: what it describes does not exist any more");
  }
  if (isBroken(status)) return refuse(`DynamoDB reports it as ${status}`, brokenRemedy(status));
  if (now.replicas.length > 0) {
    return refuse(
      `Somebody made it a global table (${now.replicas.join(", ")})`,
      "Provision it in DynamoDB for all its regions, then end the hold",
    );
  }
  const unknown = Object.keys(now.capacity).find((unit) => !was.capacity[unit]);
  if (unknown) {
    return refuse(
      `Nobody said what to provision for ${unknown}: the index came while the table was on demand`,
      "Provision the table in DynamoDB with units for every index, then plan again and keep theirs",
    );
  }
  return null;
}

/** In the middle of a switch the mode says nothing: then all of it, and it is passed over where it is so already. */
function provisionSteps(was: TableConfiguration, detail: TableDetail): PlannedStep[] {
  const { configuration: now } = detail;
  const fromOnDemand = isOnDemand(now) || !isSettled(detail);
  const capacity = fromOnDemand ? was.capacity : changedPlaces(was, now);
  if (Object.keys(capacity).length === 0) return [];
  const after = describeUnits(was.capacity);
  return [{ op: "provision", params: { fromOnDemand, capacity }, before: describeTable(now), after, settle: true }];
}

/** AWS takes read and write units of a table or an index together, and refuses what changes nothing. */
function changedPlaces(was: TableConfiguration, now: TableConfiguration): Units {
  const changed = placesIn(was.capacity).flatMap((place) => {
    const units = [unitOf(place, "read"), unitOf(place, "write")];
    return units.every((unit) => isRestored(unit, was.capacity[unit], now)) ? [] : units;
  });
  return Object.fromEntries(changed.map((unit) => [unit, was.capacity[unit] ?? 0]));
}

/** In effect with AWS's answer, and of another unit each: they are sent in a row and looked at together. */
function scalingSteps(was: TableConfiguration, { configuration: now }: TableDetail): PlannedStep[] {
  const wanted = Object.entries(was.scaling).flatMap(([unit, scaling]) => {
    const params = fullRestoration(scaling, now.scaling[unit] ?? null);
    return params ? [{ unit, scaling, params }] : [];
  });
  return wanted.map(({ unit, scaling, params }, index) => ({
    op: "restoreScaling",
    params: { unit, capacity: was.capacity[unit] ?? 0, ...params },
    before: `${scalingText(now.scaling[unit] ?? null)} on ${unit}`,
    after: `${scalingText(scaling)} on ${unit}`,
    settle: index === wanted.length - 1,
  }));
}

export function scalingText(scaling: Scaling | null): string {
  return scaling && isSuspended(scaling) ? "scaling suspended" : describeScaling(scaling);
}

function lostHazards(was: TableConfiguration, now: TableConfiguration): readonly Hazard[] {
  const lost = Object.keys(was.scaling).filter((unit) => !now.scaling[unit]);
  if (lost.length === 0) return [];
  return [
    {
      level: "warning",
      code: "scaling-target-lost",
      title: "A scaling target was removed",
      detail: `${lost.join(", ")}: registered again with its limits. Policies and scheduled actions went with it and are not.`,
    },
  ];
}
