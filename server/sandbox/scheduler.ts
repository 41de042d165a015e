import type {
  GetScheduleCommandInput,
  GetScheduleCommandOutput,
  ListSchedulesCommandInput,
  ListSchedulesCommandOutput,
  Target,
  UpdateScheduleCommandInput,
  UpdateScheduleCommandOutput,
} from "@aws-sdk/client-scheduler";
import { type Corner, defineCorner, stateOf } from "./corner";
import { awsError } from "./errors";
import { type Answer, change, type Moment, read } from "./operation";
import { page } from "./paging";
import { daysAgo, type RegionKey, regionName, regionOf, type Seed, tagsOf } from "./seed-story";
import type { RegionWorld, TagMap } from "./world";

/** EventBridge Scheduler: groups and their schedules. An update replaces the whole schedule. */

interface ScheduleState {
  name: string;
  group: string;
  state: "ENABLED" | "DISABLED";
  expression: string;
  timezone: string;
  startDate: number | null;
  endDate: number | null;
  description: string | null;
  kmsKeyArn: string | null;
  windowMinutes: number | null;
  afterCompletion: "NONE" | "DELETE";
  target: Target;
  createdAt: number;
  changedAt: number;
}

interface SchedulerState {
  groups: { name: string; tags: TagMap }[];
  schedules: ScheduleState[];
}

const corner: Corner<SchedulerState> = {
  name: "scheduler",
  empty: () => ({ groups: [{ name: "default", tags: {} }], schedules: [] }),
  services: {
    scheduler: {
      ListSchedules: read(listSchedules),
      GetSchedule: read(getSchedule),
      UpdateSchedule: change(updateSchedule),
    },
  },
  seed,
  dues: () => [],
  finish: () => undefined,
  tagged: (state, at) =>
    state.groups.map(({ name, tags }) => ({
      type: "scheduler:schedule-group",
      arn: `arn:aws:scheduler:${at.regionName}:${at.world.accountId}:schedule-group/${name}`,
      tags,
    })),
};
export const scheduler = defineCorner(corner);

const of = (region: RegionWorld) => stateOf(corner, region);

function listSchedules(input: ListSchedulesCommandInput, at: Moment): Answer<ListSchedulesCommandOutput> {
  const found = of(at.region).schedules.filter(
    (each) =>
      (input.GroupName === undefined || each.group === input.GroupName) &&
      (input.State === undefined || each.state === input.State) &&
      each.name.startsWith(input.NamePrefix ?? ""),
  );
  const invalidToken = () => awsError("ValidationException", "Invalid NextToken.");
  const { items, next } = page({ items: found, size: input.MaxResults ?? 100, token: input.NextToken, invalidToken });
  return {
    Schedules: items.map((each) => ({
      Arn: scheduleArn(each, at),
      Name: each.name,
      GroupName: each.group,
      State: each.state,
      Target: { Arn: each.target.Arn },
    })),
    ...(next !== undefined && { NextToken: next }),
  };
}

function getSchedule(input: GetScheduleCommandInput, at: Moment): Answer<GetScheduleCommandOutput> {
  const schedule = find(input, at);
  return {
    Arn: scheduleArn(schedule, at),
    Name: schedule.name,
    GroupName: schedule.group,
    State: schedule.state,
    ScheduleExpression: schedule.expression,
    ScheduleExpressionTimezone: schedule.timezone,
    ...(schedule.startDate !== null && { StartDate: new Date(schedule.startDate) }),
    ...(schedule.endDate !== null && { EndDate: new Date(schedule.endDate) }),
    ...(schedule.description !== null && { Description: schedule.description }),
    ...(schedule.kmsKeyArn !== null && { KmsKeyArn: schedule.kmsKeyArn }),
    FlexibleTimeWindow:
      schedule.windowMinutes === null
        ? { Mode: "OFF" }
        : { Mode: "FLEXIBLE", MaximumWindowInMinutes: schedule.windowMinutes },
    ActionAfterCompletion: schedule.afterCompletion,
    Target: structuredClone(schedule.target),
    CreationDate: new Date(schedule.createdAt),
    LastModificationDate: new Date(schedule.changedAt),
  };
}

/** What AWS puts where a target says nothing of retries: a day, and 185 times. */
const defaultRetry = { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 };

