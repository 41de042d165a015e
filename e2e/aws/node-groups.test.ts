import {
  AutoScalingClient,
  type AutoScalingGroup,
  DeleteAutoScalingGroupCommand,
  SetDesiredCapacityCommand,
} from "@aws-sdk/client-auto-scaling";
import { DeleteLaunchTemplateCommand, EC2Client } from "@aws-sdk/client-ec2";
import { DeleteNodegroupCommand, EKSClient, UpdateNodegroupConfigCommand } from "@aws-sdk/client-eks";
import { expect, test } from "vitest";
import type { WireOperation } from "../../server/contract/operations";
import type { Capture } from "./capture";
import { captureClusters } from "./capture-clusters";
import { awsConfig } from "./estate";
import { buildClusters } from "./estate-clusters";
import { wireSuite } from "./suite";
import { changing, type WireCall } from "./wire";

/**
 * Guarantee: the nodes of an EKS node group really go and come back with everything that its size does not name; they,
 * and the Auto Scaling group between, are acted on through their owner only. Updates take half a second here, machines
 * one.
 */

const region = "eu-central-1";
const suite = wireSuite({
  regions: [region],
  settleSeconds: 0.5,
  estate: { build: buildClusters, capture: captureClusters },
});

const general = { clusterName: "lab", nodegroupName: "general" };
const inRegion = (keys: readonly string[]) => keys.map((key) => `${region} ${key}`).sort();
const ofGeneral = ["group lab/general", "node 1 of lab/general", "node 2 of lab/general", "nodegroup lab/general"];
const own = { scope: { kinds: ["eks.nodegroup"], tags: ["Environment=dev"] } };

const eks = () => new EKSClient(awsConfig(suite.wire.direct, region));
const asg = () => new AutoScalingClient(awsConfig(suite.wire.direct, region));

const now = async (key: string) => (await suite.now())[`${region} ${key}`];
const named = ({ resources }: WireOperation, name: string) => resources.find((one) => one.name === name);

const groupIn = (capture: Capture, name: string) => capture[`${region} group ${name}`] as AutoScalingGroup;
const membersOf = (capture: Capture, name: string) =>
  (groupIn(capture, name).Instances ?? []).map(({ InstanceId }) => InstanceId);

/** Operation, and for EKS the node group that it names. */
const wordsOf = (calls: readonly WireCall[]) =>
  changing(calls).map(({ operation, params }) =>
    operation === "UpdateNodegroupConfig" ? `${operation} ${String(params.path)}` : operation,
  );
const updateOfGeneral = "UpdateNodegroupConfig /clusters/lab/node-groups/general/update-config";

const update = { service: "eks", operation: "UpdateNodegroupConfig" };
const busy = {
  ...update,
  fault: "500",
  status: 409,
  code: "ResourceInUseException",
  message: "Nodegroup cannot be updated as it is currently not in Active State",
};

test("nodes are really gone after a pause and come back exactly; what was off, or is others', is not touched", async () => {
  const { standby, wire, before } = suite;
  const plan = await standby.plan("pause");
  expect(plan.steps.map(({ kind, name, restore }) => `${kind} ${name} ${restore}`).sort()).toEqual([
    "autoscaling.group web-asg newAddress",
    "eks.nodegroup general recreated",
  ]);
  expect(plan.skipped.map(({ kind, name, code }) => `${kind} ${name} ${code}`).sort()).toEqual([
    "eks.cluster lab alwaysOn",
    "eks.nodegroup off-before alreadyPaused",
  ]);

  await wire.clearCalls();
  expect(await standby.apply(plan)).toMatchObject({ state: "succeeded", counts: { total: 2, done: 2 } });
  expect(wordsOf(await wire.calls()).sort()).toEqual(["StopInstances", "SuspendProcesses", updateOfGeneral]);
  const off = await suite.now();
  const members = membersOf(before, "web-asg").map((id) => `instance ${id}`);
  expect(members).toHaveLength(2);
  expect(await suite.changed()).toEqual(inRegion([...ofGeneral, "group web-asg", ...members]));
  // The maximum stays: EKS allows none below 1.
  const sizes = { minSize: 0, desiredSize: 0, maxSize: 4 };
  expect(off[`${region} nodegroup lab/general`]).toMatchObject({ status: "ACTIVE", scalingConfig: sizes });
  expect(off[`${region} group lab/general`]).toMatchObject({ MinSize: 0, DesiredCapacity: 0, Instances: [] });
  expect(Object.keys(off).filter((key) => key.includes("node 1 of"))).toEqual(inRegion(["node 1 of live/general"]));

  await wire.clearCalls();
  const resume = await standby.run("resume");
  expect(resume.resources.filter(({ state }) => state !== "done")).toEqual([]);
  expect(wordsOf(await wire.calls()).sort()).toEqual([
    "ResumeProcesses",
    "ResumeProcesses",
    "StartInstances",
    updateOfGeneral,
  ]);
  expect(await suite.now()).toEqual(before);
  expect(await standby.holds()).toEqual([]);
  expect(await wire.refusals()).toEqual([]);
});

