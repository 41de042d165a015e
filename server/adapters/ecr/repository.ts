import { z } from "zod";
import type { CostLine } from "../../core/money";
import type { Observed } from "../../core/resource";
import type { AboutListed } from "../contract";
import { defineDescribed, describedTags } from "../described";
import { unpriced } from "../listing";
import type { Advice } from "../report";

const detail = z.strictObject({
  /** Old images go by themselves, by its rules. */
  hasLifecyclePolicy: z.boolean(),
});
type Detail = z.infer<typeof detail>;

const about: AboutListed = {
  reason: "Images bill by the GB for as long as they are kept; there is nothing to stop",
  remedy: "Give it a lifecycle policy that lets go of what nobody runs any more, or delete it with what it served",
};

const properties = z.object({
  Arn: z.string().optional(),
  RepositoryName: z.string().optional(),
  LifecyclePolicy: z.object({ LifecyclePolicyText: z.string().optional() }).optional(),
  Tags: describedTags,
});

/** Private image repositories. How much one holds AWS tells only image by image, which is not read. */
export const ecrRepository = defineDescribed({
  kind: "ecr.repository",
  title: "Image repository",
  plural: "Image repositories",
  billedAs: "Amazon EC2 Container Registry (ECR)",
  terraform: ["aws_ecr_repository"],
  about,
  type: "AWS::ECR::Repository",
  properties,
  read: ["ecr:DescribeRepositories", "ecr:GetLifecyclePolicy", "ecr:GetRepositoryPolicy", "ecr:ListTagsForResource"],
  detail,
  advise,
  price: (): readonly CostLine[] => [unpriced("Storage", "by the GB of its images; how many there are is not told")],
  observe: ({ Arn, RepositoryName, LifecyclePolicy, Tags }, id) => {
    const hasLifecyclePolicy = Boolean(LifecyclePolicy?.LifecyclePolicyText);
    return {
      arn: Arn ?? "",
      name: RepositoryName ?? id,
      type: hasLifecyclePolicy ? "with a lifecycle policy" : "without a lifecycle policy",
      tags: Tags,
      detail: { hasLifecyclePolicy },
    };
  },
});

function advise({ detail: { hasLifecyclePolicy } }: Observed<Detail>): Advice {
  if (!hasLifecyclePolicy) {
    return { saw: "every image is kept", ...about };
  }
  const remedy = "Look whether its lifecycle policy still keeps more than is run, or delete it with what it served";
  return { saw: "old images go", ...about, remedy };
}
