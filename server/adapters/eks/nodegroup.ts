import { EKSClient, UpdateNodegroupConfigCommand } from "@aws-sdk/client-eks";
import { z } from "zod";
import { defineAdapter } from "../contract";
import { discoverNodegroups, nodegroupDetail, partsOf } from "./nodegroup-detail";
import { check, classify, meanwhile, planPause, planResume, savedSchema, scaleParams, verify } from "./nodegroup-plan";

/**
 * EKS managed node groups: scaled to no nodes, and back (EKS API reference, UpdateNodegroupConfig). Their Auto Scaling
 * group is read, for its machines, and never touched: EKS would set it back. Nodes of Karpenter, of EKS Auto Mode and
 * self-managed ones belong to no node group.
 */
export const eksNodegroup = defineAdapter({
  kind: "eks.nodegroup",
  title: "EKS node group",
  plural: "EKS node groups",
  waveTitle: "Node groups",
  restore: "exact",
  wave: 60,
  iam: {
    read: ["eks:ListClusters", "eks:ListNodegroups", "eks:DescribeNodegroup", "autoscaling:DescribeAutoScalingGroups"],
    pause: ["eks:UpdateNodegroupConfig"],
    resume: ["eks:UpdateNodegroupConfig"],
  },
  detail: nodegroupDetail,
  saved: { version: 1, schema: savedSchema },
  options: z.strictObject({}),
  // A node is drained for up to 15 minutes before it is terminated (EKS User Guide, "Managed node update behavior").
  timing: { pollSeconds: 15, giveUpSeconds: 3600, expectSeconds: { pause: 240, resume: 240 } },
  batch: { scale: 1 },

  classify,
  planPause,
  planResume,
  meanwhile,
  check,
  verify,
  relations: () => [],

  /** Its nodes are instances, listed and priced as such; counted here again the account would pay for them twice. */
  price: ({ detail }) => [
    {
      label: "Nodes",
      note: `${detail.sizes.desired} × ${detail.configuration.instanceTypes.join(", ") || "launch template"}: each is priced as the instance that it is`,
      price: null,
      quantity: detail.sizes.desired,
      unit: "hour",
      stopsWhenPaused: true,
    },
  ],

  discover: discoverNodegroups,

  async apply(aws, _op, items) {
    for (const { nativeId, params, token } of items) {
      const named = partsOf(nativeId);
      if (!named) throw new Error(`Not a node group with its cluster: ${nativeId}`);
      const { min, max, desired } = scaleParams.parse(params);
      const command = new UpdateNodegroupConfigCommand({
        clusterName: named.cluster,
        nodegroupName: named.name,
        scalingConfig: { minSize: min, desiredSize: desired, ...(max !== undefined && { maxSize: max }) },
        clientRequestToken: token,
      });
      await aws.act(EKSClient, command);
    }
    return items.map(({ nativeId }) => ({ nativeId, fault: null }));
  },
});
