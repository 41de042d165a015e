import { expect, it } from "vitest";
import type { Tags } from "../core/resource";
import { makerOf, makerOfGroup } from "./managed-machines";

const group = "AWSBatch-nightly-asg-runs-asg-640012bd-4e90-3f19-9dd2-c09a23dc923d";
const batch = { AWSBatchServiceTag: "batch" };

it.each<[string, Tags, string | null]>([
  ["an EKS node", { "eks:cluster-name": "main", "eks:nodegroup-name": "web" }, "eks.nodegroup main/web"],
  ["a node of EKS Auto Mode, which has no node group", { "eks:cluster-name": "main" }, null],
  ["a Batch instance", { ...batch, "aws:autoscaling:groupName": group }, "batch.computeEnvironment nightly-asg-runs"],
  ["one with a tag that names it", { "aws:batch:compute-environment": "nightly" }, "batch.computeEnvironment nightly"],
  [
    "one with a tag that names its ARN",
    { "aws:batch:compute-environment": "arn:aws:batch:eu-west-1:1:compute-environment/nightly" },
    "batch.computeEnvironment nightly",
  ],
  ["one of Batch that nothing names", batch, null],
  ["a group that only sounds like Batch's", { "aws:autoscaling:groupName": group }, null],
  ["a member of a group of somebody's", { "aws:autoscaling:groupName": "web" }, null],
  ["a machine of Beanstalk, which is no kind here", { "elasticbeanstalk:environment-name": "shop" }, null],
])("%s", (_name, tags, expected) => {
  const maker = makerOf(tags);
  expect(maker && `${maker.kind} ${maker.nativeId}`).toBe(expected);
});

it("knows the group itself by its name", () => {
  expect(makerOfGroup(group, batch)?.nativeId).toBe("nightly-asg-runs");
  expect(makerOfGroup("web", batch)).toBeNull();
});
