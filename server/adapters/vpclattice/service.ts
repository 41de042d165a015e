import { z } from "zod";
import { accountDigits } from "../../aws/reads/identity";
import type { CostLine } from "../../core/money";
import type { AboutListed } from "../contract";
import { defineDescribed, describedTags } from "../described";
import { metered, unpriced } from "../listing";

const detail = z.strictObject({
  /** ACTIVE, CREATE_IN_PROGRESS, DELETE_IN_PROGRESS, DELETE_FAILED. */
  status: z.string(),
});

const about: AboutListed = {
  reason: "A Lattice service bills each hour that it is provisioned, with requests or without; it has no stop",
  remedy: "Delete it where nothing calls it any more; one that is made again has another id and another name in DNS",
};

const properties = z.object({
  Name: z.string().optional(),
  Status: z.string().optional(),
  Tags: describedTags,
});

/** The list has those that other accounts share with this one, too: they are theirs to pay. */
export const vpclatticeService = defineDescribed({
  kind: "vpclattice.service",
  title: "Lattice service",
  plural: "Lattice services",
  billedAs: "Amazon VPC Lattice",
  terraform: ["aws_vpclattice_service"],
  about,
  type: "AWS::VpcLattice::Service",
  properties,
  read: [
    "sts:GetCallerIdentity",
    "vpc-lattice:GetService",
    "vpc-lattice:ListServices",
    "vpc-lattice:ListTagsForResource",
  ],
  detail,
  advise: ({ detail: { status } }) => ({ saw: status, ...about }),
  price,
  bills: async ({ Status }, id, aws) => Status !== "CREATE_FAILED" && id.split(":")[4] === (await accountDigits(aws)),
  observe: ({ Name, Status: status = "unknown", Tags }, id) => ({
    arn: id,
    name: Name ?? id,
    type: "service",
    tags: Tags,
    detail: { status },
  }),
});

function price(): readonly CostLine[] {
  return [
    unpriced("Service", "one, not in the catalogue", "hour"),
    metered("Traffic", "by the GB, and by the request"),
  ];
}
