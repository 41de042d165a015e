import { z } from "zod";
import type { CostLine } from "../../core/money";
import type { Observed } from "../../core/resource";
import type { AboutListed } from "../contract";
import { defineDescribed, describedTags } from "../described";
import { unpriced } from "../listing";

const detail = z.strictObject({
  status: z.string(),
  /** SMALL, MEDIUM, LARGE. */
  size: z.string(),
  scheduler: z.string(),
  /** Slurm's accounting is on, which bills by itself; null: AWS does not tell. */
  keepsAccounts: z.boolean().nullable(),
});
type Detail = z.infer<typeof detail>;

const about: AboutListed = {
  reason: "A cluster has no stop: its controller bills by the hour, also where no node of it runs",
  remedy:
    "Delete it between two campaigns and make it again; its nodes are EC2 machines and bill apart. A smaller size is a new cluster, too",
};

const properties = z.object({
  Name: z.string().optional(),
  Arn: z.string().optional(),
  Status: z.string().optional(),
  Size: z.string().optional(),
  Scheduler: z.object({ Type: z.string().optional(), Version: z.string().optional() }).optional(),
  SlurmConfiguration: z.object({ Accounting: z.object({ Mode: z.string().optional() }).optional() }).optional(),
  Tags: describedTags,
});

const free = new Set(["CREATE_FAILED", "DELETING"]);

/** Clusters for high performance computing whose scheduler AWS runs. */
export const pcsCluster = defineDescribed({
  kind: "pcs.cluster",
  title: "HPC cluster",
  plural: "HPC clusters",
  billedAs: "AWS Parallel Computing Service",
  about,
  type: "AWS::PCS::Cluster",
  properties,
  read: ["pcs:GetCluster", "pcs:ListClusters", "pcs:ListTagsForResource"],
  detail,
  advise: ({ detail: { status } }) => ({ saw: status, ...about }),
  price,
  bills: ({ Status = "" }) => !free.has(Status),
  observe: ({ Name, Arn, Status, Size: size = "unknown size", Scheduler, SlurmConfiguration, Tags }, id) => ({
    arn: Arn ?? id,
    name: Name ?? id,
    type: size,
    tags: Tags,
    detail: {
      status: Status ?? "unknown",
      size,
      scheduler: [Scheduler?.Type, Scheduler?.Version].filter(Boolean).join(" "),
      keepsAccounts: SlurmConfiguration?.Accounting?.Mode ? SlurmConfiguration.Accounting.Mode === "STANDARD" : null,
    },
  }),
});

function price({ detail: { size, keepsAccounts } }: Observed<Detail>): readonly CostLine[] {
  return [
    unpriced("Controller", `${size}; not in the catalogue`, "hour"),
    ...(keepsAccounts ? [unpriced("Accounting", "by the hour, and by the GB that it keeps", "hour")] : []),
  ];
}
