import { expect, it } from "vitest";
import { collect, recordingDoor } from "../../testing/recording-door";
import { emrCluster } from "./cluster";

const arn = (id: string) => `arn:aws:elasticmapreduce:eu-central-1:111122223333:cluster/${id}`;

function cluster(Id: string, State: string) {
  return { Id, Name: `name of ${Id}`, ClusterArn: arn(Id), Status: { State } };
}

function door() {
  return recordingDoor({
    ListClusters: ({ Marker }: { Marker?: string }) =>
      Marker ? { Clusters: [cluster("j-2", "RUNNING")] } : { Clusters: [cluster("j-1", "WAITING")], Marker: "more" },
    GetResources: () => ({
      ResourceTagMappingList: [{ ResourceARN: arn("j-1"), Tags: [{ Key: "Team", Value: "data" }] }],
    }),
  });
}

it("asks only for clusters that have machines, and reads every page", async () => {
  const aws = door();
  expect(await collect(emrCluster.discover(aws))).toMatchObject([
    { nativeId: "j-1", name: "name of j-1", tags: { Team: "data" } },
    { nativeId: "j-2", tags: {} },
  ]);
  expect(aws.calls[0]?.input).toMatchObject({ ClusterStates: expect.not.arrayContaining(["TERMINATED"]) });
});

it("says of one without work that it waits, and counts its charge as unpriced", async () => {
  const [waiting, running] = await collect(emrCluster.discover(door()));
  if (!waiting || !running) throw new Error("they are not listed");
  expect(emrCluster.classify(waiting)).toMatchObject({ saw: "WAITING", remedy: expect.stringMatching(/idle time/) });
  expect(emrCluster.classify(running)).toMatchObject({ saw: "RUNNING", remedy: expect.stringMatching(/task nodes/) });
  expect(emrCluster.price(running)).toMatchObject([{ price: null, quantity: 1 }]);
});
