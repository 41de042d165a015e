import {
  CostExplorerClient,
  type Expression,
  GetAnomaliesCommand,
  GetCostAndUsageCommand,
  type GetCostAndUsageCommandInput,
  GetCostForecastCommand,
  GetDimensionValuesCommand,
  GetTagsCommand,
  type GroupDefinition,
  type ResultByTime,
} from "@aws-sdk/client-cost-explorer";
import { beforeAll, describe, expect, test } from "vitest";
import { openStage, type Stage } from "../testing/adapter-suite";
import { fakeClock } from "../testing/fake-clock";
import { createSandbox } from "./sandbox";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});

const dimension = (Key: string): GroupDefinition => ({ Type: "DIMENSION", Key });
const tag = (Key: string): GroupDefinition => ({ Type: "TAG", Key });
const only = (Key: "RECORD_TYPE" | "SERVICE", ...Values: string[]): Expression => ({ Dimensions: { Key, Values } });
const usageAlone: Expression = { Not: only("RECORD_TYPE", "Credit", "Refund", "Tax") };
const autumn = { Start: "2026-10-01", End: "2026-11-21" };
const always = { Start: "2025-10-01", End: "2026-11-21" };

async function ask(more: Partial<GetCostAndUsageCommandInput>, on = stage): Promise<ResultByTime[]> {
  const door = await on.read("us-east-1");
  const question: GetCostAndUsageCommandInput = {
    TimePeriod: autumn,
    Granularity: "DAILY",
    Metrics: ["UnblendedCost"],
    ...more,
  };
  const results: ResultByTime[] = [];
  let token: string | undefined;
  do {
    const command = new GetCostAndUsageCommand({ ...question, ...(token && { NextPageToken: token }) });
    const { ResultsByTime = [], NextPageToken } = await door.read(CostExplorerClient, command);
    results.push(...ResultsByTime);
    token = NextPageToken;
  } while (token);
  return results;
}

/** In units of 1e-10 dollars, all the digits that there are. */
function exact(amount = ""): bigint {
  const [whole = "", fraction = ""] = amount.split(".");
  return BigInt(`${whole}${fraction.padEnd(10, "0")}`);
}

const totalOf = ({ Total }: ResultByTime) => exact(Total?.UnblendedCost?.Amount);
const parts = ({ Groups = [] }: ResultByTime) => Groups.map(({ Metrics }) => exact(Metrics?.UnblendedCost?.Amount));
const add = (amounts: readonly bigint[]) => amounts.reduce((sum, amount) => sum + amount, 0n);

/** The parts of each period, however many pages it was spread over. */
function sumsByPeriod(results: readonly ResultByTime[]): readonly bigint[] {
  const sums = new Map<string, bigint>();
  for (const result of results) {
    const start = result.TimePeriod?.Start ?? "";
    sums.set(start, (sums.get(start) ?? 0n) + add(parts(result)));
  }
  return [...sums.values()];
}

/** Dollars of one service and day. */
async function dollars(service: string, day: string): Promise<number> {
  const [result] = await ask({ TimePeriod: { Start: day, End: next(day) }, Filter: only("SERVICE", service) });
  return Number(result?.Total?.UnblendedCost?.Amount);
}
const next = (day: string) => new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);

describe("the parts add up to the whole, to the last digit", () => {
  const keys = ["SERVICE", "LINKED_ACCOUNT", "REGION", "USAGE_TYPE", "RECORD_TYPE"].map(dimension);
  const all = [...keys, tag("Environment"), tag("NobodyHasIt")];
  const groupings = all.flatMap((one, at) => [[one], ...all.slice(at + 1).map((other) => [one, other])]);

  test.each(groupings.map((grouping) => [grouping.map(({ Key }) => Key).join(" × "), grouping] as const))(
    "by %s",
    async (_, GroupBy) => {
      const whole = (await ask({})).map(totalOf);
      expect(sumsByPeriod(await ask({ GroupBy: [...GroupBy] }))).toEqual(whole);
      expect(whole).toHaveLength(51);
    },
  );

  test("over several pages", async () => {
    const GroupBy = [dimension("USAGE_TYPE"), tag("Environment")];
    const whole = (await ask({ TimePeriod: always })).map(totalOf);
    const results = await ask({ TimePeriod: always, GroupBy });
    expect(sumsByPeriod(results)).toEqual(whole);
    expect(results.length).toBeGreaterThan(whole.length - 1);
    const calls = stage.sandbox.calls().filter(({ input }) => "NextPageToken" in input);
    expect(calls.length).toBeGreaterThan(0);
  });

  test("months equal their days", async () => {
    const months = await ask({ TimePeriod: always, Granularity: "MONTHLY" });
    const days = await ask({ TimePeriod: always });
    expect(months.map(({ TimePeriod }) => TimePeriod?.Start?.slice(0, 7))).toHaveLength(14);
    for (const month of months) {
      const { Start = "", End = "" } = month.TimePeriod ?? {};
      const own = days.filter(({ TimePeriod: { Start: day = "" } = {} }) => day >= Start && day < End);
      expect(totalOf(month)).toBe(add(own.map(totalOf)));
    }
  });

  test("a filter and its opposite are everything", async () => {
    const whole = (await ask({})).map(totalOf);
    for (const filter of [
      usageAlone,
      only("SERVICE", "Amazon SageMaker"),
      { Tags: { Key: "Environment", Values: ["dev"] } },
    ]) {
      const inside = (await ask({ Filter: filter })).map(totalOf);
      const outside = (await ask({ Filter: { Not: filter } })).map(totalOf);
      expect(inside.map((amount, at) => amount + (outside[at] ?? 0n))).toEqual(whole);
      expect(add(inside) > 0n && add(inside) < add(whole)).toBe(true);
      expect(add((await ask({ Filter: { And: [filter, { Not: filter }] } })).map(totalOf))).toBe(0n);
      expect((await ask({ Filter: { Or: [filter, { Not: filter }] } })).map(totalOf)).toEqual(whole);
    }
  });
});