test("nodes and their Auto Scaling group are left to their owner, whoever names them and however it is done", async () => {
  const { standby, wire, before } = suite;
  const scope = { kinds: ["autoscaling.group", "ec2.instance"] };
  const options = { "autoscaling.group": { mode: "zero" } };
  const plan = await standby.plan("pause", { scope, options });
  expect(plan.steps.map(({ name }) => name)).toEqual(["web-asg"]);
  expect(plan.skipped.map(({ kind, code }) => `${kind} ${code}`).sort()).toEqual([
    ...Array(3).fill("autoscaling.group owned"),
    ...Array(3).fill("ec2.instance owned"),
  ]);

  await wire.clearCalls();
  expect(await standby.apply(plan)).toMatchObject({ state: "succeeded", counts: { done: 1 } });
  expect(wordsOf(await wire.calls())).toEqual(["SuspendProcesses", "UpdateAutoScalingGroup"]);
  const members = membersOf(before, "web-asg").map((id) => `instance ${id}`);
  expect(await suite.changed()).toEqual(inRegion(["group web-asg", ...members]));
  expect(await standby.run("resume")).toMatchObject({ state: "succeeded", counts: { done: 1 } });
  expect((await suite.changed()).filter((key) => !/ instance | group web-asg/.test(key))).toEqual([]);
});

test("an option that a node group does not have is refused before anything is asked of AWS", async () => {
  const { standby, wire } = suite;
  const options = { "eks.nodegroup": { mode: "zero" } };
  await expect(standby.plan("pause", { ...own, options })).rejects.toMatchObject({
    message: "The options for eks.nodegroup are not right",
    errors: [{ detail: expect.stringContaining("mode") }],
  });
  expect(changing(await wire.calls())).toEqual([]);
});

test("an answer lost, an update of somebody else's under way and throttling only delay it", async () => {
  const { standby, wire, before } = suite;
  await wire.faults([{ ...update, fault: "lost", first: 1 }]);
  expect(await standby.run("pause", own)).toMatchObject({ state: "succeeded", counts: { done: 1 } });
  expect(await suite.changed()).toEqual(inRegion(ofGeneral));
  await wire.clearCalls();
  await wire.faults([
    { ...busy, first: 1 },
    { ...update, fault: "throttle", first: 2 },
  ]);
  expect(await standby.run("resume", own)).toMatchObject({ state: "succeeded", counts: { done: 1 } });
  expect((await wire.calls()).filter(({ fault }) => fault !== undefined).length).toBeGreaterThan(1);
  expect(await suite.now()).toEqual(before);
  expect(await standby.holds()).toEqual([]);
});

test("what AWS refuses is told in its own words, and the nodes run on", async () => {
  const { standby, wire, before } = suite;
  const message = "Instance refresh is active for the Auto Scaling group";
  const refusal = { fault: "500", status: 400, code: "InvalidRequestException", message };
  await wire.faults([{ ...update, ...refusal }]);
  const pause = await standby.run("pause", own);
  expect(named(pause, "general")).toMatchObject({
    state: "failed",
    fault: { code: "refused", reason: expect.stringContaining(message), remedy: expect.stringMatching(/\w/) },
  });
  expect(await suite.now()).toEqual(before);
});

