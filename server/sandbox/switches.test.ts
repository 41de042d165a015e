import { expect, test } from "vitest";
import { startSandbox } from "./sandbox-fixtures";

/** What the corners with a switch refuse, lose and take their time for, in AWS's own words. */
async function start() {
  const { sandbox, clock } = await startSandbox();
  const place = { accountId: "acc_sandbox", region: "eu-central-1" };
  const send = (action: string, input: object) => {
    const [service = "", operation = ""] = action.split(":");
    return sandbox.answer({ ...place, service, operation, input });
  };
  return { send, clock };
}

test("a rule of the third state comes back plain by EnableRule, and whole by PutRule alone", async () => {
  const { send } = await start();
  const name = { Name: "trial-bucket-policy" };
  const state = async () => send("events:ListRules", { NamePrefix: name.Name });
  const before = await state();
  await send("events:DisableRule", name);
  await send("events:EnableRule", name);
  expect(await state()).toMatchObject({ Rules: [{ State: "ENABLED" }] });
  const pattern = '{"source":["aws.s3"],"detail":{"eventName":["PutBucketPolicy"]}}';
  const third = "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS";
  await send("events:PutRule", { ...name, EventPattern: pattern, State: third });
  expect(await state()).not.toMatchObject({ Rules: [{ Description: expect.anything() }] });
  await send("events:PutRule", {
    ...name,
    EventPattern: pattern,
    State: third,
    Description: "Reads of bucket policies, too",
  });
  expect(await state()).toEqual(before);
});

test("a managed rule, a rule and a bus that do not exist are refused", async () => {
  const { send } = await start();
  const managed = send("events:DisableRule", { Name: "AutoScalingManagedRule" });
  await expect(managed).rejects.toMatchObject({ name: "ManagedRuleException" });
  for (const input of [{ Name: "none" }, { Name: "trial-finished" }, { Name: "x", EventBusName: "none" }]) {
    await expect(send("events:DisableRule", input)).rejects.toMatchObject({ name: "ResourceNotFoundException" });
  }
});

test("an update of a schedule that leaves something out loses it", async () => {
  const { send } = await start();
  const name = { GroupName: "lab", Name: "trial-cleanup" };
  const { Target: target } = (await send("scheduler:GetSchedule", name)) as {
    Target: { Arn: string; RoleArn: string };
  };
  await send("scheduler:UpdateSchedule", {
    ...name,
    ScheduleExpression: "rate(1 hour)",
    FlexibleTimeWindow: { Mode: "OFF" },
    Target: { Arn: target.Arn, RoleArn: target.RoleArn },
  });
  const now = await send("scheduler:GetSchedule", name);
  expect(now).toMatchObject({ State: "ENABLED", ScheduleExpressionTimezone: "UTC" });
  expect(now).toMatchObject({ Target: { RetryPolicy: { MaximumRetryAttempts: 185 } } });
  for (const lost of ["Description", "EndDate", "Target.Input", "Target.DeadLetterConfig"]) {
    expect(now).not.toHaveProperty(lost);
  }
  const unnamed = send("scheduler:UpdateSchedule", { ...name, ScheduleExpression: "daily" });
  await expect(unnamed).rejects.toMatchObject({ name: "ValidationException" });
});

test("an App Runner service takes nothing while it is at something", async () => {
  const { send, clock } = await start();
  const list = async () =>
    (await send("apprunner:ListServices", {})) as { ServiceSummaryList: { ServiceArn: string; Status: string }[] };
  const { ServiceArn = "" } = (await list()).ServiceSummaryList[0] ?? {};
  const status = async () => (await list()).ServiceSummaryList[0]?.Status;
  await expect(send("apprunner:ResumeService", { ServiceArn })).rejects.toMatchObject({
    name: "InvalidStateException",
  });
  await send("apprunner:PauseService", { ServiceArn });
  expect(await status()).toBe("OPERATION_IN_PROGRESS");
  await expect(send("apprunner:PauseService", { ServiceArn })).rejects.toMatchObject({ name: "InvalidStateException" });
  clock.pass(90);
  expect(await status()).toBe("PAUSED");
});