describe("the story", () => {
  const usd = async (day: string) => {
    const [result] = await ask({ TimePeriod: { Start: day, End: next(day) }, Filter: usageAlone });
    return Number(result?.Total?.UnblendedCost?.Amount);
  };

  test.each([
    ["before the first schedule", 1941, ["2026-09-29", "2026-10-02", "2026-10-05"]],
    ["with dev and staging off at night", 1854, ["2026-10-06", "2026-11-03", "2026-11-17"]],
    ["with staging off all day", 1821, ["2026-10-14", "2026-11-18"]],
    ["on a weekend, with both off", 1745, ["2026-10-10", "2026-11-15"]],
  ])("a day %s costs about $%d", async (_, about, days) => {
    for (const day of days)
      expect(Math.abs((await usd(day)) / about - 1), `${day}: ${await usd(day)}`).toBeLessThan(0.01);
  });

  test("it grew over the year", async () => {
    const [before, after] = [await usd("2025-10-08"), await usd("2026-09-30")];
    expect(after / before).toBeGreaterThan(1.1);
    expect(after / before).toBeLessThan(1.25);
  });

  test.each([
    ["Amazon SageMaker", "2026-11-11", 184.2],
    ["Amazon SageMaker", "2026-11-12", 252.6],
    ["Amazon Virtual Private Cloud", "2026-10-20", 57.3],
  ])("%s on %s is $%d above usual", async (service, day, more) => {
    const before = new Date(Date.parse(day) - 3 * 86_400_000).toISOString().slice(0, 10);
    expect(Math.abs((await dollars(service, day)) - (await dollars(service, before)) - more)).toBeLessThan(2);
  });

  test("a credit and a refund once, a tax on the first of each month, each a record of its own", async () => {
    const results = await ask({
      TimePeriod: always,
      GroupBy: [dimension("RECORD_TYPE")],
      Filter: { Not: only("RECORD_TYPE", "Usage") },
    });
    const found = results.flatMap(({ TimePeriod, Groups = [] }) =>
      Groups.map(({ Keys, Metrics }) => [TimePeriod?.Start, Keys?.[0], Metrics?.UnblendedCost?.Amount] as const),
    );
    expect(found.filter(([, type]) => type !== "Tax")).toEqual([
      ["2026-09-11", "Refund", "-3.2"],
      ["2026-10-27", "Credit", "-120"],
    ]);
    const taxes = found.filter(([, type]) => type === "Tax");
    expect(taxes.map(([day]) => day?.slice(8))).toEqual(Array.from({ length: 14 }, () => "01"));
    const [october] = await ask({
      TimePeriod: { Start: "2026-10-01", End: "2026-11-01" },
      Granularity: "MONTHLY",
      Filter: only("RECORD_TYPE", "Usage"),
    });
    const tax = Number(taxes.at(-1)?.[2]);
    // The one-time charges of the month are not in the tax.
    expect(Math.abs(tax - (Number(october?.Total?.UnblendedCost?.Amount) - 57.3 - 2) * 0.19)).toBeLessThan(0.01);
  });

  test("each environment has its part, and what nobody tagged has one, too", async () => {
    const [result] = await ask({
      TimePeriod: { Start: "2026-11-18", End: "2026-11-19" },
      GroupBy: [tag("Environment")],
    });
    expect(result?.Groups?.map(({ Keys }) => Keys?.[0])).toEqual([
      "Environment$",
      "Environment$dev",
      "Environment$lab",
      "Environment$prod",
      "Environment$staging",
    ]);
  });

  test("today and yesterday are estimated, and not all of them is told yet", async () => {
    const results = await ask({
      TimePeriod: { Start: "2026-11-17", End: "2026-11-21" },
      GroupBy: [dimension("SERVICE")],
    });
    expect(results.map(({ Estimated }) => Estimated)).toEqual([false, false, true, true]);
    const [, wednesday = 0n, thursday = 0n, friday = 0n] = sumsByPeriod(results);
    expect(thursday).toBeLessThan(wednesday);
    expect(friday).toBeLessThan(thursday / 4n);
  });

  test("a day costs later what it cost before, and new days follow", async () => {
    const older = await openStage();
    const question = { TimePeriod: { Start: "2026-10-01", End: "2026-11-18" } };
    const before = await ask(question, older);
    older.clock.advance(30 * 86_400_000);
    expect(await ask(question, older)).toEqual(before);
    const [day] = await ask({ TimePeriod: { Start: "2026-12-12", End: "2026-12-13" }, Filter: usageAlone }, older);
    expect(Math.abs(Number(day?.Total?.UnblendedCost?.Amount) - 1776)).toBeLessThan(25);
  });
});

