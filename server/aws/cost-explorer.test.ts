import { CostExplorerClient, GetCostAndUsageCommand } from "@aws-sdk/client-cost-explorer";
import { describe, expect, test } from "vitest";
import type { Account } from "../core/account";
import { costRequestPrice, totalsOf } from "../core/actual-cost";
import { toDecimal } from "../core/money";
import { afterAsking, dueQuestions, subjectsOf, unread } from "../costs/actual/due";
import type { Asked, CostQuestion } from "../costs/actual/ports";
import { costTroubleOf } from "../costs/actual/trouble";
import { openStage } from "../testing/adapter-suite";
import { allowanceOf } from "../testing/allowance";
import { fakeClock } from "../testing/fake-clock";
import { createCostExplorer } from "./cost-explorer";
import type { AnswerCall, AwsCall, Doors } from "./door";
import { createDoors } from "./doors";

const now = new Date("2026-11-20T12:00:00Z");
const account: Account = {
  id: "acc_1",
  name: "Test",
  awsAccountId: null,
  credentials: { type: "sandbox" },
  regions: ["eu-central-1"],
  createdAt: now,
  lastScanAt: null,
};
const byAccount: CostQuestion = { by: "account", from: "2026-11-16", until: "2026-11-21" };

/** Allows so many requests. */
function asking(doors: Pick<Doors, "read" | "regions">) {
  const { ask } = createCostExplorer(doors);
  return (accountId: string, question: CostQuestion, atMost: number) =>
    ask({ accountId, awsAccountId: "111122223333" }, question, allowanceOf(atMost));
}

/** Real doors and SDK clients; `answers` stands where AWS would. */
function explorer(answers: AnswerCall, regions: readonly string[] = ["eu-central-1"]) {
  const calls: AwsCall[] = [];
  const answer: AnswerCall = (call) => {
    calls.push(call);
    return answers(call);
  };
  const options = { clock: fakeClock(now), random: () => 0, pace: 0, sandboxPace: 0 };
  const doors = createDoors({ ...options, account: async () => ({ ...account, regions }), sandbox: answer });
  return { calls, doors, ask: asking(doors) };
}

const money = (amount: string, unit = "USD") => ({ Amount: amount, Unit: unit });
const three = (unblended: string, amortized: string, net: string) => ({
  UnblendedCost: money(unblended),
  AmortizedCost: money(amortized),
  NetUnblendedCost: money(net),
});
const day = (start: string, end: string, ...groups: readonly object[]) => ({
  TimePeriod: { Start: start, End: end },
  Groups: groups,
  Total: {},
  Estimated: true,
});
const group = (keys: readonly string[], metrics: object) => ({ Keys: keys, Metrics: metrics });
const refusal = (name: string, message: string) =>
  Object.assign(new Error(message), { name, $metadata: { httpStatusCode: 400, requestId: "r-1" } });

function rowsIn(asked: Asked) {
  if (asked.outcome !== "answered") throw new Error(`Not answered but ${JSON.stringify(asked)}`);
  return asked.answer.amounts;
}

