import type {
  GetMetricDataCommandInput,
  GetMetricDataCommandOutput,
  MetricDataQuery,
  MetricDataResult,
  MetricStat,
} from "@aws-sdk/client-cloudwatch";
import { sizeTold } from "./buckets";
import { defineCorner } from "./corner";
import { awsError } from "./errors";
import { type Habit, habitOf, isBusyAt, subjectOf } from "./metric-story";
import { type Answer, type Moment, read } from "./operation";
import { page } from "./paging";

/** CloudWatch's metrics by the hour, told by a story (metric-story.ts): the same question gets the same answer. */
export const metrics = defineCorner({
  name: "metrics",
  empty: () => ({}),
  services: { cloudwatch: { GetMetricData: read(getMetricData) } },
  seed: () => {},
  dues: () => [],
  finish: () => {},
});

const hourMs = 3_600_000;
/** CloudWatch API reference, GetMetricData. */
const queriesAtMost = 500;
const valuesAtMost = 100_800;

function getMetricData(input: GetMetricDataCommandInput, at: Moment): Answer<GetMetricDataCommandOutput> {
  const { MetricDataQueries: queries = [], StartTime, EndTime, MaxDatapoints = valuesAtMost, NextToken } = input;
  if (queries.length === 0 || queries.length > queriesAtMost) {
    throw awsError("ValidationError", `MetricDataQueries must have 1 to ${queriesAtMost} members`);
  }
  if (!StartTime || !EndTime || StartTime >= EndTime) {
    throw awsError("ValidationError", "The parameter StartTime must be less than the parameter EndTime.");
  }
  const hours = hoursOf(StartTime.getTime(), Math.min(EndTime.getTime(), at.now));
  const size = Math.max(1, Math.floor(MaxDatapoints / Math.max(1, hours.length)));
  const invalidToken = () => awsError("InvalidNextToken", "Invalid nextToken");
  const { items, next } = page({ items: queries, size, token: NextToken, invalidToken });
  return {
    MetricDataResults: items.map((query) => resultOf(query, hours, at)),
    Messages: [],
    ...(next !== undefined && { NextToken: next }),
  };
}

function hoursOf(from: number, until: number): readonly number[] {
  const start = Math.ceil(from / hourMs) * hourMs;
  const count = Math.max(0, Math.ceil((until - start) / hourMs));
  return Array.from({ length: count }, (_, index) => start + index * hourMs);
}

interface Point {
  readonly at: number;
  readonly value: number;
}

function resultOf({ Id, MetricStat }: MetricDataQuery, hours: readonly number[], at: Moment): MetricDataResult {
  if (!Id || !MetricStat?.Metric) throw awsError("ValidationError", "The sandbox account knows no metric expressions");
  const points = pointsOf(MetricStat, hours, at);
  return {
    Id,
    Label: MetricStat.Metric.MetricName,
    Timestamps: points.map((point) => new Date(point.at)),
    Values: points.map(({ value }) => value),
    StatusCode: "Complete",
  };
}

function pointsOf({ Metric: metric = {}, Period }: MetricStat, hours: readonly number[], at: Moment): readonly Point[] {
  const { MetricName: name = "", Namespace: namespace = "", Dimensions = [] } = metric;
  if (namespace === "AWS/S3") {
    const size = sizeTold(metric, at);
    return size && hours.includes(size.at) ? [size] : [];
  }
  if (Period !== 3600) throw awsError("ValidationError", "The sandbox account tells metrics by the hour");
  const dimensions = Object.fromEntries(Dimensions.map(({ Name = "", Value = "" }) => [Name, Value]));
  const subject = subjectOf(namespace, dimensions, at.region);
  if (!subject) return [];
  return hours.flatMap((hour) => {
    const value = hour < subject.since ? null : told(name, subject.name, hour, habitOf(subject));
    return value === null ? [] : [{ at: hour, value }];
  });
}

/** What AWS publishes only while there is something to count. */
const silent =
  /^(RequestCount|(Allowed|Blocked)Requests|Invocations|ProvisionedConcurrencyUtilization|IncomingRecords|GetRecords\.Records|Consumed.+Units)$/;

function told(metric: string, name: string, hour: number, habit: Habit): number | null {
  const isBusy = isBusyAt(habit, hour);
  // A share of one, the same for the same hour.
  const share = hash(`${name} ${metric} ${hour}`) / 2 ** 32;
  if (metric === "CPUUtilization") {
    if (!isBusy) return round(0.3 + share * 0.6);
    return round(habit === "light" ? 11 + share * 8 : 30 + share * 45);
  }
  if (/^(Network|TunnelData)/.test(metric)) return Math.round(isBusy ? 4e7 + share * 3e8 : 9e4 + share * 3e5);
  if (metric === "IsIdle") return isBusy ? 0 : 1;
  if (metric === "PercentIdleInstances") return isBusy ? Math.round(share * 60) : 100;
  if (isBusy) return metric.startsWith("Provisioned") ? round(0.2 + share * 0.5) : Math.round(20 + share * 800);
  return silent.test(metric) ? null : 0;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193) >>> 0;
  return value;
}
