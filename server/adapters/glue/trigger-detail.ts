import {
  type Action,
  type Condition,
  GetTriggerCommand,
  GetTriggersCommand,
  GlueClient,
  type Trigger,
} from "@aws-sdk/client-glue";
import { z } from "zod";
import { pages, type ReadDoor } from "../../aws/door";
import { accountDigits } from "../../aws/reads/identity";
import type { Observed } from "../../core/resource";
import { partitionOf, withTags } from "../listing";
import { nullWhenGone } from "../read-each";

/** What a Glue trigger is, in a form that survives JSON, and how it is read. */

const text = z.string().nullable();
const number = z.number().nullable();

const action = z.strictObject({
  job: text,
  crawler: text,
  arguments: z.record(z.string(), z.string()),
  timeoutMinutes: number,
  securityConfiguration: text,
  notifyAfterMinutes: number,
});

const condition = z.strictObject({ job: text, crawler: text, operator: text, state: text });

export const triggerConfiguration = z.strictObject({
  /** SCHEDULED, CONDITIONAL, ON_DEMAND or EVENT. */
  type: z.string(),
  workflow: text,
  schedule: text,
  description: text,
  actions: z.array(action),
  logical: text,
  conditions: z.array(condition),
  batch: z.strictObject({ size: z.number(), windowSeconds: number }).nullable(),
});
export type TriggerConfiguration = z.infer<typeof triggerConfiguration>;

export const triggerDetail = z.strictObject({ state: z.string(), configuration: triggerConfiguration });
export type TriggerDetail = z.infer<typeof triggerDetail>;

/** Beyond so many names the whole list is cheaper: it has 100 triggers a page. */
const namesAtMost = 20;

/**
 * A few are read one by one: BatchGetTriggers answers "not found" also for what the role may not read, and that would
 * look like deleted.
 */
export async function* discover(aws: ReadDoor, only?: readonly string[]): AsyncGenerator<Observed<TriggerDetail>> {
  const isFew = only !== undefined && only.length <= namesAtMost;
  const listed = isFew ? await Promise.all(only.map((name) => readTrigger(aws, name))) : await listTriggers(aws);
  const triggers = listed.filter((trigger) => trigger !== null);
  const wanted = only && new Set(only);
  const mine = triggers.filter(({ Name = "" }) => !wanted || wanted.has(Name));
  if (mine.length === 0) return;
  const prefix = `arn:${partitionOf(aws.region)}:glue:${aws.region}:${await accountDigits(aws)}:trigger`;
  const found = mine.map((trigger) => observe(trigger, prefix));
  yield* await withTags(aws, "glue:trigger", found, only);
}

async function listTriggers(aws: ReadDoor): Promise<readonly Trigger[]> {
  const found: Trigger[] = [];
  const list = pages(
    (token) => aws.read(GlueClient, new GetTriggersCommand({ MaxResults: 100, ...(token && { NextToken: token }) })),
    (out) => out.NextToken,
  );
  for await (const { Triggers = [] } of list) found.push(...Triggers);
  return found;
}

async function readTrigger(aws: ReadDoor, name: string): Promise<Trigger | null> {
  return (await nullWhenGone(aws.read(GlueClient, new GetTriggerCommand({ Name: name }))))?.Trigger ?? null;
}

function observe(trigger: Trigger, prefix: string): Omit<Observed<TriggerDetail>, "tags"> {
  const { Name: name = "", Type: type = "unknown" } = trigger;
  return {
    nativeId: name,
    arn: `${prefix}/${name}`,
    name,
    type: type.toLowerCase().replace("_", " "),
    detail: { state: trigger.State ?? "unknown", configuration: configurationOf(trigger) },
  };
}

function configurationOf(trigger: Trigger): TriggerConfiguration {
  const { Predicate: predicate, EventBatchingCondition: batch } = trigger;
  return {
    type: trigger.Type ?? "unknown",
    workflow: trigger.WorkflowName ?? null,
    schedule: trigger.Schedule ?? null,
    description: trigger.Description ?? null,
    actions: (trigger.Actions ?? []).map(actionOf),
    logical: predicate?.Logical ?? null,
    conditions: (predicate?.Conditions ?? []).map(conditionOf),
    batch: batch ? { size: batch.BatchSize ?? 1, windowSeconds: batch.BatchWindow ?? null } : null,
  };
}

function actionOf(one: Action): TriggerConfiguration["actions"][number] {
  return {
    job: one.JobName ?? null,
    crawler: one.CrawlerName ?? null,
    arguments: { ...one.Arguments },
    timeoutMinutes: one.Timeout ?? null,
    securityConfiguration: one.SecurityConfiguration ?? null,
    notifyAfterMinutes: one.NotificationProperty?.NotifyDelayAfter ?? null,
  };
}

function conditionOf(one: Condition): TriggerConfiguration["conditions"][number] {
  return {
    job: one.JobName ?? null,
    crawler: one.CrawlerName ?? null,
    operator: one.LogicalOperator ?? null,
    state: one.State ?? one.CrawlState ?? null,
  };
}
