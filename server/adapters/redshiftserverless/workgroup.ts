import { z } from "zod";
import type { CostLine } from "../../core/money";
import type { Observed } from "../../core/resource";
import type { AboutListed } from "../contract";
import { arnHere, defineDescribed, describedTags } from "../described";
import { metered } from "../listing";

const detail = z.strictObject({
  status: z.string(),
  namespace: z.string().nullable(),
  /** RPUs that a query gets at first; null: AWS does not tell. */
  baseRpus: z.number().nullable(),
  maxRpus: z.number().nullable(),
});
type Detail = z.infer<typeof detail>;

const about: AboutListed = {
  reason:
    "A workgroup bills compute only while a query runs, so there is nothing to stop; the storage of its namespace bills on",
  remedy:
    "Set a usage limit that turns queries off, or end what queries it; to end the storage, take a snapshot and delete workgroup and namespace",
};

const properties = z.object({
  WorkgroupName: z.string().optional(),
  NamespaceName: z.string().optional(),
  BaseCapacity: z.number().optional(),
  MaxCapacity: z.number().optional(),
  Workgroup: z
    .object({
      WorkgroupId: z.string().optional(),
      WorkgroupArn: z.string().optional(),
      NamespaceName: z.string().optional(),
      BaseCapacity: z.number().optional(),
      MaxCapacity: z.number().optional(),
      Status: z.string().optional(),
    })
    .optional(),
  Tags: describedTags,
});

/** Redshift Serverless. It bills no compute while nobody queries it, so no signal tells that it is idle. */
export const redshiftserverlessWorkgroup = defineDescribed({
  kind: "redshiftserverless.workgroup",
  title: "Redshift Serverless workgroup",
  plural: "Redshift Serverless workgroups",
  billedAs: "Amazon Redshift",
  terraform: ["aws_redshiftserverless_workgroup"],
  about,
  type: "AWS::RedshiftServerless::Workgroup",
  properties,
  // Those of EC2 too: Cloud Control's handler reads the networks of a workgroup along with it.
  read: [
    "ec2:DescribeAccountAttributes",
    "ec2:DescribeAddresses",
    "ec2:DescribeAvailabilityZones",
    "ec2:DescribeInternetGateways",
    "ec2:DescribeSecurityGroups",
    "ec2:DescribeSubnets",
    "ec2:DescribeVpcAttribute",
    "redshift-serverless:GetWorkgroup",
    "redshift-serverless:ListTagsForResource",
    "redshift-serverless:ListWorkgroups",
    "sts:GetCallerIdentity",
  ],
  detail,
  advise: ({ detail: { status } }) => ({ saw: status, ...about }),
  price,
  bills: ({ Workgroup }) => Workgroup?.Status !== "DELETING",
  async observe({ Workgroup: one = {}, ...told }, id, aws) {
    const baseRpus = told.BaseCapacity ?? one.BaseCapacity ?? null;
    const built = one.WorkgroupId ? await arnHere(aws, "redshift-serverless", `workgroup/${one.WorkgroupId}`) : "";
    return {
      arn: one.WorkgroupArn ?? built,
      name: told.WorkgroupName ?? id,
      type: baseRpus === null ? "serverless" : `${baseRpus} RPUs`,
      tags: told.Tags,
      detail: {
        status: one.Status ?? "unknown",
        namespace: told.NamespaceName ?? one.NamespaceName ?? null,
        baseRpus,
        maxRpus: told.MaxCapacity ?? one.MaxCapacity ?? null,
      },
    };
  },
});

function price({ detail: { namespace, baseRpus, maxRpus } }: Observed<Detail>): readonly CostLine[] {
  const table = "redshift.other";
  const at = baseRpus === null ? [] : [`${baseRpus} RPUs at first`];
  const most = maxRpus === null || maxRpus < 0 ? [] : [`${maxRpus} at most`];
  const note = ["while a query runs", ...at, ...most].join(", ");
  return [
    metered("RPU hours", note, { table, key: "serverlessRpuHour" }, "hour"),
    metered("Managed storage", `of ${namespace ?? "its namespace"}, by what is stored`, {
      table,
      key: "managedStorageGbMonth",
    }),
  ];
}
