import { expect, test } from "vitest";
import { startSandbox } from "./sandbox-fixtures";

async function start() {
  const { sandbox, clock } = await startSandbox();
  const place = { accountId: "acc_sandbox", region: "eu-central-1", service: "kinesis" };
  const ask = (operation: string, input: object) => sandbox.answer({ ...place, operation, input });
  const resize = (TargetShardCount: number, StreamName = "clickstream-lab") =>
    ask("UpdateShardCount", { StreamName, TargetShardCount, ScalingType: "UNIFORM_SCALING" });
  return { ask, resize, clock };
}

test("a resize takes its time, and makes new shards of equal size", async () => {
  const { ask, resize, clock } = await start();
  const shards = () => ask("ListShards", { StreamName: "clickstream-lab" });
  const before = await shards();
  await resize(4);
  await expect(shards()).rejects.toMatchObject({ name: "ResourceInUseException" });
  await expect(resize(2)).rejects.toMatchObject({ name: "ResourceInUseException" });
  clock.pass(70);
  await resize(8);
  clock.pass(70);
  const after = await shards();
  const rangesOf = (answer: object) => JSON.stringify(answer).match(/"StartingHashKey":"\d+"/g);
  expect(rangesOf(after)).toEqual(rangesOf(before));
  expect(JSON.stringify(after)).not.toBe(JSON.stringify(before));
});

test("AWS's rules: twice and half at most, not the same, not on demand, ten in a day", async () => {
  const { resize, clock } = await start();
  for (const count of [17, 3, 8, 0]) {
    await expect(resize(count)).rejects.toMatchObject({ name: "InvalidArgumentException" });
  }
  await expect(resize(4, "firehose-lab")).rejects.toMatchObject({ name: "ValidationException" });
  await expect(resize(4, "nobody")).rejects.toMatchObject({ name: "ResourceNotFoundException" });
  for (let call = 0; call < 10; call += 1) {
    await resize(call % 2 === 0 ? 4 : 8);
    clock.pass(70);
  }
  await expect(resize(4)).rejects.toMatchObject({ name: "LimitExceededException", message: /24 hours/ });
  // Ten minutes before the first of them is a day old, and a minute after.
  clock.pass(24 * 3600 - 10 * 70 - 600);
  await expect(resize(4)).rejects.toMatchObject({ name: "LimitExceededException" });
  clock.pass(660);
  await resize(4);
});
