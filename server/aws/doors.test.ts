import { DescribeInstancesCommand, DescribeRegionsCommand, EC2Client, StopInstancesCommand } from "@aws-sdk/client-ec2";
import { LambdaClient, ListFunctionsCommand } from "@aws-sdk/client-lambda";
import { GetResourcesCommand, ResourceGroupsTaggingAPIClient } from "@aws-sdk/client-resource-groups-tagging-api";
import { describe, expect, test, vi } from "vitest";
import type { Account } from "../core/account";
import { FaultError } from "../core/fault";
import { fakeClock } from "../testing/fake-clock";
import type { AnswerCall, AwsCall } from "./door";
import { createDoors, type DoorsOptions } from "./doors";

const start = new Date("2026-11-20T08:00:00Z");
const region = "eu-central-1";

function sandboxAccount(patch: Partial<Account> = {}): Account {
  const unchanging = { createdAt: start, lastScanAt: null, regions: null, awsAccountId: null };
  return { id: "acc_1", name: "Sandbox", credentials: { type: "sandbox" }, ...unchanging, ...patch };
}

function awsError(name: string, status = 400, fields: object = {}): Error {
  const error = Object.assign(new Error(`${name} it was`), { $metadata: { httpStatusCode: status }, ...fields });
  error.name = name;
  return error;
}

/** Doors to a sandbox that throws the given errors first and then answers. */
function setUp(failures: readonly Error[] = [], options: Partial<DoorsOptions> = {}, account = sandboxAccount()) {
  const clock = fakeClock(start);
  const sleep = vi.spyOn(clock, "sleep");
  const left = [...failures];
  const calls: AwsCall[] = [];
  const answer: AnswerCall = async (call) => {
    calls.push(call);
    const failure = left.shift();
    if (failure) throw failure;
    if (call.operation === "DescribeRegions") return { Regions: [{ RegionName: "us-east-1" }, { RegionName: region }] };
    if (call.operation === "GetCallerIdentity") return { Account: "111122223333" };
    return { answered: call.operation };
  };
  const doors = createDoors({
    clock,
    random: () => 0.5,
    account: async () => account,
    sandbox: answer,
    pace: 1,
    sandboxPace: 1,
    ...options,
  });
  const sleeps = () => sleep.mock.calls.map(([ms]) => ms);
  return { doors, clock, calls, sleeps };
}

const stop = () => new StopInstancesCommand({ InstanceIds: ["i-1"] });
const list = () => new DescribeInstancesCommand({ MaxResults: 1000 });

describe("the way of a command", () => {
  test("a read reaches the sandbox with its IAM prefix, operation and input", async () => {
    const { doors, calls } = setUp();
    const door = await doors.read("acc_1", region);
    const out = await door.read(ResourceGroupsTaggingAPIClient, new GetResourcesCommand({ ResourcesPerPage: 100 }));
    expect(out).toMatchObject({ answered: "GetResources" });
    expect(calls).toEqual([
      { accountId: "acc_1", region, service: "tag", operation: "GetResources", input: { ResourcesPerPage: 100 } },
    ]);
  });

  test("a change is refused at the reading side and never sent", async () => {
    const { doors, calls } = setUp();
    const door = await doors.act("acc_1", region);
    await expect(door.read(EC2Client, stop())).rejects.toThrow("StopInstances is not a read");
    expect(calls).toEqual([]);
  });

  test("leave is asked for before each try; once it is refused nothing is sent any more", async () => {
    const { doors, calls } = setUp([awsError("RequestLimitExceeded", 503)]);
    const door = await doors.act("acc_1", region);
    let asked = 0;
    const permit = async () => {
      asked += 1;
      if (asked > 1) throw new Error("Somebody else took over");
    };
    await expect(door.act(EC2Client, stop(), permit)).rejects.toThrow("Somebody else took over");
    expect(asked).toBe(2);
    expect(calls).toHaveLength(1);
  });

  test("a reading door cannot act, an acting door can", async () => {
    const { doors, calls } = setUp();
    expect(await doors.read("acc_1", region)).not.toHaveProperty("act");
    const door = await doors.act("acc_1", region);
    await door.act(EC2Client, stop());
    expect(calls.map((call) => call.operation)).toEqual(["StopInstances"]);
  });

  test("an account that is in the sandbox needs one", async () => {
    const { doors } = setUp([], { sandbox: null });
    await expect(doors.read("acc_1", region)).rejects.toThrow("no sandbox");
  });
});

