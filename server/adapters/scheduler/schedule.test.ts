import { describe, expect, it } from "vitest";
import { FaultError } from "../../core/fault";
import type { Observed } from "../../core/resource";
import { collect, recordingDoor } from "../../testing/recording-door";
import fixture from "../fixtures/scheduler.schedule/v1-full.json";
import { schedulerSchedule } from "./schedule";
import type { ScheduleConfiguration, ScheduleDetail } from "./schedule-detail";

const configuration: ScheduleConfiguration = schedulerSchedule.saved.schema.parse(fixture).configuration;
const nativeId = "lab/trial-cleanup";
const arn = `arn:aws:scheduler:eu-central-1:111122223333:schedule/${nativeId}`;

function schedule(state = "ENABLED", changed: Partial<ScheduleConfiguration> = {}): Observed<ScheduleDetail> {
  return {
    nativeId,
    arn,
    name: "trial-cleanup",
    type: configuration.expression,
    tags: {},
    detail: { state, group: "lab", configuration: { ...configuration, ...changed } },
  };
}

const saved = { state: "ENABLED" as const, configuration };
const off = schedule("DISABLED");
const update = (params: unknown) => ({ op: "update", params, before: "x", after: "y", settle: true });

/** The whole of it as AWS answers it, every optional field set. */
const answer = {
  Arn: arn,
  Name: "trial-cleanup",
  GroupName: "lab",
  State: "ENABLED",
  ScheduleExpression: "cron(30 19 ? * MON-FRI *)",
  ScheduleExpressionTimezone: "Europe/Berlin",
  StartDate: new Date("2026-01-01T00:00:00Z"),
  EndDate: new Date("2027-12-25T12:00:00Z"),
  Description: "Empties the trial buckets",
  KmsKeyArn: "arn:aws:kms:eu-central-1:111122223333:key/1",
  FlexibleTimeWindow: { Mode: "FLEXIBLE", MaximumWindowInMinutes: 15 },
  ActionAfterCompletion: "NONE",
  Target: {
    Arn: "arn:aws:ecs:eu-central-1:111122223333:cluster/web",
    RoleArn: "arn:aws:iam::111122223333:role/run",
    Input: "{}",
    DeadLetterConfig: undefined,
    RetryPolicy: { MaximumEventAgeInSeconds: 60, MaximumRetryAttempts: 0 },
    EcsParameters: {
      TaskDefinitionArn: "arn:aws:ecs:eu-central-1:111122223333:task-definition/job:7",
      NetworkConfiguration: { awsvpcConfiguration: { Subnets: ["subnet-1"], AssignPublicIp: "ENABLED" } },
      Tags: [{ Team: "shop" }],
    },
  },
  CreationDate: new Date("2026-01-01T00:00:00Z"),
  LastModificationDate: new Date("2026-01-01T00:00:00Z"),
};
const gone = () => {
  throw new FaultError({ code: "gone", reason: "Schedule does not exist.", remedy: "" });
};

describe("pause", () => {
  const plan = (changed: Partial<ScheduleConfiguration>, oneTime = false) => {
    const made = schedulerSchedule.planPause(schedule("ENABLED", changed), { oneTime });
    return made.result === "planned" ? made.hazards.map(({ code }) => code) : made;
  };

  it("saves the whole schedule and says whose role is handed on", () => {
    const made = schedulerSchedule.planPause(schedule(), { oneTime: false });
    expect(made).toMatchObject({ saved, steps: [{ op: "update", params: { state: "DISABLED" } }], restore: "exact" });
    expect(made).toMatchObject({
      hazards: expect.arrayContaining([
        expect.objectContaining({ code: "passes-role", detail: expect.stringContaining("role/trial-scheduler") }),
      ]),
    });
  });

  it("refuses what fires once, unless somebody accepts that it may never fire", () => {
    const once = { expression: "at(2026-12-01T09:00:00)" };
    expect(plan(once)).toMatchObject({ result: "refused", remedy: expect.stringContaining("oneTime") });
    expect(plan(once, true)).toContain("one-time-missed");
    expect(plan({}, true)).not.toContain("one-time-missed");
  });

  it.each<[Partial<ScheduleConfiguration>, string[]]>([
    [{ endDate: null }, ["saves-nothing-itself", "runs-missed", "passes-role"]],
    [{}, ["saves-nothing-itself", "runs-missed", "passes-role", "schedule-ends"]],
    [
      { endDate: null, startDate: "2026-01-01T00:00:00.000Z", kmsKeyArn: "arn:aws:kms:x" },
      ["saves-nothing-itself", "runs-missed", "passes-role", "start-date", "account-kms-key"],
    ],
  ])("warns of %o", (changed, codes) => {
    expect(plan(changed)).toEqual(codes);
  });
});

