import { z } from "zod";
import type { CostLine } from "../../core/money";
import type { Observed } from "../../core/resource";
import type { AboutListed } from "../contract";
import { defineDescribed, describedTags } from "../described";
import { metered, unpriced } from "../listing";

const detail = z.strictObject({
  /** LINUX_CONTAINER, MAC_ARM, … */
  environment: z.string(),
  /** BUILD_GENERAL1_SMALL, …, or the instance type of a fleet that names one. */
  machine: z.string(),
  /** Kept ready all the time; null: AWS does not tell. */
  machines: z.number().nullable(),
});
type Detail = z.infer<typeof detail>;

const about: AboutListed = {
  reason:
    "A fleet keeps its machines reserved and bills them by the minute, whether they build or not; one is the least",
  remedy:
    "Delete it where builds can run on demand (take it out of the projects that name it first), or make it smaller",
};

const properties = z.object({
  Name: z.string().optional(),
  BaseCapacity: z.number().optional(),
  EnvironmentType: z.string().optional(),
  ComputeType: z.string().optional(),
  ComputeConfiguration: z.object({ instanceType: z.string().optional() }).optional(),
  Tags: describedTags,
});

/** Reserved capacity of CodeBuild. */
export const codebuildFleet = defineDescribed({
  kind: "codebuild.fleet",
  title: "Build fleet",
  plural: "Build fleets",
  billedAs: "CodeBuild",
  terraform: ["aws_codebuild_fleet"],
  about,
  type: "AWS::CodeBuild::Fleet",
  properties,
  read: ["codebuild:BatchGetFleets", "codebuild:ListFleets"],
  detail,
  advise: () => ({ saw: "there", ...about }),
  price,
  observe: ({ Name, BaseCapacity, ComputeType, ComputeConfiguration, EnvironmentType, Tags }, id) => {
    const machine = ComputeConfiguration?.instanceType ?? ComputeType ?? "unknown machines";
    return {
      arn: id,
      name: Name ?? id,
      type: machine,
      tags: Tags,
      detail: { environment: EnvironmentType ?? "unknown environment", machine, machines: BaseCapacity ?? null },
    };
  },
});

function price({ detail: { environment, machine, machines } }: Observed<Detail>): readonly CostLine[] {
  const count = machines === null ? machine : `${machines} × ${machine}`;
  return [
    unpriced("Machines", `${count}, ${environment}; not in the catalogue`, "hour"),
    metered("More machines", "what it scales out to"),
  ];
}
