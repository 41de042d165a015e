import { expect, test } from "vitest";
import { collect, recordingDoor } from "../../testing/recording-door";
import { dsDirectory } from "./directory";

const microsoft = "AWS::DirectoryService::MicrosoftAD";
const simple = "AWS::DirectoryService::SimpleAD";

/** Directories by the type that lists them. */
function door(all: Readonly<Record<string, Readonly<Record<string, object>>>>) {
  return recordingDoor({
    ListResources: ({ TypeName }: { TypeName: string }) => ({
      ResourceDescriptions: Object.keys(all[TypeName] ?? {}).map((Identifier) => ({ Identifier })),
    }),
    GetResource: ({ TypeName, Identifier }: { TypeName: string; Identifier: string }) => ({
      ResourceDescription: { Identifier, Properties: JSON.stringify(all[TypeName]?.[Identifier]) },
    }),
    GetCallerIdentity: () => ({ Account: "111122223333" }),
    GetResources: ({ ResourceARNList: [ResourceARN] = [] }: { ResourceARNList?: readonly string[] }) => ({
      ResourceTagMappingList: [{ ResourceARN, Tags: [{ Key: "Team", Value: "data" }] }],
    }),
  });
}

const looked = (all: Parameters<typeof door>[0]) => collect(dsDirectory.discover(door(all)));

test("both forms are listed, with the tags that their description does not tell", async () => {
  const found = await looked({
    [microsoft]: { "d-1": { Name: "corp.example.com", Edition: "Enterprise" } },
    [simple]: { "d-2": { Name: "desks.example.com", Size: "Small" } },
  });
  expect(found).toMatchObject([
    {
      nativeId: "d-1",
      arn: "arn:aws:ds:eu-central-1:111122223333:directory/d-1",
      type: "Microsoft AD Enterprise",
      tags: { Team: "data" },
    },
    { nativeId: "d-2", type: "Simple AD Small", tags: {} },
  ]);
});

test("a Microsoft AD bills two controllers at least, and what it may have beyond them is not taken for nothing", async () => {
  const [one] = await looked({ [microsoft]: { "d-1": { Name: "corp.example.com", Edition: "Standard" } } });
  if (!one) throw new Error("it is not listed");
  expect(dsDirectory.price(one)).toMatchObject([
    { price: { table: "directory.microsoftAd", key: "standard" }, quantity: 2, unit: "hour" },
    { quantity: "metered" },
  ]);
});

test("a Simple AD has no price, and says when it is free", async () => {
  const [one] = await looked({ [simple]: { "d-2": {} } });
  if (!one) throw new Error("it is not listed");
  expect(one).toMatchObject({ name: "d-2", type: "Simple AD unknown size" });
  expect(dsDirectory.price(one)).toMatchObject([{ price: null, note: expect.stringContaining("WorkSpaces") }]);
});

test("a directory that both types list is one", async () => {
  const same = { "d-1": { Name: "corp.example.com" } };
  expect(await looked({ [microsoft]: same, [simple]: same })).toHaveLength(1);
});
