import type {
  CompositeAlarm,
  DescribeAlarmsCommandInput,
  DescribeAlarmsCommandOutput,
  DisableAlarmActionsCommandInput,
  DisableAlarmActionsCommandOutput,
  EnableAlarmActionsCommandInput,
  EnableAlarmActionsCommandOutput,
  ListTagsForResourceCommandInput,
  ListTagsForResourceCommandOutput,
  MetricAlarm,
} from "@aws-sdk/client-cloudwatch";
import { awsError } from "./errors";
import { type Answer, change, type Moment, read, type Service } from "./operation";
import { page } from "./paging";
import { tagList } from "./tags";
import type { Alarm } from "./world";

export const cloudwatch: Service = {
  DescribeAlarms: read(describeAlarms),
  ListTagsForResource: read(listTagsForResource),
  DisableAlarmActions: change(disableAlarmActions),
  EnableAlarmActions: change(enableAlarmActions),
};

/** Without AlarmTypes only metric alarms are told, as on AWS. */
function describeAlarms(input: DescribeAlarmsCommandInput, at: Moment): Answer<DescribeAlarmsCommandOutput> {
  const { AlarmNames: names, AlarmNamePrefix: prefix, StateValue: state } = input;
  if (names !== undefined && prefix !== undefined) {
    throw awsError("ValidationError", "AlarmNamePrefix and AlarmNames cannot be given together");
  }
  assertAtMost100(names ?? []);
  const types = input.AlarmTypes ?? ["MetricAlarm"];
  const found = at.region.alarms.filter(
    (alarm) =>
      types.includes(alarm.type === "metric" ? "MetricAlarm" : "CompositeAlarm") &&
      (names === undefined || names.includes(alarm.name)) &&
      (prefix === undefined || alarm.name.startsWith(prefix)) &&
      (state === undefined || alarm.state === state),
  );
  const invalidToken = () => awsError("InvalidNextToken", "Invalid nextToken");
  const { items, next } = page({ items: found, size: input.MaxRecords ?? 50, token: input.NextToken, invalidToken });
  return {
    MetricAlarms: items.filter((alarm) => alarm.type === "metric").map((alarm) => describeMetricAlarm(alarm, at)),
    CompositeAlarms: items.filter((alarm) => alarm.type === "composite").map((alarm) => describeComposite(alarm, at)),
    ...(next !== undefined && { NextToken: next }),
  };
}

function listTagsForResource(
  input: ListTagsForResourceCommandInput,
  at: Moment,
): Answer<ListTagsForResourceCommandOutput> {
  const alarm = at.region.alarms.find((each) => alarmArn(each, at) === input.ResourceARN);
  if (!alarm) throw awsError("ResourceNotFoundException", `${input.ResourceARN} does not exist`, { status: 404 });
  return { Tags: tagList(alarm.tags) };
}

/** Names that do not exist are passed over without a word, so a success proves nothing. */
function disableAlarmActions(
  input: DisableAlarmActionsCommandInput,
  at: Moment,
): Answer<DisableAlarmActionsCommandOutput> {
  setActions(input.AlarmNames, false, at);
  return {};
}

function enableAlarmActions(
  input: EnableAlarmActionsCommandInput,
  at: Moment,
): Answer<EnableAlarmActionsCommandOutput> {
  setActions(input.AlarmNames, true, at);
  return {};
}

function setActions(names: readonly string[] | undefined, enabled: boolean, at: Moment): void {
  assertAtMost100(names ?? []);
  for (const alarm of at.region.alarms) {
    if (!names?.includes(alarm.name) || alarm.actionsEnabled === enabled) continue;
    alarm.actionsEnabled = enabled;
    alarm.changedAt = at.now;
  }
}

function assertAtMost100(names: readonly string[]): void {
  if (names.length > 100) throw awsError("ValidationError", "AlarmNames must not have more than 100 members");
}

export function alarmArn(alarm: Alarm, at: Pick<Moment, "regionName" | "world">): string {
  return `arn:aws:cloudwatch:${at.regionName}:${at.world.accountId}:alarm:${alarm.name}`;
}

function common(alarm: Alarm, at: Moment) {
  return {
    AlarmName: alarm.name,
    AlarmArn: alarmArn(alarm, at),
    AlarmDescription: alarm.description,
    AlarmConfigurationUpdatedTimestamp: new Date(alarm.changedAt),
    ActionsEnabled: alarm.actionsEnabled,
    OKActions: [],
    AlarmActions: [...alarm.actions],
    InsufficientDataActions: [],
    StateValue: alarm.state,
    StateUpdatedTimestamp: new Date(alarm.changedAt),
  };
}

function describeMetricAlarm(alarm: Alarm, at: Moment): MetricAlarm {
  return {
    ...common(alarm, at),
    Namespace: alarm.namespace,
    MetricName: alarm.metric,
    Dimensions: Object.entries(alarm.dimensions).map(([Name, Value]) => ({ Name, Value })),
    Statistic: alarm.statistic,
    Period: alarm.periodSeconds,
    EvaluationPeriods: alarm.evaluations,
    DatapointsToAlarm: alarm.evaluations,
    Threshold: alarm.threshold,
    ComparisonOperator: alarm.comparison,
    TreatMissingData: alarm.missingData,
  };
}

function describeComposite(alarm: Alarm, at: Moment): CompositeAlarm {
  return { ...common(alarm, at), AlarmRule: alarm.rule };
}
