import { expect, test } from "vitest";
import { described } from "../../testing/described";
import { docdbelasticCluster } from "./cluster";

const arn = "arn:aws:docdb-elastic:eu-central-1:1:cluster/4f7e";
const cluster = { ClusterName: "lab-orders", ClusterArn: arn, ShardCapacity: 4, ShardCount: 2, ShardInstanceCount: 3 };

async function seen(over: object = {}) {
  const [one] = await described(docdbelasticCluster, arn, { ...cluster, ...over });
  if (!one) throw new Error("it is not listed");
  return one;
}

test("its vCPUs are those of all instances of all shards", async () => {
  const one = await seen();
  expect(one).toMatchObject({ nativeId: arn, name: "lab-orders", type: "2 shards" });
  const note = expect.stringMatching(/^24 vCPUs, unless it is stopped/);
  expect(docdbelasticCluster.price(one)[0]).toMatchObject({ quantity: 24, price: null, note });
});

test.each(["ShardCapacity", "ShardCount", "ShardInstanceCount"])("without %s they are not counted", async (name) => {
  const [hours] = docdbelasticCluster.price(await seen({ [name]: undefined }));
  expect(hours).toMatchObject({ price: null, note: expect.stringMatching(/^unless it is stopped/) });
});

test("that AWS could stop it is said, with the words for it", async () => {
  const found = docdbelasticCluster.classify(await seen());
  expect(found).toMatchObject({
    state: "unsupported",
    reason: expect.stringMatching(/Standby does not use that yet/),
    remedy: expect.stringMatching(/stop-cluster/),
  });
});
