import type { CostLine } from "../../core/money";
import type { StreamDetail } from "./stream-detail";
import { lowest } from "./stream-resize";

/** What a stream bills: by shard and hour, of which a pause leaves the lowest count that a fresh day allows. */
export function streamLines({ configuration, consumerCount }: StreamDetail): readonly CostLine[] {
  const { shards, retentionHours } = configuration;
  if (shards === null) return [onDemand, records("onDemandIngestGb")];
  const perShard = (label: string, key: string, each = 1) => shardLines({ label, key, each, shards });
  return [
    ...perShard("Shards", "shardHour"),
    // 24 hours are included; up to seven days bill by shard, longer ones by stored GB on top.
    ...(retentionHours > 24 ? perShard("Extended retention", "extendedRetentionShardHour") : []),
    ...(consumerCount > 0 ? perShard("Enhanced fan-out", "efoConsumerShardHour", consumerCount) : []),
    ...(retentionHours > 168 ? [longTerm] : []),
    records("putPayloadUnit"),
  ];
}

interface PerShard {
  readonly label: string;
  readonly key: string;
  /** How often it is billed for one shard. */
  readonly each: number;
  readonly shards: number;
}

function shardLines({ label, key, each, shards }: PerShard): CostLine[] {
  const stays = lowest(shards);
  const line = { label, price: { table: "kinesis", key }, unit: "hour" } as const;
  const kept = { ...line, note: `${stays} of ${shards} shards, kept while paused`, quantity: stays * each };
  const given = { ...line, note: `${shards - stays} of ${shards} shards`, quantity: (shards - stays) * each };
  const lines: CostLine[] = [{ ...kept, stopsWhenPaused: false }];
  return shards > stays ? [{ ...given, stopsWhenPaused: true }, ...lines] : lines;
}

const onDemand: CostLine = {
  label: "Stream hours",
  note: "on demand, billed whatever the traffic",
  price: { table: "kinesis", key: "onDemandStreamHour" },
  quantity: 1,
  unit: "hour",
  stopsWhenPaused: false,
};

const longTerm: CostLine = {
  label: "Long-term retention",
  note: "stored records older than seven days",
  price: { table: "kinesis", key: "longTermRetentionGbMonth" },
  quantity: "metered",
  unit: "month",
  stopsWhenPaused: false,
};

function records(key: string): CostLine {
  return {
    label: "Records written",
    note: "by what is sent to the stream",
    price: { table: "kinesis", key },
    quantity: "metered",
    unit: "month",
    stopsWhenPaused: false,
  };
}
