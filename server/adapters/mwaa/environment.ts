import { z } from "zod";
import type { ReadDoor } from "../../aws/door";
import { cloudControlReads, readDescribed } from "../../aws/reads/cloud-control";
import type { CostLine } from "../../core/money";
import type { Observed } from "../../core/resource";
import type { AboutListed } from "../contract";
import { unpriced } from "../listing";
import { defineReport } from "../report";

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

/** What CloudFormation tells of AWS::MWAA::Environment (its resource reference). */
const described = z.object({
  Name: z.string().optional(),
  Arn: z.string().optional(),
  EnvironmentClass: z.string().optional(),
  AirflowVersion: z.string().optional(),
  Schedulers: z.number().optional(),
  MinWorkers: z.number().optional(),
  MaxWorkers: z.number().optional(),
  Tags: z.record(z.string(), z.string()).optional(),
});

/** Managed Airflow environments. */
export const mwaaEnvironment = defineReport<Detail>({
  kind: "mwaa.environment",
  title: "Airflow environment",
  plural: "Airflow environments",
  billedAs: "Amazon Managed Workflows for Apache Airflow",
  terraform: ["aws_mwaa_environment"],
  about,
  read: [...cloudControlReads, "airflow:GetEnvironment", "airflow:ListEnvironments"],
  detail,
  advise: () => ({ saw: "there", ...about }),
  price,
  discover,
});

function price({ detail: { class: size, schedulers, workers } }: Observed<Detail>): readonly CostLine[] {
  const count = (many: number | null, what: string) => (many === null ? [] : [`${many} ${what}`]);
  const note = [size, ...count(schedulers, "schedulers"), ...count(workers.min, "workers at least")].join(", ");
  return [unpriced("Environment", `${note}; not in the catalogue`, "hour")];
}

async function* discover(aws: ReadDoor, only?: readonly string[]): AsyncGenerator<Observed<Detail>> {
  for await (const { id, properties } of readDescribed(aws, "AWS::MWAA::Environment", only)) {
    const found = described.parse(properties);
    const size = found.EnvironmentClass ?? "unknown class";
    yield {
      nativeId: id,
      arn: found.Arn ?? "",
      name: found.Name ?? id,
      type: size,
      tags: found.Tags ?? {},
      detail: {
        class: size,
        version: found.AirflowVersion ?? "",
        schedulers: found.Schedulers ?? null,
        workers: { min: found.MinWorkers ?? null, max: found.MaxWorkers ?? null },
      },
    };
  }
}
