import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Account } from "../core/account";
import type { MetricQuestion } from "../costs/idle/ports";
import { fakeClock } from "../testing/fake-clock";
import { type Loopback, loopback } from "../testing/loopback";
import { createDoors } from "./doors";
import { createMetrics } from "./metrics";

/** The SDK's own client, signed and sent, against a small server that speaks CloudWatch's JSON. */

interface Asked {
  readonly target: string;
  readonly body: {
    readonly MetricDataQueries: readonly {
      readonly Id: string;
      readonly MetricStat: { readonly Metric: object; readonly Period: number; readonly Stat: string };
    }[];
    readonly StartTime: number;
    readonly EndTime: number;
    readonly NextToken?: string;
  };
}

interface Answer {
  readonly status: number;
  readonly body: object;
}

const now = new Date("2026-11-20T12:00:00Z");
const day = { from: new Date("2026-11-19T12:00:00Z"), until: now };
const fortnight = { from: new Date("2026-11-06T12:00:00Z"), until: now };
const hour = (text: string) => Date.parse(`2026-11-20T${text}:00:00Z`);

let server: Loopback;
let asked: Asked[];
let answers: ((asked: Asked) => Answer)[];

beforeEach(async () => {
  asked = [];
  answers = [];
  server = await loopback(({ headers, text }) => {
    const call = { target: String(headers["x-amz-target"]), body: JSON.parse(text) as Asked["body"] };
    asked.push(call);
    const { status, body } = (answers.shift() ?? complete)(call);
    return { status, headers: { "content-type": "application/x-amz-json-1.0" }, text: JSON.stringify(body) };
  });
});

afterEach(() => server.close());

function metrics() {
  const account: Account = {
    id: "acc_1",
    name: "Test",
    awsAccountId: null,
    credentials: { type: "environment" },
    regions: null,
    createdAt: now,
    lastScanAt: null,
  };
  const options = { clock: fakeClock(now), random: () => 0, account: async () => account, sandbox: null };
  return createMetrics(createDoors({ ...options, pace: 1, sandboxPace: 1, endpoint: server.url }));
}

const read = (questions: readonly MetricQuestion[], span = day) =>
  metrics().read("acc_1", "eu-west-1", questions, span);

function cpuOf(...ids: readonly string[]): readonly MetricQuestion[] {
  return ids.map((id) => ({
    namespace: "AWS/EC2",
    metric: "CPUUtilization",
    statistic: "Maximum",
    dimensions: { InstanceId: id },
  }));
}

const many = (count: number) => cpuOf(...Array.from({ length: count }, (_, index) => `i-${index}`));
const result = (id: string, values: Readonly<Record<string, number>>, status = "Complete", more = {}) => ({
  Id: id,
  Label: "CPUUtilization",
  Timestamps: Object.keys(values).map((text) => hour(text) / 1000),
  Values: Object.values(values),
  StatusCode: status,
  ...more,
});
const ok = (results: readonly object[], more = {}): Answer => ({
  status: 200,
  body: { MetricDataResults: results, Messages: [], ...more },
});
const complete = ({ body }: Asked) => ok(body.MetricDataQueries.map(({ Id }) => result(Id, { "03": 1 })));
const error = (name: string, message = name): Answer => ({ status: 400, body: { __type: name, message } });
const hours = (values: Readonly<Record<string, number>>) =>
  new Map(Object.entries(values).map(([text, value]) => [hour(text), value]));

describe("metrics", () => {
  test("are asked by the hour, with their exact dimensions, in one call for many", async () => {
    const { answers: got, asked: count } = await read(cpuOf("i-1", "i-2"));
    expect(asked).toHaveLength(1);
    expect(asked[0]?.target).toBe("GraniteServiceVersion20100801.GetMetricData");
    expect(asked[0]?.body).toMatchObject({ StartTime: day.from.getTime() / 1000, EndTime: now.getTime() / 1000 });
    expect(asked[0]?.body.MetricDataQueries[1]).toEqual({
      Id: "m1",
      MetricStat: {
        Metric: {
          Namespace: "AWS/EC2",
          MetricName: "CPUUtilization",
          Dimensions: [{ Name: "InstanceId", Value: "i-2" }],
        },
        Period: 3600,
        Stat: "Maximum",
      },
    });
    expect(got).toEqual([{ hours: hours({ "03": 1 }) }, { hours: hours({ "03": 1 }) }]);
    expect(count).toBe(2);
  });

  test("come back in the order of the questions, whatever order AWS answers in; a metric without values is empty", async () => {
    answers.push(() => ok([result("m1", {}), result("m0", { "04": 2.5, "05": 3 })]));
    expect((await read(cpuOf("i-1", "i-2"))).answers).toEqual([
      { hours: hours({ "04": 2.5, "05": 3 }) },
      { hours: new Map() },
    ]);
  });

  test("are 500 to a call for a day, and 300 for two weeks, so that one page holds them", async () => {
    expect((await read(many(1001))).asked).toBe(1001);
    expect(asked.map(({ body }) => body.MetricDataQueries.length)).toEqual([500, 500, 1]);
    asked.length = 0;
    expect((await read(many(301), fortnight)).answers).toHaveLength(301);
    expect(asked.map(({ body }) => body.MetricDataQueries.length)).toEqual([300, 1]);
  });

  test("nothing is asked for nothing", async () => {
    expect(await read([])).toEqual({ answers: [], asked: 0 });
    expect(asked).toHaveLength(0);
  });
});

