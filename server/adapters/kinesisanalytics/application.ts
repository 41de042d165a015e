import {
  KinesisAnalyticsV2Client,
  StartApplicationCommand,
  StopApplicationCommand,
} from "@aws-sdk/client-kinesis-analytics-v2";
import type { z } from "zod";
import type { ActDoor } from "../../aws/door";
import type { CostLine } from "../../core/money";
import { type ApplyItem, defineAdapter } from "../contract";
import { noneOf } from "../idle";
import { keysIn } from "../keys";
import { metered } from "../listing";
import { oneByOne } from "../one-by-one";
import { applicationAhead } from "./application-ahead";
import { applicationDetail, discover, type FlinkDetail, isNotebook, type SeenApplication } from "./application-detail";
import {
  meanwhile,
  type Op,
  options,
  planPause,
  planResume,
  type Saved,
  savedSchema,
  startParams,
  turning,
  verify,
} from "./application-plan";

/**
 * Applications of Managed Service for Apache Flink, which its API, its bill and its metrics still call Kinesis Analytics.
 * StopApplication takes one that is RUNNING and, unless it is forced, a snapshot; StartApplication one that is READY (API
 * reference). It is never forced: "Force-stopping your application may lead to data loss or duplication".
 */
export const kinesisanalyticsApplication = defineAdapter<FlinkDetail, Saved, Op, z.infer<typeof options>>({
  kind: "kinesisanalytics.application",
  title: "Managed Flink application",
  plural: "Managed Flink applications",
  billedAs: "Amazon Kinesis Analytics",
  about: {
    pause: "Stops it, with a snapshot of its state where its snapshots are on.",
    resume: "Starts it from that snapshot and waits until it runs.",
    saves:
      "Version, code, runtime, role, parallelism and scaling, checkpoints, snapshots, network, logs, key, and whether it may skip state. They are compared after the start.",
    stillCosts: "Its snapshots, by their size, until somebody deletes them.",
    hazards: [
      "What comes in meanwhile is read afterwards, and only as far back as the source keeps records.",
      "Without snapshots its state is lost: that is refused unless a plan accepts it.",
      "A Studio notebook keeps its notes. What they run and hold in memory is lost.",
      "It may come back smaller than AWS had scaled it, until AWS scales it again.",
      "Encrypted storage comes back only while its KMS key is enabled.",
      "SQL applications cannot be paused: AWS has ended them.",
    ],
  },
  waveTitle: "Streaming applications",
  restore: "exact",
  // Before the streams and databases that it writes to: its snapshot waits until they have taken what is under way.
  wave: 50,
  iam: {
    read: ["kinesisanalytics:DescribeApplication", "kinesisanalytics:ListApplications", "tag:GetResources"],
    // The second for those with enhanced snapshots ("Upgrade an existing application to enhanced snapshots").
    pause: ["kinesisanalytics:StopApplication", "kinesisanalytics:CreateSystemSnapshot"],
    resume: ["kinesisanalytics:StartApplication"],
  },
  // The provider reads no status back into start_application.
  terraform: { aws_kinesisanalyticsv2_application: { drift: () => [] } },
  detail: applicationDetail,
  saved: { version: 1, schema: savedSchema },
  options,
  // AWS names no bound: a snapshot takes as long as its state is large. An hour is this product's own.
  timing: { pollSeconds: 15, giveUpSeconds: 3600, expectSeconds: { pause: 120, resume: 180 } },
  batch: { stop: 1, start: 1 },

  classify: turning.classify,
  planPause,
  planResume,
  meanwhile,
  check: turning.check,
  verify,
  relations: () => [],
  keys: ({ detail }) => keysIn(detail.configuration.kmsKey),
  price,
  idle: {
    signals: [
      // Published while it runs only: what is stopped is unknown, not idle.
      noneOf(
        {
          label: "records in a second at most",
          namespace: "AWS/KinesisAnalytics",
          metric: "numRecordsInPerSecond",
          statistic: "Maximum",
          quietMeansIdle: false,
        },
        // A notebook has no records that tell whether somebody works in it.
        ({ name, detail }: SeenApplication) => (isNotebook(detail.configuration) ? [] : [{ Application: name }]),
      ),
    ],
  },
  ahead: applicationAhead,
  discover,
  apply: (aws, op, items) => oneByOne(items, (item) => (op === "stop" ? stop(aws, item) : start(aws, item))),
});

function stop(aws: ActDoor, { nativeId }: ApplyItem): Promise<unknown> {
  return aws.act(KinesisAnalyticsV2Client, new StopApplicationCommand({ ApplicationName: nativeId }));
}

function start(aws: ActDoor, { nativeId: ApplicationName, params }: ApplyItem): Promise<unknown> {
  const { restore, allowsNonRestoredState } = startParams.parse(params);
  const RunConfiguration = restore && {
    ApplicationRestoreConfiguration: { ApplicationRestoreType: restore },
    FlinkRunConfiguration: { AllowNonRestoredState: allowsNonRestoredState },
  };
  const command = new StartApplicationCommand({ ApplicationName, ...(RunConfiguration && { RunConfiguration }) });
  return aws.act(KinesisAnalyticsV2Client, command);
}

/** One KPU more is billed to orchestrate an application, and two for a notebook (Managed Service for Apache Flink pricing). */
function price({ detail: { configuration, currentParallelism } }: SeenApplication): readonly CostLine[] {
  const { perKpu, initial, scales } = configuration.parallelism;
  const parallelism = currentParallelism ?? initial;
  const kpus = parallelism === null || !perKpu ? null : Math.ceil(parallelism / perKpu);
  const isOfNotebook = isNotebook(configuration);
  const more = isOfNotebook ? 2 : 1;
  const scaled = scales ? ", scaled by AWS" : "";
  return [
    {
      label: "KPU hours",
      note: kpus === null ? "how many, AWS does not tell" : `${kpus} KPUs${scaled}, and ${more} to orchestrate them`,
      // A notebook's are sold apart.
      price: kpus === null || isOfNotebook ? null : { table: "flink", key: "kpuHour" },
      quantity: kpus === null ? 1 : kpus + more,
      unit: "hour",
      stopsWhenPaused: true,
    },
    { ...metered("Running storage", "50 GB for each KPU, while it runs"), stopsWhenPaused: true },
    metered("Snapshots", "by their size, also while it is stopped"),
  ];
}
