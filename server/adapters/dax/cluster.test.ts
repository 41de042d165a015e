import type { Cluster } from "@aws-sdk/client-dax";
import { expect, test } from "vitest";
import { FaultError } from "../../core/fault";
import { collect, recordingDoor } from "../../testing/recording-door";
import { daxCluster } from "./cluster";

const ClusterArn = "arn:aws:dax:eu-central-1:111122223333:cache/sessions";

function door(answer: () => object, region = "eu-central-1") {
  const tags = { ResourceTagMappingList: [{ ResourceARN: ClusterArn, Tags: [{ Key: "Team", Value: "shop" }] }] };
  return { ...recordingDoor({ DescribeClusters: answer, GetResources: () => tags }), region };
}

const listed = (...clusters: readonly Partial<Cluster>[]) => {
  const whole = { ClusterName: "sessions", ClusterArn, NodeType: "dax.r5.large", Status: "available" };
  return () => ({ Clusters: clusters.map((one) => ({ ...whole, ...one })) });
};

async function seen(cluster: Partial<Cluster>) {
  const [one] = await collect(daxCluster.discover(door(listed(cluster))));
  if (!one) throw new Error("it is not listed");
  return { one, classified: daxCluster.classify(one), lines: daxCluster.price(one) };
}

test("each of its nodes bills by the hour", async () => {
  const { one, classified, lines } = await seen({ TotalNodes: 3 });
  expect(one).toMatchObject({ nativeId: "sessions", arn: ClusterArn, type: "dax.r5.large", tags: { Team: "shop" } });
  expect(classified).toMatchObject({ state: "unsupported", saw: "available" });
  expect(lines).toMatchObject([{ price: { table: "dax.node", key: "dax.r5.large" }, quantity: 3, unit: "hour" }]);
});

test("a number of nodes that is not told is not zero", async () => {
  expect((await seen({})).lines).toMatchObject([{ price: null, quantity: 1 }]);
});

test("a look has those that it names, and asks for no name that DAX may not know", async () => {
  const aws = door(listed({}, { ClusterName: "other" }));
  expect(await collect(daxCluster.discover(aws, ["other", "gone"]))).toMatchObject([{ nativeId: "other" }]);
  expect(aws.calls[0]).toMatchObject({ operation: "DescribeClusters", input: {} });
});

const refusing = (awsError: string) => () => {
  throw new FaultError({ code: "refused", reason: "no", remedy: "", awsError });
};

test("an account without DAX's role has none; any other refusal is not taken for none", async () => {
  expect(await collect(daxCluster.discover(door(refusing("ServiceLinkedRoleNotFoundFault"))))).toEqual([]);
  await expect(collect(daxCluster.discover(door(refusing("InvalidParameterValueException"))))).rejects.toThrow(
    FaultError,
  );
});

test("a region without DAX is not asked", async () => {
  const aws = door(listed({}), "ap-east-1");
  expect(await collect(daxCluster.discover(aws))).toEqual([]);
  expect(aws.calls).toEqual([]);
});
