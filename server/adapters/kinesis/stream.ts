import { KinesisClient, UpdateShardCountCommand } from "@aws-sdk/client-kinesis";
import { z } from "zod";
import type { Fault } from "../../core/fault";
import type { Action, Step } from "../../core/plan";
import { defineAdapter, type GlanceItem, type StepStatus, type Verdict } from "../contract";
import { glanceEach } from "../glance";
import { noneOf } from "../idle";
import { discoverStreams, glanceAtStream, shardsText, streamDetail } from "./stream-detail";
import {
  classify,
  meanwhile,
  notAsSaved,
  planPause,
  planResume,
  type Saved,
  type Seen,
  savedSchema,
} from "./stream-plan";
import { streamLines } from "./stream-price";
import { callsPerDay } from "./stream-resize";

const resizeParams = z.strictObject({ from: z.int().min(1), to: z.int().min(1) });

/** Kinesis publishes them while somebody writes or reads. */
const records = { namespace: "AWS/Kinesis", statistic: "Sum", quietMeansIdle: true } as const;
const byName = ({ nativeId }: Seen) => [{ StreamName: nativeId }];

/**
 * Kinesis data streams: there is no stop, so a pause gives up shards, by half for each call (UpdateShardCount, Kinesis API
 * reference). Retention and the mode are never touched: shortening the one loses records, and the other may be switched
 * twice a day only and comes back with another count. Deregistering a consumer would change its ARN.
 */
export const kinesisStream = defineAdapter({
  kind: "kinesis.stream",
  title: "Kinesis stream",
  plural: "Kinesis streams",
  billedAs: "Amazon Kinesis",
  about: {
    pause: "Halves its shards, call by call, towards one: as far as the calls of the day also lead back.",
    resume: "Doubles them, call by call, up to the saved count.",
    saves:
      "Shards, mode, retention, encryption, consumers, metrics, record size and tags. Retention and mode are never changed.",
    stillCosts: "The shards that stay, long retention, and consumers with enhanced fan-out.",
    hazards: [
      "Shards come back with new ids; consumers must read closed shards to their end.",
      "Kinesis refuses what writers send beyond the shards that are left.",
      "Kinesis resizes a stream 10 times in 24 hours; the way down and back uses them up.",
      "Records go on expiring.",
      "Streams whose shards share the hash keys unevenly are refused: only even ones could be brought back.",
    ],
  },
  waveTitle: "Streams",
  restore: "exact",
  wave: 90,
  iam: {
    read: [
      "kinesis:ListStreams",
      "kinesis:DescribeStreamSummary",
      "kinesis:ListShards",
      "kinesis:ListStreamConsumers",
      "tag:GetResources",
    ],
    pause: ["kinesis:UpdateShardCount"],
    resume: ["kinesis:UpdateShardCount"],
  },
  terraform: { aws_kinesis_stream: { drift: () => ["shard_count"] } },
  detail: streamDetail,
  saved: { version: 1, schema: savedSchema },
  options: z.strictObject({}),
  // "A few minutes" for a resize; a stream of thousands of shards takes longer, and there are up to four in a row.
  timing: { pollSeconds: 15, giveUpSeconds: 7200, expectSeconds: { pause: 240, resume: 240 } },
  batch: { resize: 1 },
  budgets: { resize: { calls: callsPerDay, hours: 24 } },
  classify,
  planPause,
  planResume: (saved, seen) => planResume(saved, seen),
  meanwhile,
  check,
  verify,
  relations: () => [],
  price: ({ detail }) => streamLines(detail),
  idle: {
    signals: [
      noneOf({ ...records, label: "records written in an hour at most", metric: "IncomingRecords" }, byName),
      noneOf({ ...records, label: "records read in an hour at most", metric: "GetRecords.Records" }, byName),
    ],
    since: ({ detail }) => detail.configuration.createdAt,
  },
  discover: discoverStreams,
  glance: (aws, items) => glanceEach(items.filter(isAwaited), ["resize"], (name) => glanceAtStream(aws, name), check),

  async apply(aws, _op, items) {
    for (const { nativeId, params } of items) {
      const { to } = resizeParams.parse(params);
      await aws.act(
        KinesisClient,
        new UpdateShardCountCommand({ StreamName: nativeId, TargetShardCount: to, ScalingType: "UNIFORM_SCALING" }),
      );
    }
    return items.map(({ nativeId }) => ({ nativeId, fault: null }));
  },
});

/** By its own next step, or by what works with it once it has grown again. Whoever shrank for the last time is read whole. */
function isAwaited({ step, next }: GlanceItem): boolean {
  const { from, to } = resizeParams.parse(step.params);
  return next !== null || to > from;
}

const goneFault: Fault = {
  code: "gone",
  reason: "The stream was deleted",
  remedy: "Create it again as the hold shows, then end the hold",
};

function check(step: Step, seen: Seen | null): StepStatus {
  if (!seen || seen.detail.status === "DELETING") return { status: "blocked", saw: "deleted", fault: goneFault };
  const { status, configuration } = seen.detail;
  const { shards } = configuration;
  if (shards === null) return blocked("on demand", "Somebody switched it to on demand");
  const saw = status === "ACTIVE" ? shardsText(shards) : `${shardsText(shards)}, ${status}`;
  if (status !== "ACTIVE") return { status: "pending", saw };
  const { from, to } = resizeParams.parse(step.params);
  const isDown = to < from;
  if (isDown ? shards <= to : shards >= to) return { status: "done", saw };
  if (isDown ? shards <= 2 * to : to <= 2 * shards) return { status: "todo", saw };
  return blocked(saw, `Somebody resized it to ${shardsText(shards)}, from where ${to} is too far for one call`);
}

function blocked(saw: string, reason: string): StepStatus {
  return { status: "blocked", saw, fault: { code: "refused", reason, remedy: "Plan again from what it is now" } };
}

function verify(action: Action, saved: Saved, seen: Seen | null): Verdict {
  if (!seen || seen.detail.status === "DELETING") return { verdict: "gone", saw: "deleted" };
  const { status, configuration } = seen.detail;
  if (status !== "ACTIVE") return { verdict: "pending", saw: status };
  const { shards } = configuration;
  const saw = shards === null ? "on demand" : shardsText(shards);
  if (action === "resume") {
    const differences = notAsSaved(saved, seen);
    return differences.length > 0 ? { verdict: "wrong", saw, differences } : { verdict: "reached", saw };
  }
  if (shards !== null && shards <= saved.pausedShards) return { verdict: "reached", saw };
  return { verdict: "wrong", saw, differences: [{ path: "shards", saved: String(saved.pausedShards), now: saw }] };
}
