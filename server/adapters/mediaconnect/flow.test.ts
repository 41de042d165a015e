import { expect, test } from "vitest";
import { described } from "../../testing/described";
import { mediaconnectFlow } from "./flow";

const arn = "arn:aws:mediaconnect:eu-west-1:111122223333:flow:1-UFdUVwZTVVAFVQBT-a3c5:camera";

async function seen(properties: object) {
  const [one] = await described(mediaconnectFlow, arn, { FlowArn: arn, ...properties });
  if (!one) throw new Error("it is not listed");
  return { one, classified: mediaconnectFlow.classify(one), lines: mediaconnectFlow.price(one) };
}

test("a flow bills by the hour by its size, and says how AWS stops it", async () => {
  const { one, classified, lines } = await seen({
    Name: "camera",
    FlowSize: "LARGE_4X",
    Tags: [{ Key: "a", Value: "b" }],
  });
  expect(one).toMatchObject({ nativeId: arn, name: "camera", type: "large 4x", tags: { a: "b" } });
  expect(classified).toMatchObject({ state: "unsupported", remedy: expect.stringContaining("stop-flow") });
  expect(lines).toMatchObject([{ price: null, note: expect.stringContaining("large 4x") }, { quantity: "metered" }]);
});

test("an older flow without a size is a medium one", async () => {
  const { one, lines } = await seen({});
  expect(one).toMatchObject({ name: "camera", type: "medium", detail: { size: null } });
  expect(lines[0]?.note).toContain("medium");
});
