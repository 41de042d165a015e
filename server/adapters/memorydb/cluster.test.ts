import { expect, test } from "vitest";
import { collect, recordingDoor } from "../../testing/recording-door";
import { memorydbCluster } from "./cluster";

const seen = (properties: object) =>
  collect(
    memorydbCluster.discover(
      recordingDoor({
        ListResources: () => ({ ResourceDescriptions: [{ Identifier: "lab" }] }),
        GetResource: () => ({
          ResourceDescription: { Identifier: "lab", Properties: JSON.stringify(properties) },
        }),
      }),
    ),
  );

test("a cluster is listed with all its nodes, and their charge is counted as unpriced", async () => {
  const properties = { ClusterName: "lab", ARN: "arn:aws:memorydb:eu-central-1:1:cluster/lab", Status: "available" };
  const [one] = await seen({ ...properties, NodeType: "db.r6g.large", NumShards: 2, NumReplicasPerShard: 1 });
  if (!one) throw new Error("it is not listed");
  expect(one).toMatchObject({ nativeId: "lab", type: "db.r6g.large", tags: {}, arn: properties.ARN });
  expect(memorydbCluster.classify(one)).toMatchObject({ state: "unsupported", saw: "available" });
  expect(memorydbCluster.price(one)).toMatchObject([{ note: "4 × db.r6g.large; not in the catalogue", price: null }]);
});

test("nodes that AWS does not count are not counted", async () => {
  const [one] = await seen({ NodeType: "db.r6g.large", NumShards: 2 });
  if (!one) throw new Error("it is not listed");
  expect(memorydbCluster.price(one)).toMatchObject([{ note: "db.r6g.large; not in the catalogue" }]);
});
