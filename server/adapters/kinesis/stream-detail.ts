import {
  DescribeStreamSummaryCommand,
  KinesisClient,
  ListShardsCommand,
  ListStreamConsumersCommand,
  ListStreamsCommand,
  type Shard,
  type StreamDescriptionSummary,
} from "@aws-sdk/client-kinesis";
import { z } from "zod";
import { pages, type ReadDoor } from "../../aws/door";
import { tagsOf, tagsOfThese } from "../../aws/reads/tags";
import type { Observed, Tags } from "../../core/resource";
import { nullWhenGone } from "../read-each";

/** What a Kinesis data stream is, in a form that survives JSON, and how it is read. */

export const streamConfiguration = z.strictObject({
  /** A stream that was deleted and made again under the same name is another one. */
  createdAt: z.string().nullable(),
  mode: z.string(),
  /** Open shards. Null on demand: there AWS sets it. */
  shards: z.int().min(1).nullable(),
  /** Whether the open shards share the hash keys evenly; null on demand, and while the stream is changing. */
  ranges: z.enum(["even", "uneven"]).nullable(),
  retentionHours: z.number(),
  encryption: z.strictObject({ type: z.string(), keyId: z.string().nullable() }),
  shardMetrics: z.array(z.string()),
  /** ARNs: one that is registered again has a new one. Null while the stream is changing. */
  consumers: z.array(z.string()).nullable(),
  maxRecordKiB: z.number().nullable(),
});
export type StreamConfiguration = z.infer<typeof streamConfiguration>;

export const streamDetail = z.strictObject({
  status: z.string(),
  /** Enhanced fan-out consumers, which bill by shard. */
  consumerCount: z.int().min(0),
  configuration: streamConfiguration,
});
export type StreamDetail = z.infer<typeof streamDetail>;

/** Streams are listed by hundreds, described one by one (20 a second); names are asked for as they are. */
export async function* discoverStreams(
  aws: ReadDoor,
  only?: readonly string[],
): AsyncGenerator<Observed<StreamDetail>> {
  for await (const names of only ? [only] : listed(aws)) {
    const found = (await Promise.all(names.map((name) => describe(aws, name)))).flatMap((one) => one ?? []);
    if (found.length === 0) continue;
    const tags = only
      ? await tagsOfThese(
          aws,
          found.map(({ arn }) => arn),
        )
      : await tagsOf(aws, "kinesis:stream");
    for (const one of found) yield observe(one, tags);
  }
}

async function* listed(aws: ReadDoor): AsyncGenerator<readonly string[]> {
  const lists = pages(
    (token) => aws.read(KinesisClient, new ListStreamsCommand({ Limit: 100, ...(token && { NextToken: token }) })),
    (out) => out.NextToken,
  );
  for await (const { StreamNames = [] } of lists) yield StreamNames;
}

interface Described {
  readonly name: string;
  readonly arn: string;
  readonly detail: StreamDetail;
}

/** A stream by its summary alone: without ranges, consumers and tags. Null where it does not exist (any more). */
export async function glanceAtStream(aws: ReadDoor, name: string): Promise<Observed<StreamDetail> | null> {
  const summary = await readSummary(aws, name);
  return summary && observe({ name, arn: summary.StreamARN ?? "", detail: detailOf(summary, null, null) }, new Map());
}

async function readSummary(aws: ReadDoor, name: string): Promise<StreamDescriptionSummary | null> {
  const answer = await nullWhenGone(aws.read(KinesisClient, new DescribeStreamSummaryCommand({ StreamName: name })));
  return answer?.StreamDescriptionSummary ?? null;
}

/** Null where the stream does not exist (any more). */
async function describe(aws: ReadDoor, name: string): Promise<Described | null> {
  const summary = await readSummary(aws, name);
  if (!summary) return null;
  const { StreamARN: arn = "", StreamStatus: status } = summary;
  // The lists below answer for ACTIVE streams only (ListShards and ListStreamConsumers, Kinesis API reference).
  const settled = status === "ACTIVE";
  const lists = Promise.all([
    settled && isProvisioned(summary) ? readRanges(aws, name, summary.OpenShardCount) : null,
    settled ? readConsumers(aws, arn, summary.ConsumerCount) : null,
  ]);
  const found = await nullWhenGone(lists);
  return found && { name, arn, detail: detailOf(summary, ...found) };
}

