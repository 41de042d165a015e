import { RegisterScalableTargetCommand } from "@aws-sdk/client-application-auto-scaling";
import {
  DeleteFunctionConcurrencyCommand,
  DeleteProvisionedConcurrencyConfigCommand,
  GetAccountSettingsCommand,
  GetEventSourceMappingCommand,
  GetFunctionCommand,
  GetFunctionConcurrencyCommand,
  GetFunctionConfigurationCommand,
  GetProvisionedConcurrencyConfigCommand,
  type LambdaClient,
  ListAliasesCommand,
  ListEventSourceMappingsCommand,
  ListFunctionsCommand,
  ListProvisionedConcurrencyConfigsCommand,
  ListTagsCommand,
  ListVersionsByFunctionCommand,
  PutFunctionConcurrencyCommand,
  PutProvisionedConcurrencyConfigCommand,
  UpdateEventSourceMappingCommand,
} from "@aws-sdk/client-lambda";
import { expect, test } from "vitest";
import { startSandbox } from "./sandbox-fixtures";

const quote = { FunctionName: "price-quote" };
const live = { ...quote, Qualifier: "live" };

async function mappings(lambda: LambdaClient, FunctionName: string) {
  const { EventSourceMappings = [] } = await lambda.send(new ListEventSourceMappingsCommand({ FunctionName }));
  return EventSourceMappings.map((each) => ({ UUID: each.UUID ?? "", State: each.State }));
}

test("reserved concurrency: absent, set, 0, absent again", async () => {
  const { lambda } = await startSandbox();
  const reserved = async () =>
    (await lambda.send(new GetFunctionConcurrencyCommand({ FunctionName: "thumbnail" }))).ReservedConcurrentExecutions;
  expect(await reserved()).toBeUndefined();
  const put = (count: number) =>
    lambda.send(new PutFunctionConcurrencyCommand({ FunctionName: "thumbnail", ReservedConcurrentExecutions: count }));
  await put(0);
  expect(await reserved()).toBe(0);
  await lambda.send(new DeleteFunctionConcurrencyCommand({ FunctionName: "thumbnail" }));
  expect(await reserved()).toBeUndefined();
  const { AccountLimit } = await lambda.send(new GetAccountSettingsCommand({}));
  const free = AccountLimit?.UnreservedConcurrentExecutions ?? 0;
  await expect(put(free - 99)).rejects.toMatchObject({
    name: "InvalidParameterValueException",
    message: expect.stringContaining("below its minimum value of [100]"),
  });
  await put(free - 100);
  expect(await reserved()).toBe(free - 100);
});

test("provisioned concurrency goes, comes back IN_PROGRESS and is READY a minute later", async () => {
  const { lambda, clock } = await startSandbox();
  const before = await lambda.send(new GetProvisionedConcurrencyConfigCommand(live));
  expect(before).toMatchObject({ Status: "READY", RequestedProvisionedConcurrentExecutions: 10 });
  await lambda.send(new DeleteProvisionedConcurrencyConfigCommand(live));
  await expect(lambda.send(new GetProvisionedConcurrencyConfigCommand(live))).rejects.toMatchObject({
    name: "ProvisionedConcurrencyConfigNotFoundException",
    $metadata: { httpStatusCode: 404 },
  });
  await lambda.send(new PutProvisionedConcurrencyConfigCommand({ ...live, ProvisionedConcurrentExecutions: 10 }));
  const list = async () =>
    (await lambda.send(new ListProvisionedConcurrencyConfigsCommand(quote))).ProvisionedConcurrencyConfigs?.[0];
  expect(await list()).toMatchObject({ Status: "IN_PROGRESS", AvailableProvisionedConcurrentExecutions: 0 });
  clock.pass(61);
  expect(await list()).toMatchObject({ Status: "READY", AvailableProvisionedConcurrentExecutions: 10 });
  expect((await list())?.FunctionArn).toMatch(/function:price-quote:live$/);
});

