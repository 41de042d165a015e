import { GlueClient, StartTriggerCommand, StopTriggerCommand } from "@aws-sdk/client-glue";
import { z } from "zod";
import type { Hazard } from "../../core/plan";
import type { Observed } from "../../core/resource";
import { defineAdapter } from "../contract";
import { oneByOne } from "../one-by-one";
import { type Advice, runsMissed, savesNothingItself, switchOf } from "../switch";
import {
  discover,
  type TriggerConfiguration,
  type TriggerDetail,
  triggerConfiguration,
  triggerDetail,
} from "./trigger-detail";

const saved = z.strictObject({ state: z.literal("ACTIVATED"), configuration: triggerConfiguration });

type Op = "stop" | "start";

/** CREATED is a trigger that nobody has started yet, DEACTIVATED one that was stopped (Glue Developer Guide, Triggers). */
const trigger = switchOf<TriggerDetail, TriggerConfiguration, "ACTIVATED", Op>({
  thing: "trigger",
  on: ["ACTIVATED"],
  off: ["DEACTIVATED", "CREATED"],
  whyNot,
  turnOff: "stop",
  turnOn: () => ({ op: "start" }),
  setsBack: false,
  hazards,
});

/**
 * Glue triggers that run by a schedule or after other jobs: stopped and started. What they have started already runs on.
 * The schedule of a crawler is no trigger: glue.crawler.
 */
export const glueTrigger = defineAdapter<TriggerDetail, z.infer<typeof saved>, Op, object>({
  kind: "glue.trigger",
  title: "Glue trigger",
  plural: "Glue triggers",
  billedAs: "AWS Glue",
  about: {
    pause: "Stops it. What it has started runs on.",
    resume: "Starts it again.",
    saves: "State, type, schedule, conditions, actions, workflow and batching.",
    stillCosts: "Nothing of its own: Glue bills the runs that it starts.",
    hazards: [
      "Runs that fall due meanwhile are not made up for, and jobs that end meanwhile do not count for its condition.",
      "Runs of a workflow go no further than a trigger that is off.",
      "Triggers on demand and by event have no switch and are left alone.",
    ],
  },
  waveTitle: "Glue triggers",
  restore: "exact",
  wave: 20,
  iam: {
    read: ["glue:GetTrigger", "glue:GetTriggers", "sts:GetCallerIdentity", "tag:GetResources"],
    pause: ["glue:StopTrigger"],
    resume: ["glue:StartTrigger"],
  },
  terraform: { aws_glue_trigger: { drift: () => ["enabled"] } },
  detail: triggerDetail,
  saved: { version: 1, schema: saved },
  options: z.strictObject({}),
  timing: { pollSeconds: 5, giveUpSeconds: 600, expectSeconds: { pause: 10, resume: 10 } },
  batch: { stop: 1, start: 1 },
  ...trigger,
  relations: () => [],
  // A trigger has no price: Glue bills the runs of the jobs and crawlers that it starts.
  price: () => [],
  discover,
  apply: (aws, op, items) =>
    oneByOne(items, ({ nativeId }) =>
      op === "stop"
        ? aws.act(GlueClient, new StopTriggerCommand({ Name: nativeId }))
        : aws.act(GlueClient, new StartTriggerCommand({ Name: nativeId })),
    ),
});

/**
 * Both kinds stay CREATED for ever. StopTrigger refuses them in that state; StartTrigger refuses an event trigger, and
 * for one on demand it is no switch: it runs the jobs.
 */
function whyNot({ detail }: Observed<TriggerDetail>): Advice | null {
  switch (detail.configuration.type) {
    case "ON_DEMAND":
      return {
        reason: "It starts its jobs only when somebody starts it, so there is nothing to turn off",
        remedy: "Pause whatever starts it: a rule, a schedule or a pipeline",
      };
    case "EVENT":
      return {
        reason: "An EventBridge rule starts it; Glue can neither stop nor start it",
        remedy: "Pause the EventBridge rule that sends its events",
      };
    default:
      return null;
  }
}

function hazards({ configuration: { type, schedule, workflow } }: TriggerDetail): (Hazard | false)[] {
  return [
    savesNothingItself,
    type === "CONDITIONAL"
      ? {
          level: "note",
          code: "conditions-missed",
          title: "What ends in the meantime does not count",
          detail: "Jobs that end while it is off do not count for its condition later.",
        }
      : runsMissed(schedule ?? "its schedule"),
    workflow !== null && {
      level: "warning",
      code: "workflow-stops-here",
      title: "Part of a workflow",
      detail: `Runs of ${workflow} go no further than this trigger while it is off.`,
    },
  ];
}
