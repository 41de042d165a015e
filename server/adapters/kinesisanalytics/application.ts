import { z } from "zod";
import type { CostLine } from "../../core/money";
import type { Observed } from "../../core/resource";
import type { AboutListed } from "../contract";
import { arnHere, defineDescribed, describedTags } from "../described";
import { noneOf } from "../idle";
import { metered, unpriced } from "../listing";

const detail = z.strictObject({
  /** FLINK-1_20, ZEPPELIN-FLINK-3_0. */
  runtime: z.string(),
  /** A notebook of Studio; null: AWS does not tell. */
  interactive: z.boolean().nullable(),
  /** KPUs that its parallelism needs; null: AWS does not tell. */
  kpus: z.number().nullable(),
  scales: z.boolean().nullable(),
});
type Detail = z.infer<typeof detail>;

const about: AboutListed = {
  reason:
    "An application bills its KPUs while it runs. AWS can stop and start it (StopApplication takes a snapshot); Standby does not use that yet",
  remedy:
    "Stop it: aws kinesisanalyticsv2 stop-application --application-name … ; with snapshots enabled it goes on where it was",
};

const parallelism = z
  .object({
    Parallelism: z.number().optional(),
    ParallelismPerKPU: z.number().optional(),
    AutoScalingEnabled: z.boolean().optional(),
  })
  .optional();

const properties = z.object({
  ApplicationName: z.string().optional(),
  ApplicationMode: z.string().optional(),
  RuntimeEnvironment: z.string().optional(),
  ApplicationConfiguration: z
    .object({ FlinkApplicationConfiguration: z.object({ ParallelismConfiguration: parallelism }).optional() })
    .optional(),
  Tags: describedTags,
});

/**
 * Applications of Managed Service for Apache Flink, which CloudFormation and its metrics still call Kinesis Analytics.
 * It describes none with its status: what is stopped and bills nothing looks like what runs, so no figure is claimed.
 */
export const kinesisanalyticsApplication = defineDescribed({
  kind: "kinesisanalytics.application",
  title: "Managed Flink application",
  plural: "Managed Flink applications",
  billedAs: "Amazon Kinesis Analytics",
  terraform: ["aws_kinesisanalyticsv2_application"],
  about,
  type: "AWS::KinesisAnalyticsV2::Application",
  properties,
  read: [
    "kinesisanalytics:DescribeApplication",
    "kinesisanalytics:ListApplications",
    "kinesisanalytics:ListTagsForResource",
    "sts:GetCallerIdentity",
  ],
  detail,
  advise: () => ({ saw: "there", ...about }),
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
        ({ name, detail: { interactive } }: Observed<Detail>) => (interactive === true ? [] : [{ Application: name }]),
      ),
    ],
  },
  async observe({ ApplicationName: name, RuntimeEnvironment: runtime = "unknown runtime", ...told }, id, aws) {
    const config = told.ApplicationConfiguration?.FlinkApplicationConfiguration?.ParallelismConfiguration;
    const { Parallelism: all, ParallelismPerKPU: each } = config ?? {};
    return {
      arn: await arnHere(aws, "kinesisanalytics", `application/${name ?? id}`),
      name: name ?? id,
      type: runtime,
      tags: told.Tags,
      detail: {
        runtime,
        interactive: told.ApplicationMode === undefined ? null : told.ApplicationMode === "INTERACTIVE",
        kpus: all === undefined || !each ? null : Math.ceil(all / each),
        scales: config?.AutoScalingEnabled ?? null,
      },
    };
  },
});

/** One KPU more is billed to orchestrate an application, and two for a notebook (Managed Service for Apache Flink pricing). */
function price({ detail: { kpus, interactive, scales } }: Observed<Detail>): readonly CostLine[] {
  const more = interactive ? 2 : 1;
  const scaled = scales ? ", scaled by AWS" : "";
  const many = kpus === null ? "its KPUs" : `${kpus + more} KPUs${scaled}`;
  return [
    unpriced("KPU hours", `${many}, while it runs: AWS does not tell here whether it does`, "hour"),
    metered("Storage", "50 GB for each KPU while it runs, and its backups"),
  ];
}
