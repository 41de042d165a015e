import { expect, test } from "vitest";
import { described } from "../../testing/described";
import { timestreamInfluxDbInstance } from "./influx-db-instance";

const instance = {
  Name: "lab-sensors",
  Arn: "arn:aws:timestream-influxdb:eu-central-1:1:db-instance/a1b2",
  Status: "AVAILABLE",
  DbInstanceType: "db.influx.large",
  DeploymentType: "SINGLE_AZ",
  DbStorageType: "InfluxIOIncludedT1",
  AllocatedStorage: 50,
};
const seen = (over: object = {}) => described(timestreamInfluxDbInstance, "a1b2", { ...instance, ...over });

async function lines(over: object = {}) {
  const [one] = await seen(over);
  if (!one) throw new Error("it is not listed");
  return timestreamInfluxDbInstance.price(one);
}

test("instance and disk bill, and neither has a price here", async () => {
  expect(await lines()).toMatchObject([
    { price: null, unit: "hour", note: "db.influx.large; not in the catalogue" },
    { price: null, unit: "month", quantity: 50 },
  ]);
});

test("a standby is said with both", async () => {
  for (const { note } of await lines({ DeploymentType: "WITH_MULTIAZ_STANDBY" })) expect(note).toMatch(/standby/);
});

test("a size that AWS does not tell is no 0 GB", async () => {
  const [, storage] = await lines({ AllocatedStorage: undefined });
  expect(storage).toMatchObject({ quantity: 1, note: expect.stringMatching(/AWS does not tell/) });
});

test("what is going bills nothing; one that failed is still there", async () => {
  expect(await seen({ Status: "DELETING" })).toEqual([]);
  expect(await seen({ Status: "DELETED" })).toEqual([]);
  expect(await seen({ Status: "FAILED" })).toHaveLength(1);
});