test("provisioned concurrency must fit into the reservation, and the reservation around it", async () => {
  const { lambda } = await startSandbox();
  const reserve = (count: number) =>
    lambda.send(new PutFunctionConcurrencyCommand({ ...quote, ReservedConcurrentExecutions: count }));
  await expect(reserve(0)).rejects.toMatchObject({ name: "InvalidParameterValueException" });
  await lambda.send(new DeleteProvisionedConcurrencyConfigCommand(live));
  await reserve(0);
  const put = new PutProvisionedConcurrencyConfigCommand({ ...live, ProvisionedConcurrentExecutions: 10 });
  await expect(lambda.send(put)).rejects.toThrow(/should not be greater than the reservedConcurrentExecution/);
  await lambda.send(new DeleteFunctionConcurrencyCommand(quote));
  expect((await lambda.send(put)).Status).toBe("IN_PROGRESS");
});

test("an event source is switched off and on again, one switch at a time", async () => {
  const { lambda, clock } = await startSandbox();
  const [source, before] = await mappings(lambda, "order-events");
  expect([source?.State, before?.State]).toEqual(["Enabled", "Disabled"]);
  const UUID = source?.UUID ?? "";
  const off = await lambda.send(new UpdateEventSourceMappingCommand({ UUID, Enabled: false }));
  expect(off.State).toBe("Disabling");
  await expect(lambda.send(new UpdateEventSourceMappingCommand({ UUID, Enabled: true }))).rejects.toMatchObject({
    name: "ResourceInUseException",
  });
  clock.pass(11);
  expect((await lambda.send(new GetEventSourceMappingCommand({ UUID }))).State).toBe("Disabled");
  await lambda.send(new UpdateEventSourceMappingCommand({ UUID, Enabled: true }));
  clock.pass(11);
  expect((await mappings(lambda, "order-events")).map((each) => each.State)).toEqual(["Enabled", "Disabled"]);
});

test("functions are listed with their versions, aliases, tags and configuration", async () => {
  const { lambda } = await startSandbox();
  const latest = await lambda.send(new ListFunctionsCommand({}));
  expect(latest.Functions?.every((each) => each.Version === "$LATEST")).toBe(true);
  const all = await lambda.send(new ListFunctionsCommand({ FunctionVersion: "ALL", MaxItems: 50 }));
  const quotes = (all.Functions ?? []).filter((each) => each.FunctionName === "price-quote");
  expect(quotes).toHaveLength(3);
  const { Aliases } = await lambda.send(new ListAliasesCommand(quote));
  expect(Aliases).toMatchObject([{ Name: "live", FunctionVersion: quotes[2]?.Version }]);
  expect((await lambda.send(new ListVersionsByFunctionCommand(quote))).Versions).toHaveLength(3);
  const { Configuration, Tags } = await lambda.send(new GetFunctionCommand(quote));
  expect(Configuration).toMatchObject({ State: "Active", MemorySize: 1024 });
  expect(Tags).toMatchObject({ Environment: "dev", Project: "shop" });
  expect((await lambda.send(new ListTagsCommand({ Resource: Configuration?.FunctionArn ?? "" }))).Tags).toEqual(Tags);
  const byArn = new GetFunctionConfigurationCommand({ FunctionName: `${Configuration?.FunctionArn}:live` });
  expect((await lambda.send(byArn)).FunctionName).toBe("price-quote");
  await expect(lambda.send(new GetFunctionCommand({ FunctionName: "nobody" }))).rejects.toMatchObject({
    name: "ResourceNotFoundException",
    $metadata: { httpStatusCode: 404 },
  });
});

test("a scalable target pushes provisioned concurrency into its range", async () => {
  const { lambda, scaling } = await startSandbox();
  await scaling.send(
    new RegisterScalableTargetCommand({
      ServiceNamespace: "lambda",
      ResourceId: "function:price-quote-staging:live",
      ScalableDimension: "lambda:function:ProvisionedConcurrency",
      MinCapacity: 12,
    }),
  );
  const config = await lambda.send(
    new GetProvisionedConcurrencyConfigCommand({ FunctionName: "price-quote-staging", Qualifier: "live" }),
  );
  expect(config).toMatchObject({ Status: "IN_PROGRESS", RequestedProvisionedConcurrentExecutions: 12 });
});
