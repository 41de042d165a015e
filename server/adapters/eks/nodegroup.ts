import { EKSClient, UpdateNodegroupConfigCommand } from "@aws-sdk/client-eks";
import { z } from "zod";
import { reservationsRead } from "../../aws/reads/reservations";
import { FaultError } from "../../core/fault";
import { defineAdapter } from "../contract";
import { nodegroupAhead } from "./nodegroup-ahead";
import { discoverNodegroups, nodegroupDetail, partsOf } from "./nodegroup-detail";
import {
  check,
  classify,
  failedUpdate,
  meanwhile,
  planPause,
  planResume,
  savedSchema,
  scaleParams,
  verify,
} from "./nodegroup-plan";
import { goneNodes, nodeLines } from "./nodegroup-price";

/**
 * EKS managed node groups: scaled to no nodes, and back (EKS API reference, UpdateNodegroupConfig). Their Auto Scaling
 * group is read, for its machines, and never touched: EKS would set it back. Nodes of Karpenter, of EKS Auto Mode and
 * self-managed ones belong to no node group.
 */
export const eksNodegroup = defineAdapter({
  kind: "eks.nodegroup",
  title: "EKS node group",
  plural: "EKS node groups",
  billedAs: "Amazon Elastic Compute Cloud - Compute",
  about: {
    pause:
      "Sets its minimum and desired size to 0 and waits until the nodes are gone. The maximum stays: EKS allows none below 1.",
    resume: "Sets the sizes back and waits until the nodes are there.",
    saves:
      "Sizes and configuration: versions, image and instance types, subnets, role, labels, taints, template, update and repair settings.",
    stillCosts: "The control plane, persistent volumes, load balancers, a warm pool, and capacity reservations.",
    hazards: [
      "Its nodes are terminated: what pods keep on a node is erased. EBS and EFS volumes are kept.",
      "A Cluster Autoscaler or Karpenter that still runs starts nodes again: scale it to 0 first.",
      "Pods wait until the nodes are back; expect that disruption budgets are not respected.",
      "Spot nodes may not come back at once.",
      "Nodes in a capacity reservation that this account pays for, and those in a capacity block, save nothing of their hours.",
    ],
  },
  waveTitle: "Node groups",
  restore: "exact",
  wave: 60,
  iam: {
    read: [
      "eks:ListClusters",
      "eks:ListNodegroups",
      "eks:DescribeNodegroup",
      "autoscaling:DescribeAutoScalingGroups",
      "ec2:DescribeInstances",
      reservationsRead,
    ],
    pause: ["eks:UpdateNodegroupConfig"],
    resume: ["eks:UpdateNodegroupConfig"],
  },
  terraform: { aws_eks_node_group: { drift: () => ["scaling_config"] } },
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

  price: ({ detail }) => nodeLines(detail),
  membersGone: (before, { detail }) => goneNodes(before.detail, detail),

  // EKS launches its nodes with a role of its own.
  grantsVia: null,
  ahead: nodegroupAhead,
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
      const { update } = await aws.act(EKSClient, command);
      const fault = failedUpdate(update);
      if (fault) throw new FaultError(fault);
    }
    return items.map(({ nativeId }) => ({ nativeId, fault: null }));
  },
});
