import { describe, expect, it } from "vitest";
import { described } from "../../testing/described";
import { kafkaconnectConnector } from "./connector";

const arn = "arn:aws:kafkaconnect:eu-central-1:1:connector/lab-sink/5d3c";

async function seen(Capacity?: object) {
  const [one] = await described(kafkaconnectConnector, arn, { ConnectorName: "lab-sink", ConnectorArn: arn, Capacity });
  if (!one) throw new Error("it is not listed");
  return one;
}

describe("kafkaconnect.connector", () => {
  it("bills the MCUs of all its workers", async () => {
    const one = await seen({ ProvisionedCapacity: { McuCount: 2, WorkerCount: 3 } });
    expect(one).toMatchObject({ nativeId: arn, name: "lab-sink", type: "3 × 2 MCU" });
    const price = { table: "msk.connect", key: "mcuHour" };
    expect(kafkaconnectConnector.price(one)).toMatchObject([{ quantity: 6, price, note: "6 MCUs" }]);
  });

  it("bills its least where AWS scales it, and says what it may come to", async () => {
    const one = await seen({ AutoScaling: { McuCount: 1, MinWorkerCount: 2, MaxWorkerCount: 8 } });
    expect(kafkaconnectConnector.price(one)).toMatchObject([{ quantity: 2, note: "2 MCUs at least, 8 at most" }]);
  });

  it.each([
    ["no capacity", undefined],
    ["no workers", { ProvisionedCapacity: { McuCount: 2 } }],
    ["no size", { ProvisionedCapacity: { WorkerCount: 2 } }],
  ])("claims no figure where AWS tells %s", async (_what, capacity) => {
    const one = await seen(capacity);
    expect(kafkaconnectConnector.price(one)).toMatchObject([{ price: null, note: expect.stringMatching(/not tell/) }]);
  });
});
