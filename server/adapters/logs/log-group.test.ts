import type { LogGroup } from "@aws-sdk/client-cloudwatch-logs";
import { describe, expect, it } from "vitest";
import { collect, recordingDoor } from "../../testing/recording-door";
import { logsLogGroup } from "./log-group";

const gb = 1024 ** 3;
const arn = "arn:aws:logs:eu-central-1:111122223333:log-group:/app";

function found(groups: readonly LogGroup[]) {
  const aws = recordingDoor({
    DescribeLogGroups: () => ({ logGroups: groups }),
    GetResources: () => ({ ResourceTagMappingList: [{ ResourceARN: arn, Tags: [{ Key: "Team", Value: "shop" }] }] }),
  });
  return collect(logsLogGroup.discover(aws));
}

describe("logs.logGroup", () => {
  it.each<[string, LogGroup, boolean]>([
    ["an empty one", { storedBytes: 0 }, false],
    ["one that AWS tells no size of", {}, false],
    ["a small one that is kept for ever", { storedBytes: 0.09 * gb }, false],
    ["a tenth of a GB that is kept for ever", { storedBytes: 0.11 * gb }, true],
    ["less than a GB that ends", { storedBytes: 0.9 * gb, retentionInDays: 30 }, false],
    ["a GB that ends", { storedBytes: gb, retentionInDays: 30 }, true],
  ])("lists what is worth a look: %s", async (_what, group, isListed) => {
    expect(await found([{ logGroupName: "/app", logGroupArn: arn, ...group }])).toHaveLength(isListed ? 1 : 0);
  });

  it("finds the tags by either form of its ARN", async () => {
    const big = { logGroupName: "/app", storedBytes: 5 * gb };
    for (const group of [
      { ...big, logGroupArn: arn },
      { ...big, arn: `${arn}:*` },
    ]) {
      expect(await found([group])).toMatchObject([{ arn, tags: { Team: "shop" } }]);
    }
  });

  it.each<[string, LogGroup, string, RegExp]>([
    ["kept for ever", {}, "kept for ever", /^Set a retention/],
    ["kept for a while", { retentionInDays: 365 }, "kept for 365 days", /^Shorten/],
    ["protected", { deletionProtectionEnabled: true }, "kept for ever", /^It is protected/],
  ])("says what to do about one that is %s", async (_what, group, saw, remedy) => {
    const [one] = await found([{ logGroupName: "/app", logGroupArn: arn, storedBytes: 5 * gb, ...group }]);
    if (!one) throw new Error("it is not listed");
    expect(logsLogGroup.classify(one)).toMatchObject({ saw, remedy: expect.stringMatching(remedy) });
    expect(logsLogGroup.price(one).map(({ quantity }) => quantity)).toEqual([5, "metered"]);
  });
});