describe("resume", () => {
  const theirs = schedule("DISABLED", { expression: "rate(1 day)" });

  it("turns on what is there when nobody changed it", () => {
    expect(schedulerSchedule.planResume(saved, off)).toMatchObject({ steps: [{ params: { state: "ENABLED" } }] });
    expect(schedulerSchedule.planResume(saved, schedule())).toMatchObject({ steps: [] });
    expect(schedulerSchedule.planResume(saved, null)).toMatchObject({ result: "refused" });
  });

  it("asks whose schedule it is when somebody changed it, and can send back all of the saved one", () => {
    expect(schedulerSchedule.meanwhile?.(saved, off)).toBeNull();
    expect(schedulerSchedule.meanwhile?.(saved, theirs)).toMatchObject({
      differences: [{ path: "expression", saved: configuration.expression, now: "rate(1 day)" }],
      theirs: { state: "ENABLED", configuration: { expression: "rate(1 day)" } },
      canSetBack: true,
    });
    expect(schedulerSchedule.planResume(saved, theirs)).toMatchObject({
      steps: [{ params: { state: "ENABLED", configuration } }],
    });
  });

  it("reads every attribute back, inside the target, too", () => {
    const target = { ...configuration.target, Input: "{}" };
    expect(schedulerSchedule.verify("resume", saved, schedule("ENABLED", { target }))).toMatchObject({
      verdict: "wrong",
      differences: [{ path: "target.Input", now: "{}" }],
    });
    expect(schedulerSchedule.verify("resume", saved, schedule()).verdict).toBe("reached");
    expect(schedulerSchedule.verify("pause", saved, off).verdict).toBe("reached");
    const putBack = update({ state: "ENABLED", configuration });
    expect(schedulerSchedule.check(putBack, schedule("ENABLED", { target })).status).toBe("todo");
    expect(schedulerSchedule.check(putBack, schedule()).status).toBe("done");
  });
});

describe("and AWS", () => {
  it("sends every field back, with its state alone changed", async () => {
    const door = recordingDoor({ GetSchedule: () => answer, UpdateSchedule: () => ({}) });
    await schedulerSchedule.apply(door, "update", [{ nativeId, params: { state: "DISABLED" }, token: "t" }]);
    const { Arn: _arn, CreationDate: _made, LastModificationDate: _changed, Target, ...rest } = answer;
    const { DeadLetterConfig: _none, ...target } = Target;
    expect(door.calls.map(({ operation, via }) => [operation, via])).toEqual([
      ["GetSchedule", "read"],
      ["UpdateSchedule", "act"],
    ]);
    expect(door.calls[1]?.input).toEqual({ ...rest, Target: target, State: "DISABLED" });
  });

  it("sends back the saved one where the step carries it", async () => {
    const door = recordingDoor({ GetSchedule: () => answer, UpdateSchedule: () => ({}) });
    await schedulerSchedule.apply(door, "update", [
      { nativeId, params: { state: "ENABLED", configuration }, token: "t" },
    ]);
    expect(door.calls[1]?.input).toMatchObject({
      State: "ENABLED",
      Target: configuration.target,
      EndDate: new Date("2027-12-25T12:00:00Z"),
    });
    expect(door.calls[1]?.input).not.toHaveProperty("StartDate");
  });

  it("makes no schedule that is gone", async () => {
    const door = recordingDoor({ GetSchedule: gone, UpdateSchedule: () => ({}) });
    const items = [{ nativeId, params: { state: "ENABLED" }, token: "t" }];
    await expect(schedulerSchedule.apply(door, "update", items)).rejects.toMatchObject({ fault: { code: "gone" } });
    expect(door.calls.map(({ operation }) => operation)).toEqual(["GetSchedule"]);
  });

  it("reads each schedule of a page, leaves out what deleted itself meanwhile, and gives it its group's tags", async () => {
    const door = recordingDoor({
      ListSchedules: () => ({ Schedules: ["trial-cleanup", "over"].map((Name) => ({ Name, GroupName: "lab" })) }),
      GetSchedule: ({ Name }: { Name: string }) => (Name === "over" ? gone() : answer),
      GetResources: () => ({
        ResourceTagMappingList: [
          {
            ResourceARN: "arn:aws:scheduler:eu-central-1:111122223333:schedule-group/lab",
            Tags: [{ Key: "Environment", Value: "lab" }],
          },
        ],
      }),
    });
    const found = await collect(schedulerSchedule.discover(door));
    expect(found).toMatchObject([{ nativeId, tags: { Environment: "lab" }, detail: { state: "ENABLED" } }]);
    expect(schedulerSchedule.detail.parse(JSON.parse(JSON.stringify(found[0]?.detail)))).toEqual(found[0]?.detail);
  });
});