test("a group whose Auto Scaling group was deleted is left alone, with what EKS says of it", async () => {
  const { standby, before } = suite;
  const { AutoScalingGroupName } = groupIn(before, "lab/general");
  await asg().send(new DeleteAutoScalingGroupCommand({ AutoScalingGroupName, ForceDelete: true }));
  const plan = await standby.plan("pause", own);
  expect(plan.steps).toEqual([]);
  expect(plan.skipped.find(({ name }) => name === "general")).toMatchObject({
    code: "alwaysOn",
    reason: expect.stringMatching(/DEGRADED: AutoScalingGroupNotFound .*find the Auto Scaling group/),
  });
});

test("changed between plan and apply: left as they set it, and not brought back by a resume", async () => {
  const { standby } = suite;
  const plan = await standby.plan("pause", own);
  const scalingConfig = { minSize: 2, desiredSize: 3 };
  await eks().send(new UpdateNodegroupConfigCommand({ ...general, scalingConfig }));
  const pause = await standby.apply(plan);
  expect(named(pause, "general")).toMatchObject({ state: "skipped", saw: expect.stringContaining("Changed since") });
  expect(await now("nodegroup lab/general")).toMatchObject({ scalingConfig: { ...scalingConfig, maxSize: 4 } });
  expect(await standby.holds()).toEqual([]);
});

test("nodes that an autoscaler started during the pause are shown, and wait until somebody says whose sizes", async () => {
  const { standby, before } = suite;
  await standby.run("pause", own);
  const { AutoScalingGroupName } = groupIn(before, "lab/general");
  await asg().send(new SetDesiredCapacityCommand({ AutoScalingGroupName, DesiredCapacity: 3 }));
  await standby.scan();
  const drifted = await standby.resources({ state: "drifted", kind: "eks.nodegroup" });
  expect(drifted.map(({ nativeId }) => nativeId)).toEqual(["lab/general"]);

  const plan = await standby.plan("resume", own);
  expect(plan.skipped.filter(({ name }) => name === "general")).toMatchObject([
    { code: "conflict", differences: [{ path: "sizes.desired", saved: "2", now: "3" }], choices: ["ours", "theirs"] },
  ]);
  expect(await standby.run("resume", { ...own, conflicts: "ours" })).toMatchObject({ counts: { done: 1 } });
  expect(await suite.now()).toEqual(before);
  expect(await standby.holds()).toEqual([]);
});

test("a group that was deleted during the pause is told as gone, and its hold keeps what it was", async () => {
  const { standby } = suite;
  await standby.run("pause", own);
  await eks().send(new DeleteNodegroupCommand(general));
  const plan = await standby.plan("resume", own);
  expect(plan.steps).toEqual([]);
  expect(plan.skipped.find(({ name }) => name === "general")).toMatchObject({
    code: "gone",
    reason: "The node group was deleted while it was paused",
    remedy: expect.stringContaining("Create it again"),
  });
  expect((await standby.holds()).map(({ name }) => name)).toEqual(["general"]);
});

test("a resume whose nodes cannot start ends as failed, with what EKS says of it, and the hold stays", async () => {
  const { standby, wire, before } = suite;
  await standby.run("pause", own);
  const { MixedInstancesPolicy } = groupIn(before, "lab/general");
  const template = MixedInstancesPolicy?.LaunchTemplate?.LaunchTemplateSpecification;
  const ec2 = new EC2Client(awsConfig(wire.direct, region));
  await ec2.send(new DeleteLaunchTemplateCommand({ LaunchTemplateId: template?.LaunchTemplateId }));

  await wire.faults([{ ...busy, first: 1 }]);
  await wire.clearCalls();
  const resume = await standby.run("resume", own);
  expect(named(resume, "general")).toMatchObject({
    state: "failed",
    fault: { code: "refused", reason: expect.stringMatching(/Ec2LaunchTemplateNotFound .*find the .*launch template/) },
  });
  // EKS takes the sizes all the same: only a node that starts ends what is wrong.
  expect(wordsOf(await wire.calls())).toEqual([updateOfGeneral, updateOfGeneral]);
  expect(await now("group lab/general")).toMatchObject({ DesiredCapacity: 2, Instances: [] });
  expect((await standby.holds()).map(({ name }) => name)).toEqual(["general"]);
  expect(membersOf(before, "web-asg")).toEqual(membersOf(await suite.now(), "web-asg"));
});
