import { DescribeInstancesCommand, EC2Client, RunInstancesCommand } from "@aws-sdk/client-ec2";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { awsConfig } from "./estate";
import { type Standby, startStandby } from "./standby";
import { startWire, type Wire } from "./wire";

/** Guarantee: an account that is reached by assuming a role is acted on as itself, with the external id, and no other is touched. */

const region = "eu-central-1";
const roleArn = "arn:aws:iam::222222222222:role/StandbyOperate";
const externalId = "standby-3f1c9a7e5b2d4860";
const credentials = { type: "role", roleArn, externalId } as const;

let wire: Wire;
let theirs: EC2Client;
let ours: EC2Client;
let standby: Standby | null = null;

beforeAll(async () => {
  wire = await startWire();
});
afterAll(() => wire.stop());

beforeEach(async () => {
  await wire.reset();
  const config = awsConfig(wire.direct, region);
  const sts = new STSClient(config);
  const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: "estate" }));
  const session = {
    accessKeyId: Credentials?.AccessKeyId ?? "",
    secretAccessKey: Credentials?.SecretAccessKey ?? "",
    sessionToken: Credentials?.SessionToken ?? "",
  };
  theirs = new EC2Client({ ...config, credentials: session });
  ours = new EC2Client(config);
  for (const ec2 of [theirs, ours]) await runInstance(ec2);
});
afterEach(async () => {
  await standby?.stop();
  standby = null;
});

async function runInstance(ec2: EC2Client): Promise<void> {
  const Tags = [{ Key: "Environment", Value: "dev" }];
  const TagSpecifications = [{ ResourceType: "instance" as const, Tags }];
  await ec2.send(
    new RunInstancesCommand({
      ImageId: "ami-12c6146b",
      InstanceType: "t3.micro",
      MinCount: 1,
      MaxCount: 1,
      TagSpecifications,
    }),
  );
}

async function statesIn(ec2: EC2Client): Promise<(string | undefined)[]> {
  const { Reservations = [] } = await ec2.send(new DescribeInstancesCommand({}));
  return Reservations.flatMap(({ Instances = [] }) => Instances.map(({ State }) => State?.Name));
}

test("the role's account is paused and resumed; the account that Standby runs in is not", async () => {
  standby = await startStandby({ endpoint: wire.url, regions: [region], credentials, pace: 0.02 });
  expect(await standby.scan()).toMatchObject({ found: 1, notRead: 0 });
  expect((await standby.resources())[0]?.arn).toContain(":222222222222:");

  expect(await standby.run("pause")).toMatchObject({ state: "succeeded", counts: { done: 1 } });
  expect([await statesIn(theirs), await statesIn(ours)]).toEqual([["stopped"], ["running"]]);
  expect(await standby.run("resume")).toMatchObject({ state: "succeeded", counts: { done: 1 } });
  expect([await statesIn(theirs), await statesIn(ours)]).toEqual([["running"], ["running"]]);

  const assumed = (await wire.calls()).filter(({ operation }) => operation === "AssumeRole");
  expect(assumed).toHaveLength(1);
  expect(assumed[0]?.params).toMatchObject({ RoleArn: roleArn, ExternalId: externalId });
});

test("a role that may not be assumed: the scan names the permission, and works as soon as it is given", async () => {
  standby = await startStandby({ endpoint: wire.url, regions: [region], credentials, pace: 0.02 });
  await wire.faults([{ service: "sts", operation: "AssumeRole", fault: "denied" }]);
  await expect(standby.scan()).rejects.toMatchObject({
    fault: { code: "denied", action: "sts:AssumeRole", remedy: expect.stringContaining("external id") },
  });
  await wire.faults([]);
  expect(await standby.scan()).toMatchObject({ found: 1, notRead: 0 });
});
