import { z } from "zod";
import type { CostLine } from "../../core/money";
import type { Observed } from "../../core/resource";
import type { AboutListed } from "../contract";
import { defineDescribed, describedTags } from "../described";
import { metered } from "../listing";
import type { Advice } from "../report";

const detail = z.strictObject({
  /** Null: AWS does not tell. */
  isEnabled: z.boolean().nullable(),
  isDualStack: z.boolean(),
});
type Detail = z.infer<typeof detail>;

const about: AboutListed = {
  reason: "An accelerator bills by the hour until it is deleted, enabled or disabled",
  remedy:
    "Disable it and delete it where nothing is reached through it; its static addresses are lost, and one that is made again has others",
};

const properties = z.object({
  AcceleratorArn: z.string().optional(),
  Name: z.string().optional(),
  Enabled: z.boolean().optional(),
  IpAddressType: z.string().optional(),
  Tags: describedTags,
});

/**
 * Accelerators belong to no region. Their API is in us-west-2 alone, which Cloud Control asks from every region that knows
 * the type, us-east-1 among them. Custom routing accelerators are another type, which CloudFormation does not describe.
 */
export const globalacceleratorAccelerator = defineDescribed({
  kind: "globalaccelerator.accelerator",
  title: "Accelerator",
  plural: "Accelerators of Global Accelerator",
  billedAs: "AWS Global Accelerator",
  terraform: ["aws_globalaccelerator_accelerator"],
  about,
  type: "AWS::GlobalAccelerator::Accelerator",
  global: true,
  properties,
  read: [
    "globalaccelerator:DescribeAccelerator",
    "globalaccelerator:ListAccelerators",
    "globalaccelerator:ListTagsForResource",
  ],
  detail,
  advise,
  price,
  observe: ({ AcceleratorArn, Name, Enabled, IpAddressType, Tags }, id) => ({
    arn: AcceleratorArn ?? id,
    name: Name || id.slice(id.lastIndexOf("/") + 1),
    type: IpAddressType === "DUAL_STACK" ? "dual-stack" : "IPv4",
    tags: Tags,
    detail: { isEnabled: Enabled ?? null, isDualStack: IpAddressType === "DUAL_STACK" },
  }),
});

function advise({ detail: { isEnabled } }: Observed<Detail>): Advice {
  if (isEnabled === null) return { saw: "there", ...about };
  return { saw: isEnabled ? "enabled" : "disabled", ...about };
}

/** A fixed fee by the hour, and a premium by the GB of the direction that has more (AWS Global Accelerator pricing). */
function price(): readonly CostLine[] {
  return [
    {
      label: "Accelerator",
      note: "a fixed fee, disabled or not",
      price: { table: "accelerator", key: "hour" },
      quantity: 1,
      unit: "hour",
      stopsWhenPaused: false,
    },
    metered("Data transfer", "a premium by the GB"),
  ];
}