/** Every field that the call leaves out is back at its default. */
function updateSchedule(input: UpdateScheduleCommandInput, at: Moment): Answer<UpdateScheduleCommandOutput> {
  const schedule = find(input, at);
  const { ScheduleExpression: expression, Target: target, FlexibleTimeWindow: window } = input;
  if (!expression || !/^(cron|rate|at)\(.+\)$/.test(expression)) {
    throw awsError("ValidationException", `Invalid Schedule Expression ${expression}.`);
  }
  if (!target?.Arn || !target.RoleArn) throw awsError("ValidationException", "Target must have an Arn and a RoleArn.");
  if (!window?.Mode) throw awsError("ValidationException", "FlexibleTimeWindow must have a Mode.");
  Object.assign(schedule, {
    state: input.State ?? "ENABLED",
    expression,
    timezone: input.ScheduleExpressionTimezone ?? "UTC",
    startDate: input.StartDate?.getTime() ?? null,
    endDate: input.EndDate?.getTime() ?? null,
    description: input.Description ?? null,
    kmsKeyArn: input.KmsKeyArn ?? null,
    windowMinutes: window.Mode === "FLEXIBLE" ? (window.MaximumWindowInMinutes ?? null) : null,
    afterCompletion: input.ActionAfterCompletion ?? "NONE",
    target: { RetryPolicy: defaultRetry, ...structuredClone(target) },
    changedAt: at.now,
  });
  return { ScheduleArn: scheduleArn(schedule, at) };
}

function find(input: { Name?: string | undefined; GroupName?: string | undefined }, at: Moment): ScheduleState {
  const group = input.GroupName ?? "default";
  const schedule = of(at.region).schedules.find((each) => each.group === group && each.name === input.Name);
  if (!schedule) {
    throw awsError("ResourceNotFoundException", `Schedule ${input.Name} does not exist.`, { status: 404 });
  }
  return schedule;
}

function scheduleArn({ group, name }: ScheduleState, at: Moment): string {
  return `arn:aws:scheduler:${at.regionName}:${at.world.accountId}:schedule/${group}/${name}`;
}

/** One with everything set that a careless update would lose, one plain, one that fires once, one that is off. */
function seed(seed: Seed): void {
  // Nobody has any in Ireland.
  of(regionOf(seed, "ie"));
  const place = (key: RegionKey) => {
    const state = of(regionOf(seed, key));
    state.groups.push({ name: "lab", tags: tagsOf("lab", "data") });
    return state;
  };
  const eu = place("eu");
  const full = schedule(seed, "eu", { name: "trial-cleanup" });
  eu.schedules.push(
    {
      ...full,
      expression: "cron(30 19 ? * MON-FRI *)",
      timezone: "Europe/Berlin",
      description: "Empties the trial buckets",
      endDate: daysAgo(seed, -400),
      windowMinutes: 15,
      target: {
        ...full.target,
        Input: '{"buckets":["trial-in","trial-out"]}',
        RetryPolicy: { MaximumEventAgeInSeconds: 3600, MaximumRetryAttempts: 3 },
        DeadLetterConfig: { Arn: `arn:aws:sqs:${regionName("eu")}:${seed.world.accountId}:trial-dead-letters` },
      },
    },
    schedule(seed, "eu", { name: "trial-heartbeat", expression: "rate(5 minutes)" }),
    schedule(seed, "eu", {
      name: "trial-report-2027",
      expression: "at(2027-06-30T09:00:00)",
      afterCompletion: "DELETE",
    }),
    schedule(seed, "eu", { name: "trial-backfill", state: "DISABLED" }),
  );
  place("us").schedules.push(schedule(seed, "us", { name: "trial-sync" }));
}

function schedule(seed: Seed, key: RegionKey, over: Partial<ScheduleState>): ScheduleState {
  const account = seed.world.accountId;
  return {
    name: "",
    group: "lab",
    state: "ENABLED",
    expression: "rate(1 hour)",
    timezone: "UTC",
    startDate: null,
    endDate: null,
    description: null,
    kmsKeyArn: null,
    windowMinutes: null,
    afterCompletion: "NONE",
    target: {
      Arn: `arn:aws:lambda:${regionName(key)}:${account}:function:trials`,
      RoleArn: `arn:aws:iam::${account}:role/trial-scheduler`,
      RetryPolicy: { ...defaultRetry },
    },
    createdAt: daysAgo(seed, 90),
    changedAt: daysAgo(seed, 90),
    ...over,
  };
}
