import { DescribeInstancesCommand, EC2Client, StopInstancesCommand } from "@aws-sdk/client-ec2";
import { DescribeDBInstancesCommand, RDSClient } from "@aws-sdk/client-rds";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Account, Credentials } from "../core/account";
import { fakeClock } from "../testing/fake-clock";
import { type Loopback, loopback } from "../testing/loopback";
import { createDoors } from "./doors";

/** Real SDK clients, signed and sent, against a small server that speaks AWS's query protocol. */

interface Answer {
  readonly status: number;
  readonly body: string;
}

const start = new Date("2026-11-20T08:00:00Z");
const roleArn = "arn:aws:iam::111122223333:role/standby";
let server: Loopback;
let asked: URLSearchParams[];
let answers: Record<string, Answer[]>;

beforeEach(async () => {
  asked = [];
  answers = {};
  server = await loopback(({ text }) => {
    const query = new URLSearchParams(text);
    asked.push(query);
    const { status, body } = answers[query.get("Action") ?? ""]?.shift() ?? { status: 200, body: "<Response/>" };
    return { status, headers: { "content-type": "text/xml" }, text: body };
  });
});

afterEach(() => server.close());

function doorsFor(credentials: Credentials) {
  const clock = fakeClock(start);
  const account: Account = {
    id: "acc_1",
    name: "Test",
    awsAccountId: null,
    credentials,
    regions: null,
    createdAt: start,
    lastScanAt: null,
  };
  const options = { clock, random: () => 0, account: async () => account, sandbox: null, pace: 1, sandboxPace: 1 };
  return { clock, doors: createDoors({ ...options, endpoint: server.url }) };
}

const actions = () => asked.map((query) => query.get("Action"));
const ec2Error = (code: string, message: string) =>
  `<Response><Errors><Error><Code>${code}</Code><Message>${message}</Message></Error></Errors><RequestID>r-1</RequestID></Response>`;
const assumed = (expiration: string) =>
  `<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>ASIA</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>${expiration}</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`;

describe("with the server's own credentials", () => {
  test("a throttled command is sent again as it was", async () => {
    answers.StopInstances = [{ status: 503, body: ec2Error("RequestLimitExceeded", "Request limit exceeded.") }];
    const { doors } = doorsFor({ type: "environment" });
    await (await doors.act("acc_1", "us-east-1")).act(EC2Client, new StopInstancesCommand({ InstanceIds: ["i-1"] }));
    expect(actions()).toEqual(["StopInstances", "StopInstances"]);
    expect(asked[1]?.get("InstanceId.1")).toBe("i-1");
  });

  test("the SDK does not try again by itself: three tries are three requests", async () => {
    answers.DescribeInstances = [1, 2, 3, 4].map(() => ({ status: 500, body: ec2Error("InternalError", "oops") }));
    const { doors } = doorsFor({ type: "environment" });
    const door = await doors.read("acc_1", "us-east-1");
    await expect(door.read(EC2Client, new DescribeInstancesCommand({}))).rejects.toMatchObject({
      fault: { code: "transient", awsError: "InternalError" },
    });
    expect(actions()).toHaveLength(3);
  });
});

describe("with a role", () => {
  const role: Credentials = { type: "role", roleArn, externalId: "external-1" };

  test("it is assumed once for all clients and regions, with the external id, and again before it ends", async () => {
    // The SDK compares with the wall clock, so its own end lies far ahead; the door's clock is moved there.
    answers.AssumeRole = [
      { status: 200, body: assumed("2126-11-20T09:00:00Z") },
      { status: 200, body: assumed("2126-11-20T10:00:00Z") },
    ];
    const { doors, clock } = doorsFor(role);
    await (await doors.read("acc_1", "us-east-1")).read(EC2Client, new DescribeInstancesCommand({}));
    await (await doors.read("acc_1", "eu-west-1")).read(RDSClient, new DescribeDBInstancesCommand({}));
    expect(actions()).toEqual(["AssumeRole", "DescribeInstances", "DescribeDBInstances"]);
    expect(Object.fromEntries(asked[0] ?? [])).toMatchObject({
      RoleArn: roleArn,
      ExternalId: "external-1",
      DurationSeconds: "3600",
      RoleSessionName: "standby-acc_1",
    });
    clock.advance(new Date("2126-11-20T08:50:00Z").getTime() - clock.now().getTime());
    await (await doors.read("acc_1", "eu-central-1")).read(EC2Client, new DescribeInstancesCommand({}));
    expect(actions().slice(3)).toEqual(["AssumeRole", "DescribeInstances"]);
  });

  test("that may not be assumed is a denial that speaks of trust policy and external id", async () => {
    const message = `User: arn:aws:iam::9:user/u is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`;
    const body = `<ErrorResponse><Error><Code>AccessDenied</Code><Message>${message}</Message></Error></ErrorResponse>`;
    answers.AssumeRole = [{ status: 403, body }];
    const { doors } = doorsFor(role);
    const door = await doors.read("acc_1", "us-east-1");
    await expect(door.read(EC2Client, new DescribeInstancesCommand({}))).rejects.toMatchObject({
      fault: { code: "denied", action: "sts:AssumeRole", remedy: expect.stringContaining("external id") },
    });
    expect(actions()).toEqual(["AssumeRole"]);
  });
});
