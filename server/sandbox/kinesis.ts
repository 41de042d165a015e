import type {
  DescribeStreamSummaryCommandInput,
  DescribeStreamSummaryCommandOutput,
  ListShardsCommandInput,
  ListShardsCommandOutput,
  ListStreamConsumersCommandInput,
  ListStreamConsumersCommandOutput,
  ListStreamsCommandInput,
  ListStreamsCommandOutput,
  Shard,
  UpdateShardCountCommandInput,
  UpdateShardCountCommandOutput,
} from "@aws-sdk/client-kinesis";
import { type Corner, defineCorner, stateOf } from "./corner";
import { awsError } from "./errors";
import { type Answer, change, type Moment, read } from "./operation";
import { page } from "./paging";
import { daysAgo, type RegionKey, regionOf, type Seed, tagsOf } from "./seed-story";
import type { RegionWorld, TagMap } from "./world";

/** Kinesis data streams. */

interface Stream {
  name: string;
  status: "ACTIVE" | "UPDATING";
  /** When a resize is over. */
  until: number | null;
  /** Null on demand. */
  shards: number | null;
  /** Where shards begin that somebody split by hand; null where all are equal. */
  starts: string[] | null;
  /** The last ten resizes, oldest first, 0 for none: AWS takes another one when the oldest is a day old. */
  resizes: { changedAt: number }[];
  retentionHours: number;
  consumers: string[];
  createdAt: number;
  tags: TagMap;
}

interface KinesisState {
  streams: Stream[];
}

const corner: Corner<KinesisState> = {
  name: "kinesis",
  empty: () => ({ streams: [] }),
  services: {
    kinesis: {
      ListStreams: read(listStreams),
      DescribeStreamSummary: read(describeStreamSummary),
      ListShards: read(listShards),
      ListStreamConsumers: read(listStreamConsumers),
      UpdateShardCount: change(updateShardCount),
    },
  },
  seed,
  dues: ({ streams }) => streams.map(({ until }) => until),
  finish({ streams }, at) {
    for (const stream of streams.filter(({ until }) => until !== null && until <= at)) {
      stream.until = null;
      stream.status = "ACTIVE";
    }
  },
  tagged: ({ streams }, at) =>
    streams.map((stream) => ({ type: "kinesis:stream", arn: streamArn(stream, at), tags: stream.tags })),
};
export const kinesis = defineCorner(corner);

const of = (region: RegionWorld) => stateOf(corner, region).streams;

const dayMs = 24 * 3_600_000;
const hashKeys = 2n ** 128n;

function listStreams(input: ListStreamsCommandInput, at: Moment): Answer<ListStreamsCommandOutput> {
  const { items, next } = page({
    items: of(at.region),
    size: input.Limit ?? 100,
    token: input.NextToken,
    invalidToken: () => awsError("ExpiredNextTokenException", "The token has expired."),
  });
  return {
    StreamNames: items.map(({ name }) => name),
    HasMoreStreams: next !== undefined,
    ...(next !== undefined && { NextToken: next }),
  };
}

function describeStreamSummary(
  input: DescribeStreamSummaryCommandInput,
  at: Moment,
): Answer<DescribeStreamSummaryCommandOutput> {
  const stream = find(input.StreamName, at);
  return {
    StreamDescriptionSummary: {
      StreamName: stream.name,
      StreamARN: streamArn(stream, at),
      StreamStatus: stream.status,
      StreamModeDetails: { StreamMode: stream.shards === null ? "ON_DEMAND" : "PROVISIONED" },
      RetentionPeriodHours: stream.retentionHours,
      StreamCreationTimestamp: new Date(stream.createdAt),
      EnhancedMonitoring: [{ ShardLevelMetrics: [] }],
      EncryptionType: "KMS",
      KeyId: "alias/aws/kinesis",
      OpenShardCount: stream.shards ?? 4,
      ConsumerCount: stream.consumers.length,
      MaxRecordSizeInKiB: 1024,
    },
  };
}

