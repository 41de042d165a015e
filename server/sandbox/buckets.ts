import type { ListMetricsCommandInput, ListMetricsCommandOutput, Metric } from "@aws-sdk/client-cloudwatch";
import type { ListBucketsCommandInput, ListBucketsCommandOutput } from "@aws-sdk/client-s3";
import { defineCorner, stateOf } from "./corner";
import { awsError } from "./errors";
import { type Answer, type Moment, read } from "./operation";
import { page } from "./paging";
import { daysAgo, type RegionKey, regionOf, type Seed, tagsOf } from "./seed-story";
import type { TagMap } from "./world";

/** S3 buckets, and the sizes that CloudWatch knows of them. */

interface Bucket {
  name: string;
  createdAt: number;
  /** Bytes by storage type; none for an empty bucket. */
  sizes: Record<string, number>;
  tags: TagMap;
}

interface State {
  buckets: Bucket[];
}

const own = { name: "buckets", empty: (): State => ({ buckets: [] }) };

export const buckets = defineCorner<State>({
  ...own,
  services: {
    s3: { ListBuckets: read(listBuckets) },
    cloudwatch: { ListMetrics: read(listMetrics) },
  },
  seed,
  dues: () => [],
  finish: () => {},
  tagged: (state) => state.buckets.map(({ name, tags }) => ({ type: "s3", arn: `arn:aws:s3:::${name}`, tags })),
});

/** Whether there is a bucket of this name in the region. */
export function bucketIn(at: Moment, name: string): boolean {
  return stateOf(own, at.region).buckets.some((bucket) => bucket.name === name);
}

/** Without BucketRegion every region tells the buckets of all. */
function listBuckets(input: ListBucketsCommandInput, at: Moment): Answer<ListBucketsCommandOutput> {
  const { BucketRegion: asked, MaxBuckets: size = 10_000, ContinuationToken: token } = input;
  if (asked !== undefined && asked !== at.regionName) {
    throw awsError("InvalidArgument", "The bucket region must be the region of the endpoint.");
  }
  const found = Object.entries(at.world.regions).flatMap(([region, world]) =>
    asked === undefined || asked === region ? stateOf(own, world).buckets.map((bucket) => ({ region, bucket })) : [],
  );
  const invalidToken = () => awsError("InvalidArgument", "The continuation token provided is incorrect");
  const { items, next } = page({ items: found, size, token, invalidToken });
  return {
    Buckets: items.map(({ region, bucket }) => ({
      Name: bucket.name,
      CreationDate: new Date(bucket.createdAt),
      BucketRegion: region,
    })),
    Owner: { ID: "5d1f0c7b" },
    ...(next !== undefined && { ContinuationToken: next }),
  };
}

const namespace = "AWS/S3";
const metricName = "BucketSizeBytes";

interface Size {
  readonly metric: Metric;
  readonly bytes: number;
}

function sizesOf(at: Moment): readonly Size[] {
  return stateOf(own, at.region).buckets.flatMap(({ name, sizes }) =>
    Object.entries(sizes).map(([type, bytes]) => ({
      bytes,
      metric: {
        Namespace: namespace,
        MetricName: metricName,
        Dimensions: [
          { Name: "StorageType", Value: type },
          { Name: "BucketName", Value: name },
        ],
      },
    })),
  );
}

/** Pages of 500, always. */
function listMetrics(input: ListMetricsCommandInput, at: Moment): Answer<ListMetricsCommandOutput> {
  const isAsked = (input.Namespace ?? namespace) === namespace && (input.MetricName ?? metricName) === metricName;
  const metrics = isAsked ? sizesOf(at).map(({ metric }) => metric) : [];
  const invalidToken = () => awsError("InvalidParameterValueException", "Invalid nextToken");
  const { items, next } = page({ items: metrics, size: 500, token: input.NextToken, invalidToken });
  return { Metrics: items, ...(next !== undefined && { NextToken: next }) };
}

/** What a metric says: one figure a day, stamped with its midnight. Null: there is no such metric. */
export function sizeTold(metric: Metric, at: Moment): { readonly at: number; readonly value: number } | null {
  const found = sizesOf(at).find((one) => keyOf(one.metric) === keyOf(metric));
  return found ? { at: Math.floor(at.now / dayMs) * dayMs, value: found.bytes } : null;
}

const dayMs = 24 * 3_600_000;

function keyOf({ Namespace, MetricName, Dimensions = [] }: Metric): string {
  const dimensions = Dimensions.map(({ Name, Value }) => `${Name}=${Value}`).sort();
  return [Namespace, MetricName, ...dimensions].join(" ");
}

const gb = 1024 ** 3;

const rows: readonly { readonly key: RegionKey; readonly name: string; readonly sizes: Record<string, number> }[] = [
  { key: "eu", name: "tidewater-lab-datasets", sizes: { StandardStorage: 1840 * gb, GlacierStorage: 5200 * gb } },
  { key: "eu", name: "tidewater-lab-models", sizes: { StandardStorage: 310 * gb } },
  // Empty: CloudWatch has never heard of it.
  { key: "eu", name: "tidewater-lab-new", sizes: {} },
  { key: "us", name: "tidewater-lab-ingest", sizes: { StandardStorage: 96 * gb, StandardIAStorage: 700 * gb } },
];

function seed(seed: Seed): void {
  rows.forEach(({ key, name, sizes }, index) => {
    const createdAt = daysAgo(seed, 320 - index * 100);
    stateOf(own, regionOf(seed, key)).buckets.push({ name, createdAt, sizes, tags: tagsOf("lab", "data") });
  });
}
