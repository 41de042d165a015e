import { describe, expect, it } from "vitest";
import { described } from "../../testing/described";
import { emrserverlessApplication } from "./application";

const driver = { WorkerCount: 1, WorkerConfiguration: { Cpu: "2 vCPU", Memory: "4 GB" } };
const executor = { WorkerCount: 10, WorkerConfiguration: { Cpu: "4 vCPU", Memory: "16 GB" } };
const InitialCapacity = [
  { Key: "Driver", Value: driver },
  { Key: "Executor", Value: executor },
];

async function lines(over: object) {
  const application = { Name: "lab-etl", Arn: "arn:1", Type: "Spark", ReleaseLabel: "emr-7.9.0", ...over };
  const [one] = await described(emrserverlessApplication, "00f1", application);
  if (!one) throw new Error("it is not listed");
  return emrserverlessApplication.price(one);
}

describe("emrserverless.application", () => {
  it("bills by the job alone where it keeps nothing ready", async () => {
    expect(await lines({})).toMatchObject([{ label: "Workers of jobs", quantity: "metered" }]);
  });

  it("is unpriced, not free, where it keeps workers ready and never stops", async () => {
    const [, ready] = await lines({ InitialCapacity, AutoStopConfiguration: { Enabled: false } });
    expect(ready).toMatchObject({ quantity: 1, price: null, unit: "hour" });
    expect(ready?.note).toMatch(/^1 × Driver \(2 vCPU, 4 GB\), 10 × Executor \(4 vCPU, 16 GB\).*never stops/);
  });

  it("is only for the bill to know where it stops by itself, after 15 minutes unless told", async () => {
    for (const [IdleTimeoutMinutes, note] of [
      [undefined, /after 15 idle minutes/],
      [60, /after 60 idle minutes/],
    ] as const) {
      const [, ready] = await lines({ InitialCapacity, AutoStopConfiguration: { Enabled: true, IdleTimeoutMinutes } });
      expect(ready).toMatchObject({ quantity: "metered", note: expect.stringMatching(note) });
    }
  });

  it("takes nothing for granted that AWS leaves out", async () => {
    const [, ready] = await lines({ InitialCapacity: [{}] });
    expect(ready).toMatchObject({ price: null, quantity: 1 });
    expect(ready?.note).toMatch(/^\? × workers \(unknown size\).*AWS does not tell/);
  });
});
