import {
  CloudWatchClient,
  type CompositeAlarm,
  DescribeAlarmsCommand,
  DisableAlarmActionsCommand,
  EnableAlarmActionsCommand,
  type MetricAlarm,
} from "@aws-sdk/client-cloudwatch";
import { z } from "zod";
import { type ActDoor, chunks, pages, type ReadDoor } from "../../aws/door";
import { tagsOf, tagsOfThese } from "../../aws/reads/tags";
import { assertNever } from "../../core/fault";
import type { CostLine } from "../../core/money";
import type { Observed, Tags } from "../../core/resource";
import { type ApplyItem, defineAdapter, type Outcome } from "../contract";
import {
  check,
  classify,
  type Detail,
  detailSchema,
  type Op,
  planPause,
  planResume,
  savedSchema,
  verify,
} from "./alarm-plan";

/**
 * CloudWatch alarms: their actions are turned off first and on last, so that a paused environment wakes nobody. The
 * alarm goes on existing and billing; deleting it would lose its state and history.
 */
export const cloudwatchAlarm = defineAdapter({
  kind: "cloudwatch.alarm",
  title: "CloudWatch alarm",
  plural: "CloudWatch alarms",
  billedAs: "AmazonCloudWatch",
  about: {
    pause: "Turns its actions off, before anything else is paused.",
    resume: "Turns them on again, after everything else is back.",
    saves: "That its actions were on: no other alarm is ever touched.",
    stillCosts: "The alarm, for as long as it exists. A pause saves nothing; it keeps the alarm from waking anybody.",
    hazards: [
      "Nobody is told meanwhile: its state still changes, and no action runs.",
      "Alarms that watch over security or the bill are refused.",
      "Alarms of target tracking belong to their policy and are left alone.",
    ],
  },
  waveTitle: "Alarms",
  restore: "exact",
  wave: 10,
  offOnceAccepted: ["disableActions"],
  iam: {
    read: ["cloudwatch:DescribeAlarms", "tag:GetResources"],
    pause: ["cloudwatch:DisableAlarmActions"],
    resume: ["cloudwatch:EnableAlarmActions"],
  },
  terraform: {
    aws_cloudwatch_metric_alarm: { drift: () => ["actions_enabled"] },
    aws_cloudwatch_composite_alarm: { drift: () => ["actions_enabled"], forcesNew: ["actions_enabled"] },
  },
  detail: detailSchema,
  saved: { version: 1, schema: savedSchema },
  options: z.strictObject({}),
  timing: { pollSeconds: 2, giveUpSeconds: 120, expectSeconds: { pause: 2, resume: 2 } },
  batch: { disableActions: 100, enableActions: 100 },
  classify,
  planPause,
  planResume,
  check,
  verify,
  relations: () => [],
  price,
  discover,
  apply,
});

/** Per alarm and metric while it exists. An anomaly detection alarm has a price of its own (three metrics). */
function price({ detail }: Observed<Detail>): readonly CostLine[] {
  const { form, metrics, highResolution, anomaly } = detail;
  const resolution = highResolution ? "highResolution" : "standard";
  const line = { label: "Alarm", unit: "month", stopsWhenPaused: false } as const;
  if (form === "composite") {
    return [{ ...line, note: "composite", price: { table: "cloudwatch", key: "alarm.composite" }, quantity: 1 }];
  }
  if (metrics === null) {
    return [{ ...line, note: "as many metrics as its query finds", price: null, quantity: "metered" }];
  }
  if (anomaly) {
    const key = `alarm.anomaly.${resolution}`;
    return [{ ...line, note: "anomaly detection", price: { table: "cloudwatch", key }, quantity: 1 }];
  }
  const note = `${highResolution ? "high resolution" : "standard"}, ${metrics} ${metrics === 1 ? "metric" : "metrics"}`;
  return [{ ...line, note, price: { table: "cloudwatch", key: `alarm.${resolution}` }, quantity: metrics }];
}

/** A list takes, and answers, at most so many. */
const alarmsAtMost = 100;

/** Tags are asked for once it is known which alarms there are: of all in a scan, of the few that a look names. */
async function* discover(aws: ReadDoor, only?: readonly string[]): AsyncGenerator<Observed<Detail>> {
  const lists = only ? chunks(only, alarmsAtMost) : [undefined];
  const found = (await Promise.all(lists.map((names) => listed(aws, names)))).flat();
  if (found.length === 0) return;
  const arns = found.flatMap(({ alarm }) => alarm.AlarmArn ?? []);
  const tags = await (only ? tagsOfThese(aws, arns) : tagsOf(aws, "cloudwatch:alarm"));
  for (const one of found) yield observe(one, tags);
}

