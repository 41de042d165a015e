import {
  DescribeAddressesCommand,
  DescribeInstanceAttributeCommand,
  DescribeInstanceStatusCommand,
  DescribeInstancesCommand,
  DescribeInstanceTypesCommand,
  DescribeRegionsCommand,
  DescribeSpotInstanceRequestsCommand,
  DescribeVolumesCommand,
  type EC2Client,
  StartInstancesCommand,
  StopInstancesCommand,
} from "@aws-sdk/client-ec2";
import { expect, test } from "vitest";
import { clientsOf, startSandbox } from "./sandbox-fixtures";

async function named(ec2: EC2Client, name: string, environment = "dev") {
  const Filters = [
    { Name: "tag:Name", Values: [name] },
    { Name: "tag:Environment", Values: [environment] },
  ];
  const { Reservations = [] } = await ec2.send(new DescribeInstancesCommand({ Filters }));
  const instance = Reservations[0]?.Instances?.[0];
  if (!instance?.InstanceId) throw new Error(`no ${name}`);
  return { ...instance, InstanceId: instance.InstanceId };
}

test("a machine stops and starts again at the pace of AWS, its ephemeral address changes, the rest is the same", async () => {
  const { ec2, clock } = await startSandbox();
  const before = await named(ec2, "worker-1");
  expect(before.State?.Name).toBe("running");
  expect(before.LaunchTime).toBeInstanceOf(Date);
  expect(before.PublicIpAddress).toMatch(/^\d+\.\d+\.\d+\.\d+$/);

  const stopped = await ec2.send(new StopInstancesCommand({ InstanceIds: [before.InstanceId] }));
  expect(stopped.StoppingInstances?.[0]).toMatchObject({
    PreviousState: { Name: "running", Code: 16 },
    CurrentState: { Name: "stopping", Code: 64 },
  });
  expect(stopped.$metadata.requestId).toMatch(/^[0-9a-f-]{36}$/);
  clock.pass(59);
  expect((await named(ec2, "worker-1")).State?.Name).toBe("stopping");
  await expect(ec2.send(new StartInstancesCommand({ InstanceIds: [before.InstanceId] }))).rejects.toMatchObject({
    name: "IncorrectInstanceState",
    $fault: "client",
    $metadata: { httpStatusCode: 400 },
  });
  clock.pass(2);
  const atRest = await named(ec2, "worker-1");
  expect(atRest.State?.Name).toBe("stopped");
  expect(atRest.PublicIpAddress).toBeUndefined();

  await ec2.send(new StartInstancesCommand({ InstanceIds: [before.InstanceId] }));
  clock.pass(46);
  const after = await named(ec2, "worker-1");
  expect(after.State?.Name).toBe("running");
  expect(after.PublicIpAddress).not.toBe(before.PublicIpAddress);
  const changing = ["LaunchTime", "UsageOperationUpdateTime", "PublicIpAddress", "PublicDnsName", "NetworkInterfaces"];
  const fixed = (each: object) => Object.fromEntries(Object.entries(each).filter(([key]) => !changing.includes(key)));
  expect(fixed(after)).toEqual(fixed(before));
});

test("status checks pass some time after the machine runs", async () => {
  const { ec2, clock } = await startSandbox();
  const { InstanceId } = await named(ec2, "load-gen");
  const status = async () =>
    (await ec2.send(new DescribeInstanceStatusCommand({ InstanceIds: [InstanceId], IncludeAllInstances: true })))
      .InstanceStatuses?.[0]?.InstanceStatus?.Status;
  expect(await status()).toBe("not-applicable");
  await ec2.send(new StartInstancesCommand({ InstanceIds: [InstanceId] }));
  clock.pass(46);
  expect(await status()).toBe("initializing");
  clock.pass(30);
  expect(await status()).toBe("ok");
});

test("an Elastic IP stays with a stopped machine", async () => {
  const { ec2, clock } = await startSandbox();
  const before = await named(ec2, "api-1");
  await ec2.send(new StopInstancesCommand({ InstanceIds: [before.InstanceId] }));
  clock.pass(70);
  expect((await named(ec2, "api-1")).PublicIpAddress).toBe(before.PublicIpAddress);
  const { Addresses } = await ec2.send(
    new DescribeAddressesCommand({ Filters: [{ Name: "instance-id", Values: [before.InstanceId] }] }),
  );
  expect(Addresses).toMatchObject([{ PublicIp: before.PublicIpAddress, InstanceId: before.InstanceId }]);
});

