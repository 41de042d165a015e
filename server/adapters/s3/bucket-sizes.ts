import {
  CloudWatchClient,
  GetMetricDataCommand,
  type GetMetricDataCommandInput,
  ListMetricsCommand,
  type Metric,
} from "@aws-sdk/client-cloudwatch";
import { chunks, pages, type ReadDoor } from "../../aws/door";

/** What a bucket stores in one storage class, as CloudWatch calls it: `StandardStorage`. */
export interface ClassSize {
  readonly storageClass: string;
  readonly bytes: number;
}

/**
 * How much each bucket stores, by class; null where CloudWatch has no figure: the bucket is empty, or a day old. S3
 * reports once a day, and CloudWatch bills each metric that is asked for ($0.01 for 1,000), so a size is asked for once
 * a day (CloudWatch pricing; S3 User Guide, "Monitoring metrics with Amazon CloudWatch").
 */
export async function bucketSizes(
  aws: ReadDoor,
  buckets: readonly string[],
): Promise<ReadonlyMap<string, readonly ClassSize[] | null>> {
  const day = aws.now().toISOString().slice(0, 10);
  const keyOf = (bucket: string) => `${bucket} ${day}`;
  const known = await aws.facts("cloudwatch:BucketSizeBytes", buckets.map(keyOf), async (unknown) => {
    const asked = new Set(unknown);
    const wanted = buckets.filter((bucket) => asked.has(keyOf(bucket)));
    const read = await readSizes(aws, new Set(wanted), new Date(`${day}T00:00:00Z`));
    return new Map(wanted.map((bucket) => [keyOf(bucket), read.get(bucket) ?? null]));
  });
  return new Map(buckets.map((bucket) => [bucket, known.get(keyOf(bucket)) ?? null]));
}

/** Only classes that a bucket really has are asked for: the list names them, 500 metrics in one cheap call. */
async function readSizes(aws: ReadDoor, wanted: ReadonlySet<string>, day: Date): Promise<Map<string, ClassSize[]>> {
  const metrics = (await sizeMetrics(aws)).filter((metric) => wanted.has(dimension(metric, "BucketName")));
  const values = await Promise.all(chunks(metrics, queriesAtMost).map((some) => newestValues(aws, some, day)));
  const sizes = new Map<string, ClassSize[]>();
  for (const [metric, bytes] of values.flatMap((some) => [...some])) {
    const bucket = dimension(metric, "BucketName");
    const size = { storageClass: dimension(metric, "StorageType"), bytes };
    sizes.set(bucket, [...(sizes.get(bucket) ?? []), size].sort(byClass));
  }
  return sizes;
}

function byClass(a: ClassSize, b: ClassSize): number {
  return a.storageClass < b.storageClass ? -1 : 1;
}

function dimension({ Dimensions = [] }: Metric, name: string): string {
  return Dimensions.find(({ Name }) => Name === name)?.Value ?? "";
}

async function sizeMetrics(aws: ReadDoor): Promise<readonly Metric[]> {
  const found: Metric[] = [];
  const list = pages(
    (NextToken) =>
      aws.read(
        CloudWatchClient,
        new ListMetricsCommand({
          Namespace: "AWS/S3",
          MetricName: "BucketSizeBytes",
          ...(NextToken && { NextToken }),
        }),
      ),
    (out) => out.NextToken,
  );
  for await (const { Metrics = [] } of list) found.push(...Metrics);
  return found;
}

/** GetMetricData takes at most 500 queries (CloudWatch API reference). */
const queriesAtMost = 500;
/** The figure of a day is there up to two days later. */
const daysBack = 3;
const dayMs = 24 * 3_600_000;

async function newestValues(aws: ReadDoor, metrics: readonly Metric[], day: Date): Promise<Map<Metric, number>> {
  const input: GetMetricDataCommandInput = {
    StartTime: new Date(day.getTime() - daysBack * dayMs),
    EndTime: new Date(day.getTime() + dayMs),
    ScanBy: "TimestampDescending",
    MetricDataQueries: metrics.map((metric, index) => ({
      Id: `m${index}`,
      MetricStat: { Metric: metric, Period: dayMs / 1000, Stat: "Average" },
    })),
  };
  const list = pages(
    (NextToken) => aws.read(CloudWatchClient, new GetMetricDataCommand({ ...input, ...(NextToken && { NextToken }) })),
    (out) => out.NextToken,
  );
  const values = new Map<Metric, number>();
  for await (const { MetricDataResults = [] } of list) {
    for (const { Id = "", Values: [newest] = [] } of MetricDataResults) {
      const metric = metrics[Number(Id.slice(1))];
      if (metric && newest !== undefined && !values.has(metric)) values.set(metric, newest);
    }
  }
  return values;
}
