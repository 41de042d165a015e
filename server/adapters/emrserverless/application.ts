import { z } from "zod";
import type { CostLine } from "../../core/money";
import type { Observed } from "../../core/resource";
import type { AboutListed } from "../contract";
import { defineDescribed, describedTags } from "../described";
import { metered, unpriced } from "../listing";

const detail = z.strictObject({
  /** Spark, Hive. */
  engine: z.string(),
  release: z.string(),
  /** Workers that are kept ready from a start to a stop; empty: none are. */
  ready: z.array(z.strictObject({ role: z.string(), workers: z.number().nullable(), size: z.string() })),
  /** Idle minutes after which it stops by itself; 0: it never does; null: AWS does not tell. */
  stopsAfterMinutes: z.number().nullable(),
});
type Detail = z.infer<typeof detail>;

const about: AboutListed = {
  reason:
    "An application bills workers for its jobs, and those kept ready while it is started. AWS can stop and start it (StopApplication); Standby does not use that yet",
  remedy:
    "Let it stop by itself after idle minutes, or stop it: aws emr-serverless stop-application --application-id … , when no job runs",
};

const properties = z.object({
  Name: z.string().optional(),
  Arn: z.string().optional(),
  Type: z.string().optional(),
  ReleaseLabel: z.string().optional(),
  InitialCapacity: z
    .array(
      z.object({
        Key: z.string().optional(),
        Value: z
          .object({
            WorkerCount: z.number().optional(),
            WorkerConfiguration: z.object({ Cpu: z.string().optional(), Memory: z.string().optional() }).optional(),
          })
          .optional(),
      }),
    )
    .optional(),
  AutoStopConfiguration: z
    .object({ Enabled: z.boolean().optional(), IdleTimeoutMinutes: z.number().optional() })
    .optional(),
  Tags: describedTags,
});
type Properties = z.infer<typeof properties>;

/** Applications of EMR Serverless. CloudFormation describes none with its state, so one that is stopped looks like one that is started. */
export const emrserverlessApplication = defineDescribed({
  kind: "emrserverless.application",
  title: "EMR Serverless application",
  plural: "EMR Serverless applications",
  billedAs: "Amazon Elastic MapReduce",
  terraform: ["aws_emrserverless_application"],
  about,
  type: "AWS::EMRServerless::Application",
  properties,
  read: ["emr-serverless:GetApplication", "emr-serverless:ListApplications"],
  detail,
  advise: () => ({ saw: "there", ...about }),
  price,
  observe: ({ Name, Arn, Type: engine = "unknown engine", ReleaseLabel: release = "", ...told }, id) => ({
    arn: Arn ?? "",
    name: Name || id,
    type: [engine, release].filter(Boolean).join(" "),
    tags: told.Tags,
    detail: {
      engine,
      release,
      ready: (told.InitialCapacity ?? []).map(
        ({ Key: role = "workers", Value: { WorkerConfiguration, ...all } = {} }) => ({
          role,
          workers: all.WorkerCount ?? null,
          size: [WorkerConfiguration?.Cpu, WorkerConfiguration?.Memory].filter(Boolean).join(", ") || "unknown size",
        }),
      ),
      stopsAfterMinutes: stopsAfter(told.AutoStopConfiguration),
    },
  }),
});

/** On, after 15 minutes, unless somebody set it otherwise (EMR Serverless API reference, "AutoStopConfig"). */
function stopsAfter(set: Properties["AutoStopConfiguration"]): number | null {
  if (set?.Enabled === undefined) return null;
  return set.Enabled ? (set.IdleTimeoutMinutes ?? 15) : 0;
}

/** What is kept ready bills on where nothing stops it; else the most of a day bills nothing, and only the bill knows how much. */
function price({ detail: { ready, stopsAfterMinutes } }: Observed<Detail>): readonly CostLine[] {
  const jobs = metered("Workers of jobs", "while they run");
  if (ready.length === 0) return [jobs];
  const label = "Workers kept ready";
  const each = ready.map(({ role, workers, size }) => `${workers ?? "?"} × ${role} (${size})`).join(", ");
  if (stopsAfterMinutes) {
    return [jobs, metered(label, `${each}, while it is started: it stops after ${stopsAfterMinutes} idle minutes`)];
  }
  const why = stopsAfterMinutes === 0 ? "it never stops by itself" : "whether it stops by itself AWS does not tell";
  return [jobs, unpriced(label, `${each}, while it is started: ${why}; not in the catalogue`, "hour")];
}
