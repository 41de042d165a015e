import { describe, expect, it } from "vitest";
import { FaultError } from "../../core/fault";
import type { Step } from "../../core/plan";
import type { Observed } from "../../core/resource";
import { collect, recordingDoor } from "../../testing/recording-door";
import fixture from "../fixtures/glue.trigger/v1-scheduled.json";
import { glueTrigger } from "./trigger";
import type { TriggerConfiguration, TriggerDetail } from "./trigger-detail";

const saved = glueTrigger.saved.schema.parse(fixture);

function trigger(state = "ACTIVATED", changed: Partial<TriggerConfiguration> = {}): Observed<TriggerDetail> {
  return {
    nativeId: "load",
    arn: "arn:aws:glue:eu-central-1:111122223333:trigger/load",
    name: "load",
    type: "scheduled",
    tags: {},
    detail: { state, configuration: { ...saved.configuration, ...changed } },
  };
}

const step = (op: string, state: string): Step => ({ op, params: { state }, before: "x", after: "y", settle: true });
const stop = step("stop", "DEACTIVATED");
const start = step("start", "ACTIVATED");

describe("states", () => {
  it.each([
    ["ACTIVATED", "running", "todo", "done"],
    ["DEACTIVATED", "paused", "done", "todo"],
    ["CREATED", "paused", "done", "todo"],
    ["ACTIVATING", "changing", "pending", "pending"],
    ["DEACTIVATING", "changing", "pending", "pending"],
    ["UPDATING", "changing", "pending", "pending"],
    ["A_WORD_OF_NEXT_YEAR", "changing", "pending", "pending"],
  ])("%s is %s: a stop is %s, a start is %s", (state, classified, ofStop, ofStart) => {
    expect(glueTrigger.classify(trigger(state)).state).toBe(classified);
    expect(glueTrigger.check(stop, trigger(state)).status).toBe(ofStop);
    expect(glueTrigger.check(start, trigger(state)).status).toBe(ofStart);
  });

  it.each([
    ["ON_DEMAND", /somebody starts it/],
    ["EVENT", /EventBridge rule/],
  ])("one of type %s has no switch", (type, reason) => {
    expect(glueTrigger.classify(trigger("CREATED", { type }))).toMatchObject({
      state: "unsupported",
      reason: expect.stringMatching(reason),
    });
  });
});

describe("plans", () => {
  it.each<[Partial<TriggerConfiguration>, string[]]>([
    [{}, ["saves-nothing-itself", "runs-missed"]],
    [
      { type: "CONDITIONAL", workflow: "uploads" },
      ["saves-nothing-itself", "conditions-missed", "workflow-stops-here"],
    ],
  ])("warns of %o", (changed, codes) => {
    const plan = glueTrigger.planPause(trigger("ACTIVATED", changed), {});
    expect(plan.result === "planned" && plan.hazards.map(({ code }) => code)).toEqual(codes);
  });

  it("saves it whole, and starts it again", () => {
    expect(glueTrigger.planPause(trigger(), {})).toMatchObject({ saved, steps: [{ op: "stop" }] });
    expect(glueTrigger.planResume(saved, trigger("DEACTIVATED"))).toMatchObject({ steps: [{ op: "start" }] });
    expect(glueTrigger.planResume(saved, trigger())).toMatchObject({ steps: [] });
    expect(glueTrigger.planResume(saved, null)).toMatchObject({ result: "refused" });
  });

  it("cannot set back what somebody changed, and reads back what came of it", () => {
    const changed = { schedule: "cron(0 4 * * ? *)" };
    expect(glueTrigger.meanwhile?.(saved, trigger("DEACTIVATED"))).toBeNull();
    expect(glueTrigger.meanwhile?.(saved, trigger("DEACTIVATED", changed))).toMatchObject({
      differences: [{ path: "schedule", saved: "cron(0 3 * * ? *)", now: "cron(0 4 * * ? *)" }],
      canSetBack: false,
      theirs: { state: "ACTIVATED", configuration: changed },
    });
    expect(glueTrigger.verify("resume", saved, trigger("ACTIVATED", changed)).verdict).toBe("wrong");
    expect(glueTrigger.verify("resume", saved, trigger()).verdict).toBe("reached");
    expect(glueTrigger.verify("pause", saved, trigger("DEACTIVATED")).verdict).toBe("reached");
    expect(glueTrigger.verify("pause", saved, trigger("DEACTIVATING")).verdict).toBe("pending");
  });
});

describe("and AWS", () => {
  const answers = {
    GetCallerIdentity: () => ({ Account: "111122223333" }),
    GetResources: () => ({
      ResourceTagMappingList: [{ ResourceARN: trigger().arn, Tags: [{ Key: "Team", Value: "data" }] }],
    }),
    GetTrigger: ({ Name }: { Name: string }) => {
      if (Name !== "load") throw new FaultError({ code: "gone", reason: "Trigger not found.", remedy: "" });
      return {
        Trigger: {
          Name,
          Type: "CONDITIONAL",
          State: "ACTIVATED",
          Predicate: {
            Conditions: [
              { JobName: "a", State: "FAILED" },
              { CrawlerName: "b", CrawlState: "SUCCEEDED" },
            ],
          },
        },
      };
    },
    GetTriggers: ({ NextToken }: { NextToken?: string }) =>
      NextToken
        ? { Triggers: [{ Name: "load2" }] }
        : { Triggers: [{ Name: "load", Type: "SCHEDULED" }], NextToken: "2" },
  };

  it("lists all pages, and names them by their account", async () => {
    const found = await collect(glueTrigger.discover(recordingDoor(answers)));
    expect(found.map(({ arn, tags }) => [arn, tags])).toEqual([
      [trigger().arn, { Team: "data" }],
      [`${trigger().arn}2`, {}],
    ]);
  });

  it("looks at few one by one, at many by the list", async () => {
    const few = recordingDoor(answers);
    const found = await collect(glueTrigger.discover(few, ["load", "loadx"]));
    expect(found.map(({ name }) => name)).toEqual(["load"]);
    expect(found[0]?.detail.configuration.conditions).toEqual([
      { job: "a", crawler: null, operator: null, state: "FAILED" },
      { job: null, crawler: "b", operator: null, state: "SUCCEEDED" },
    ]);
    const many = recordingDoor(answers);
    const names = ["load", ...Array.from({ length: 20 }, (_, index) => `x${index}`)];
    expect((await collect(glueTrigger.discover(many, names))).map(({ name }) => name)).toEqual(["load"]);
    expect(many.calls.map(({ operation }) => operation)).not.toContain("GetTrigger");
  });

  it("sends each step as one exact call", async () => {
    const door = recordingDoor({ StopTrigger: () => ({}), StartTrigger: () => ({}) });
    const items = [{ nativeId: "load", params: {}, token: "t" }];
    await glueTrigger.apply(door, "stop", items);
    await glueTrigger.apply(door, "start", items);
    expect(door.calls).toEqual([
      { via: "act", operation: "StopTrigger", input: { Name: "load" } },
      { via: "act", operation: "StartTrigger", input: { Name: "load" } },
    ]);
  });
});
