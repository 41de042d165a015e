import {
  GetScheduleCommand,
  type GetScheduleCommandOutput,
  ListSchedulesCommand,
  SchedulerClient,
  type Target,
  type UpdateScheduleCommandInput,
} from "@aws-sdk/client-scheduler";
import { z } from "zod";
import { pages, type ReadDoor } from "../../aws/door";
import type { Observed } from "../../core/resource";
import { withTags } from "../listing";
import { nullWhenGone } from "../read-each";

/** What an EventBridge schedule is, in a form that survives JSON, how it is read, and how it is sent back. */

const text = z.string().nullable();

/** All that UpdateSchedule takes beside the state: what a call leaves out falls back to AWS's default. */
export const scheduleConfiguration = z.strictObject({
  /** `cron(…)`, `rate(…)`, or `at(2026-12-01T09:00:00)` for one time. */
  expression: z.string(),
  timezone: text,
  startDate: text,
  endDate: text,
  description: text,
  kmsKeyArn: text,
  flexibleWindow: z.strictObject({ mode: z.string(), minutes: z.number().nullable() }),
  afterCompletion: text,
  /** As AWS answers it and takes it back: what it calls, with which role, input, retries and dead-letter queue. */
  target: z.looseObject({ Arn: z.string(), RoleArn: z.string() }),
});
export type ScheduleConfiguration = z.infer<typeof scheduleConfiguration>;

export const scheduleDetail = z.strictObject({
  state: z.string(),
  group: z.string(),
  configuration: scheduleConfiguration,
});
export type ScheduleDetail = z.infer<typeof scheduleDetail>;

/** Names are unique within their group; neither has a slash. */
export function partsOf(nativeId: string): { readonly group: string; readonly name: string } {
  const [group = "", name = ""] = nativeId.split("/");
  return { group, name };
}

/** The list tells neither when nor what, so each schedule of a page is read by itself. */
export async function* discover(aws: ReadDoor, only?: readonly string[]): AsyncGenerator<Observed<ScheduleDetail>> {
  if (only) {
    yield* await readAll(aws, only, only);
    return;
  }
  const list = pages(
    (token) =>
      aws.read(SchedulerClient, new ListSchedulesCommand({ MaxResults: 100, ...(token && { NextToken: token }) })),
    (out) => out.NextToken,
  );
  for await (const { Schedules = [] } of list) {
    yield* await readAll(
      aws,
      Schedules.map(({ GroupName, Name }) => `${GroupName}/${Name}`),
    );
  }
}

/** AWS tags schedule groups and not schedules (User Guide, "Managing a schedule group"): each has the tags of its group. */
async function readAll(
  aws: ReadDoor,
  ids: readonly string[],
  only?: readonly string[],
): Promise<readonly Observed<ScheduleDetail>[]> {
  const found = (await Promise.all(ids.map((id) => readSchedule(aws, id)))).filter((one) => one !== null);
  const groups = found.map((one) => ({ ...one, arn: groupArn(one.arn) }));
  const tagged = await withTags(aws, "scheduler:schedule-group", unique(groups), only);
  const tags = new Map(tagged.map((one) => [one.arn, one.tags]));
  return found.map((one) => ({ ...one, tags: tags.get(groupArn(one.arn)) ?? {} }));
}

function unique<T extends { readonly arn: string }>(list: readonly T[]): readonly T[] {
  return [...new Map(list.map((one) => [one.arn, one])).values()];
}

/** `…:schedule/lab/nightly` → `…:schedule-group/lab` */
function groupArn(arn: string): string {
  const [head = "", path = ""] = arn.split(":schedule/");
  return `${head}:schedule-group/${path.split("/")[0]}`;
}

/** As AWS has it now; null where there is none, also none any more: one-time schedules may delete themselves. */
export async function getSchedule(aws: ReadDoor, nativeId: string): Promise<GetScheduleCommandOutput | null> {
  const { group, name } = partsOf(nativeId);
  return await nullWhenGone(aws.read(SchedulerClient, new GetScheduleCommand({ GroupName: group, Name: name })));
}

async function readSchedule(aws: ReadDoor, nativeId: string): Promise<Omit<Observed<ScheduleDetail>, "tags"> | null> {
  const out = await getSchedule(aws, nativeId);
  if (!out) return null;
  const { group, name } = partsOf(nativeId);
  const configuration = configurationOf(out);
  return {
    nativeId,
    arn: out.Arn ?? "",
    name,
    type: configuration.expression,
    detail: { state: out.State ?? "unknown", group, configuration },
  };
}

export function configurationOf(out: GetScheduleCommandOutput): ScheduleConfiguration {
  const { Target: target, FlexibleTimeWindow: window } = out;
  return {
    expression: out.ScheduleExpression ?? "",
    timezone: out.ScheduleExpressionTimezone ?? null,
    startDate: out.StartDate?.toISOString() ?? null,
    endDate: out.EndDate?.toISOString() ?? null,
    description: out.Description ?? null,
    kmsKeyArn: out.KmsKeyArn ?? null,
    flexibleWindow: { mode: window?.Mode ?? "OFF", minutes: window?.MaximumWindowInMinutes ?? null },
    afterCompletion: out.ActionAfterCompletion ?? null,
    // Through JSON, because AWS's answer may name fields without a value.
    target: { ...plain(target), Arn: target?.Arn ?? "", RoleArn: target?.RoleArn ?? "" },
  };
}

function plain(value: object | undefined): object {
  return JSON.parse(JSON.stringify(value ?? {}));
}

/** The whole schedule, as one call that changes its state alone. */
export function updateInput(
  nativeId: string,
  state: "ENABLED" | "DISABLED",
  configuration: ScheduleConfiguration,
): UpdateScheduleCommandInput {
  const { group, name } = partsOf(nativeId);
  const { flexibleWindow, startDate, endDate, timezone, description, kmsKeyArn, afterCompletion } = configuration;
  return {
    Name: name,
    GroupName: group,
    State: state,
    ScheduleExpression: configuration.expression,
    FlexibleTimeWindow: {
      Mode: flexibleWindow.mode as "OFF" | "FLEXIBLE",
      ...(flexibleWindow.minutes !== null && { MaximumWindowInMinutes: flexibleWindow.minutes }),
    },
    // What AWS answered goes back as it came.
    Target: configuration.target as Target,
    ...(timezone !== null && { ScheduleExpressionTimezone: timezone }),
    ...(startDate !== null && { StartDate: new Date(startDate) }),
    ...(endDate !== null && { EndDate: new Date(endDate) }),
    ...(description !== null && { Description: description }),
    ...(kmsKeyArn !== null && { KmsKeyArn: kmsKeyArn }),
    ...(afterCompletion !== null && { ActionAfterCompletion: afterCompletion as "NONE" | "DELETE" }),
  };
}
