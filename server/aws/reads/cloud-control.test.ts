import { expect, test } from "vitest";
import { FaultError } from "../../core/fault";
import { collect, recordingDoor } from "../../testing/recording-door";
import { readDescribed } from "./cloud-control";

const type = "AWS::MWAA::Environment";
const gone = () => {
  throw new FaultError({ code: "gone", reason: "no", remedy: "", awsError: "ResourceNotFoundException" });
};

test("reads every page, and each resource by its id", async () => {
  const aws = recordingDoor({
    ListResources: ({ NextToken }: { NextToken?: string }) =>
      NextToken
        ? { ResourceDescriptions: [{ Identifier: "b" }] }
        : { ResourceDescriptions: [{ Identifier: "a" }], NextToken: "more" },
    GetResource: ({ Identifier }: { Identifier: string }) => ({
      ResourceDescription: { Identifier, Properties: `{"Name":"${Identifier}"}` },
    }),
  });
  expect(await collect(readDescribed(aws, type))).toEqual([
    { id: "a", properties: { Name: "a" } },
    { id: "b", properties: { Name: "b" } },
  ]);
});

test("those that are named are not listed, and one that is gone is left out", async () => {
  const aws = recordingDoor({ GetResource: gone });
  expect(await collect(readDescribed(aws, type, ["a"]))).toEqual([]);
  expect(aws.calls).toHaveLength(1);
});

test("a region that does not know the type has none; any other refusal is not taken for none", async () => {
  const refusing = (awsError: string) =>
    recordingDoor({
      ListResources: () => {
        throw new FaultError({ code: "refused", reason: "no", remedy: "", awsError });
      },
    });
  expect(await collect(readDescribed(refusing("TypeNotFoundException"), type))).toEqual([]);
  await expect(collect(readDescribed(refusing("GeneralServiceException"), type))).rejects.toThrow(FaultError);
});
