import { z } from "zod";
import type { CostLine } from "../../core/money";
import type { Observed } from "../../core/resource";
import type { AboutListed } from "../contract";
import { defineDescribed, describedTags } from "../described";
import { unpriced } from "../listing";

const detail = z.strictObject({
  /** mw1.small, mw1.medium, … */
  class: z.string(),
  version: z.string(),
  schedulers: z.number().nullable(),
  workers: z.strictObject({ min: z.number().nullable(), max: z.number().nullable() }),
});
type Detail = z.infer<typeof detail>;

const about: AboutListed = {
  reason: "An Airflow environment has no stop: it bills by the hour, its schedulers and least workers with it",
  remedy:
    "Keep its DAGs in their bucket, delete it, and make it again; or take a smaller class and fewer least workers",
};

const properties = z.object({
  Name: z.string().optional(),
  Arn: z.string().optional(),
  EnvironmentClass: z.string().optional(),
  AirflowVersion: z.string().optional(),
  Schedulers: z.number().optional(),
  MinWorkers: z.number().optional(),
  MaxWorkers: z.number().optional(),
  Tags: describedTags,
});

/** Managed Airflow environments. */
export const mwaaEnvironment = defineDescribed({
  kind: "mwaa.environment",
  title: "Airflow environment",
  plural: "Airflow environments",
  billedAs: "Amazon Managed Workflows for Apache Airflow",
  terraform: ["aws_mwaa_environment"],
  about,
  type: "AWS::MWAA::Environment",
  properties,
  read: ["airflow:GetEnvironment", "airflow:ListEnvironments"],
  detail,
  advise: () => ({ saw: "there", ...about }),
  price,
  observe: ({ Name, Arn, EnvironmentClass: size = "unknown class", ...told }, id) => ({
    arn: Arn ?? "",
    name: Name ?? id,
    type: size,
    tags: told.Tags,
    detail: {
      class: size,
      version: told.AirflowVersion ?? "",
      schedulers: told.Schedulers ?? null,
      workers: { min: told.MinWorkers ?? null, max: told.MaxWorkers ?? null },
    },
  }),
});

function price({ detail: { class: size, schedulers, workers } }: Observed<Detail>): readonly CostLine[] {
  const count = (many: number | null, what: string) => (many === null ? [] : [`${many} ${what}`]);
  const note = [size, ...count(schedulers, "schedulers"), ...count(workers.min, "workers at least")].join(", ");
  return [unpriced("Environment", `${note}; not in the catalogue`, "hour")];
}
