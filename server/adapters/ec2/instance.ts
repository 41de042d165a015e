import { EC2Client, StartInstancesCommand, StopInstancesCommand } from "@aws-sdk/client-ec2";
import { z } from "zod";
import { reservationsRead } from "../../aws/reads/reservations";
import { differencesBetween } from "../../core/differences";
import { assertNever } from "../../core/fault";
import { defineAdapter, type Relation, type Verdict } from "../contract";
import { keysIn } from "../keys";
import { makerOf } from "../managed-machines";
import { acceptable } from "../options";
import { instanceAhead } from "./instance-ahead";
import { checkStart, checkStop, classify, groupTag, stateText } from "./instance-check";
import { type InstanceDetail, instanceConfiguration, instanceDetail } from "./instance-detail";
import { discoverInstances } from "./instance-discover";
import { glanceAtInstances } from "./instance-glance";
import { pauseHazards, pauseRefusal, pauseRestore, resumeHazards } from "./instance-hazards";
import { instanceIdle } from "./instance-idle";
import { instanceLines } from "./instance-price";

const saved = z.strictObject({
  /** Resume starts what was running and nothing else; only a running instance is ever paused. */
  state: z.literal("running"),
  configuration: instanceConfiguration,
});
type Saved = z.infer<typeof saved>;

const options = z.strictObject({
  instanceStore: acceptable("data on instance-store disks is erased"),
  hibernate: z.boolean().default(false).describe("hibernated where it is set up for that, stopped elsewhere"),
});
export type InstanceOptions = z.infer<typeof options>;

type Op = "stop" | "hibernate" | "start";

/**
 * EC2 instances: stopped and started. Nothing of the configuration changes by it (EC2 User Guide, "Stop and start
 * instances"), so what is saved is there to be compared, and to find what somebody changed meanwhile.
 *
 * Stop protection is looked up ahead where there are few: DescribeInstanceAttribute takes one instance a call, a thousand
 * calls for a thousand instances. Beyond that AWS refuses the stop (OperationNotPermitted) before anything has happened,
 * and that refusal is the item's fault. Standby never clears `disableApiStop`: it is the owner's "no".
 */
