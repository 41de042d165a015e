import { describe, expect, it, test } from "vitest";
import { described } from "../../testing/described";
import { opensearchserverlessCollection } from "./collection";

const arn = "arn:aws:aoss:eu-central-1:111122223333:collection/9k2v";
const collection = { Name: "lab-vectors", Arn: arn, Type: "VECTORSEARCH", StandbyReplicas: "DISABLED" };

async function seen(over: object = {}) {
  const tags = [{ arn, Key: "Team", Value: "data" }];
  const [one] = await described(opensearchserverlessCollection, "9k2v", { ...collection, ...over }, tags);
  if (!one) throw new Error("it is not listed");
  return one;
}

test("its tags are asked for apart, since it is not described with them", async () => {
  expect(await seen()).toMatchObject({ nativeId: "9k2v", name: "lab-vectors", tags: { Team: "data" } });
});

describe("its OCUs", () => {
  it.each([
    ["without a standby", { StandbyReplicas: "DISABLED" }, /^at least 1 bills all the time for all collections/],
    [
      "with one",
      { StandbyReplicas: "ENABLED" },
      /^at least 2 bill all the time for all collections of its kind and key/,
    ],
    ["in a group", { CollectionGroupName: "lab" }, /set for its group lab bills/],
    ["of which nothing is told", { StandbyReplicas: undefined }, /^a least of OCUs bills/],
  ])("%s are shared, so none is counted as its own", async (_what, over, note) => {
    const [ocus] = opensearchserverlessCollection.price(await seen(over));
    expect(ocus).toMatchObject({ quantity: 1, price: null, note: expect.stringMatching(note) });
  });
});

describe("whether anybody uses it", () => {
  const dimensions = async (over: object) => {
    const one = await seen(over);
    return opensearchserverlessCollection.idle?.signals?.map((signal) => signal.dimensions(one));
  };

  it("is asked by account, id and name", async () => {
    const set = { ClientId: "111122223333", CollectionId: "9k2v", CollectionName: "lab-vectors" };
    expect(await dimensions({})).toEqual([[set], [set]]);
  });

  it("is not asked where no ARN names the account", async () => {
    expect(await dimensions({ Arn: undefined })).toEqual([[], []]);
  });
});
