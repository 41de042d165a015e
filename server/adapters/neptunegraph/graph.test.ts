import { expect, test } from "vitest";
import { described } from "../../testing/described";
import { neptunegraphGraph } from "./graph";

const graph = {
  GraphName: "lab-social",
  GraphArn: "arn:aws:neptune-graph:eu-central-1:1:graph/g-1",
  ProvisionedMemory: 16,
  ReplicaCount: 1,
};

async function seen(over: object = {}) {
  const [one] = await described(neptunegraphGraph, "g-1", { ...graph, ...over });
  if (!one) throw new Error("it is not listed");
  return one;
}

test("each replica bills the memory once more", async () => {
  const note = expect.stringMatching(/^32 m-NCUs, a tenth while it is stopped/);
  expect(neptunegraphGraph.price(await seen())).toMatchObject([{ quantity: 32, unit: "hour", price: null, note }]);
  expect(neptunegraphGraph.price(await seen({ ReplicaCount: 0 }))).toMatchObject([{ quantity: 16 }]);
});

test("replicas that AWS does not tell are not taken for none", async () => {
  const one = await seen({ ReplicaCount: undefined });
  expect(one.detail).toEqual({ memory: 16, replicas: null });
  expect(neptunegraphGraph.price(one)).toMatchObject([{ note: expect.stringMatching(/^a tenth/) }]);
});