describe("amounts", () => {
  test("are asked for once, in us-east-1, with all three costs and without credits, refunds and taxes", async () => {
    const { ask, calls } = explorer(async () => ({ ResultsByTime: [] }));
    expect(await ask("acc_1", byAccount, 10)).toEqual({
      requests: 1,
      outcome: "answered",
      answer: { amounts: [], forecast: null, anomalies: null },
    });
    expect(calls).toEqual([
      {
        accountId: "acc_1",
        region: "us-east-1",
        service: "ce",
        operation: "GetCostAndUsage",
        input: {
          TimePeriod: { Start: "2026-11-16", End: "2026-11-21" },
          Granularity: "DAILY",
          Metrics: ["UnblendedCost", "AmortizedCost", "NetUnblendedCost"],
          GroupBy: [
            { Type: "DIMENSION", Key: "SERVICE" },
            { Type: "DIMENSION", Key: "LINKED_ACCOUNT" },
          ],
          Filter: { Not: { Dimensions: { Key: "RECORD_TYPE", Values: ["Credit", "Refund", "Tax"] } } },
        },
      },
    ]);
  });

  test.each([
    ["region", "DAILY", { Type: "DIMENSION", Key: "REGION" }, true],
    ["record", "DAILY", { Type: "DIMENSION", Key: "RECORD_TYPE" }, false],
    ["tag:Environment", "DAILY", { Type: "TAG", Key: "Environment" }, true],
    ["usage", "MONTHLY", { Type: "DIMENSION", Key: "USAGE_TYPE" }, true],
  ] as const)(
    "by %s are %s, of the account itself; only records are of all types",
    async (by, Granularity, second, isUsage) => {
      const { ask, calls } = explorer(async () => ({ ResultsByTime: [] }));
      await ask("acc_1", { ...byAccount, by }, 10);
      expect(calls[0]?.input).toMatchObject({ Granularity, GroupBy: [{ Key: "SERVICE" }, second] });
      const own = { Dimensions: { Key: "LINKED_ACCOUNT", Values: ["111122223333"] } };
      const usage = { Not: { Dimensions: { Key: "RECORD_TYPE", Values: ["Credit", "Refund", "Tax"] } } };
      expect(calls[0]?.input).toMatchObject({ Filter: isUsage ? { And: [usage, own] } : own });
    },
  );

  test("are rounded once, each cost for itself; the last two whole days and today are not final", async () => {
    const groups = ["16", "17", "18", "19", "20"].map((date) => [`2026-11-${date}`, `2026-11-${+date + 1}`] as const);
    const { ask } = explorer(async () => ({
      ResultsByTime: groups.map(([start, end]) =>
        day(start, end, group(["EC2", "111122223333"], three("1.0000005", "2.25", "-0.1"))),
      ),
    }));
    const rows = rowsIn(await ask("acc_1", byAccount, 10));
    expect(rows[0]).toEqual({
      by: "account",
      day: "2026-11-16",
      service: "EC2",
      value: "111122223333",
      currency: "USD",
      unblended: 1_000_001,
      amortized: 2_250_000,
      netUnblended: -100_000,
      isFinal: true,
    });
    expect(rows.map(({ isFinal }) => isFinal)).toEqual([true, true, false, false, false]);
  });

  test("by tag lose the key in front, and none is the empty text", async () => {
    const { ask } = explorer(async () => ({
      ResultsByTime: [
        day(
          "2026-11-16",
          "2026-11-17",
          group(["EC2", "Environment$dev$1"], three("1", "1", "1")),
          group(["EC2", "Environment$"], three("2", "2", "2")),
        ),
      ],
    }));
    const rows = rowsIn(await ask("acc_1", { ...byAccount, by: "tag:Environment" }, 10));
    expect(rows.map(({ value }) => value)).toEqual(["dev$1", ""]);
  });

  test("keep their currency; a cost in another one, or without an amount, is unknown", async () => {
    const metrics = { UnblendedCost: money("7.5", "CNY"), AmortizedCost: money("7.5"), NetUnblendedCost: {} };
    const { ask } = explorer(async () => ({
      ResultsByTime: [day("2026-11-16", "2026-11-17", group(["EC2", "1"], metrics))],
    }));
    expect(rowsIn(await ask("acc_1", byAccount, 10))[0]).toMatchObject({
      currency: "CNY",
      unblended: 7_500_000,
      amortized: null,
      netUnblended: null,
    });
  });

  test.each([{}, { UnblendedCost: { Amount: "3", Unit: "N/A" } }, { UnblendedCost: { Unit: "USD" } }])(
    "without an amount in a currency are a fault, never zero: %j",
    async (metrics) => {
      const { ask } = explorer(async () => ({
        ResultsByTime: [day("2026-11-16", "2026-11-17", group(["EC2", "1"], metrics))],
      }));
      expect(await ask("acc_1", byAccount, 10)).toMatchObject({
        requests: 1,
        outcome: "failed",
        fault: { reason: expect.stringContaining("EC2 on 2026-11-16") },
      });
    },
  );
});

