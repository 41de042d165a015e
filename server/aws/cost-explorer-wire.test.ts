import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Account } from "../core/account";
import type { Asked, CostQuestion } from "../costs/actual/ports";
import { costTroubleOf } from "../costs/actual/trouble";
import { allowanceOf } from "../testing/allowance";
import { fakeClock } from "../testing/fake-clock";
import { type Loopback, loopback } from "../testing/loopback";
import { createCostExplorer } from "./cost-explorer";
import { createDoors } from "./doors";

/** The real SDK client, signed and sent, against a small server that speaks Cost Explorer's JSON protocol. */

interface Seen {
  readonly target: string;
  readonly authorization: string;
  readonly body: Readonly<Record<string, unknown>>;
}

interface Answer {
  readonly status: number;
  readonly body: object;
}

const now = new Date("2026-11-20T12:00:00Z");
const account: Account = {
  id: "acc_1",
  name: "Test",
  awsAccountId: "111122223333",
  credentials: { type: "environment" },
  regions: ["eu-central-1"],
  createdAt: now,
  lastScanAt: null,
};
const byAccount: CostQuestion = { by: "account", from: "2026-11-16", until: "2026-11-21" };
const forecast: CostQuestion = { by: "forecast", from: "2026-11-20", until: "2026-12-01" };

let server: Loopback;
let seen: Seen[];
let answers: Answer[];

beforeEach(async () => {
  seen = [];
  answers = [];
  server = await loopback(({ headers, text }) => {
    const { "x-amz-target": target, authorization = "" } = headers;
    seen.push({ target: String(target), authorization, body: JSON.parse(text) });
    const { status, body } = answers.shift() ?? { status: 200, body: { ResultsByTime: [] } };
    const told = { "content-type": "application/x-amz-json-1.1", "x-amzn-requestid": "r-1" };
    return { status, headers: told, text: JSON.stringify(body) };
  });
});

afterEach(() => server.close());

async function ask(question: CostQuestion, atMost = 10): Promise<Asked & { readonly taken: number }> {
  const options = { clock: fakeClock(now), random: () => 0, sandbox: null, pace: 0, sandboxPace: 0 };
  const doors = createDoors({ ...options, endpoint: server.url, account: async () => account });
  const allowance = allowanceOf(atMost);
  const asked = await createCostExplorer(doors).ask(
    { accountId: "acc_1", awsAccountId: "111122223333" },
    question,
    allowance,
  );
  return { ...asked, taken: allowance.taken() };
}

const ok = (body: object): Answer => ({ status: 200, body });
const error = (name: string, Message: string, status = 400): Answer => ({ status, body: { __type: name, Message } });
const money = (Amount: string, Unit = "USD") => ({ Amount, Unit });
const three = (unblended: string, amortized: string, net: string, unit = "USD") => ({
  UnblendedCost: money(unblended, unit),
  AmortizedCost: money(amortized, unit),
  NetUnblendedCost: money(net, unit),
});
const page = (service: string, metrics: object, token?: string): Answer =>
  ok({
    ResultsByTime: [
      {
        TimePeriod: { Start: "2026-11-16", End: "2026-11-17" },
        Total: {},
        Groups: [{ Keys: [service, "111122223333"], Metrics: metrics }],
        Estimated: false,
      },
    ],
    ...(token !== undefined && { NextPageToken: token }),
  });

function rowsIn(asked: Asked) {
  if (asked.outcome !== "answered") throw new Error(`Not answered but ${JSON.stringify(asked)}`);
  return asked.answer.amounts;
}

test("the question is signed for the one region that there is, and the digits come through as they were sent", async () => {
  answers = [page("EC2", three("0.1234565", "9.9E-7", "-0.0000005"))];
  const asked = await ask(byAccount);
  expect(rowsIn(asked)).toMatchObject([
    { service: "EC2", value: "111122223333", unblended: 123_457, amortized: 1, netUnblended: -1, currency: "USD" },
  ]);
  expect(seen).toMatchObject([
    {
      target: "AWSInsightsIndexService.GetCostAndUsage",
      authorization: expect.stringContaining("/us-east-1/ce/aws4_request"),
      body: { Granularity: "DAILY", TimePeriod: { Start: "2026-11-16", End: "2026-11-21" } },
    },
  ]);
});

test("pages are walked with the same question, and each is paid", async () => {
  answers = [
    page("a", three("1", "1", "1"), "t/1="),
    page("b", three("1", "1", "1"), "t/2="),
    page("c", three("1", "1", "1")),
  ];
  const asked = await ask({ ...byAccount, by: "tag:Environment" });
  expect(rowsIn(asked).map(({ service }) => service)).toEqual(["a", "b", "c"]);
  expect([asked.requests, asked.taken]).toEqual([3, 3]);
  expect(seen.map(({ body }) => body.NextPageToken)).toEqual([undefined, "t/1=", "t/2="]);
  const [first, ...others] = seen.map(({ body: { NextPageToken: _, ...question } }) => question);
  expect(others).toEqual([first, first]);
  expect(first).toMatchObject({
    Filter: { And: [{ Not: {} }, { Dimensions: { Key: "LINKED_ACCOUNT", Values: ["111122223333"] } }] },
    GroupBy: [
      { Type: "DIMENSION", Key: "SERVICE" },
      { Type: "TAG", Key: "Environment" },
    ],
  });
});

