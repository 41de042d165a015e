import { z } from "zod";
import type { CostLine } from "../../core/money";
import type { Observed } from "../../core/resource";
import type { AboutListed } from "../contract";
import { defineDescribed, describedTags } from "../described";
import { unpriced } from "../listing";

const count = z.number().nullable();

const detail = z.strictObject({
  /** Ingestion OCUs; null: AWS does not tell. */
  atLeast: count,
  atMost: count,
  /** Keeps what it has not delivered yet in units of its own. */
  isBuffered: z.boolean(),
});
type Detail = z.infer<typeof detail>;

const about: AboutListed = {
  reason:
    "A pipeline bills its least units by the hour, whether anything comes in or not. AWS can stop and start it (StopPipeline, StartPipeline); Standby does not use that yet",
  remedy:
    "Stop it: aws osis stop-pipeline --pipeline-name … ; a stopped one bills no units, and takes nothing in. Or lower its least units",
};

const properties = z.object({
  PipelineArn: z.string().optional(),
  PipelineName: z.string().optional(),
  MinUnits: z.number().optional(),
  MaxUnits: z.number().optional(),
  BufferOptions: z.object({ PersistentBufferEnabled: z.boolean().optional() }).optional(),
  Tags: describedTags,
});

/** Pipelines of OpenSearch Ingestion. CloudFormation describes none with its status, so one that is stopped looks like one that runs. */
export const osisPipeline = defineDescribed({
  kind: "osis.pipeline",
  title: "OpenSearch Ingestion pipeline",
  plural: "OpenSearch Ingestion pipelines",
  billedAs: "Amazon OpenSearch Service",
  terraform: ["aws_osis_pipeline"],
  about,
  type: "AWS::OSIS::Pipeline",
  properties,
  read: ["osis:GetPipeline", "osis:GetResourcePolicy", "osis:ListPipelines", "osis:ListTagsForResource"],
  detail,
  advise: () => ({ saw: "there", ...about }),
  price,
  observe: ({ PipelineArn, PipelineName, MinUnits: atLeast = null, MaxUnits: atMost = null, ...told }, id) => ({
    arn: PipelineArn ?? id,
    name: PipelineName ?? id.slice(id.lastIndexOf("/") + 1),
    type: atLeast === null ? "pipeline" : `${atLeast} to ${atMost ?? "?"} OCUs`,
    tags: told.Tags,
    detail: { atLeast, atMost, isBuffered: told.BufferOptions?.PersistentBufferEnabled ?? false },
  }),
});

/** "You're charged only for the Ingestion OCUs that are being actively used" (OpenSearch guide, "Scaling pipelines"). */
function price({ detail: { atLeast, atMost } }: Observed<Detail>): readonly CostLine[] {
  const label = "OCU hours";
  const note = "none while it is stopped, which AWS does not tell here; not in the catalogue";
  if (atLeast === null) return [unpriced(label, note, "hour")];
  const units = atMost === null || atMost === atLeast ? `${atLeast}` : `${atLeast} at least, up to ${atMost}`;
  return [{ ...unpriced(label, `${units}; ${note}`, "hour"), quantity: atLeast }];
}