describe("the questions that it refuses", () => {
  test.each<[string, Partial<GetCostAndUsageCommandInput>, RegExp]>([
    ["older days", { TimePeriod: { Start: "2025-09-30", End: "2025-10-02" } }, /beyond 14 months/],
    ["days to come", { TimePeriod: { Start: "2026-11-01", End: "2026-12-02" } }, /past the beginning of next month/],
    ["no days", { TimePeriod: { Start: "2026-11-02", End: "2026-11-02" } }, /before end date/],
    ["dates that are none", { TimePeriod: { Start: "2026-02-30", End: "2026-11-02" } }, /supported date format/],
    ["three groups", { GroupBy: ["SERVICE", "REGION", "USAGE_TYPE"].map(dimension) }, /at most 2/],
    ["hours", { Granularity: "HOURLY" }, /HOURLY/],
    ["no metrics", { Metrics: [] }, /Metrics/],
    ["quantities", { Metrics: ["UsageQuantity"] }, /UsageQuantity/],
    ["what its bill is not told by", { GroupBy: [dimension("OPERATION")] }, /OPERATION/],
    ["two filters in one", { Filter: { ...usageAlone, ...only("SERVICE", "x") } }, /exactly one root/],
    ["a filter of nothing", { Filter: only("SERVICE") }, /Values/],
  ])("%s", async (_, more, reason) => {
    await expect(ask(more)).rejects.toMatchObject({
      fault: { code: "refused", awsError: "ValidationException", reason: expect.stringMatching(reason) },
    });
  });

  test("in its own words when it is told to", async () => {
    const faulty = await openStage();
    faulty.sandbox.setFaults([{ service: "ce", operation: "*", fault: "denied" }]);
    await expect(ask({}, faulty)).rejects.toMatchObject({
      fault: { code: "denied", action: "ce:GetCostAndUsage", awsError: "AccessDeniedException" },
    });
    faulty.sandbox.setFaults([{ service: "ce", operation: "*", fault: "throttle" }]);
    await expect(ask({}, faulty)).rejects.toMatchObject({
      fault: { code: "throttled", awsError: "LimitExceededException" },
    });
  });
});

