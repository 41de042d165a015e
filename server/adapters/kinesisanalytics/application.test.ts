import { describe, expect, it, test } from "vitest";
import { described } from "../../testing/described";
import { kinesisanalyticsApplication } from "./application";

const flink = (ParallelismConfiguration?: object) => ({
  ApplicationName: "lab-clicks",
  RuntimeEnvironment: "FLINK-1_20",
  ApplicationConfiguration: { FlinkApplicationConfiguration: { ParallelismConfiguration } },
});

async function seen(properties: object) {
  const [one] = await described(kinesisanalyticsApplication, "lab-clicks", properties);
  if (!one) throw new Error("it is not listed");
  return one;
}
const note = async (properties: object) => kinesisanalyticsApplication.price(await seen(properties))[0]?.note;

describe("its KPUs", () => {
  it("are what its parallelism needs, rounded up, and one to orchestrate them", async () => {
    expect(await note(flink({ Parallelism: 5, ParallelismPerKPU: 2 }))).toMatch(/^4 KPUs, while it runs/);
    expect(await note(flink({ Parallelism: 1, ParallelismPerKPU: 1, AutoScalingEnabled: true }))).toMatch(
      /^2 KPUs, scaled by AWS/,
    );
  });

  it("are two more in a notebook", async () => {
    const notebook = { ...flink({ Parallelism: 4, ParallelismPerKPU: 1 }), ApplicationMode: "INTERACTIVE" };
    expect(await note(notebook)).toMatch(/^6 KPUs/);
  });

  it.each([
    ["no configuration", flink()],
    ["no Flink at all", { ApplicationName: "lab-clicks" }],
    ["none for a KPU", flink({ Parallelism: 4, ParallelismPerKPU: 0 })],
  ])("are not counted where AWS tells %s", async (_what, properties) => {
    expect(await note(properties)).toMatch(/^its KPUs, while it runs/);
  });

  it("are no figure, since one that is stopped looks just the same", async () => {
    expect(kinesisanalyticsApplication.price(await seen(flink()))[0]).toMatchObject({ price: null, quantity: 1 });
  });
});

test("its ARN is put together: CloudFormation does not tell it", async () => {
  expect((await seen(flink())).arn).toBe("arn:aws:kinesisanalytics:eu-central-1:111122223333:application/lab-clicks");
});

test("a notebook has no records that tell whether somebody works in it", async () => {
  const [signal] = kinesisanalyticsApplication.idle?.signals ?? [];
  expect(signal?.dimensions(await seen(flink()))).toEqual([{ Application: "lab-clicks" }]);
  expect(signal?.dimensions(await seen({ ...flink(), ApplicationMode: "INTERACTIVE" }))).toEqual([]);
});