/** Open shards only: the sandbox keeps no closed ones. Their ids are new after each resize. */
function listShards(input: ListShardsCommandInput, at: Moment): Answer<ListShardsCommandOutput> {
  const stream = active(input.StreamName, at);
  const count = stream.shards ?? 4;
  const starts = stream.starts ?? Array.from({ length: count }, (_, index) => evenStart(index, count));
  const first = Math.floor((stream.resizes.at(-1)?.changedAt ?? 0) / 1000);
  const shards = starts.map((start, index): Shard => {
    const end = index + 1 < starts.length ? BigInt(starts[index + 1] ?? 0) : hashKeys;
    return {
      ShardId: `shardId-${String(first + index).padStart(12, "0")}`,
      HashKeyRange: { StartingHashKey: start, EndingHashKey: String(end - 1n) },
      SequenceNumberRange: { StartingSequenceNumber: `4966${String(first + index).padStart(52, "0")}` },
    };
  });
  return { Shards: shards };
}

function evenStart(index: number, count: number): string {
  return String((hashKeys * BigInt(index)) / BigInt(count));
}

function listStreamConsumers(
  input: ListStreamConsumersCommandInput,
  at: Moment,
): Answer<ListStreamConsumersCommandOutput> {
  const stream = active(input.StreamARN?.split("/").at(-1), at);
  return {
    Consumers: stream.consumers.map((ConsumerName) => ({
      ConsumerName,
      ConsumerARN: `${streamArn(stream, at)}/consumer/${ConsumerName}:${Math.floor(stream.createdAt / 1000)}`,
      ConsumerStatus: "ACTIVE",
      ConsumerCreationTimestamp: new Date(stream.createdAt),
    })),
  };
}

/** Twice as many at most, half as many at least, ten times in 24 hours (Kinesis API reference, UpdateShardCount). */
function updateShardCount(input: UpdateShardCountCommandInput, at: Moment): Answer<UpdateShardCountCommandOutput> {
  const stream = active(input.StreamName, at);
  const { shards: now } = stream;
  const wanted = input.TargetShardCount ?? 0;
  if (now === null) {
    throw awsError(
      "ValidationException",
      `Stream ${stream.name} is ON_DEMAND. UpdateShardCount needs PROVISIONED mode.`,
    );
  }
  if (wanted === now || wanted < 1 || wanted > 2 * now || 2 * wanted < now) {
    throw awsError("InvalidArgumentException", `Cannot scale from ${now} to ${wanted} shards in one call.`);
  }
  const [oldest, ...younger] = stream.resizes;
  if (oldest && oldest.changedAt > at.now - dayMs) {
    throw awsError(
      "LimitExceededException",
      `Stream ${stream.name} under account ${at.world.accountId} was already resized ${stream.resizes.length} times within 24 hours.`,
    );
  }
  stream.resizes = [...younger, { changedAt: at.now }];
  stream.shards = wanted;
  stream.starts = null;
  stream.status = "UPDATING";
  stream.until = at.ends(60);
  return { StreamName: stream.name, CurrentShardCount: now, TargetShardCount: wanted };
}

function find(name: string | undefined, at: Moment): Stream {
  const stream = of(at.region).find((each) => each.name === name);
  if (stream) return stream;
  throw awsError("ResourceNotFoundException", `Stream ${name} under account ${at.world.accountId} not found.`);
}

function active(name: string | undefined, at: Moment): Stream {
  const stream = find(name, at);
  if (stream.status === "ACTIVE") return stream;
  throw awsError("ResourceInUseException", `Stream ${stream.name} is ${stream.status}.`);
}

function streamArn({ name }: Stream, at: Pick<Moment, "regionName" | "world">): string {
  return `arn:aws:kinesis:${at.regionName}:${at.world.accountId}:stream/${name}`;
}

/** Streams of the data team: one for each way that a pause can or cannot go. */
function seed(story: Seed): void {
  const add = (key: RegionKey, name: string, more: Partial<Stream> = {}) => {
    const streams = of(regionOf(story, key));
    streams.push({
      name,
      status: "ACTIVE",
      until: null,
      shards: 4,
      starts: null,
      resizes: Array.from({ length: 10 }, () => ({ changedAt: 0 })),
      retentionHours: 24,
      consumers: [],
      createdAt: daysAgo(story, 120 + streams.length),
      tags: tagsOf("lab", "data"),
      ...more,
    });
  };
  add("eu", "clickstream-lab", { shards: 8, consumers: ["sessions"], retentionHours: 168 });
  add("eu", "sensor-lab", { shards: 5 });
  add("us", "clickstream-lab");
  add("eu", "audit-lab", { shards: 1 });
  add("eu", "firehose-lab", { shards: null });
  // One hot shard was split by hand: its halves are not what even scaling makes.
  add("eu", "hotspot-lab", { shards: 3, starts: ["0", String(hashKeys / 2n), String((hashKeys / 4n) * 3n)] });
}
