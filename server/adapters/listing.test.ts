import { describe, expect, it } from "vitest";
import { recordingDoor } from "../testing/recording-door";
import { gigabytes, isHome, isWanted, withTags } from "./listing";

const found = ["a", "b"].map((name) => ({
  nativeId: name,
  arn: `arn:aws:sqs:eu-central-1:111122223333:${name}`,
  name,
  type: "standard",
  detail: null,
}));

/** Answers the tags of "a", and those of a bucket with the same name. */
function door() {
  const Tags = [{ Key: "Team", Value: "shop" }];
  const list = [found[0]?.arn, "arn:aws:s3:::a"].map((ResourceARN) => ({ ResourceARN, Tags }));
  return recordingDoor({ GetResources: () => ({ ResourceTagMappingList: list }) });
}

describe("withTags", () => {
  it.each([
    ["all of the type in a scan", "sqs", undefined, { ResourceTypeFilters: expect.arrayContaining(["sqs"]) }],
    ["the few that a look names", "sqs", ["a"], { ResourceARNList: found.map(({ arn }) => arn) }],
    ["these where few of many are listed", null, undefined, { ResourceARNList: found.map(({ arn }) => arn) }],
  ] as const)("asks for %s", async (_what, type, only, input) => {
    const aws = door();
    expect(await withTags(aws, type, found, only)).toMatchObject([{ tags: { Team: "shop" } }, { tags: {} }]);
    expect(aws.calls).toMatchObject([{ input }]);
  });

  it("asks nothing where nothing was found", async () => {
    const aws = door();
    expect(await withTags(aws, "sqs", [])).toEqual([]);
    expect(aws.calls).toEqual([]);
  });
});

it.each([
  ["a", undefined, true],
  ["a", ["a"], true],
  ["a", ["b"], false],
  ["a", [], false],
  [undefined, undefined, false],
])("%s of %o is wanted: %s", (name, only, wanted) => {
  expect(isWanted(name, only)).toBe(wanted);
});

it.each([
  [0, 0],
  [1024 ** 3, 1],
  [1.5 * 1024 ** 3, 1.5],
  [1024 ** 2, 0.001],
])("%i bytes are %d GB", (bytes, gb) => {
  expect(gigabytes(bytes)).toBe(gb);
});

it.each([
  ["us-east-1", true],
  ["eu-central-1", false],
  ["us-gov-west-1", true],
  ["us-gov-east-1", false],
  ["cn-north-1", true],
  ["cn-northwest-1", false],
])("what has no region is read in %s: %s", (region, home) => {
  expect(isHome(region)).toBe(home);
});
