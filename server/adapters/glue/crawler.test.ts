import { describe, expect, it } from "vitest";
import { FaultError } from "../../core/fault";
import type { Step } from "../../core/plan";
import type { Observed } from "../../core/resource";
import { collect, recordingDoor } from "../../testing/recording-door";
import fixture from "../fixtures/glue.crawler/v1-scheduled.json";
import { glueCrawler } from "./crawler";
import type { CrawlerConfiguration, CrawlerDetail } from "./crawler-detail";

const saved = glueCrawler.saved.schema.parse(fixture);

function crawler(
  state = "SCHEDULED",
  changed: Partial<CrawlerConfiguration> = {},
  isRunning = false,
): Observed<CrawlerDetail> {
  return {
    nativeId: "lake",
    arn: "arn:aws:glue:eu-central-1:111122223333:crawler/lake",
    name: "lake",
    type: "cron(15 * * * ? *)",
    tags: {},
    detail: { state, isRunning, configuration: { ...saved.configuration, ...changed } },
  };
}

const step = (op: string, state: string): Step => ({ op, params: { state }, before: "x", after: "y", settle: true });
const stop = step("stop", "NOT_SCHEDULED");
const start = step("start", "SCHEDULED");

describe("states", () => {
  it.each([
    ["SCHEDULED", "running", "todo", "done"],
    ["NOT_SCHEDULED", "paused", "done", "todo"],
    ["TRANSITIONING", "changing", "pending", "pending"],
    ["A_WORD_OF_NEXT_YEAR", "changing", "pending", "pending"],
  ])("%s is %s: a stop is %s, a start is %s", (state, classified, ofStop, ofStart) => {
    expect(glueCrawler.classify(crawler(state)).state).toBe(classified);
    expect(glueCrawler.check(stop, crawler(state)).status).toBe(ofStop);
    expect(glueCrawler.check(start, crawler(state)).status).toBe(ofStart);
  });

  it("one without a schedule has no switch", () => {
    expect(glueCrawler.classify(crawler("NOT_SCHEDULED", { schedule: null }))).toMatchObject({
      state: "unsupported",
      reason: expect.stringMatching(/no schedule/),
      remedy: expect.stringMatching(/trigger/),
    });
  });
});

describe("plans", () => {
  it.each([
    [false, ["saves-nothing-itself", "runs-missed"]],
    [true, ["saves-nothing-itself", "runs-missed", "crawl-runs-on"]],
  ])("warns, while a crawl runs: %s", (isRunning, codes) => {
    const plan = glueCrawler.planPause(crawler("SCHEDULED", {}, isRunning), {});
    expect(plan.result === "planned" && plan.hazards.map(({ code }) => code)).toEqual(codes);
  });

  it("saves it whole, and starts it again", () => {
    expect(glueCrawler.planPause(crawler(), {})).toMatchObject({ saved, steps: [{ op: "stop" }] });
    expect(glueCrawler.planResume(saved, crawler("NOT_SCHEDULED"))).toMatchObject({ steps: [{ op: "start" }] });
    expect(glueCrawler.planResume(saved, crawler())).toMatchObject({ steps: [] });
    expect(glueCrawler.planResume(saved, null)).toMatchObject({ result: "refused" });
  });

  it("cannot set back what somebody changed, and reads back what came of it", () => {
    const changed = { schedule: "cron(0 4 * * ? *)" };
    expect(glueCrawler.meanwhile?.(saved, crawler("NOT_SCHEDULED"))).toBeNull();
    expect(glueCrawler.meanwhile?.(saved, crawler("NOT_SCHEDULED", changed))).toMatchObject({
      differences: [{ path: "schedule", saved: "cron(15 * * * ? *)", now: "cron(0 4 * * ? *)" }],
      canSetBack: false,
    });
    expect(glueCrawler.verify("resume", saved, crawler("SCHEDULED", changed)).verdict).toBe("wrong");
    expect(glueCrawler.verify("resume", saved, crawler()).verdict).toBe("reached");
    expect(glueCrawler.verify("pause", saved, crawler("NOT_SCHEDULED")).verdict).toBe("reached");
    expect(glueCrawler.verify("pause", saved, crawler("TRANSITIONING")).verdict).toBe("pending");
  });
});

describe("and AWS", () => {
  const answers = {
    GetCallerIdentity: () => ({ Account: "111122223333" }),
    GetResources: () => ({
      ResourceTagMappingList: [{ ResourceARN: crawler().arn, Tags: [{ Key: "Team", Value: "data" }] }],
    }),
    GetCrawler: ({ Name }: { Name: string }) => {
      if (Name !== "lake") throw new FaultError({ code: "gone", reason: "Crawler not found.", remedy: "" });
      // AWS answers empty strings for what was never set, and a state of a schedule only where there is one.
      return { Crawler: { Name, State: "RUNNING", Description: "", TablePrefix: "", Classifiers: [] } };
    },
    GetCrawlers: ({ NextToken }: { NextToken?: string }) =>
      NextToken
        ? { Crawlers: [{ Name: "lake2" }] }
        : {
            Crawlers: [{ Name: "lake", Schedule: { ScheduleExpression: "cron(15 * * * ? *)", State: "SCHEDULED" } }],
            NextToken: "2",
          },
  };

  it("lists all pages, and names them by their account", async () => {
    const found = await collect(glueCrawler.discover(recordingDoor(answers)));
    expect(found.map(({ arn, tags, detail }) => [arn, tags, detail.state])).toEqual([
      [crawler().arn, { Team: "data" }, "SCHEDULED"],
      [`${crawler().arn}2`, {}, "NOT_SCHEDULED"],
    ]);
  });

  it("looks at few one by one, at many by the list", async () => {
    const few = recordingDoor(answers);
    const found = await collect(glueCrawler.discover(few, ["lake", "lakex"]));
    expect(found.map(({ name, detail }) => [name, detail.isRunning, detail.configuration.tablePrefix])).toEqual([
      ["lake", true, null],
    ]);
    const many = recordingDoor(answers);
    const names = ["lake", ...Array.from({ length: 20 }, (_, index) => `x${index}`)];
    expect((await collect(glueCrawler.discover(many, names))).map(({ name }) => name)).toEqual(["lake"]);
    expect(many.calls.map(({ operation }) => operation)).not.toContain("GetCrawler");
  });

  it("sends each step as one exact call", async () => {
    const door = recordingDoor({ StopCrawlerSchedule: () => ({}), StartCrawlerSchedule: () => ({}) });
    const items = [{ nativeId: "lake", params: {}, token: "t" }];
    await glueCrawler.apply(door, "stop", items);
    await glueCrawler.apply(door, "start", items);
    expect(door.calls).toEqual([
      { via: "act", operation: "StopCrawlerSchedule", input: { CrawlerName: "lake" } },
      { via: "act", operation: "StartCrawlerSchedule", input: { CrawlerName: "lake" } },
    ]);
  });
});
