import { z } from "zod";
import type { CostLine } from "../../core/money";
import type { Observed } from "../../core/resource";
import type { AboutListed } from "../contract";
import { defineDescribed, describedTags } from "../described";
import { metered, unpriced } from "../listing";

const detail = z.strictObject({
  /** MEDIUM, LARGE, LARGE_4X; null for older flows, which are medium ones. */
  size: z.string().nullable(),
  zone: z.string().nullable(),
});
type Detail = z.infer<typeof detail>;

const about: AboutListed = {
  reason:
    "A flow bills by the hour while it is active, with a source or without. AWS can stop and start it (StopFlow, StartFlow); Standby does not use that yet",
  remedy: "Stop it: aws mediaconnect stop-flow --flow-arn … ; a flow in standby keeps its addresses and its outputs",
};

const properties = z.object({
  FlowArn: z.string().optional(),
  Name: z.string().optional(),
  FlowSize: z.string().optional(),
  FlowAvailabilityZone: z.string().optional(),
  Tags: describedTags,
});

/** Live video on its way. CloudFormation describes no flow with its status, so one in standby looks like an active one. */
export const mediaconnectFlow = defineDescribed({
  kind: "mediaconnect.flow",
  title: "MediaConnect flow",
  plural: "MediaConnect flows",
  billedAs: "AWS Elemental MediaConnect",
  about,
  type: "AWS::MediaConnect::Flow",
  properties,
  read: ["mediaconnect:DescribeFlow", "mediaconnect:ListFlows", "mediaconnect:ListTagsForResource"],
  detail,
  advise: () => ({ saw: "there", ...about }),
  price,
  observe: ({ FlowArn, Name, FlowSize, FlowAvailabilityZone, Tags }, id) => ({
    arn: FlowArn ?? id,
    name: Name ?? id.slice(id.lastIndexOf(":") + 1),
    type: (FlowSize ?? "MEDIUM").toLowerCase().replace("_", " "),
    tags: Tags,
    detail: { size: FlowSize ?? null, zone: FlowAvailabilityZone ?? null },
  }),
});

/** By its size (MediaConnect guide, "Flow sizes and capabilities": those without a size are medium). */
function price({ detail: { size } }: Observed<Detail>): readonly CostLine[] {
  const note = "none in standby, which AWS does not tell here; not in the catalogue";
  const said = (size ?? "MEDIUM").toLowerCase().replace("_", " ");
  return [unpriced("Flow", `${said}; ${note}`, "hour"), metered("Data transfer", "by the GB that leaves it")];
}
