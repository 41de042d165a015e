import { expect, test } from "vitest";
import { startSandbox } from "./sandbox-fixtures";

const units = (ReadCapacityUnits: number, WriteCapacityUnits: number) => ({ ReadCapacityUnits, WriteCapacityUnits });
const index = (IndexName: string, read: number, write: number) => ({
  Update: { IndexName, ProvisionedThroughput: units(read, write) },
});
const back = {
  BillingMode: "PROVISIONED",
  ProvisionedThroughput: units(40, 20),
  GlobalSecondaryIndexUpdates: [index("by-customer", 15, 10), index("by-day", 5, 5)],
};

async function start() {
  const { sandbox, clock } = await startSandbox();
  const place = { accountId: "acc_sandbox", region: "eu-central-1", service: "dynamodb" };
  const ask = (operation: string, input: object) => sandbox.answer({ ...place, operation, input });
  return {
    clock,
    update: (input: object) => ask("UpdateTable", { TableName: "orders-lab", ...input }),
    table: () => ask("DescribeTable", { TableName: "orders-lab" }),
    scale: (input: object) =>
      sandbox.answer({
        ...place,
        service: "application-autoscaling",
        operation: "RegisterScalableTarget",
        input: {
          ServiceNamespace: "dynamodb",
          ResourceId: "table/orders-lab",
          ScalableDimension: "dynamodb:table:ReadCapacityUnits",
          ...input,
        },
      }),
  };
}

test("on demand AWS forgets what was provisioned, and wants every index on the way back", async () => {
  const { update, table, clock } = await start();
  const before = await table();
  expect(JSON.stringify(before)).not.toContain("BillingModeSummary");
  await update({ BillingMode: "PAY_PER_REQUEST" });
  await expect(update(back)).rejects.toMatchObject({ name: "ResourceInUseException" });
  clock.pass(100);
  expect(await table()).toMatchObject({
    Table: { BillingModeSummary: { BillingMode: "PAY_PER_REQUEST" }, ProvisionedThroughput: units(0, 0) },
  });
  const { GlobalSecondaryIndexUpdates: _indexes, ...tableAlone } = back;
  await expect(update(tableAlone)).rejects.toMatchObject({ name: "ValidationException", message: /by-customer/ });
  await update(back);
  clock.pass(100);
  expect(await table()).toMatchObject({
    Table: { ...(before as { Table: object }).Table, BillingModeSummary: { BillingMode: "PROVISIONED" } },
  });
  await expect(update({ ProvisionedThroughput: units(40, 20) })).rejects.toMatchObject({ message: /will not change/ });
});

test("the fifth switch to on demand within a day is refused", async () => {
  const { update, clock } = await start();
  for (let time = 0; time < 4; time += 1) {
    await update({ BillingMode: "PAY_PER_REQUEST" });
    clock.pass(100);
    await update(back);
    clock.pass(100);
  }
  const again = () => update({ BillingMode: "PAY_PER_REQUEST" });
  await expect(again()).rejects.toMatchObject({ name: "LimitExceededException", message: /1 day/ });
  clock.pass(24 * 3600 - 700);
  await again();
});

test("scaling pushes the capacity into its range, and takes nothing that is on demand", async () => {
  const { update, table, scale, clock } = await start();
  await scale({ MinCapacity: 50 });
  expect(await table()).toMatchObject({ Table: { ProvisionedThroughput: units(50, 20) } });
  await update({ BillingMode: "PAY_PER_REQUEST" });
  clock.pass(100);
  await expect(scale({ MinCapacity: 20 })).rejects.toMatchObject({ name: "ValidationException" });
});