describe("pages", () => {
  const paged =
    (count: number): AnswerCall =>
    async ({ input }) => {
      const at = Number(("NextPageToken" in input && input.NextPageToken) || 0);
      const row = group([`service ${at}`, "1"], three("1", "1", "1"));
      return {
        ResultsByTime: [day("2026-11-16", "2026-11-17", row)],
        ...(at + 1 < count && { NextPageToken: String(at + 1) }),
      };
    };

  test("are walked with the same question, and each is counted", async () => {
    const { ask, calls, doors } = explorer(paged(3));
    const asked = await ask("acc_1", byAccount, 10);
    expect(asked.requests).toBe(3);
    expect(rowsIn(asked).map(({ service }) => service)).toEqual(["service 0", "service 1", "service 2"]);
    const withoutToken = calls.map(({ input }) => ({ ...input, NextPageToken: undefined }));
    expect(withoutToken).toEqual(Array.from({ length: 3 }, () => withoutToken[0]));
    expect(doors.counts()).toMatchObject([{ service: "ce", operation: "GetCostAndUsage", calls: 3 }]);
  });

  test.each([
    [2, "cut", 2],
    [3, "answered", 3],
    [0, "cut", 0],
  ])("of which %i are allowed: %s", async (allowed, outcome, requests) => {
    const { ask, calls } = explorer(paged(3));
    const asked = await ask("acc_1", byAccount, allowed);
    expect(asked).toMatchObject({ outcome, requests });
    expect("answer" in asked).toBe(outcome === "answered");
    expect(calls).toHaveLength(requests);
  });

  test("that were answered are counted, also where a later one fails", async () => {
    const { ask } = explorer(async (call) => {
      if ("NextPageToken" in call.input && call.input.NextPageToken === "2") {
        throw refusal("RequestChangedException", "Your request parameters changed between pages.");
      }
      return paged(4)(call);
    });
    expect(await ask("acc_1", byAccount, 10)).toMatchObject({
      requests: 2,
      outcome: "failed",
      fault: { code: "refused", awsError: "RequestChangedException" },
    });
  });
});

describe("what is allowed", () => {
  const failing = (name: string) => async () => Promise.reject(refusal(name, "no"));

  test("is taken before a request is sent", async () => {
    const allowance = allowanceOf(10);
    const seen: number[] = [];
    const { doors } = explorer(async () => {
      seen.push(allowance.taken());
      return { ResultsByTime: [], ...(seen.length < 3 && { NextPageToken: String(seen.length) }) };
    });
    await createCostExplorer(doors).ask({ accountId: "acc_1", awsAccountId: "111122223333" }, byAccount, allowance);
    expect(seen).toEqual([1, 2, 3]);
  });

  test.each([
    ["AccessDeniedException", 0],
    ["LimitExceededException", 0],
    ["ValidationException", 0],
    ["InternalServerException", 1],
  ])("is given back for what AWS refused, and not for what got lost: %s", async (name, taken) => {
    const allowance = allowanceOf(10);
    const { doors } = explorer(failing(name));
    const billed = { accountId: "acc_1", awsAccountId: "111122223333" };
    await createCostExplorer(doors).ask(billed, byAccount, allowance);
    expect(allowance.taken()).toBe(taken);
  });
});

describe("what AWS does not answer", () => {
  test("too fast is tried again, and what was refused is on no bill", async () => {
    let tries = 0;
    const { ask, calls } = explorer(async () => {
      tries += 1;
      if (tries < 3) throw refusal("LimitExceededException", "Rate limit exceeded");
      return { ResultsByTime: [] };
    });
    expect(await ask("acc_1", byAccount, 10)).toMatchObject({ requests: 1, outcome: "answered" });
    expect(calls).toHaveLength(3);
  });

  test("for want of a permission names it", async () => {
    const message = "User: arn:aws:iam::1:user/u is not authorized to perform: ce:GetCostForecast on resource: *";
    const { ask } = explorer(async () => Promise.reject(refusal("AccessDeniedException", message)));
    const asked = await ask("acc_1", { by: "forecast", from: "2026-11-20", until: "2026-12-01" }, 10);
    expect(asked).toMatchObject({ requests: 0, fault: { code: "denied", action: "ce:GetCostForecast" } });
  });

  test.each(["cn-north-1", "us-gov-west-1"])("another partition's bill: %s is not asked for", async (region) => {
    const { ask, calls } = explorer(async () => ({}), [region]);
    const asked = await ask("acc_1", byAccount, 10);
    expect(asked).toMatchObject({ requests: 0, outcome: "failed" });
    if (asked.outcome === "failed") expect(costTroubleOf(asked.fault)).toBe("unsupported");
    expect(calls).toEqual([]);
  });
});