function isProvisioned({ StreamModeDetails: details }: StreamDescriptionSummary): boolean {
  return details?.StreamMode !== "ON_DEMAND";
}

/** One shard has all hash keys: there is nothing to ask. */
async function readRanges(aws: ReadDoor, name: string, shards = 0): Promise<"even" | "uneven"> {
  if (shards === 1) return "even";
  const open: Shard[] = [];
  const lists = pages(
    (token) =>
      aws.read(
        KinesisClient,
        // A token stands for the whole question and goes alone.
        new ListShardsCommand(
          token ? { NextToken: token } : { StreamName: name, ShardFilter: { Type: "AT_LATEST" }, MaxResults: 10_000 },
        ),
      ),
    (out) => out.NextToken,
  );
  for await (const { Shards = [] } of lists) {
    // A shard with a last sequence number is closed: a parent that is read until its records expire.
    open.push(...Shards.filter(({ SequenceNumberRange: numbers }) => !numbers?.EndingSequenceNumber));
  }
  return areEven(open.map(({ HashKeyRange: range }) => range?.StartingHashKey ?? "0")) ? "even" : "uneven";
}

/** Hash keys are MD5 digests: 128 bits. */
const hashKeys = 2n ** 128n;

/**
 * Whether shards that begin at these hash keys are what UNIFORM_SCALING makes of their count: each begins at its place,
 * give or take a hundredth of a shard, which covers AWS's rounding and no split that somebody made by hand.
 */
export function areEven(starts: readonly string[]): boolean {
  const count = BigInt(starts.length);
  const sorted = starts.map(BigInt).sort((one, other) => (one < other ? -1 : 1));
  return sorted.every((start, index) => {
    const off = start * count - hashKeys * BigInt(index);
    return (off < 0n ? -off : off) * 100n <= hashKeys;
  });
}

async function readConsumers(aws: ReadDoor, arn: string, count: number | undefined): Promise<readonly string[]> {
  if (count === 0) return [];
  const found: string[] = [];
  const lists = pages(
    (token) =>
      aws.read(
        KinesisClient,
        new ListStreamConsumersCommand({ StreamARN: arn, MaxResults: 100, ...(token && { NextToken: token }) }),
      ),
    (out) => out.NextToken,
  );
  for await (const { Consumers = [] } of lists)
    found.push(...Consumers.flatMap(({ ConsumerARN }) => ConsumerARN ?? []));
  return found.sort();
}

function detailOf(
  summary: StreamDescriptionSummary,
  ranges: "even" | "uneven" | null,
  consumers: readonly string[] | null,
): StreamDetail {
  return {
    status: summary.StreamStatus ?? "unknown",
    consumerCount: summary.ConsumerCount ?? consumers?.length ?? 0,
    configuration: {
      createdAt: summary.StreamCreationTimestamp?.toISOString() ?? null,
      mode: summary.StreamModeDetails?.StreamMode ?? "PROVISIONED",
      shards: isProvisioned(summary) ? (summary.OpenShardCount ?? null) : null,
      ranges,
      retentionHours: summary.RetentionPeriodHours ?? 24,
      encryption: { type: summary.EncryptionType ?? "NONE", keyId: summary.KeyId ?? null },
      shardMetrics: (summary.EnhancedMonitoring ?? []).flatMap((one) => one.ShardLevelMetrics ?? []).sort(),
      consumers: consumers && [...consumers],
      maxRecordKiB: summary.MaxRecordSizeInKiB ?? null,
    },
  };
}

function observe({ name, arn, detail }: Described, tags: ReadonlyMap<string, Tags>): Observed<StreamDetail> {
  const { shards } = detail.configuration;
  return {
    nativeId: name,
    arn,
    name,
    type: shards === null ? "on demand" : shardsText(shards),
    tags: tags.get(arn) ?? {},
    detail,
  };
}

export function shardsText(shards: number): string {
  return shards === 1 ? "1 shard" : `${shards} shards`;
}