describe("pages", () => {
  test("are put together, and each is paid for", async () => {
    answers.push(
      () => ok([result("m0", { "03": 1 }, "PartialData")], { NextToken: "two" }),
      () => ok([result("m0", { "04": 2 }), result("m1", { "04": 9 })]),
    );
    expect(await read(cpuOf("i-1", "i-2"))).toEqual({
      answers: [{ hours: hours({ "03": 1, "04": 2 }) }, { hours: hours({ "04": 9 }) }],
      asked: 4,
    });
    expect(asked[1]?.body.NextToken).toBe("two");
  });

  test("that fail leave what was complete, and half an answer is none", async () => {
    answers.push(
      () => ok([result("m0", { "03": 1 }), result("m1", { "03": 1 }, "PartialData")], { NextToken: "two" }),
      () => error("InvalidNextToken", "The token is invalid"),
    );
    const { answers: got, asked: count } = await read(cpuOf("i-1", "i-2"));
    expect(got[0]).toEqual({ hours: hours({ "03": 1 }) });
    expect(got[1]).toMatchObject({ fault: { awsError: "InvalidNextToken" } });
    expect(count).toBe(2);
  });
});

describe("what is not told", () => {
  test("whole is not known, with what AWS says", async () => {
    const message = { Messages: [{ Code: "InternalError", Value: "Try again" }] };
    answers.push(() => ok([result("m0", { "03": 1 }, "PartialData"), result("m1", {}, "InternalError", message)]));
    const { answers: got } = await read(cpuOf("i-1", "i-2", "i-3"));
    expect(got[0]).toMatchObject({ fault: { code: "unknown" } });
    expect(got[1]).toMatchObject({
      fault: { reason: "CloudWatch did not tell all of AWS/EC2 CPUUtilization: Try again" },
    });
    // AWS left it out.
    expect(got[2]).toMatchObject({ fault: { code: "unknown" } });
  });

  test("for want of a permission names it, is asked once, and costs nothing", async () => {
    const text = "User: arn:aws:sts::1:assumed-role/standby is not authorized to perform: cloudwatch:GetMetricData";
    answers.push(() => error("AccessDeniedException", text));
    const { answers: got, asked: count } = await read(many(501));
    expect(asked).toHaveLength(1);
    expect(count).toBe(0);
    expect(got).toHaveLength(501);
    expect(new Set(got.map((one) => ("fault" in one ? one.fault.code : "read")))).toEqual(new Set(["denied"]));
    expect(got[500]).toMatchObject({ fault: { action: "cloudwatch:GetMetricData" } });
  });

  test("of one metric alone is a denial of that one", async () => {
    answers.push(() => ok([result("m0", { "03": 1 }), result("m1", {}, "Forbidden")]));
    const { answers: got } = await read(cpuOf("i-1", "i-2"));
    expect(got).toMatchObject([{ hours: hours({ "03": 1 }) }, { fault: { code: "denied" } }]);
  });

  test("for a throttle is asked again, and is a fault where it stays", async () => {
    answers.push(() => error("ThrottlingException", "Rate exceeded"));
    expect((await read(cpuOf("i-1"))).answers).toEqual([{ hours: hours({ "03": 1 }) }]);
    expect(asked).toHaveLength(2);
    answers.push(...Array.from({ length: 20 }, () => () => error("ThrottlingException", "Rate exceeded")));
    const throttled = await read(cpuOf("i-1"));
    expect(throttled).toMatchObject({ answers: [{ fault: { code: "throttled" } }], asked: 0 });
  });
});