export const ec2Instance = defineAdapter<InstanceDetail, Saved, Op, InstanceOptions>({
  kind: "ec2.instance",
  title: "EC2 instance",
  plural: "EC2 instances",
  billedAs: "Amazon Elastic Compute Cloud - Compute",
  about: {
    pause: "Stops it. Hibernates it where it is set up for that and the plan asks for it.",
    resume: "Starts it and waits until both status checks pass.",
    saves:
      "The configuration: type, image, placement, network, addresses, disks, role, metadata and CPU settings. A stop changes none of it; it is there to be compared after the start.",
    stillCosts: "EBS volumes, Elastic IPs, dedicated hosts, capacity reservations, and whatever was bought in advance.",
    hazards: [
      "A public address that is no Elastic IP is given back, and another comes with the start.",
      "Data on instance-store disks is erased; off unless somebody accepts that.",
      "AWS promises no machines for the way back; Standby tries again until there are some.",
      "With a customer-managed KMS key Standby's role needs kms:CreateGrant on it, or the start falls back to stopped.",
      "One-time Spot instances and those of a fleet cannot be stopped, and those that another service runs are left to it.",
      "AWS supports a hibernation for 60 days at most.",
    ],
  },
  waveTitle: "Instances",
  restore: "exact",
  wave: 80,
  iam: {
    read: [
      "ec2:DescribeInstances",
      "ec2:DescribeInstanceStatus",
      "ec2:DescribeInstanceTypes",
      "ec2:DescribeVolumes",
      "ec2:DescribeAddresses",
      "ec2:DescribeSpotInstanceRequests",
      reservationsRead,
    ],
    pause: ["ec2:StopInstances"],
    resume: ["ec2:StartInstances"],
  },
  // The provider takes a stopped instance for one without a public address, and such a change for one that needs a new
  // instance (hashicorp/terraform-provider-aws, issues 761, 5265 and 33775).
  terraform: {
    aws_instance: {
      drift: (_, { detail }) => (detail.ephemeralIps > 0 ? ["associate_public_ip_address"] : []),
      forcesNew: ["associate_public_ip_address"],
    },
    aws_ec2_instance_state: { drift: () => ["state"] },
  },
  detail: instanceDetail,
  saved: { version: 1, schema: saved },
  options,
  // An OS that hangs is switched off after some minutes; status checks take two or three after a start.
  timing: { pollSeconds: 15, giveUpSeconds: 900, expectSeconds: { pause: 60, resume: 180 } },
  // Start and stop requests are scarce (5 at once, then 2 starts a second), ids are not (1,000): one call takes many.
  // A bad id fails its whole call, and the engine then splits it.
  batch: { stop: 500, hibernate: 500, start: 500 },

  classify,

  planPause(seen, chosen) {
    // What is stopped through its maker is terminated by it: a stop's own conditions do not matter.
    const refusal = makerOf(seen.tags) ? null : pauseRefusal(seen.detail, chosen);
    if (refusal) return refusal;
    const hibernate = chosen.hibernate && seen.detail.configuration.hibernation;
    const step = hibernate
      ? { op: "hibernate" as const, params: {}, before: "running", after: "hibernated", settle: true }
      : { op: "stop" as const, params: {}, before: "running", after: "stopped", settle: true };
    return {
      result: "planned",
      saved: { state: "running", configuration: seen.detail.configuration },
      steps: [step],
      hazards: pauseHazards(seen.detail, chosen),
      restore: pauseRestore(seen.detail),
    };
  },

  planResume(_before, seen) {
    if (!seen || seen.detail.state === "terminated" || seen.detail.state === "shutting-down") {
      return {
        result: "refused",
        reason: "The instance was terminated while it was paused",
        remedy: "Launch a new one from its image or template, then end the hold; its configuration is kept in the hold",
      };
    }
    const isUp = seen.detail.state === "running" || seen.detail.state === "pending";
    const step = { op: "start" as const, params: {}, before: "stopped", after: "running", settle: true };
    return { result: "planned", steps: isUp ? [] : [step], hazards: resumeHazards(seen.detail) };
  },

  /** A stop changes nothing of the configuration, so every change is somebody's; a start sets none of them back. */
  meanwhile(before, { detail }) {
    if (detail.state === "terminated" || detail.state === "shutting-down") return null;
    const differences = differencesBetween(before.configuration, detail.configuration);
    if (differences.length === 0) return null;
    return { differences, theirs: { ...before, configuration: detail.configuration }, canSetBack: false };
  },

  check: (step, seen) => (step.op === "start" ? checkStart(seen) : checkStop(step, seen)),

  verify(action, before, seen): Verdict {
    if (!seen || seen.detail.state === "terminated") return { verdict: "gone", saw: "terminated" };
    const { state, statusChecks, configuration } = seen.detail;
    const saw = stateText(seen.detail);
    if (action === "pause") return { verdict: state === "stopped" ? "reached" : "pending", saw };
    if (state !== "running" || statusChecks !== "ok") return { verdict: "pending", saw };
    const differences = differencesBetween(before.configuration, configuration);
    return differences.length > 0 ? { verdict: "wrong", saw, differences } : { verdict: "reached", saw };
  },

  relations(seen): Relation[] {
    const maker = makerOf(seen.tags);
    if (maker) return [maker];
    const group = seen.tags[groupTag];
    return group ? [{ role: "owner", kind: "autoscaling.group", nativeId: group }] : [];
  },

  keys: ({ detail }) => keysIn(...detail.volumes.map(({ kmsKeyId }) => kmsKeyId)),

  price: (seen) => instanceLines(seen.detail, makerOf(seen.tags) !== null),

  idle: instanceIdle,

  discover: discoverInstances,

  glance: glanceAtInstances,

  ahead: instanceAhead,

  async apply(aws, op, items) {
    const InstanceIds = items.map((item) => item.nativeId);
    switch (op) {
      case "stop":
        await aws.act(EC2Client, new StopInstancesCommand({ InstanceIds }));
        break;
      case "hibernate":
        await aws.act(EC2Client, new StopInstancesCommand({ InstanceIds, Hibernate: true }));
        break;
      case "start":
        await aws.act(EC2Client, new StartInstancesCommand({ InstanceIds }));
        break;
      default:
        return assertNever(op);
    }
    return InstanceIds.map((nativeId) => ({ nativeId, fault: null }));
  },
});
