import { expect, test } from "vitest";
import { described } from "../../testing/described";
import { redshiftserverlessWorkgroup } from "./workgroup";

const workgroup = {
  WorkgroupName: "lab-reports",
  NamespaceName: "lab",
  BaseCapacity: 32,
  Workgroup: { WorkgroupArn: "arn:aws:redshift-serverless:eu-central-1:1:workgroup/9f2c", Status: "AVAILABLE" },
};
const seen = (properties: object) => described(redshiftserverlessWorkgroup, "lab-reports", properties);

test("compute bills by the query: there is a rate, and no figure that nobody could know", async () => {
  const [one] = await seen(workgroup);
  if (!one) throw new Error("it is not listed");
  expect(one).toMatchObject({ arn: workgroup.Workgroup.WorkgroupArn, type: "32 RPUs", detail: { maxRpus: null } });
  expect(redshiftserverlessWorkgroup.price(one)).toMatchObject([
    { quantity: "metered", price: { key: "serverlessRpuHour" }, note: "while a query runs, 32 RPUs at first" },
    { quantity: "metered", price: { key: "managedStorageGbMonth" }, note: "of lab, by what is stored" },
  ]);
});

test("what AWS tells only inside is read there, and the ARN is put together where it is not told", async () => {
  const Workgroup = { WorkgroupId: "9f2c", NamespaceName: "lab", BaseCapacity: 8, MaxCapacity: 64 };
  const [one] = await seen({ WorkgroupName: "lab-reports", Workgroup });
  if (!one) throw new Error("it is not listed");
  expect(one.arn).toBe("arn:aws:redshift-serverless:eu-central-1:111122223333:workgroup/9f2c");
  expect(one.detail).toEqual({ status: "unknown", namespace: "lab", baseRpus: 8, maxRpus: 64 });
  expect(redshiftserverlessWorkgroup.price(one)[0]?.note).toBe("while a query runs, 8 RPUs at first, 64 at most");
});

test("nothing at all told is unknown, not none", async () => {
  const [one] = await seen({});
  expect(one).toMatchObject({ arn: "", type: "serverless", detail: { status: "unknown", baseRpus: null } });
});

test("one that is being deleted is not listed", async () => {
  expect(await seen({ ...workgroup, Workgroup: { Status: "DELETING" } })).toEqual([]);
});