test("one id that does not exist fails the whole batch and stops nothing", async () => {
  const { ec2 } = await startSandbox();
  const { InstanceId } = await named(ec2, "api-2");
  const InstanceIds = [InstanceId, "i-0123456789abcdef0"];
  await expect(ec2.send(new StopInstancesCommand({ InstanceIds }))).rejects.toMatchObject({
    name: "InvalidInstanceID.NotFound",
    message: "The instance ID 'i-0123456789abcdef0' does not exist",
  });
  expect((await named(ec2, "api-2")).State?.Name).toBe("running");
});

test("stopping what is stopped is no error, and a dry run changes nothing", async () => {
  const { ec2 } = await startSandbox();
  const idle = await named(ec2, "load-gen");
  const { StoppingInstances } = await ec2.send(new StopInstancesCommand({ InstanceIds: [idle.InstanceId] }));
  expect(StoppingInstances?.[0]?.PreviousState?.Name).toBe("stopped");
  expect(StoppingInstances?.[0]?.CurrentState?.Name).toBe("stopped");
  const api = await named(ec2, "api-1");
  await expect(ec2.send(new StopInstancesCommand({ InstanceIds: [api.InstanceId], DryRun: true }))).rejects.toThrow(
    /would have succeeded/,
  );
  expect((await named(ec2, "api-1")).State?.Name).toBe("running");
});

test("pages walk all machines once, and an unknown token is refused", async () => {
  const { ec2 } = await startSandbox();
  const ids: string[] = [];
  let NextToken: string | undefined;
  do {
    const out = await ec2.send(new DescribeInstancesCommand({ MaxResults: 7, ...(NextToken && { NextToken }) }));
    for (const each of out.Reservations ?? []) ids.push(each.Instances?.[0]?.InstanceId ?? "");
    NextToken = out.NextToken;
  } while (NextToken);
  expect(ids.length).toBeGreaterThan(40);
  expect(new Set(ids).size).toBe(ids.length);
  await expect(ec2.send(new DescribeInstancesCommand({ NextToken: "soup" }))).rejects.toMatchObject({
    name: "InvalidNextToken",
  });
  await expect(
    ec2.send(new DescribeInstancesCommand({ Filters: [{ Name: "no-such", Values: ["x"] }] })),
  ).rejects.toThrow(/'no-such' is invalid/);
});

test("the story's special machines are there", async () => {
  const { ec2, sandbox } = await startSandbox();
  const nvme = await named(ec2, "scratch-nvme");
  const types = await ec2.send(new DescribeInstanceTypesCommand({ InstanceTypes: ["m6id.large", "m6i.large"] }));
  expect(types.InstanceTypes?.map((each) => [each.InstanceType, each.InstanceStorageSupported])).toEqual([
    ["m6id.large", true],
    ["m6i.large", false],
  ]);
  expect(nvme.InstanceType).toBe("m6id.large");
  const windows = await named(ec2, "win-tools");
  expect([windows.Platform, windows.UsageOperation]).toEqual(["windows", "RunInstances:0002"]);
  const us = clientsOf(sandbox, "us-east-1").ec2;
  const spot = await named(us, "render-spot");
  expect(spot.InstanceLifecycle).toBe("spot");
  const requests = await us.send(new DescribeSpotInstanceRequestsCommand({}));
  expect(requests.SpotInstanceRequests).toMatchObject([{ Type: "persistent", State: "active" }]);
  const volumes = await ec2.send(
    new DescribeVolumesCommand({ Filters: [{ Name: "attachment.instance-id", Values: [nvme.InstanceId] }] }),
  );
  expect(volumes.Volumes?.map((each) => each.VolumeId)).toEqual(
    nvme.BlockDeviceMappings?.map((each) => each.Ebs?.VolumeId),
  );
  const attribute = await ec2.send(
    new DescribeInstanceAttributeCommand({ InstanceId: nvme.InstanceId, Attribute: "disableApiStop" }),
  );
  expect(attribute.DisableApiStop?.Value).toBe(false);
  const { Regions } = await ec2.send(new DescribeRegionsCommand({}));
  expect(Regions?.map((each) => each.RegionName)).toEqual(["eu-central-1", "us-east-1", "eu-west-1"]);
});
