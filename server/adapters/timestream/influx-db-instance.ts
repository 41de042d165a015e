import { z } from "zod";
import type { CostLine } from "../../core/money";
import type { Observed } from "../../core/resource";
import type { AboutListed } from "../contract";
import { defineDescribed, describedTags } from "../described";
import { unpriced } from "../listing";

const detail = z.strictObject({
  status: z.string(),
  instanceType: z.string(),
  /** WITH_MULTIAZ_STANDBY has a second instance in another zone; null: AWS does not tell. */
  deployment: z.string().nullable(),
  storage: z.strictObject({ type: z.string(), gb: z.number().nullable() }),
});
type Detail = z.infer<typeof detail>;

const about: AboutListed = {
  reason: "An InfluxDB instance of Timestream has no stop: it and its disk bill until it is deleted",
  remedy: "Take a backup with InfluxDB's own tools and delete it; or take a smaller instance, or one without a standby",
};

const properties = z.object({
  Name: z.string().optional(),
  Arn: z.string().optional(),
  Status: z.string().optional(),
  DbInstanceType: z.string().optional(),
  DeploymentType: z.string().optional(),
  DbStorageType: z.string().optional(),
  AllocatedStorage: z.number().optional(),
  Tags: describedTags,
});

/** InfluxDB instances that stand alone. Of what CloudWatch has of them, CPU alone would take a quiet one for an idle one. */
export const timestreamInfluxDbInstance = defineDescribed({
  kind: "timestream.influxDbInstance",
  title: "Timestream for InfluxDB instance",
  plural: "Timestream for InfluxDB instances",
  billedAs: "Amazon Timestream",
  terraform: ["aws_timestreaminfluxdb_db_instance"],
  about,
  type: "AWS::Timestream::InfluxDBInstance",
  properties,
  read: [
    "timestream-influxdb:GetDbInstance",
    "timestream-influxdb:ListDbInstances",
    "timestream-influxdb:ListTagsForResource",
  ],
  detail,
  advise: ({ detail: { status } }) => ({ saw: status, ...about }),
  price,
  bills: ({ Status }) => Status !== "DELETING" && Status !== "DELETED",
  observe: ({ Name, Arn, DbInstanceType: instanceType = "unknown type", ...told }, id) => ({
    arn: Arn ?? "",
    name: Name ?? id,
    type: instanceType,
    tags: told.Tags,
    detail: {
      status: told.Status ?? "unknown",
      instanceType,
      deployment: told.DeploymentType ?? null,
      storage: { type: told.DbStorageType ?? "unknown type", gb: told.AllocatedStorage ?? null },
    },
  }),
});

function price({ detail: { instanceType, deployment, storage } }: Observed<Detail>): readonly CostLine[] {
  const zones = deployment === "WITH_MULTIAZ_STANDBY" ? " with a standby in another zone" : "";
  const hours = unpriced("Instance hours", `${instanceType}${zones}; not in the catalogue`, "hour");
  const { type, gb } = storage;
  if (gb === null) return [hours, unpriced("Storage", `${type}, of a size that AWS does not tell`)];
  return [hours, { ...unpriced("Storage", `${gb} GB ${type}${zones}; not in the catalogue`), quantity: gb }];
}