test("Glue refuses to stop what never started, and to start what an event starts", async () => {
  const { send, clock } = await start();
  const refused = (action: string, Name: string, message: RegExp) =>
    expect(send(action, { Name })).rejects.toMatchObject({
      name: "InvalidInputException",
      message: expect.stringMatching(message),
    });
  await refused("glue:StopTrigger", "trial-by-hand", /not allowed when trigger is in state: CREATED/);
  await refused("glue:StartTrigger", "trial-on-upload", /EVENT cannot be started/);
  await send("glue:StopTrigger", { Name: "trial-nightly-load" });
  await refused("glue:StartTrigger", "trial-nightly-load", /DEACTIVATING/);
  clock.pass(10);
  await send("glue:StartTrigger", { Name: "trial-nightly-load" });
  clock.pass(10);
  expect(await send("glue:GetTrigger", { Name: "trial-nightly-load" })).toMatchObject({
    Trigger: { State: "ACTIVATED" },
  });
});

test("Glue refuses to stop a schedule that does not run, to start one that does, and to start what has none", async () => {
  const { send, clock } = await start();
  const refused = (action: string, CrawlerName: string, name: string) =>
    expect(send(action, { CrawlerName })).rejects.toMatchObject({ name });
  await refused("glue:StopCrawlerSchedule", "trial-archive", "SchedulerNotRunningException");
  await refused("glue:StartCrawlerSchedule", "trial-catalogue", "SchedulerRunningException");
  await refused("glue:StartCrawlerSchedule", "trial-once", "NoScheduleException");
  await send("glue:StopCrawlerSchedule", { CrawlerName: "trial-catalogue" });
  await refused("glue:StartCrawlerSchedule", "trial-catalogue", "SchedulerTransitioningException");
  clock.pass(10);
  expect(await send("glue:GetCrawler", { Name: "trial-catalogue" })).toMatchObject({
    Crawler: { Schedule: { ScheduleExpression: "cron(15 * * * ? *)", State: "NOT_SCHEDULED" } },
  });
});

test("a disabled compute environment keeps its least size, and gives it up only when that is 0", async () => {
  const { send, clock } = await start();
  const computeEnvironment = "trial-steady";
  const seen = async () => send("batch:DescribeComputeEnvironments", { computeEnvironments: [computeEnvironment] });
  await send("batch:UpdateComputeEnvironment", { computeEnvironment, state: "DISABLED" });
  const again = send("batch:UpdateComputeEnvironment", { computeEnvironment, state: "DISABLED" });
  await expect(again).rejects.toMatchObject({ name: "ClientException", message: /being modified/ });
  clock.pass(300);
  expect(await seen()).toMatchObject({ computeEnvironments: [{ computeResources: { desiredvCpus: 8 } }] });
  await send("batch:UpdateComputeEnvironment", { computeEnvironment, computeResources: { minvCpus: 0 } });
  clock.pass(30);
  expect(await seen()).toMatchObject({
    computeEnvironments: [{ status: "VALID", computeResources: { minvCpus: 0, desiredvCpus: 8 } }],
  });
  clock.pass(300);
  expect(await seen()).toMatchObject({ computeEnvironments: [{ computeResources: { desiredvCpus: 0 } }] });
});

test("a server takes a while to go offline, and stopping it twice is as good as once", async () => {
  const { send, clock } = await start();
  const ServerId = "s-0b1c9f4e7a2d83651";
  const state = async () =>
    ((await send("transfer:DescribeServer", { ServerId })) as { Server: { State: string } }).Server.State;
  await send("transfer:StopServer", { ServerId });
  await send("transfer:StopServer", { ServerId });
  expect(await state()).toBe("STOPPING");
  clock.pass(60);
  expect(await state()).toBe("OFFLINE");
  await send("transfer:StopServer", { ServerId });
  expect(await state()).toBe("OFFLINE");
  await send("transfer:StartServer", { ServerId });
  expect(await state()).toBe("STARTING");
  clock.pass(90);
  expect(await state()).toBe("ONLINE");
});