describe("what AWS itself found unusual", () => {
  const found = {
    AnomalyId: "an-1",
    AnomalyStartDate: "2026-11-11T00:00:00Z",
    AnomalyEndDate: "2026-11-12T00:00:00Z",
    DimensionValue: "Amazon SageMaker",
    Impact: { MaxImpact: 84.2, TotalImpact: 145.6, TotalActualSpend: 151.12, TotalExpectedSpend: 5.52 },
  };
  const question: CostQuestion = { by: "anomalies", from: "2026-08-23", until: "2026-11-21" };
  const cause = (LinkedAccount: string) => ({ Service: "Amazon SageMaker", Region: "eu-central-1", LinkedAccount });

  test("is read page by page, in whole micro-dollars, without that of accounts that others pay", async () => {
    const pages = [
      { Anomalies: [{ ...found, RootCauses: [cause("111122223333")] }], NextPageToken: "more" },
      { Anomalies: [{ ...found, AnomalyId: "an-2", RootCauses: [cause("999999999999")] }] },
    ];
    const { ask } = explorer(async ({ input }) => pages["NextPageToken" in input ? 1 : 0] ?? {});
    const asked = await ask("acc_1", question, 10);
    expect(asked).toMatchObject({ requests: 2, outcome: "answered" });
    expect(asked.outcome === "answered" && asked.answer.anomalies).toEqual([
      {
        id: "an-1",
        firstDay: "2026-11-11",
        lastDay: "2026-11-12",
        excess: 145_600_000,
        cost: 151_120_000,
        expected: 5_520_000,
        service: "Amazon SageMaker",
        region: "eu-central-1",
        usage: null,
      },
    ]);
  });

  test("is cut where the requests do not suffice, and what AWS leaves out is not known", async () => {
    const open = { AnomalyId: "an-3", AnomalyStartDate: "2026-11-19T00:00:00Z", Impact: { MaxImpact: 7 } };
    const { ask } = explorer(async () => ({ Anomalies: [open], NextPageToken: "more" }));
    expect(await ask("acc_1", question, 1)).toEqual({ requests: 1, outcome: "cut" });
    const whole = explorer(async () => ({ Anomalies: [open] }));
    const asked = await whole.ask("acc_1", question, 1);
    expect(asked.outcome === "answered" && asked.answer.anomalies).toMatchObject([
      { lastDay: null, excess: 7_000_000, cost: null, expected: null, service: null },
    ]);
  });
});

describe("the forecast", () => {
  const question: CostQuestion = { by: "forecast", from: "2026-11-20", until: "2026-12-01" };
  const answer = {
    Total: money("3382.1234567", "EUR"),
    ForecastResultsByTime: [
      {
        TimePeriod: { Start: "2026-11-20", End: "2026-12-01" },
        MeanValue: "3382.1234567",
        PredictionIntervalLowerBound: "3070.5",
        PredictionIntervalUpperBound: "3694.9",
      },
    ],
  };

  test("has a band of eighty in a hundred, and covers what AWS says that it covers", async () => {
    const { ask, calls } = explorer(async () => answer);
    expect(await ask("acc_1", question, 10)).toEqual({
      requests: 1,
      outcome: "answered",
      answer: {
        amounts: [],
        anomalies: null,
        forecast: {
          from: "2026-11-20",
          until: "2026-12-01",
          mean: 3_382_123_457,
          low: 3_070_500_000,
          high: 3_694_900_000,
          level: 80,
          currency: "EUR",
        },
      },
    });
    expect(calls[0]).toMatchObject({
      region: "us-east-1",
      operation: "GetCostForecast",
      input: { Metric: "UNBLENDED_COST", Granularity: "MONTHLY", PredictionIntervalLevel: 80 },
    });
  });

  test("that is none is a fault, not zero", async () => {
    const { ask } = explorer(async () => ({ Total: money("0"), ForecastResultsByTime: [] }));
    expect(await ask("acc_1", question, 10)).toMatchObject({ requests: 1, outcome: "failed" });
    const young = explorer(async () => Promise.reject(refusal("DataUnavailableException", "Insufficient data")));
    expect(await young.ask("acc_1", question, 10)).toMatchObject({ requests: 0, outcome: "failed" });
    expect(await young.ask("acc_1", question, 0)).toEqual({ requests: 0, outcome: "cut" });
  });
});

