import type { MetricDataQuery } from "@aws-sdk/client-cloudwatch";
import { describe, expect, it } from "vitest";
import { collect, recordingDoor } from "../../testing/recording-door";
import { s3Bucket } from "./bucket";

const gb = 1024 ** 3;

/** Bytes by bucket and class, newest first. */
type Sizes = Readonly<Record<string, Readonly<Record<string, readonly number[]>>>>;

function metrics(sizes: Sizes) {
  return Object.entries(sizes).flatMap(([bucket, classes]) =>
    Object.keys(classes).map((storageClass) => ({
      Namespace: "AWS/S3",
      MetricName: "BucketSizeBytes",
      Dimensions: [
        { Name: "BucketName", Value: bucket },
        { Name: "StorageType", Value: storageClass },
      ],
    })),
  );
}

function door(buckets: readonly string[], sizes: Sizes) {
  return recordingDoor({
    ListBuckets: () => ({ Buckets: buckets.map((Name) => ({ Name })) }),
    ListMetrics: () => ({ Metrics: metrics(sizes) }),
    GetMetricData: ({ MetricDataQueries }: { MetricDataQueries: MetricDataQuery[] }) => ({
      MetricDataResults: MetricDataQueries.map(({ Id, MetricStat }) => {
        const [bucket, storageClass] = (MetricStat?.Metric?.Dimensions ?? []).map(({ Value = "" }) => Value);
        return { Id, Values: [...(sizes[bucket ?? ""]?.[storageClass ?? ""] ?? [])] };
      }),
    }),
    GetResources: () => ({
      ResourceTagMappingList: [{ ResourceARN: "arn:aws:s3:::data", Tags: [{ Key: "Team", Value: "data" }] }],
    }),
  });
}

async function seen(classes: Readonly<Record<string, readonly number[]>>) {
  const [one] = await collect(s3Bucket.discover(door(["data"], { data: classes })));
  if (!one) throw new Error("it is not listed");
  return one;
}

describe("s3.bucket", () => {
  it("asks for the buckets of its region, and takes the newest size of each class", async () => {
    const aws = door(["data", "new"], {
      data: { StandardStorage: [3 * gb, 2 * gb], GlacierStorage: [5 * gb] },
      "somebody-elses": { StandardStorage: [gb] },
    });
    expect(await collect(s3Bucket.discover(aws))).toMatchObject([
      {
        nativeId: "data",
        arn: "arn:aws:s3:::data",
        tags: { Team: "data" },
        detail: {
          stored: [
            { storageClass: "GlacierStorage", gb: 5 },
            { storageClass: "StandardStorage", gb: 3 },
          ],
        },
      },
      { nativeId: "new", tags: {}, detail: { stored: null } },
    ]);
    const inputs = Object.fromEntries(aws.calls.map(({ operation, input }) => [operation, input]));
    expect(inputs.ListBuckets).toMatchObject({ BucketRegion: "eu-central-1" });
    // It is 2026-11-20 at the recording door.
    expect(inputs.GetMetricData).toMatchObject({
      StartTime: new Date("2026-11-17T00:00:00Z"),
      EndTime: new Date("2026-11-21T00:00:00Z"),
      MetricDataQueries: { length: 2 },
    });
  });

  it("pays for the sizes of a day once", async () => {
    const aws = door(["data", "new"], { data: { StandardStorage: [gb] } });
    const first = await collect(s3Bucket.discover(aws));
    expect(await collect(s3Bucket.discover(aws))).toEqual(first);
    expect(aws.calls.filter(({ operation }) => operation === "GetMetricData")).toHaveLength(1);
    const tomorrow = { ...aws, now: () => new Date("2026-11-21T00:30:00Z") };
    await collect(s3Bucket.discover(tomorrow));
    expect(aws.calls.filter(({ operation }) => operation === "GetMetricData")).toHaveLength(2);
  });

  it("asks for 500 metrics at a time", async () => {
    const names = Array.from({ length: 501 }, (_, index) => `bucket-${index}`);
    const aws = door(names, Object.fromEntries(names.map((name) => [name, { StandardStorage: [gb] }])));
    const found = await collect(s3Bucket.discover(aws));
    expect(found.every(({ detail }) => detail.stored?.[0]?.gb === 1)).toBe(true);
    expect(aws.calls.filter(({ operation }) => operation === "GetMetricData")).toHaveLength(2);
  });

  it("never takes an unknown size for nothing", async () => {
    for (const classes of [{}, { StandardStorage: [] }]) {
      const one = await seen(classes);
      expect(one.detail.stored).toBeNull();
      expect(s3Bucket.price(one)).toMatchObject([
        { label: "Storage", price: null, quantity: 1 },
        { quantity: "metered" },
      ]);
    }
    expect(s3Bucket.price(await seen({ StandardStorage: [7 * gb] }))).toMatchObject([{ price: null, quantity: 7 }, {}]);
  });

  it.each<[string, Record<string, number[]>, RegExp]>([
    ["is mostly Standard", { StandardStorage: [9 * gb], GlacierStorage: [gb] }, /Standard class/],
    ["is mostly cold", { StandardStorage: [gb], GlacierStorage: [9 * gb] }, /unfinished uploads/],
    ["has no figure", {}, /unfinished uploads/],
  ])("says what to do about one that %s", async (_what, classes, remedy) => {
    expect(s3Bucket.classify(await seen(classes))).toMatchObject({ remedy: expect.stringMatching(remedy) });
  });
});
