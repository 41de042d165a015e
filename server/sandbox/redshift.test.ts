import {
  DescribeClustersCommand,
  PauseClusterCommand,
  RedshiftClient,
  ResumeClusterCommand,
} from "@aws-sdk/client-redshift";
import { expect, test } from "vitest";
import { openStage, type Stage } from "../testing/adapter-suite";

const pause = (id: string) => new PauseClusterCommand({ ClusterIdentifier: id });
const resume = (id: string) => new ResumeClusterCommand({ ClusterIdentifier: id });

async function cluster(stage: Stage, id: string) {
  const door = await stage.read("eu-central-1");
  const { Clusters = [] } = await door.read(RedshiftClient, new DescribeClustersCommand({ ClusterIdentifier: id }));
  return Clusters[0];
}

test("a cluster pauses and resumes, and nothing else about it changes", async () => {
  const stage = await openStage();
  const door = await stage.act("eu-central-1");
  const before = await cluster(stage, "trial-warehouse");
  await door.act(RedshiftClient, pause("trial-warehouse"));
  await expect(door.act(RedshiftClient, pause("trial-warehouse"))).rejects.toMatchObject({ fault: { code: "busy" } });
  stage.clock.advance(421_000);
  expect(await cluster(stage, "trial-warehouse")).toMatchObject({
    ClusterStatus: "paused",
    ClusterAvailabilityStatus: "Unavailable",
  });
  await door.act(RedshiftClient, resume("trial-warehouse"));
  expect((await cluster(stage, "trial-warehouse"))?.ClusterStatus).toBe("resuming");
  stage.clock.advance(481_000);
  expect(await cluster(stage, "trial-warehouse")).toEqual(before);
});

test.each([
  ["vault-warehouse", "refused", "UnsupportedOperationFault"],
  ["scratch-warehouse", "refused", "UnsupportedOperationFault"],
  ["nobody", "gone", "ClusterNotFoundFault"],
])("%s is not paused: %s", async (id, code, awsError) => {
  const stage = await openStage();
  const door = await stage.act("eu-central-1");
  await expect(door.act(RedshiftClient, pause(id))).rejects.toMatchObject({ fault: { code, awsError } });
});