describe("what else it tells", () => {
  test("a forecast of what is left of the month, inside its band", async () => {
    const door = await stage.read("us-east-1");
    const question = {
      TimePeriod: { Start: "2026-11-20", End: "2026-12-01" },
      Metric: "UNBLENDED_COST" as const,
      Filter: usageAlone,
      PredictionIntervalLevel: 80,
    };
    const monthly = await door.read(
      CostExplorerClient,
      new GetCostForecastCommand({ ...question, Granularity: "MONTHLY" }),
    );
    const daily = await door.read(
      CostExplorerClient,
      new GetCostForecastCommand({ ...question, Granularity: "DAILY" }),
    );
    const [rest] = monthly.ForecastResultsByTime ?? [];
    expect(rest?.TimePeriod).toEqual({ Start: "2026-11-20", End: "2026-12-01" });
    expect(monthly.Total).toEqual({ Amount: rest?.MeanValue, Unit: "USD" });
    expect(Number(rest?.PredictionIntervalLowerBound)).toBeLessThan(Number(rest?.MeanValue));
    expect(Number(rest?.PredictionIntervalUpperBound)).toBeGreaterThan(Number(rest?.MeanValue));
    expect(daily.ForecastResultsByTime).toHaveLength(11);
    expect(add((daily.ForecastResultsByTime ?? []).map(({ MeanValue }) => exact(MeanValue)))).toBe(
      exact(rest?.MeanValue),
    );
    const one = { ...question, Granularity: "MONTHLY" as const, Filter: only("SERVICE", "Amazon SageMaker") };
    const { Total } = await door.read(CostExplorerClient, new GetCostForecastCommand(one));
    expect(Number(Total?.Amount) > 2900 && Number(Total?.Amount) < 3100).toBe(true);
    const tomorrow = {
      ...question,
      Granularity: "MONTHLY" as const,
      TimePeriod: { Start: "2026-11-21", End: "2026-12-01" },
    };
    await expect(door.read(CostExplorerClient, new GetCostForecastCommand(tomorrow))).rejects.toMatchObject({
      fault: { code: "refused" },
    });
  });

  test("linked accounts with their names, in pages", async () => {
    const door = await stage.read("us-east-1");
    const question = { TimePeriod: autumn, Dimension: "LINKED_ACCOUNT" as const };
    const all = await door.read(CostExplorerClient, new GetDimensionValuesCommand(question));
    expect(all).toMatchObject({ ReturnSize: 2, TotalSize: 2 });
    expect(all.DimensionValues).toEqual([
      { Value: "111122223333", Attributes: { description: "tidewater-main" } },
      { Value: "444455556666", Attributes: { description: "tidewater-archive" } },
    ]);
    const first = await door.read(CostExplorerClient, new GetDimensionValuesCommand({ ...question, MaxResults: 1 }));
    const { NextPageToken } = first;
    const second = await door.read(
      CostExplorerClient,
      new GetDimensionValuesCommand({ ...question, MaxResults: 1, ...(NextPageToken && { NextPageToken }) }),
    );
    expect([...(first.DimensionValues ?? []), ...(second.DimensionValues ?? [])]).toEqual(all.DimensionValues);
  });

  test("tags, their values, and the one anomaly of the story where its days are asked for", async () => {
    const door = await stage.read("us-east-1");
    const keys = await door.read(CostExplorerClient, new GetTagsCommand({ TimePeriod: autumn }));
    expect(keys.Tags).toEqual(["Environment"]);
    const values = new GetTagsCommand({ TimePeriod: autumn, TagKey: "Environment", SearchString: "d" });
    expect((await door.read(CostExplorerClient, values)).Tags).toEqual(["dev", "prod"]);
    const anomalies = new GetAnomaliesCommand({ DateInterval: { StartDate: "2026-10-01" } });
    expect((await door.read(CostExplorerClient, anomalies)).Anomalies).toMatchObject([
      { DimensionValue: "Amazon SageMaker", Impact: { TotalImpact: 436.8 } },
    ]);
    const before = new GetAnomaliesCommand({ DateInterval: { StartDate: "2026-10-01", EndDate: "2026-10-31" } });
    expect((await door.read(CostExplorerClient, before)).Anomalies).toEqual([]);
  });

  test("is the same in every region that asks", async () => {
    const question = new GetCostForecastCommand({
      TimePeriod: { Start: "2026-11-20", End: "2026-12-01" },
      Metric: "UNBLENDED_COST",
      Granularity: "MONTHLY",
    });
    const [one, other] = await Promise.all(
      ["us-east-1", "eu-central-1"].map(async (region) =>
        (await stage.read(region)).read(CostExplorerClient, question),
      ),
    );
    expect(one?.Total).toEqual(other?.Total);
  });
});

test("an account that is older than the bill has one all the same, and looking at it leaves nothing behind", async () => {
  const world = JSON.parse(JSON.stringify(await stage.sandbox.snapshot()));
  delete world.regions["us-east-1"].corners["cost-explorer"];
  const text = JSON.stringify(world);
  const clock = fakeClock(new Date("2026-12-24T12:00:00Z"));
  const saved: string[] = [];
  const storage = { load: async () => text, save: async (next: string) => void saved.push(next) };
  const sandbox = await createSandbox({ clock, random: () => 0.5, storage, pace: 1 });
  const question = {
    TimePeriod: { Start: "2026-11-11", End: "2026-11-12" },
    Granularity: "DAILY",
    Metrics: ["UnblendedCost"],
    Filter: only("SERVICE", "Amazon SageMaker"),
  };
  const call = { accountId: "acc_sandbox", region: "us-east-1", service: "ce", operation: "GetCostAndUsage" };
  const answer = await sandbox.answer({ ...call, input: question });
  const [result] = "ResultsByTime" in answer ? (answer.ResultsByTime as ResultByTime[]) : [];
  expect(Number(result?.Total?.UnblendedCost?.Amount)).toBeGreaterThan(184.2);
  expect(saved).toEqual([]);
});