interface Listed {
  readonly alarm: MetricAlarm | CompositeAlarm;
  readonly form: Detail["form"];
  readonly parts: Parts;
}

async function listed(aws: ReadDoor, names: readonly string[] | undefined): Promise<readonly Listed[]> {
  const found: Listed[] = [];
  const lists = pages(
    (token) => aws.read(CloudWatchClient, listCommand(names, token)),
    (out) => out.NextToken,
  );
  for await (const { MetricAlarms = [], CompositeAlarms = [] } of lists) {
    for (const alarm of MetricAlarms) found.push({ alarm, form: "metric", parts: metricParts(alarm) });
    for (const alarm of CompositeAlarms) found.push({ alarm, form: "composite", parts: compositeParts(alarm) });
  }
  return found;
}

/** Without AlarmTypes AWS answers metric alarms only. */
function listCommand(names: readonly string[] | undefined, token: string | undefined): DescribeAlarmsCommand {
  return new DescribeAlarmsCommand({
    AlarmTypes: ["MetricAlarm", "CompositeAlarm"],
    MaxRecords: alarmsAtMost,
    ...(names ? { AlarmNames: [...names] } : {}),
    ...(token ? { NextToken: token } : {}),
  });
}

type Parts = Pick<Detail, "namespaces" | "metricNames" | "metrics" | "highResolution" | "anomaly" | "rule">;

function observe({ alarm, form, parts }: Listed, tags: ReadonlyMap<string, Tags>): Observed<Detail> {
  const name = alarm.AlarmName ?? "";
  const arn = alarm.AlarmArn ?? "";
  const { AlarmActions = [], OKActions = [], InsufficientDataActions = [] } = alarm;
  return {
    nativeId: name,
    arn,
    name,
    type: form,
    tags: tags.get(arn) ?? {},
    detail: {
      form,
      actionsEnabled: alarm.ActionsEnabled ?? true,
      value: alarm.StateValue ?? "INSUFFICIENT_DATA",
      description: alarm.AlarmDescription ?? "",
      actions: [...new Set([...AlarmActions, ...OKActions, ...InsufficientDataActions])],
      ...parts,
    },
  };
}

function metricParts(alarm: MetricAlarm): Parts {
  const queries = alarm.Metrics ?? [];
  const stats = queries.flatMap(({ MetricStat }) => (MetricStat ? [MetricStat] : []));
  const periods = [alarm.Period, alarm.EvaluationInterval, ...stats.map(({ Period }) => Period)];
  const isQuery = alarm.EvaluationCriteria !== undefined || queries.some(({ Expression }) => isInsights(Expression));
  return {
    namespaces: present([alarm.Namespace, ...stats.map(({ Metric }) => Metric?.Namespace)]),
    metricNames: present([alarm.MetricName, ...stats.map(({ Metric }) => Metric?.MetricName)]),
    metrics: isQuery ? null : Math.max(1, stats.length),
    highResolution: periods.some((seconds) => seconds !== undefined && seconds < 60),
    anomaly: alarm.ThresholdMetricId !== undefined,
    rule: null,
  };
}

function compositeParts(alarm: CompositeAlarm): Parts {
  return {
    namespaces: [],
    metricNames: [],
    metrics: 1,
    highResolution: false,
    anomaly: false,
    rule: alarm.AlarmRule ?? null,
  };
}

/** A Metrics Insights query, which may match any number of metrics. */
function isInsights(expression: string | undefined): boolean {
  return /^\s*select\s/i.test(expression ?? "");
}

function present(values: readonly (string | undefined)[]): string[] {
  return [...new Set(values.filter((value) => value !== undefined))];
}

/** AWS reports no error for a name that does not exist; the read-back finds out. */
async function apply(aws: ActDoor, op: Op, items: readonly ApplyItem[]): Promise<readonly Outcome[]> {
  const input = { AlarmNames: items.map(({ nativeId }) => nativeId) };
  switch (op) {
    case "disableActions":
      await aws.act(CloudWatchClient, new DisableAlarmActionsCommand(input));
      break;
    case "enableActions":
      await aws.act(CloudWatchClient, new EnableAlarmActionsCommand(input));
      break;
    default:
      assertNever(op);
  }
  return items.map(({ nativeId }) => ({ nativeId, fault: null }));
}
