import type { DirectoryDescription } from "@aws-sdk/client-directory-service";
import { expect, test } from "vitest";
import { collect, recordingDoor } from "../../testing/recording-door";
import { dsDirectory } from "./directory";

function door(all: readonly DirectoryDescription[]) {
  return recordingDoor({
    // One a page.
    DescribeDirectories: ({ NextToken = "0" }: { NextToken?: string }) => {
      const at = Number(NextToken);
      return { DirectoryDescriptions: all.slice(at, at + 1), ...(at + 1 < all.length && { NextToken: `${at + 1}` }) };
    },
    GetCallerIdentity: () => ({ Account: "111122223333" }),
    GetResources: ({ ResourceARNList: [ResourceARN] = [] }: { ResourceARNList?: readonly string[] }) => ({
      ResourceTagMappingList: [{ ResourceARN, Tags: [{ Key: "Team", Value: "data" }] }],
    }),
  });
}

const microsoft: DirectoryDescription = {
  DirectoryId: "d-1",
  Type: "MicrosoftAD",
  Name: "corp.example.com",
  Edition: "Enterprise",
  Stage: "Active",
  DesiredNumberOfDomainControllers: 3,
  VpcSettings: { VpcId: "vpc-1", SubnetIds: ["subnet-1", "subnet-2"] },
};
const simple: DirectoryDescription = {
  DirectoryId: "d-2",
  Type: "SimpleAD",
  Name: "desks.example.com",
  Size: "Small",
  Stage: "Inoperable",
  StageReason: "No controller answers",
};
const connector: DirectoryDescription = {
  DirectoryId: "d-3",
  Type: "ADConnector",
  Name: "office.example.com",
  Size: "Large",
  Stage: "Active",
  ConnectSettings: { VpcId: "vpc-3" },
};

const looked = (all: readonly DirectoryDescription[], only?: readonly string[]) =>
  collect(dsDirectory.discover(door(all), only));

async function one(directory: DirectoryDescription) {
  const [found] = await looked([directory]);
  if (!found) throw new Error("it is not listed");
  return found;
}

test("every form is listed, over all pages, with its stage, its size and the tags that the list does not tell", async () => {
  expect(await looked([microsoft, simple, connector])).toMatchObject([
    {
      nativeId: "d-1",
      arn: "arn:aws:ds:eu-central-1:111122223333:directory/d-1",
      name: "corp.example.com",
      type: "Microsoft AD Enterprise",
      tags: { Team: "data" },
      detail: { stage: "Active", controllers: 3, vpcId: "vpc-1" },
    },
    { nativeId: "d-2", type: "Simple AD Small", tags: {}, detail: { controllers: null, vpcId: null } },
    { nativeId: "d-3", type: "AD Connector Large", detail: { vpcId: "vpc-3" } },
  ]);
  expect(await looked([microsoft, simple, connector], ["d-3", "d-9"])).toMatchObject([{ nativeId: "d-3" }]);
});

test("what another account shares, and what is deleted, is none of this account's", async () => {
  const shared = { ...microsoft, Type: "SharedMicrosoftAD" } as const;
  expect(await looked([shared, { ...simple, Stage: "Deleted" }])).toEqual([]);
});

test("its stage is told with AWS's reason, and what ends its bill by what it is", async () => {
  expect(dsDirectory.classify(await one(simple))).toMatchObject({
    state: "unsupported",
    saw: "Inoperable: No controller answers",
    remedy: expect.stringMatching(/Users and groups go with it/),
  });
  expect(dsDirectory.classify(await one(connector))).toMatchObject({
    saw: "Active",
    remedy: expect.stringMatching(/The directory that it leads to stays/),
  });
});

test("a Microsoft AD bills the controllers that it has, and two at least where AWS does not say", async () => {
  expect(dsDirectory.price(await one(microsoft))).toMatchObject([
    { price: { table: "directory.microsoftAd", key: "enterprise" }, quantity: 3, unit: "hour" },
    { label: "Sharing", quantity: "metered" },
  ]);
  const { DesiredNumberOfDomainControllers: _, ...untold } = microsoft;
  expect(dsDirectory.price(await one({ ...untold, Edition: "Standard" }))).toMatchObject([
    { price: { key: "standard" }, quantity: 2, note: "2 at least, Microsoft AD, Standard" },
    {},
  ]);
});

test.each<[string, DirectoryDescription]>([
  ["of another edition", { ...microsoft, Edition: "Hybrid" }],
  ["of no edition", { DirectoryId: "d-1", Type: "MicrosoftAD" }],
])("a Microsoft AD %s has no price rather than a wrong one", async (_, directory) => {
  expect(dsDirectory.price(await one(directory))).toMatchObject([{ price: null, label: "Domain controllers" }, {}]);
});

test.each<[DirectoryDescription]>([[simple], [connector]])(
  "$Type has no price, and says when it is free",
  async (it) => {
    expect(dsDirectory.price(await one(it))).toMatchObject([
      { price: null, note: expect.stringContaining("WorkSpaces"), unit: "hour" },
    ]);
  },
);

test("one that tells nothing is still listed", async () => {
  expect(await one({ DirectoryId: "d-2", Type: "SimpleAD" })).toMatchObject({
    name: "d-2",
    type: "Simple AD unknown size",
    detail: { stage: "unknown", size: "unknown size" },
  });
});

test("one that was seen before stages were read is still understood", () => {
  const before = { form: "simpleAd", size: "Small", vpcId: null };
  expect(dsDirectory.detail.parse(before)).toEqual({
    ...before,
    stage: "unknown",
    stageReason: null,
    controllers: null,
  });
});
