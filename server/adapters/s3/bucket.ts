import { type Bucket, ListBucketsCommand, S3Client } from "@aws-sdk/client-s3";
import { z } from "zod";
import { pages, type ReadDoor } from "../../aws/door";
import type { CostLine } from "../../core/money";
import type { Observed } from "../../core/resource";
import type { AboutListed } from "../contract";
import { gigabytes, isWanted, partitionOf, unpriced, withTags } from "../listing";
import { type Advice, defineReport } from "../report";
import { bucketSizes, type ClassSize } from "./bucket-sizes";

const detail = z.strictObject({
  createdAt: z.string().nullable(),
  /** By storage class; null where CloudWatch has no figure: empty, or too new. It is not taken for nothing. */
  stored: z.array(z.strictObject({ storageClass: z.string(), gb: z.number() })).nullable(),
});
type Detail = z.infer<typeof detail>;

const about: AboutListed = {
  reason: "A bucket bills for what it stores until that is deleted; there is nothing to stop",
  remedy: "Let lifecycle rules end what nobody needs: old versions, unfinished uploads",
};

/** S3 buckets bill what they store and what is asked of them: nothing of it can be stopped. The catalogue has no prices of S3. */
export const s3Bucket = defineReport<Detail>({
  kind: "s3.bucket",
  title: "S3 bucket",
  plural: "S3 buckets",
  billedAs: "Amazon Simple Storage Service",
  terraform: ["aws_s3_bucket"],
  about,
  read: ["cloudwatch:GetMetricData", "cloudwatch:ListMetrics", "s3:ListAllMyBuckets", "tag:GetResources"],
  detail,
  advise,
  price,
  discover,
});

function advise({ detail: { stored } }: Observed<Detail>): Advice {
  const standard = (stored ?? []).find(({ storageClass }) => storageClass === "StandardStorage")?.gb ?? 0;
  const total = (stored ?? []).reduce((sum, { gb }) => sum + gb, 0);
  if (standard > total / 2) {
    const remedy =
      "Most of it is in the Standard class: let lifecycle rules move what is seldom read, and end old versions";
    return { saw: "exists", ...about, remedy };
  }
  return { saw: "exists", ...about };
}

function price({ detail: { stored } }: Observed<Detail>): readonly CostLine[] {
  const requests: CostLine = {
    label: "Requests and transfer",
    note: "by use: nothing while nobody asks",
    price: null,
    quantity: "metered",
    unit: "month",
    stopsWhenPaused: false,
  };
  if (stored === null) return [unpriced("Storage", "CloudWatch has no figure of its size"), requests];
  const lines = stored.map(({ storageClass, gb }) => ({
    ...unpriced("Storage", `${gb} GB ${storageClass}: its price is not in the catalogue`),
    quantity: gb,
  }));
  return [...lines, requests];
}

/** Each region asks for its own buckets, so that none is seen twice. */
async function* discover(aws: ReadDoor, only?: readonly string[]): AsyncGenerator<Observed<Detail>> {
  const list = pages(
    (ContinuationToken) =>
      aws.read(
        S3Client,
        new ListBucketsCommand({
          MaxBuckets: 1000,
          BucketRegion: aws.region,
          ...(ContinuationToken && { ContinuationToken }),
        }),
      ),
    (out) => out.ContinuationToken,
  );
  const buckets: Bucket[] = [];
  for await (const { Buckets = [] } of list) buckets.push(...Buckets.filter(({ Name }) => isWanted(Name, only)));
  if (buckets.length === 0) return;
  const names = buckets.map(({ Name = "" }) => Name);
  const sizes = await bucketSizes(aws, names);
  const found = buckets.map((bucket) => observed(bucket, aws.region, sizes.get(bucket.Name ?? "") ?? null));
  yield* await withTags(aws, "s3", found, only);
}

function observed(bucket: Bucket, region: string, sizes: readonly ClassSize[] | null): Omit<Observed<Detail>, "tags"> {
  const name = bucket.Name ?? "";
  const stored = sizes?.map(({ storageClass, bytes }) => ({ storageClass, gb: gigabytes(bytes) })) ?? null;
  return {
    nativeId: name,
    arn: `arn:${partitionOf(region)}:s3:::${name}`,
    name,
    type: "general purpose",
    detail: { createdAt: bucket.CreationDate?.toISOString() ?? null, stored },
  };
}
