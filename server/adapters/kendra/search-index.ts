import { z } from "zod";
import type { CostLine } from "../../core/money";
import type { Observed } from "../../core/resource";
import type { AboutListed } from "../contract";
import { defineDescribed, describedTags } from "../described";
import { metered, unpriced } from "../listing";

const detail = z.strictObject({
  /** DEVELOPER_EDITION, ENTERPRISE_EDITION, GEN_AI_ENTERPRISE_EDITION. */
  edition: z.string(),
  /** Beyond those of the edition; null: AWS does not tell. */
  storageUnits: z.number().nullable(),
  queryUnits: z.number().nullable(),
});
type Detail = z.infer<typeof detail>;

const about: AboutListed = {
  reason: "An index cannot be stopped: it bills by the hour from the day it is made, asked or not",
  remedy:
    "Keep what its data sources are set to, delete it, and make it again; or take a smaller edition. AWS takes no new customers for Kendra: ask it before the last index goes",
};

const properties = z.object({
  Arn: z.string().optional(),
  Name: z.string().optional(),
  Edition: z.string().optional(),
  CapacityUnits: z
    .object({ StorageCapacityUnits: z.number().optional(), QueryCapacityUnits: z.number().optional() })
    .optional(),
  Tags: describedTags,
});

/** Kendra's search indexes, the dearest thing of a demo that somebody left. */
export const kendraIndex = defineDescribed({
  kind: "kendra.index",
  title: "Kendra index",
  plural: "Kendra indexes",
  billedAs: "Amazon Kendra",
  terraform: ["aws_kendra_index"],
  about,
  type: "AWS::Kendra::Index",
  properties,
  read: ["kendra:DescribeIndex", "kendra:ListIndices", "kendra:ListTagsForResource"],
  detail,
  advise: () => ({ saw: "there", ...about }),
  price,
  observe: ({ Name, Arn, Edition: edition = "unknown edition", CapacityUnits: units, Tags }, id) => ({
    arn: Arn ?? "",
    name: Name ?? id,
    type: edition,
    tags: Tags,
    detail: {
      edition,
      storageUnits: units?.StorageCapacityUnits ?? null,
      queryUnits: units?.QueryCapacityUnits ?? null,
    },
  }),
});

function price({ detail: { edition, storageUnits, queryUnits } }: Observed<Detail>): readonly CostLine[] {
  const further = (units: number | null, what: string) =>
    units === 0 || units === null ? [] : [unpriced("Further units", `${units} for ${what}`, "hour")];
  return [
    unpriced("Index", `${edition}; not in the catalogue`, "hour"),
    ...further(storageUnits, "documents"),
    ...further(queryUnits, "queries"),
    metered("Connectors", "by the document, and by the hour that a data source is read"),
  ];
}
