import type { DomainStatus } from "@aws-sdk/client-opensearch";
import { describe, expect, it } from "vitest";
import { collect, recordingDoor } from "../../testing/recording-door";
import { opensearchDomain } from "./domain";

const arn = "arn:aws:es:eu-central-1:111122223333:domain/search";

function door(names: readonly string[], domain: Partial<DomainStatus> = {}) {
  return recordingDoor({
    ListDomainNames: () => ({ DomainNames: names.map((DomainName) => ({ DomainName })) }),
    DescribeDomains: ({ DomainNames }: { DomainNames: string[] }) => ({
      DomainStatusList: DomainNames.map((DomainName) => ({ DomainName, ARN: arn, ...domain })),
    }),
    GetResources: () => ({}),
  });
}

async function seen(domain: Partial<DomainStatus>) {
  const [one] = await collect(opensearchDomain.discover(door(["search"], domain)));
  if (!one) throw new Error("it is not listed");
  return one;
}

const config = { InstanceType: "m6g.large.search", InstanceCount: 3 } as const;

describe("opensearch.domain", () => {
  it("asks for five domains at a time", async () => {
    const aws = door(["a", "b", "c", "d", "e", "f"]);
    expect(await collect(opensearchDomain.discover(aws))).toHaveLength(6);
    expect(aws.calls.filter(({ operation }) => operation === "DescribeDomains")).toHaveLength(2);
  });

  it("leaves out one that is being deleted", async () => {
    expect(await collect(opensearchDomain.discover(door(["search"], { Deleted: true })))).toEqual([]);
  });

  it.each<[string, Partial<DomainStatus>, readonly unknown[]]>([
    ["data nodes with their own disks", { ClusterConfig: config }, [["m6g.large.search", 3]]],
    [
      "EBS on each data node",
      { ClusterConfig: config, EBSOptions: { EBSEnabled: true, VolumeType: "gp3", VolumeSize: 100 } },
      [
        ["m6g.large.search", 3],
        ["gp3", 300],
      ],
    ],
    [
      "masters and warm nodes",
      {
        ClusterConfig: {
          ...config,
          DedicatedMasterEnabled: true,
          DedicatedMasterType: "m6g.large.search",
          DedicatedMasterCount: 3,
          WarmEnabled: true,
          WarmType: "ultrawarm1.medium.search",
          WarmCount: 2,
        },
      },
      [
        ["m6g.large.search", 3],
        ["m6g.large.search", 3],
        ["ultrawarm1.medium.search", 2],
      ],
    ],
    [
      "masters that are switched off",
      { ClusterConfig: { ...config, DedicatedMasterEnabled: false, DedicatedMasterCount: 3 } },
      [["m6g.large.search", 3]],
    ],
    [
      "coordinators",
      {
        ClusterConfig: {
          ...config,
          NodeOptions: [{ NodeType: "coordinator", NodeConfig: { Enabled: true, Type: "m6g.large.search", Count: 2 } }],
        },
      },
      [
        ["m6g.large.search", 3],
        ["m6g.large.search", 2],
      ],
    ],
    [
      "IOPS that the catalogue has no price of",
      { ClusterConfig: config, EBSOptions: { EBSEnabled: true, VolumeType: "io1", VolumeSize: 10, Iops: 1000 } },
      [
        ["m6g.large.search", 3],
        ["io1", 30],
        [undefined, 1],
      ],
    ],
  ])("bills %s", async (_what, domain, lines) => {
    const priced = opensearchDomain.price(await seen(domain));
    expect(priced.map(({ price, quantity }) => [price?.key, quantity])).toEqual(lines);
  });

  it.each<[Partial<DomainStatus>, string]>([
    [{ DomainProcessingStatus: "UpgradingEngineVersion" }, "UpgradingEngineVersion"],
    [{ Processing: true }, "Modifying"],
    [{}, "Active"],
  ])("says in AWS's words how it is: %o", async (domain, saw) => {
    expect(opensearchDomain.classify(await seen(domain))).toMatchObject({ state: "unsupported", saw });
  });
});
