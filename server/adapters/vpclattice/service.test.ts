import { expect, test } from "vitest";
import { described } from "../../testing/described";
import { vpclatticeService } from "./service";

const arnOf = (account: string) => `arn:aws:vpc-lattice:eu-central-1:${account}:service/svc-1`;

test("a service bills by the hour, and its traffic beside it", async () => {
  const arn = arnOf("111122223333");
  const [one] = await described(vpclatticeService, arn, { Name: "features", Status: "ACTIVE" });
  if (!one) throw new Error("it is not listed");
  expect(one).toMatchObject({ nativeId: arn, name: "features" });
  expect(vpclatticeService.price(one)).toMatchObject([{ unit: "hour", quantity: 1 }, { quantity: "metered" }]);
});

test.each([
  ["another account shares", "999988887777", { Status: "ACTIVE" }],
  ["could not be made", "111122223333", { Status: "CREATE_FAILED" }],
])("one that %s is left out", async (_what, account, properties) => {
  expect(await described(vpclatticeService, arnOf(account), properties)).toEqual([]);
});