test("more pages than are allowed are no answer, and are paid", async () => {
  answers = [page("a", three("1", "1", "1"), "1"), page("b", three("1", "1", "1"), "2")];
  expect(await ask(byAccount, 2)).toEqual({ outcome: "cut", requests: 2, taken: 2 });
});

test("an empty answer is an answer: nothing was charged", async () => {
  answers = [ok({ GroupDefinitions: [], ResultsByTime: [{ TimePeriod: { Start: "2026-11-16", End: "2026-11-17" } }] })];
  expect(await ask(byAccount)).toMatchObject({ outcome: "answered", answer: { amounts: [] }, requests: 1, taken: 1 });
});

test("a bill in another currency stays in it", async () => {
  answers = [page("EC2", three("7.5", "8.25", "7", "EUR"))];
  expect(rowsIn(await ask(byAccount))).toMatchObject([
    { currency: "EUR", unblended: 7_500_000, amortized: 8_250_000, netUnblended: 7_000_000 },
  ]);
});

describe("what AWS refuses", () => {
  test("too fast is sent again, and paid once", async () => {
    answers = [error("LimitExceededException", "Rate exceeded"), error("ThrottlingException", "Rate exceeded")];
    expect(await ask(byAccount)).toMatchObject({ outcome: "answered", requests: 1, taken: 1 });
    expect(seen).toHaveLength(3);
  });

  test.each([
    [
      "throttled",
      byAccount,
      Array.from({ length: 9 }, () => error("LimitExceededException", "Rate exceeded")),
      { code: "throttled" },
    ],
    [
      "denied",
      byAccount,
      [
        error(
          "AccessDeniedException",
          "User: arn:aws:iam::1:user/u is not authorized to perform: ce:GetCostAndUsage on resource: *",
        ),
      ],
      { code: "denied", action: "ce:GetCostAndUsage" },
    ],
    [
      "denied",
      forecast,
      [
        error(
          "AccessDeniedException",
          "User: arn:aws:iam::1:user/u is not authorized to perform: ce:GetCostForecast on resource: *",
        ),
      ],
      { code: "denied", action: "ce:GetCostForecast" },
    ],
    [
      "not-enabled",
      byAccount,
      [error("AccessDeniedException", "User not enabled for cost explorer access")],
      { remedy: expect.stringContaining("Open Cost Explorer") },
    ],
    ["no-data", forecast, [error("DataUnavailableException", "Insufficient amount of historical data")], {}],
    [
      "expired",
      byAccount,
      [error("ValidationException", "You haven't enabled historical data beyond 14 months")],
      { code: "refused" },
    ],
  ] as const)("%s: said as it is, with what to do, and nothing is paid", async (state, question, given, fault) => {
    answers = [...given];
    const asked = await ask(question);
    expect(asked).toMatchObject({ outcome: "failed", requests: 0, taken: 0, fault });
    if (asked.outcome !== "failed") throw new Error("was answered");
    expect(costTroubleOf(asked.fault)).toBe(state);
    expect(asked.fault.remedy).not.toBe("");
  });

  test("a page in the middle: what was answered is paid, and half an answer is none", async () => {
    answers = [page("a", three("1", "1", "1"), "1"), error("BillExpirationException", "The bill has expired")];
    expect(await ask(byAccount)).toMatchObject({ outcome: "failed", requests: 1, taken: 1 });
  });

  test("an answer that breaks off may have been paid: it is counted", async () => {
    answers = Array.from({ length: 9 }, () => error("InternalServerException", "oops", 500));
    expect(await ask(byAccount)).toMatchObject({
      outcome: "failed",
      requests: 0,
      taken: 1,
      fault: { code: "transient" },
    });
  });
});

test("the forecast is of the account's own usage, with its band", async () => {
  answers = [
    ok({
      Total: money("3382.1234567", "EUR"),
      ForecastResultsByTime: [
        {
          TimePeriod: { Start: "2026-11-20", End: "2026-12-01" },
          MeanValue: "3382.1234567",
          PredictionIntervalLowerBound: "3070.5",
          PredictionIntervalUpperBound: "3694.9",
        },
      ],
    }),
  ];
  expect(await ask(forecast)).toMatchObject({
    answer: { forecast: { mean: 3_382_123_457, low: 3_070_500_000, high: 3_694_900_000, level: 80, currency: "EUR" } },
  });
  expect(seen[0]).toMatchObject({
    target: "AWSInsightsIndexService.GetCostForecast",
    body: { Filter: { And: [{}, { Dimensions: { Key: "LINKED_ACCOUNT", Values: ["111122223333"] } }] } },
  });
});
