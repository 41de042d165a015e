import { expect, test } from "vitest";
import { FaultError } from "../../core/fault";
import { recordingDoor } from "../../testing/recording-door";
import type { Gone } from "../contract";
import { endpointAhead } from "./endpoint-ahead";
import type { EndpointSaved } from "./endpoint-detail";

const made = (name: string, ...models: string[]) => ({
  EndpointConfigName: name,
  ProductionVariants: models.map((ModelName) => ({ VariantName: ModelName, ModelName })),
});

function gone(nativeId: string, config: ReturnType<typeof made>): Gone<EndpointSaved> {
  const configuration = { configName: config.EndpointConfigName, config } as unknown as EndpointSaved["configuration"];
  return { nativeId, saved: { configuration, initial: {}, scaling: [] } };
}

const notFound = (): never => {
  throw new FaultError({ code: "gone", reason: "Could not find it", remedy: "" });
};

/** SageMaker with these configurations and models, and no others. */
function sagemaker(configs: readonly ReturnType<typeof made>[], models: readonly string[]) {
  return recordingDoor({
    DescribeEndpointConfig: ({ EndpointConfigName: name }: { EndpointConfigName: string }) => {
      const found = configs.find((one) => one.EndpointConfigName === name);
      return found ? { ...found, CreationTime: new Date(0), $metadata: {} } : notFound();
    },
    DescribeModel: ({ ModelName }: { ModelName: string }) => (models.includes(ModelName) ? {} : notFound()),
  });
}

const scorer = made("scorer-1", "scorer", "judge");

test("each configuration and each model is asked for once, and what is all there says nothing", async () => {
  const door = sagemaker([scorer], ["scorer", "judge"]);
  const found = await endpointAhead.again?.(door, [gone("one", scorer), gone("two", scorer)]);
  const fine = { refused: null, hazards: [] };
  expect(found).toEqual(
    new Map([
      ["one", fine],
      ["two", fine],
    ]),
  );
  expect(door.calls.map(({ operation }) => operation)).toEqual([
    "DescribeEndpointConfig",
    "DescribeModel",
    "DescribeModel",
  ]);
});

test("a configuration that somebody deleted refuses the resume, with what to make again", async () => {
  const found = await endpointAhead.again?.(sagemaker([], []), [gone("one", scorer)]);
  expect(found?.get("one")).toMatchObject({
    refused: {
      reason: expect.stringContaining("scorer-1 was deleted"),
      remedy: expect.stringContaining("in the hold"),
    },
  });
});

test("so does a model of it", async () => {
  const found = await endpointAhead.again?.(sagemaker([scorer], ["scorer"]), [gone("one", scorer)]);
  expect(found?.get("one")?.refused).toMatchObject({ reason: expect.stringMatching(/scorer-1.*: judge$/) });
});

test("one of the same name with other values is warned of, and its own models are what counts", async () => {
  const found = await endpointAhead.again?.(sagemaker([made("scorer-1", "newer")], ["newer"]), [gone("one", scorer)]);
  expect(found?.get("one")).toMatchObject({
    refused: null,
    hazards: [{ level: "warning", code: "endpoint-config-changed" }],
  });
});

test("what may not be read is no answer", async () => {
  const denied = () => {
    throw new FaultError({ code: "denied", reason: "No", remedy: "" });
  };
  const door = recordingDoor({ DescribeEndpointConfig: denied });
  await expect(endpointAhead.again?.(door, [gone("one", scorer)])).rejects.toMatchObject({ fault: { code: "denied" } });
});
