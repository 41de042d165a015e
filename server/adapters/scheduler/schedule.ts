import { SchedulerClient, UpdateScheduleCommand } from "@aws-sdk/client-scheduler";
import { z } from "zod";
import type { ActDoor } from "../../aws/door";
import { utcMinute } from "../../core/day-words";
import { type Fault, FaultError } from "../../core/fault";
import type { Hazard } from "../../core/plan";
import { type ApplyItem, defineAdapter } from "../contract";
import { oneByOne } from "../one-by-one";
import { acceptable } from "../options";
import { runsMissed, savesNothingItself, switchOf } from "../switch";
import {
  configurationOf,
  discover,
  getSchedule,
  type ScheduleConfiguration,
  type ScheduleDetail,
  scheduleConfiguration,
  scheduleDetail,
  updateInput,
} from "./schedule-detail";

const saved = z.strictObject({ state: z.literal("ENABLED"), configuration: scheduleConfiguration });

const options = z.strictObject({
  oneTime: acceptable("one that fires once is turned off, too, and never fires where its moment passes meanwhile"),
});

/** `configuration`: what is sent instead of what the schedule is now. */
const params = z.strictObject({
  state: z.enum(["ENABLED", "DISABLED"]),
  configuration: scheduleConfiguration.optional(),
});

type Op = "update";

const schedule = switchOf<ScheduleDetail, ScheduleConfiguration, "ENABLED", Op>({
  thing: "schedule",
  on: ["ENABLED"],
  off: ["DISABLED"],
  turnOff: "update",
  turnOn: ({ configuration }, isSame) => (isSame ? { op: "update" } : { op: "update", params: { configuration } }),
  setsBack: true,
  hazards,
});

/**
 * EventBridge Scheduler's schedules. There is no call that only turns one off: UpdateSchedule replaces the whole, and
 * what it leaves out falls back to AWS's default (Scheduler API reference, UpdateSchedule). So each step reads the
 * schedule and sends all of it back with its state changed.
 */
export const schedulerSchedule = defineAdapter<ScheduleDetail, z.infer<typeof saved>, Op, z.infer<typeof options>>({
  kind: "scheduler.schedule",
  title: "EventBridge schedule",
  plural: "EventBridge schedules",
  billedAs: "Amazon EventBridge Scheduler",
  about: {
    pause: "Disables it: the whole schedule is read and sent back with its state changed.",
    resume: "Enables it in the same way.",
    saves:
      "The whole schedule: expression, time zone, window, start and end, target with its role and input, encryption.",
    stillCosts: "Nothing of its own: invocations bill, and there are none.",
    hazards: [
      "Runs that fall due meanwhile are not made up for.",
      "A schedule that fires once never fires when its moment passes meanwhile; off unless somebody accepts that.",
      "Each change hands its role on again, which needs iam:PassRole.",
      "AWS may refuse a change once its start date has passed.",
    ],
  },
  waveTitle: "Schedules",
  restore: "exact",
  wave: 20,
  offOnceAccepted: ["update"],
  iam: {
    read: ["scheduler:ListSchedules", "scheduler:GetSchedule", "tag:GetResources"],
    // Each update hands the target's role on again, so both directions need iam:PassRole for it.
    pause: ["scheduler:UpdateSchedule", "iam:PassRole"],
    resume: ["scheduler:UpdateSchedule", "iam:PassRole"],
  },
  terraform: { aws_scheduler_schedule: { drift: () => ["state"] } },
  detail: scheduleDetail,
  saved: { version: 1, schema: saved },
  options,
  timing: { pollSeconds: 2, giveUpSeconds: 300, expectSeconds: { pause: 2, resume: 2 } },
  batch: { update: 1 },
  ...schedule,

  planPause(seen, { oneTime }) {
    const { expression } = seen.detail.configuration;
    if (isOneTime(expression) && !oneTime) {
      return {
        result: "refused",
        reason: `It fires once, ${expression}; if that passes while it is off, it never fires`,
        remedy: "Leave it on, or plan with the option oneTime where it may be missed",
        accepts: "oneTime",
      };
    }
    return schedule.planPause(seen);
  },

  relations: () => [],

  price: () => [
    {
      label: "Invocations",
      note: "billed per call that it makes; none while it is off",
      price: null,
      quantity: "metered",
      unit: "month",
      stopsWhenPaused: true,
    },
  ],

  discover,

  apply: (aws, _op, items) => oneByOne(items, (item) => update(aws, item)),
});

/**
 * Read right before it is sent, so that nothing is lost that somebody changed since the plan. No client token: the same
 * update sent twice is the same, and a token would answer for an older one.
 */
async function update(aws: ActDoor, item: ApplyItem): Promise<void> {
  const { state, configuration } = params.parse(item.params);
  const now = await getSchedule(aws, item.nativeId);
  if (!now) throw new FaultError(deleted);
  const input = updateInput(item.nativeId, state, configuration ?? configurationOf(now));
  await aws.act(SchedulerClient, new UpdateScheduleCommand(input));
}

const deleted: Fault = {
  code: "gone",
  reason: "The schedule was deleted",
  remedy: "Create it again from its saved configuration, then end the hold",
};

function isOneTime(expression: string): boolean {
  return expression.startsWith("at(");
}

function hazards({ configuration }: ScheduleDetail): (Hazard | false)[] {
  const { expression, startDate, endDate, target, kmsKeyArn } = configuration;
  return [
    savesNothingItself,
    isOneTime(expression)
      ? {
          level: "warning",
          code: "one-time-missed",
          title: "It may never fire",
          detail: `It fires once, ${expression}. Resume before that, or it is lost.`,
        }
      : runsMissed(expression),
    {
      level: "note",
      code: "passes-role",
      title: "Its role is handed on again",
      detail: `Turning it off or on needs iam:PassRole for ${target.RoleArn}.`,
    },
    endDate !== null && {
      level: "warning",
      code: "schedule-ends",
      title: "It ends on a day of its own",
      detail: `After ${utcMinute(endDate)} it runs no more, whether or not it was paused until then.`,
    },
    // AWS refuses to create a recurring schedule that starts in the past; whether it refuses an update is not documented.
    startDate !== null && {
      level: "warning",
      code: "start-date",
      title: "It has a start date",
      detail: `AWS may refuse an update once ${utcMinute(startDate)} has passed; it then has to be turned on without it.`,
    },
    kmsKeyArn !== null && {
      level: "note",
      code: "account-kms-key",
      title: "Encrypted with a key of the account",
      detail: `It can be changed only while ${kmsKeyArn} is enabled.`,
    },
  ];
}
