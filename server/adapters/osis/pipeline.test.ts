import { expect, test } from "vitest";
import { described } from "../../testing/described";
import { osisPipeline } from "./pipeline";

const arn = "arn:aws:osis:eu-central-1:111122223333:pipeline/clicks";

async function seen(properties: object) {
  const [one] = await described(osisPipeline, arn, { PipelineArn: arn, ...properties });
  if (!one) throw new Error("it is not listed");
  return { one, classified: osisPipeline.classify(one), lines: osisPipeline.price(one) };
}

test("a pipeline bills its least units, whatever comes in, and says how AWS stops it", async () => {
  const { one, classified, lines } = await seen({ PipelineName: "clicks", MinUnits: 2, MaxUnits: 8 });
  expect(one).toMatchObject({ name: "clicks", type: "2 to 8 OCUs", detail: { isBuffered: false } });
  expect(classified).toMatchObject({ state: "unsupported", remedy: expect.stringContaining("stop-pipeline") });
  expect(lines).toMatchObject([{ price: null, quantity: 2, note: expect.stringContaining("2 at least, up to 8") }]);
});

test("units that are not told are not zero", async () => {
  const { one, lines } = await seen({});
  expect(one).toMatchObject({ name: "clicks", type: "pipeline", detail: { atLeast: null, atMost: null } });
  expect(lines).toMatchObject([{ price: null, quantity: 1 }]);
});
