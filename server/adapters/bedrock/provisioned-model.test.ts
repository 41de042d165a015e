import type { ProvisionedModelSummary } from "@aws-sdk/client-bedrock";
import { expect, test } from "vitest";
import { collect, recordingDoor } from "../../testing/recording-door";
import { bedrockProvisionedModel } from "./provisioned-model";

const arnOf = (id: string) => `arn:aws:bedrock:eu-central-1:111122223333:provisioned-model/${id}`;

function door(all: readonly Partial<ProvisionedModelSummary>[], region = "eu-central-1") {
  const whole = {
    provisionedModelName: "answers",
    provisionedModelArn: arnOf("k3v9q0w2m7xa"),
    modelArn: "arn:aws:bedrock:eu-central-1::foundation-model/amazon.titan-text-express-v1",
    modelUnits: 2,
    status: "InService",
  };
  const aws = recordingDoor({
    ListProvisionedModelThroughputs: () => ({ provisionedModelSummaries: all.map((one) => ({ ...whole, ...one })) }),
    GetResources: () => ({ ResourceTagMappingList: [] }),
  });
  return { ...aws, region };
}

async function seen(told: Partial<ProvisionedModelSummary>) {
  const [one] = await collect(bedrockProvisionedModel.discover(door([told])));
  if (!one) throw new Error("it is not listed");
  return { one, classified: bedrockProvisionedModel.classify(one), lines: bedrockProvisionedModel.price(one) };
}

test("without a commitment it is deleted at any time", async () => {
  const { one, classified, lines } = await seen({});
  expect(one).toMatchObject({ nativeId: "k3v9q0w2m7xa", name: "answers", type: "amazon.titan-text-express-v1" });
  expect(classified).toMatchObject({ saw: "InService", remedy: expect.stringContaining("delete-provisioned-model") });
  expect(lines).toMatchObject([{ price: null, quantity: 2, note: expect.stringContaining("without a commitment") }]);
});

test("a commitment says until when nothing ends its bill, and that it renews by itself", async () => {
  const commitmentExpirationTime = new Date("2027-03-01T10:00:00Z");
  const { classified, lines } = await seen({ commitmentDuration: "SixMonths", commitmentExpirationTime });
  expect(classified).toMatchObject({
    reason: expect.stringContaining("committed for six months"),
    remedy: expect.stringMatching(/on 2027-03-01: it renews by itself otherwise/),
  });
  expect(lines[0]?.note).toContain("committed for six months");
  const open = await seen({ commitmentDuration: "OneMonth" });
  expect(open.classified).toMatchObject({ remedy: expect.stringContaining("the end of its term") });
});

test("of one that failed nobody knows whether it bills, and units that are not told are not zero", async () => {
  const failed = await seen({ status: "Failed" });
  expect(failed.classified).toMatchObject({ reason: expect.stringContaining("AWS does not tell") });
  expect(failed.lines).toMatchObject([{ price: null }]);
  const { lines } = await seen({ modelUnits: undefined });
  expect(lines).toMatchObject([{ price: null, quantity: 1, note: expect.stringContaining("does not tell how many") }]);
});

test("a look has those that it names", async () => {
  const aws = door([{}, { provisionedModelArn: arnOf("p8d1s6z4t5yc") }]);
  expect(await collect(bedrockProvisionedModel.discover(aws, ["p8d1s6z4t5yc"]))).toMatchObject([
    { nativeId: "p8d1s6z4t5yc" },
  ]);
});

test.each(["cn-north-1", "ap-east-1"])("%s has no Bedrock and is not asked", async (region) => {
  const aws = door([{}], region);
  expect(await collect(bedrockProvisionedModel.discover(aws))).toEqual([]);
  expect(aws.calls).toEqual([]);
});