describe("the sandbox account", () => {
  test("tells its thirteen months within the ten requests of the first day", async () => {
    const stage = await openStage();
    const ask = asking({
      read: (_, region) => stage.read(region),
      regions: async () => stage.regions,
    });
    const tags = ["Environment"];
    let readings = subjectsOf(tags).map(unread);
    const rows: ReturnType<typeof rowsIn>[number][] = [];
    let left = 10;
    for (;;) {
      const [question] = dueQuestions({ now: stage.clock.now(), tags, readings, requestsLeft: left });
      if (!question) break;
      const asked = await ask("acc_sandbox", question, left);
      rows.push(...rowsIn(asked));
      left -= asked.requests;
      readings = readings.map((each) =>
        each.by === question.by ? afterAsking(each, question, asked, stage.clock.now()) : each,
      );
    }
    expect(left).toBe(0);
    expect(toDecimal(10 * costRequestPrice)).toBe("0.100000");
    for (const { by, known } of readings) {
      if (by !== "usage" && by !== "forecast" && by !== "anomalies")
        expect(known).toEqual({ from: "2025-10-01", until: "2026-11-21" });
    }
    const total = (by: string) => totalsOf(rows.filter((row) => row.by === by)).get("USD") ?? 0;
    expect(total("account")).toBeGreaterThan(150_000_000_000);
    // Each row is off by half a millionth at most.
    const rounded = rows.length / 2;
    // The cellar's bill is in the rows by account, which say so, and in no others.
    const own = rows.filter((row) => row.by === "account" && row.value === "111122223333");
    const whole = totalsOf(own).get("USD") ?? 0;
    expect(total("account") - whole).toBeGreaterThan(500_000_000);
    expect(Math.abs(total("region") - whole)).toBeLessThan(rounded);
    expect(Math.abs(total("tag:Environment") - whole)).toBeLessThan(rounded);
    expect(Math.abs(total("usage") - whole)).toBeLessThan(rounded);
    const usage = rows.filter((row) => row.by === "record" && row.value === "Usage");
    expect(Math.abs((totalsOf(usage).get("USD") ?? 0) - whole)).toBeLessThan(rounded);
    const keys = rows.map(({ by, day: date, service, value }) => [by, date, service, value].join("|"));
    expect(new Set(keys).size).toBe(keys.length);
  });

  test("refuses a token that came with another question", async () => {
    const stage = await openStage();
    const door = await stage.read("us-east-1");
    const question = {
      TimePeriod: { Start: "2025-10-01", End: "2026-11-21" },
      Granularity: "DAILY" as const,
      Metrics: ["UnblendedCost"],
      GroupBy: [
        { Type: "DIMENSION" as const, Key: "USAGE_TYPE" },
        { Type: "TAG" as const, Key: "Environment" },
      ],
    };
    const { NextPageToken } = await door.read(CostExplorerClient, new GetCostAndUsageCommand(question));
    expect(NextPageToken).toBeDefined();
    const changed = { ...question, Metrics: ["AmortizedCost"], NextPageToken };
    await expect(door.read(CostExplorerClient, new GetCostAndUsageCommand(changed))).rejects.toMatchObject({
      fault: { code: "refused", awsError: "RequestChangedException" },
    });
    const made = { ...question, NextPageToken: "nobody" };
    await expect(door.read(CostExplorerClient, new GetCostAndUsageCommand(made))).rejects.toMatchObject({
      fault: { awsError: "InvalidNextTokenException" },
    });
  });
});
