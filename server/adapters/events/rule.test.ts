import { describe, expect, it } from "vitest";
import { FaultError } from "../../core/fault";
import type { Step } from "../../core/plan";
import type { Observed } from "../../core/resource";
import { collect, recordingDoor } from "../../testing/recording-door";
import fixture from "../fixtures/events.rule/v1-all-management-events.json";
import { eventsRule } from "./rule";
import type { RuleConfiguration, RuleDetail } from "./rule-detail";

const pattern = '{"source":["shop.orders"]}';
const allManagementEvents = "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS" as const;
const configuration: RuleConfiguration = { pattern, schedule: null, description: "Orders", roleArn: null };

function rule(over: Partial<RuleDetail> = {}, changed: Partial<RuleConfiguration> = {}): Observed<RuleDetail> {
  return {
    nativeId: "shop/order-placed",
    arn: "arn:aws:events:eu-central-1:111122223333:rule/shop/order-placed",
    name: "order-placed",
    type: "event pattern",
    tags: {},
    detail: {
      state: "ENABLED",
      bus: "shop",
      managedBy: null,
      ...over,
      configuration: { ...configuration, ...changed },
    },
  };
}

const off = rule({ state: "DISABLED" });
const saved = { state: "ENABLED" as const, configuration };
const step = (op: string, params: unknown): Step => ({ op, params, before: "x", after: "y", settle: true });
const disable = step("disable", { state: "DISABLED" });
const enable = step("enable", { state: "ENABLED" });

function pausePlan(seen: Observed<RuleDetail>) {
  const plan = eventsRule.planPause(seen, {});
  if (plan.result === "refused") throw new Error(plan.reason);
  return plan;
}

describe("classify", () => {
  it.each([
    ["ENABLED", "running"],
    [allManagementEvents, "running"],
    ["DISABLED", "paused"],
    ["A_WORD_OF_NEXT_YEAR", "changing"],
  ])("%s is %s", (state, expected) => {
    expect(eventsRule.classify(rule({ state })).state).toBe(expected);
  });

  it.each(["ENABLED", "DISABLED"])("a managed rule is left alone, also when it is %s", (state) => {
    expect(eventsRule.classify(rule({ state, managedBy: "autoscaling.amazonaws.com" }))).toMatchObject({
      state: "unsupported",
      reason: expect.stringMatching(/autoscaling\.amazonaws\.com/),
    });
  });
});

describe("pause", () => {
  it("keeps the state that it had, and the rest", () => {
    expect(pausePlan(rule())).toMatchObject({ saved, steps: [{ op: "disable", params: { state: "DISABLED" } }] });
    expect(pausePlan(rule({ state: allManagementEvents })).saved.state).toBe(allManagementEvents);
  });

  it.each<[Partial<RuleConfiguration>, string[]]>([
    [{}, ["saves-nothing-itself", "events-missed"]],
    [{ pattern: null, schedule: "rate(1 hour)" }, ["saves-nothing-itself", "runs-missed"]],
    [{ schedule: "rate(1 hour)" }, ["saves-nothing-itself", "events-missed", "runs-missed"]],
    [{ pattern: '{"source":["aws.guardduty"]}' }, ["saves-nothing-itself", "events-missed", "security-events-missed"]],
  ])("warns of %o", (changed, codes) => {
    expect(pausePlan(rule({}, changed)).hazards.map(({ code }) => code)).toEqual(codes);
  });
});

describe("resume", () => {
  const ops = (before: Parameters<typeof eventsRule.planResume>[0], seen: Observed<RuleDetail>) => {
    const plan = eventsRule.planResume(before, seen);
    return plan.result === "planned" ? plan.steps.map(({ op, params }) => ({ op, params })) : plan.reason;
  };
  const third = { ...saved, state: allManagementEvents };

  it("enables what was ENABLED, and puts back the third state with everything sent along", () => {
    expect(ops(saved, off)).toEqual([{ op: "enable", params: { state: "ENABLED" } }]);
    expect(ops(third, off)).toEqual([{ op: "put", params: { state: allManagementEvents, configuration } }]);
    expect(ops(saved, rule())).toEqual([]);
  });

  it("does not take plain ENABLED for the third state", () => {
    expect(ops(third, rule())).toEqual([{ op: "put", params: { state: allManagementEvents, configuration } }]);
    expect(ops(saved, rule({ state: allManagementEvents }))).toMatchObject([{ op: "put" }]);
  });

  it("refuses a rule that was deleted", () => {
    expect(eventsRule.planResume(saved, null)).toMatchObject({ result: "refused", reason: /deleted/ });
  });

  it("tells what somebody changed, and can set all of it back", () => {
    expect(eventsRule.meanwhile?.(saved, off)).toBeNull();
    expect(eventsRule.meanwhile?.(saved, rule())).toBeNull();
    const theirs = rule({ state: "DISABLED" }, { pattern: null, schedule: "rate(1 day)" });
    expect(eventsRule.meanwhile?.(saved, theirs)).toEqual({
      differences: [
        { path: "pattern", saved: pattern, now: "none" },
        { path: "schedule", saved: "none", now: "rate(1 day)" },
      ],
      theirs: { state: "ENABLED", configuration: theirs.detail.configuration },
      canSetBack: true,
    });
    expect(ops(saved, theirs)).toEqual([{ op: "put", params: { state: "ENABLED", configuration } }]);
    expect(ops({ ...saved, configuration: theirs.detail.configuration }, theirs)).toMatchObject([{ op: "enable" }]);
  });

  it("takes another way of being on for a change, too", () => {
    expect(eventsRule.meanwhile?.(third, rule())).toMatchObject({
      differences: [{ path: "state", saved: allManagementEvents, now: "ENABLED" }],
      theirs: saved,
    });
  });
});