describe("trying again", () => {
  test("throttling is waited out with growing pauses", async () => {
    const { doors, calls, sleeps } = setUp([
      awsError("RequestLimitExceeded", 503),
      awsError("RequestLimitExceeded", 503),
    ]);
    await (await doors.act("acc_1", region)).act(EC2Client, stop());
    expect(calls).toHaveLength(3);
    expect(sleeps()).toEqual([250, 500]);
  });

  test("the third failure is a fault", async () => {
    const failures = [1, 2, 3, 4].map(() => awsError("InternalError", 500));
    const { doors, calls, sleeps } = setUp(failures);
    const door = await doors.act("acc_1", region);
    await expect(door.act(EC2Client, stop())).rejects.toMatchObject({ fault: { code: "transient" } });
    expect(calls).toHaveLength(3);
    expect(sleeps()).toEqual([50, 100]);
  });

  test("what is refused after a lost answer may be done: it is for the one who sent it to look", async () => {
    const lost = () => Object.assign(new Error("socket hang up"), { code: "ECONNRESET" });
    const { doors } = setUp([lost(), awsError("UnsupportedOperation"), awsError("UnsupportedOperation")]);
    const door = await doors.act("acc_1", region);
    const fault = { code: "transient", awsError: "UnsupportedOperation", reason: expect.stringContaining("it was") };
    await expect(door.act(EC2Client, stop())).rejects.toMatchObject({ fault });
    await expect(door.act(EC2Client, stop())).rejects.toMatchObject({ fault: { code: "refused" } });
  });

  test("a lost answer is tried again", async () => {
    const { doors, calls } = setUp([Object.assign(new Error("socket hang up"), { code: "ECONNRESET" })]);
    await (await doors.act("acc_1", region)).act(EC2Client, stop());
    expect(calls).toHaveLength(2);
  });

  test("the wait that AWS asks for is kept to", async () => {
    const { doors, sleeps } = setUp([awsError("TooManyRequestsException", 429, { retryAfterSeconds: "4" })]);
    await (await doors.read("acc_1", region)).read(LambdaClient, new ListFunctionsCommand({}));
    expect(sleeps()).toEqual([4000]);
  });

  test("pauses go at the sandbox's pace", async () => {
    const { doors, sleeps } = setUp([awsError("RequestLimitExceeded", 503)], { sandboxPace: 0.1 });
    await (await doors.act("acc_1", region)).act(EC2Client, stop());
    expect(sleeps()).toEqual([25]);
  });

  test.each(["UnsupportedOperation", "IncorrectInstanceState", "InsufficientInstanceCapacity", "BrandNewTrouble"])(
    "%s is not tried again",
    async (name) => {
      const { doors, calls } = setUp([awsError(name)]);
      const door = await doors.act("acc_1", region);
      await expect(door.act(EC2Client, stop())).rejects.toBeInstanceOf(FaultError);
      expect(calls).toHaveLength(1);
    },
  );
});

describe("a scan", () => {
  test("an identical read is sent once per region, whoever asks and however it is written", async () => {
    const { doors, calls } = setUp();
    const scan = await doors.scan("acc_1");
    const one = new DescribeInstancesCommand({ MaxResults: 5, Filters: [{ Name: "a", Values: ["b"] }] });
    const same = new DescribeInstancesCommand({ Filters: [{ Values: ["b"], Name: "a" }], MaxResults: 5 });
    const answers = await Promise.all([
      scan.region(region).read(EC2Client, one),
      scan.region(region).read(EC2Client, same),
    ]);
    expect(answers[0]).toBe(answers[1]);
    await scan.region("us-east-1").read(EC2Client, one);
    await scan.region(region).read(EC2Client, list());
    expect(calls).toHaveLength(3);
    expect(scan.calls()).toBe(3);
  });

  test("a failure is shared too", async () => {
    const { doors, calls } = setUp([awsError("UnauthorizedOperation", 403)]);
    const scan = await doors.scan("acc_1");
    await expect(scan.region(region).read(EC2Client, list())).rejects.toMatchObject({ fault: { code: "denied" } });
    await expect(scan.region(region).read(EC2Client, list())).rejects.toMatchObject({ fault: { code: "denied" } });
    expect(calls).toHaveLength(1);
  });

  test("the next scan looks again, and so does a door outside a scan", async () => {
    const { doors, calls } = setUp();
    await (await doors.scan("acc_1")).region(region).read(EC2Client, list());
    await (await doors.scan("acc_1")).region(region).read(EC2Client, list());
    const door = await doors.read("acc_1", region);
    await door.read(EC2Client, list());
    await door.read(EC2Client, list());
    expect(calls).toHaveLength(4);
  });
});

describe("counting", () => {
  test("every attempt is counted and told with how it ended", async () => {
    const told: unknown[] = [];
    const failures = [awsError("RequestLimitExceeded", 503), awsError("InternalError", 500)];
    const onCall: DoorsOptions["onCall"] = (call, { attempt, fault }) =>
      told.push([call.operation, attempt, fault?.code ?? "answered"]);
    const { doors } = setUp(failures, { onCall });
    await (await doors.act("acc_1", region)).act(EC2Client, stop());
    expect(told).toEqual([
      ["StopInstances", 1, "throttled"],
      ["StopInstances", 2, "transient"],
      ["StopInstances", 3, "answered"],
    ]);
    expect(doors.counts()).toEqual([
      { accountId: "acc_1", region, service: "ec2", operation: "StopInstances", calls: 3, throttled: 1, failed: 1 },
    ]);
  });
});

describe("an account", () => {
  test("its regions are AWS's enabled ones, asked for once a day", async () => {
    const { doors, calls, clock } = setUp();
    expect(await doors.regions("acc_1")).toEqual([region, "us-east-1"]);
    clock.advance(23 * 3_600_000);
    await doors.regions("acc_1");
    expect(calls).toHaveLength(1);
    clock.advance(3_600_000);
    await doors.regions("acc_1");
    expect(calls).toHaveLength(2);
    expect(calls[0]?.operation).toBe(new DescribeRegionsCommand({}).constructor.name.replace("Command", ""));
  });

  test("its own limit to some regions needs no call", async () => {
    const { doors, calls } = setUp([], {}, sandboxAccount({ regions: ["eu-west-1"] }));
    expect(await doors.regions("acc_1")).toEqual(["eu-west-1"]);
    expect(calls).toEqual([]);
  });

  test("its number is asked of STS in its own region", async () => {
    const { doors, calls } = setUp([], {}, sandboxAccount({ regions: ["eu-west-1"] }));
    expect(await doors.identity("acc_1")).toBe("111122223333");
    expect(calls[0]).toMatchObject({ service: "sts", operation: "GetCallerIdentity", region: "eu-west-1" });
  });

  test("the pace is the sandbox's for a sandbox account", async () => {
    const { doors } = setUp([], { sandboxPace: 0.02 });
    expect(doors.pace("acc_1")).toBe(1);
    await doors.read("acc_1", region);
    expect(doors.pace("acc_1")).toBe(0.02);
  });
});
