import type { DescribeNodegroupCommandOutput } from "@aws-sdk/client-eks";
import { expect, test } from "vitest";
import { startSandbox } from "./sandbox-fixtures";

async function start() {
  const { sandbox, clock } = await startSandbox();
  const place = { accountId: "acc_sandbox", region: "eu-central-1", service: "eks" };
  const named = (nodegroupName: string) => ({ clusterName: "lab-cluster", nodegroupName });
  const ask = (operation: string, input: object) => sandbox.answer({ ...place, operation, input });
  const resize = (scalingConfig: object, name = "general") =>
    ask("UpdateNodegroupConfig", { ...named(name), scalingConfig });
  const group = async (name = "general") => {
    const { nodegroup } = (await ask("DescribeNodegroup", named(name))) as DescribeNodegroupCommandOutput;
    return { status: nodegroup?.status, sizes: nodegroup?.scalingConfig };
  };
  return { resize, group, clock };
}

test("sizes that do not go together are refused as EKS does it, and change nothing", async () => {
  const { resize, group } = await start();
  const before = await group();
  expect(before).toEqual({ status: "ACTIVE", sizes: { minSize: 1, desiredSize: 2, maxSize: 5 } });
  for (const [sizes, message] of [
    [{ minSize: 0, desiredSize: 0, maxSize: 0 }, "maxSize must be at least 1"],
    [{ minSize: -1 }, "minSize must be at least 0"],
    [{ minSize: 3 }, "Minimum capacity 3 can't be greater than desired size 2"],
    [{ desiredSize: 6 }, "Desired capacity 6 can't be greater than max size 5"],
  ] as const) {
    await expect(resize(sizes)).rejects.toMatchObject({ name: "InvalidParameterException", message });
  }
  expect(await group()).toEqual(before);
});

test("one update at a time; what it leaves out stays", async () => {
  const { resize, group, clock } = await start();
  await resize({ minSize: 0, desiredSize: 0 });
  expect(await group()).toEqual({ status: "UPDATING", sizes: { minSize: 0, desiredSize: 0, maxSize: 5 } });
  await expect(resize({ desiredSize: 1 })).rejects.toMatchObject({ name: "ResourceInUseException" });
  clock.pass(60);
  expect(await group()).toMatchObject({ status: "ACTIVE" });
  await resize({ desiredSize: 1 });
});

test("a degraded group takes sizes, and is degraded after them", async () => {
  const { resize, group, clock } = await start();
  expect(await group("orphan")).toMatchObject({ status: "DEGRADED" });
  await resize({ desiredSize: 0 }, "orphan");
  expect(await group("orphan")).toMatchObject({ status: "UPDATING" });
  clock.pass(60);
  expect(await group("orphan")).toMatchObject({ status: "DEGRADED", sizes: { desiredSize: 0 } });
});
