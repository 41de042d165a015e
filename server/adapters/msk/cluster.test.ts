import type { Cluster, Provisioned } from "@aws-sdk/client-kafka";
import { describe, expect, it } from "vitest";
import { collect, recordingDoor } from "../../testing/recording-door";
import { mskCluster } from "./cluster";

function found(cluster: Cluster) {
  const arn = "arn:aws:kafka:eu-central-1:111122223333:cluster/events/1";
  const list = [{ ClusterName: "events", ClusterArn: arn, State: "ACTIVE", ...cluster }];
  return collect(mskCluster.discover(recordingDoor({ ListClustersV2: () => ({ ClusterInfoList: list }) })));
}

async function seen(cluster: Cluster) {
  const [one] = await found(cluster);
  if (!one) throw new Error("it is not listed");
  return one;
}

function brokers(InstanceType: string, more: Partial<Provisioned> = {}, VolumeSize?: number): Cluster {
  const StorageInfo = VolumeSize === undefined ? undefined : { EbsStorageInfo: { VolumeSize } };
  return {
    Provisioned: {
      NumberOfBrokerNodes: 3,
      BrokerNodeGroupInfo: { ClientSubnets: [], InstanceType, StorageInfo },
      ...more,
    },
  };
}

describe("msk.cluster", () => {
  it("leaves out one on its way out", async () => {
    expect(await found({ State: "DELETING" })).toEqual([]);
  });

  it.each<[string, Cluster, readonly unknown[]]>([
    [
      "brokers and their disks",
      brokers("kafka.m5.large", {}, 100),
      [
        ["m5.large", 3],
        ["storageGbMonth", 300],
      ],
    ],
    [
      "tiered storage by the bill",
      brokers("kafka.m5.large", { StorageMode: "TIERED" }, 100),
      [
        ["m5.large", 3],
        ["storageGbMonth", 300],
        [undefined, "metered"],
      ],
    ],
    [
      "Express brokers, whose storage only the bill tells",
      brokers("express.m7g.large"),
      [
        ["express.m7g.large", 3],
        [undefined, "metered"],
      ],
    ],
    ["a serverless one as unpriced, not as nothing", {}, [[undefined, 1]]],
  ])("bills %s", async (_what, cluster, lines) => {
    const priced = mskCluster.price(await seen(cluster));
    expect(priced.map(({ price, quantity }) => [price?.key, quantity])).toEqual(lines);
  });

  it("says of a serverless one something else than of brokers", async () => {
    const words = [await seen({}), await seen(brokers("kafka.m5.large"))].map((one) => mskCluster.classify(one));
    expect(words).toMatchObject([
      { reason: expect.stringMatching(/partitions/) },
      { reason: expect.stringMatching(/disks/) },
    ]);
  });
});