describe("check and verify", () => {
  const put = step("put", { state: allManagementEvents, configuration });

  it.each<[string, Step, Observed<RuleDetail> | null, string]>([
    ["to disable one that is on", disable, rule(), "todo"],
    ["to disable one that is off", disable, off, "done"],
    ["to enable one that is off", enable, off, "todo"],
    ["to enable one that is on", enable, rule(), "done"],
    ["to enable one that is on another way", enable, rule({ state: allManagementEvents }), "todo"],
    ["to put one that is off", put, off, "todo"],
    ["to put one that is there", put, rule({ state: allManagementEvents }), "done"],
    ["to put one that differs", put, rule({ state: allManagementEvents }, { description: "?" }), "todo"],
    ["under way", enable, rule({ state: "ENABLING" }), "pending"],
    ["gone", enable, null, "blocked"],
  ])("%s", (_name, one, seen, expected) => {
    expect(eventsRule.check(one, seen).status).toBe(expected);
  });

  it("compares attribute by attribute", () => {
    expect(eventsRule.verify("pause", saved, off).verdict).toBe("reached");
    expect(eventsRule.verify("pause", saved, rule())).toMatchObject({ verdict: "wrong" });
    expect(eventsRule.verify("resume", saved, rule()).verdict).toBe("reached");
    expect(eventsRule.verify("resume", saved, rule({}, { roleArn: "arn:aws:iam::1:role/x" }))).toMatchObject({
      verdict: "wrong",
      differences: [{ path: "roleArn", saved: "none", now: "arn:aws:iam::1:role/x" }],
    });
    expect(eventsRule.verify("resume", { ...saved, state: allManagementEvents }, rule())).toMatchObject({
      differences: [{ path: "state", saved: allManagementEvents, now: "ENABLED" }],
    });
    expect(eventsRule.verify("resume", saved, null).verdict).toBe("gone");
  });

  it("still resumes a configuration saved by version 1", () => {
    const old = eventsRule.saved.schema.parse(fixture);
    expect(eventsRule.planResume(old, off)).toMatchObject({ steps: [{ op: "put", params: fixture }] });
  });
});

describe("and AWS", () => {
  const answers = {
    ListEventBuses: ({ NextToken }: { NextToken?: string }) =>
      NextToken
        ? { EventBuses: [{ Name: "aws.partner/acme/1" }] }
        : { EventBuses: [{ Name: "default" }], NextToken: "2" },
    ListRules: ({ EventBusName, NamePrefix }: { EventBusName: string; NamePrefix?: string }) => ({
      Rules: [
        { Name: "a", EventBusName, Arn: `arn:${EventBusName}/a`, State: "ENABLED", ScheduleExpression: "rate(1 day)" },
        { Name: "ab", EventBusName, Arn: `arn:${EventBusName}/ab`, State: "DISABLED" },
      ].filter(({ Name }) => Name.startsWith(NamePrefix ?? "")),
    }),
    GetResources: () => ({
      ResourceTagMappingList: [
        { ResourceARN: "arn:aws:events:x", Tags: [] },
        { ResourceARN: "arn:default/a", Tags: [{ Key: "Team", Value: "shop" }] },
      ],
    }),
  };

  it("walks every bus, partners' too", async () => {
    const found = await collect(eventsRule.discover(recordingDoor(answers)));
    expect(found.map(({ nativeId }) => nativeId)).toEqual([
      "default/a",
      "default/ab",
      "aws.partner/acme/1/a",
      "aws.partner/acme/1/ab",
    ]);
  });

  it("looks at a few by name, and not at what only begins like them", async () => {
    const door = recordingDoor(answers);
    const found = await collect(eventsRule.discover(door, ["default/a", "aws.partner/acme/1/ab", "default/zz"]));
    expect(found.map(({ nativeId }) => nativeId)).toEqual(["default/a", "aws.partner/acme/1/ab"]);
    expect(found[0]?.tags).toEqual({ Team: "shop" });
    expect(door.calls.map(({ operation }) => operation)).not.toContain("ListEventBuses");
  });

  it("takes a bus that is gone for no rules, and any other failure for a failure", async () => {
    const failing = (code: "gone" | "denied") =>
      recordingDoor({
        ...answers,
        ListRules: () => {
          throw new FaultError({ code, reason: "No.", remedy: "" });
        },
      });
    expect(await collect(eventsRule.discover(failing("gone"), ["old/a"]))).toEqual([]);
    await expect(collect(eventsRule.discover(failing("denied"), ["old/a"]))).rejects.toThrow("No.");
  });

  it("sends each step as one exact call", async () => {
    const door = recordingDoor({ DisableRule: () => ({}), EnableRule: () => ({}), PutRule: () => ({}) });
    const item = (params: unknown) => [{ nativeId: "aws.partner/acme/1/a", params, token: "t" }];
    await eventsRule.apply(door, "disable", item({ state: "DISABLED" }));
    await eventsRule.apply(door, "enable", item({ state: "ENABLED" }));
    await eventsRule.apply(door, "put", item({ state: allManagementEvents, configuration }));
    const named = { Name: "a", EventBusName: "aws.partner/acme/1" };
    expect(door.calls.map(({ operation, input }) => ({ operation, input }))).toEqual([
      { operation: "DisableRule", input: named },
      { operation: "EnableRule", input: named },
      {
        operation: "PutRule",
        input: { ...named, State: allManagementEvents, EventPattern: pattern, Description: "Orders" },
      },
    ]);
  });
});
