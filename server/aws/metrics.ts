import { CloudWatchClient, GetMetricDataCommand, type MetricDataResult } from "@aws-sdk/client-cloudwatch";
import { type Fault, FaultError } from "../core/fault";
import type { HourSpan, MetricAnswer, MetricQuestion, Metrics, MetricsRead } from "../costs/idle/ports";
import { chunks, type Doors, pages, type ReadDoor } from "./door";

/** CloudWatch's metrics by the hour, through the reading door. Each one that is asked for costs money, on every page. */

/** GetMetricData takes 500 metrics and answers 100,800 values a page (CloudWatch API reference). */
const metricsAtMost = 500;
const valuesAtMost = 100_800;
const hourSeconds = 3600;

export function createMetrics(doors: Pick<Doors, "read">): Metrics {
  return {
    async read(accountId, region, questions, span) {
      if (questions.length === 0) return { answers: [], asked: 0 };
      const aws = await doors.read(accountId, region);
      const answers: MetricAnswer[] = [];
      let asked = 0;
      let denied: Fault | null = null;
      for (const batch of chunks(questions, batchSize(span))) {
        // What is denied once is denied to all of them: nothing is asked again for that.
        const read: MetricsRead = denied ? none(batch, denied) : await readBatch(aws, batch, span);
        answers.push(...read.answers);
        asked += read.asked;
        denied ??= deniedIn(read);
      }
      return { answers, asked };
    },
  };
}

/** So many that one page holds them all: another one would be paid for again. */
function batchSize({ from, until }: HourSpan): number {
  const hours = Math.max(1, (until.getTime() - from.getTime()) / (hourSeconds * 1000));
  return Math.max(1, Math.min(metricsAtMost, Math.floor(valuesAtMost / hours)));
}

function none(batch: readonly MetricQuestion[], fault: Fault): MetricsRead {
  return { answers: batch.map(() => ({ fault })), asked: 0 };
}

function deniedIn({ answers }: MetricsRead): Fault | null {
  const faults = answers.flatMap((answer) => ("fault" in answer ? answer.fault : []));
  return faults.find(({ code }) => code === "denied") ?? null;
}

interface Gathered {
  readonly hours: Map<number, number>;
  status: string | undefined;
  message: string | null;
}

async function readBatch(aws: ReadDoor, batch: readonly MetricQuestion[], span: HourSpan): Promise<MetricsRead> {
  const gathered = batch.map((): Gathered => ({ hours: new Map(), status: undefined, message: null }));
  let asked = 0;
  let broken: Fault | null = null;
  try {
    const list = pages(
      async (NextToken) => {
        const command = new GetMetricDataCommand({ ...inputFor(batch, span), ...(NextToken && { NextToken }) });
        const out = await aws.read(CloudWatchClient, command);
        asked += batch.length;
        return out;
      },
      (out) => out.NextToken,
    );
    for await (const { MetricDataResults = [] } of list) {
      for (const result of MetricDataResults) gather(gathered[indexOf(result)], result);
    }
  } catch (error) {
    if (!(error instanceof FaultError)) throw error;
    broken = error.fault;
  }
  return { answers: gathered.map((one, index) => answerOf(one, broken, batch[index])), asked };
}

function inputFor(batch: readonly MetricQuestion[], { from, until }: HourSpan) {
  return {
    StartTime: from,
    EndTime: until,
    ScanBy: "TimestampAscending" as const,
    MaxDatapoints: valuesAtMost,
    MetricDataQueries: batch.map(({ namespace, metric, statistic, dimensions }, index) => ({
      Id: `m${index}`,
      MetricStat: {
        Metric: {
          Namespace: namespace,
          MetricName: metric,
          Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
        },
        Period: hourSeconds,
        Stat: statistic,
      },
    })),
  };
}

function indexOf({ Id = "" }: MetricDataResult): number {
  return Number(/^m(\d+)$/.exec(Id)?.[1] ?? -1);
}

/** A metric may be spread over pages; the last one says whether it is complete. */
function gather(into: Gathered | undefined, { Timestamps = [], Values = [], StatusCode, Messages }: MetricDataResult) {
  if (!into) return;
  Timestamps.forEach((at, index) => {
    const value = Values[index];
    if (value !== undefined) into.hours.set(at.getTime(), value);
  });
  into.status = StatusCode;
  into.message = Messages?.[0]?.Value ?? into.message;
}

function answerOf({ hours, status, message }: Gathered, broken: Fault | null, question?: MetricQuestion): MetricAnswer {
  if (status === "Complete") return { hours };
  if (broken) return { fault: broken };
  const what = question ? `${question.namespace} ${question.metric}` : "a metric";
  if (status === "Forbidden") {
    return {
      fault: {
        code: "denied",
        reason: `CloudWatch does not let Standby read ${what}`,
        remedy: "Allow cloudwatch:GetMetricData in Standby's role",
        action: "cloudwatch:GetMetricData",
      },
    };
  }
  return {
    fault: {
      code: "unknown",
      reason: `CloudWatch did not tell all of ${what}${message ? `: ${message}` : ""}`,
      remedy: "Nothing to do: it is asked again at the next daily look",
    },
  };
}
