import { describe, expect, it } from "vitest";
import { FaultError } from "../../core/fault";
import { functionArn, live, functionExample as seen } from "../../testing/lambda-function-example";
import { collect, recordingDoor } from "../../testing/recording-door";
import { lambdaFunction } from "./function";
import type { Op } from "./function-plan";

describe("lambda.function and AWS", () => {
  const configuration = (name: string, version: string) => ({
    FunctionName: name,
    FunctionArn: `arn:aws:lambda:eu-central-1:111122223333:function:${name}:${version}`,
    Version: version,
    MemorySize: version === "$LATEST" ? 512 : 2048,
    Architectures: ["x86_64"],
    Runtime: "nodejs24.x",
  });
  const answers = {
    DescribeScalableTargets: () => ({
      ScalableTargets: [
        {
          ResourceId: "function:checkout:live",
          ScalableDimension: "lambda:function:ProvisionedConcurrency",
          MinCapacity: 5,
          MaxCapacity: 20,
        },
      ],
    }),
    ListEventSourceMappings: () => ({
      EventSourceMappings: [
        {
          UUID: "u-1",
          FunctionArn: `${functionArn}:live`,
          EventSourceArn: "arn:aws:sqs:eu-central-1:111122223333:jobs",
          State: "Enabled",
        },
        {
          UUID: "u-3",
          FunctionArn: functionArn,
          EventSourceArn: "arn:aws:sqs:eu-central-1:111122223333:old",
          State: "Disabled",
        },
        {
          UUID: "u-4",
          FunctionArn: functionArn.replace("checkout", "report"),
          EventSourceArn: "arn:aws:dynamodb:eu-central-1:111122223333:table/orders/stream/2026-01-01T00:00:00.000",
          State: "Enabled",
        },
      ],
    }),
    ListFunctions: ({ Marker }: { Marker?: string }) =>
      Marker
        ? { Functions: [configuration("checkout", "1"), configuration("report", "$LATEST")] }
        : { Functions: [configuration("checkout", "$LATEST")], NextMarker: "2" },
    GetFunction: ({ FunctionName, Qualifier }: { FunctionName: string; Qualifier?: string }) => ({
      Configuration: configuration(FunctionName, Qualifier ? "1" : "$LATEST"),
      ...(FunctionName === "checkout" && {
        Concurrency: { ReservedConcurrentExecutions: 50 },
        Tags: { Project: "shop" },
      }),
    }),
    ListProvisionedConcurrencyConfigs: () => ({
      ProvisionedConcurrencyConfigs: [
        { FunctionArn: `${functionArn}:live`, RequestedProvisionedConcurrentExecutions: 10, Status: "READY" },
      ],
    }),
  };
  const gone = () => {
    throw new FaultError({ code: "gone", reason: "Function not found.", remedy: "" });
  };

  it("reads the region's lists once and asks for provisioned concurrency only where there are versions", async () => {
    const door = recordingDoor(answers);
    const found = await collect(lambdaFunction.discover(door));
    expect(found[0]).toEqual({ ...seen(), tags: { Project: "shop" } });
    expect(found[1]).toMatchObject({
      nativeId: "report",
      detail: { reserved: null, provisioned: [], eventSources: [{ name: "dynamodb orders", source: "stream" }] },
    });
    const count = (operation: string) => door.calls.filter((call) => call.operation === operation).length;
    expect([count("ListFunctions"), count("ListEventSourceMappings"), count("DescribeScalableTargets")]).toEqual([
      2, 1, 1,
    ]);
    // Two functions, and the version behind the alias that has provisioned concurrency.
    expect([count("GetFunction"), count("ListProvisionedConcurrencyConfigs")]).toEqual([3, 1]);
    expect(door.calls.every(({ via }) => via === "read")).toBe(true);
  });

  it("asks for no more than the list where there is nothing, and for no scaling where there are no versions", async () => {
    const empty = recordingDoor({ ListFunctions: () => ({}) });
    expect(await collect(lambdaFunction.discover(empty))).toEqual([]);
    const plain = recordingDoor({
      ...answers,
      ListFunctions: () => ({ Functions: [configuration("report", "$LATEST")] }),
    });
    expect(await collect(lambdaFunction.discover(plain))).toMatchObject([{ detail: { scaling: [], provisioned: [] } }]);
    expect(plain.calls.map(({ operation }) => operation).sort()).toEqual([
      "GetFunction",
      "ListEventSourceMappings",
      "ListFunctions",
    ]);
  });

  it("tells a reservation of 0 from none", async () => {
    const none = recordingDoor({
      ...answers,
      GetFunction: () => ({ Configuration: configuration("report", "$LATEST") }),
    });
    expect(await collect(lambdaFunction.discover(none, ["report"]))).toMatchObject([{ detail: { reserved: null } }]);
    const zero = recordingDoor({
      ...answers,
      GetFunction: () => ({
        Configuration: configuration("report", "$LATEST"),
        Concurrency: { ReservedConcurrentExecutions: 0 },
      }),
    });
    expect(await collect(lambdaFunction.discover(zero, ["report"]))).toMatchObject([{ detail: { reserved: 0 } }]);
  });

  it("takes tags that Lambda left out for a failure, and names the permission", async () => {
    const answer = (ErrorCode: string) => () => ({
      Configuration: configuration("report", "$LATEST"),
      TagsError: { ErrorCode, Message: "not authorized to perform: lambda:ListTags" },
    });
    const denied = recordingDoor({ ...answers, GetFunction: answer("AccessDeniedException") });
    await expect(collect(lambdaFunction.discover(denied))).rejects.toMatchObject({
      fault: { code: "denied", action: "lambda:ListTags" },
    });
    const busy = recordingDoor({ ...answers, GetFunction: answer("InternalError") });
    await expect(collect(lambdaFunction.discover(busy))).rejects.toMatchObject({ fault: { code: "transient" } });
  });

  it("looks at one as the list does", async () => {
    const door = recordingDoor(answers);
    const [one] = await collect(lambdaFunction.discover(door, ["checkout"]));
    const [listed] = await collect(lambdaFunction.discover(door));
    expect(one).toEqual(listed);
    expect(await collect(lambdaFunction.discover(recordingDoor({}), []))).toEqual([]);
  });

  it("uses the whole list for many names, and yields only those", async () => {
    const door = recordingDoor(answers);
    const many = ["report", ...Array.from({ length: 5 }, (_, index) => `gone-${index}`)];
    expect((await collect(lambdaFunction.discover(door, many))).map(({ nativeId }) => nativeId)).toEqual(["report"]);
    expect(door.calls.filter(({ operation }) => operation === "GetFunction")).toHaveLength(1);
  });

  it("leaves out what is gone, or goes while it looks, and nothing else", async () => {
    const missing = recordingDoor({ ...answers, GetFunction: gone, ListProvisionedConcurrencyConfigs: gone });
    expect(await collect(lambdaFunction.discover(missing, ["checkout"]))).toEqual([]);
    const vanishing = recordingDoor({ ...answers, GetFunction: gone });
    expect(await collect(lambdaFunction.discover(vanishing))).toEqual([]);
    const denied = recordingDoor({
      ...answers,
      GetFunction: () => {
        throw new FaultError({ code: "denied", reason: "Not allowed.", remedy: "" });
      },
    });
    await expect(collect(lambdaFunction.discover(denied, ["checkout"]))).rejects.toThrow("Not allowed.");
  });

  it("sends each step as one exact call", async () => {
    const operations = [
      "UpdateEventSourceMapping",
      "RegisterScalableTarget",
      "DeleteProvisionedConcurrencyConfig",
      "PutFunctionConcurrency",
      "DeleteFunctionConcurrency",
      "PutProvisionedConcurrencyConfig",
    ];
    const door = recordingDoor(Object.fromEntries(operations.map((operation) => [operation, () => ({})])));
    const steps: [Op, unknown][] = [
      ["disableEventSource", { uuid: "u-1" }],
      ["holdScaling", { qualifier: "live" }],
      ["deleteProvisioned", { qualifier: "live" }],
      ["setReserved", { units: 0 }],
      ["setReserved", { units: 50 }],
      ["putProvisioned", { qualifier: "live", requested: 10 }],
      ["restoreScaling", { qualifier: "live", min: 5, max: 20, suspended: live.suspended }],
      ["enableEventSource", { uuid: "u-1" }],
      ["clearReserved", {}],
    ];
    for (const [op, params] of steps) {
      expect(await lambdaFunction.apply(door, op, [{ nativeId: "checkout", params, token: "t" }])).toEqual([
        { nativeId: "checkout", fault: null },
      ]);
    }
    const target = {
      ServiceNamespace: "lambda",
      ResourceId: "function:checkout:live",
      ScalableDimension: "lambda:function:ProvisionedConcurrency",
    };
    const suspended = (on: boolean) => ({
      DynamicScalingInSuspended: on,
      DynamicScalingOutSuspended: on,
      ScheduledScalingSuspended: on,
    });
    expect(door.calls.map(({ input }) => input)).toEqual([
      { UUID: "u-1", Enabled: false },
      { ...target, MinCapacity: 0, SuspendedState: suspended(true) },
      { FunctionName: "checkout", Qualifier: "live" },
      { FunctionName: "checkout", ReservedConcurrentExecutions: 0 },
      { FunctionName: "checkout", ReservedConcurrentExecutions: 50 },
      { FunctionName: "checkout", Qualifier: "live", ProvisionedConcurrentExecutions: 10 },
      { ...target, MinCapacity: 5, MaxCapacity: 20, SuspendedState: suspended(false) },
      { UUID: "u-1", Enabled: true },
      { FunctionName: "checkout" },
    ]);
  });

  it("takes provisioned concurrency that is deleted already for done, and hands on every other fault", async () => {
    const failing = (awsError: string) =>
      recordingDoor({
        DeleteProvisionedConcurrencyConfig: () => {
          throw new FaultError({ code: "gone", reason: "None.", remedy: "", awsError });
        },
      });
    const items = [{ nativeId: "checkout", params: { qualifier: "live" }, token: "t" }];
    const done = failing("ProvisionedConcurrencyConfigNotFoundException");
    expect(await lambdaFunction.apply(done, "deleteProvisioned", items)).toMatchObject([{ fault: null }]);
    const missing = failing("ResourceNotFoundException");
    await expect(lambdaFunction.apply(missing, "deleteProvisioned", items)).rejects.toThrow(FaultError);
  });
});
