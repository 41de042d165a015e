import { expect, test } from "vitest";
import { described } from "../../testing/described";
import { pcsCluster } from "./cluster";

const arn = "arn:aws:pcs:eu-central-1:111122223333:cluster/pcs_1";
const seen = (properties: object) => described(pcsCluster, arn, properties);

test.each([
  ["STANDARD", ["Controller", "Accounting"]],
  ["NONE", ["Controller"]],
  [undefined, ["Controller"]],
])("with accounting %s it bills %j", async (Mode, labels) => {
  const [one] = await seen({ Size: "SMALL", Status: "ACTIVE", SlurmConfiguration: { Accounting: { Mode } } });
  if (!one) throw new Error("it is not listed");
  expect(pcsCluster.price(one).map(({ label }) => label)).toEqual(labels);
});

test("one that could not be made or is going is left out; one that AWS could not delete bills on", async () => {
  expect(await seen({ Status: "CREATE_FAILED" })).toEqual([]);
  expect(await seen({ Status: "DELETING" })).toEqual([]);
  expect(await seen({ Status: "DELETE_FAILED" })).toMatchObject([{ arn, detail: { size: "unknown size" } }]);
});
