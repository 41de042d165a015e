import type { KeyMetadata } from "@aws-sdk/client-kms";
import { describe, expect, it } from "vitest";
import { FaultError } from "../../core/fault";
import { collect, recordingDoor } from "../../testing/recording-door";
import { kmsKey } from "./key";

const idOf = (name: string) => `${name}-0000`;
const arnOf = (name: string) => `arn:aws:kms:eu-central-1:111122223333:key/${idOf(name)}`;

/** By name: what AWS tells of it, or that its policy denies the look. */
function look(keys: Readonly<Record<string, Partial<KeyMetadata> | "denied">>, only?: readonly string[]) {
  const names = Object.keys(keys);
  const aws = recordingDoor({
    ListKeys: () => ({ Keys: names.map((name) => ({ KeyId: idOf(name), KeyArn: arnOf(name) })) }),
    ListAliases: () => ({
      Aliases: [
        { AliasName: "alias/shop", TargetKeyId: idOf("shop") },
        { AliasName: "alias/aws/ebs", TargetKeyId: idOf("ebs") },
        { AliasName: "alias/aws/unused" },
      ],
    }),
    DescribeKey: ({ KeyId }: { KeyId: string }) => {
      const told = keys[KeyId.replace("-0000", "")];
      if (told === "denied") throw new FaultError({ code: "denied", reason: "not you", remedy: "" });
      return { KeyMetadata: { KeyId, KeyManager: "CUSTOMER", KeyState: "Enabled", ...told } };
    },
    GetResources: () => ({
      ResourceTagMappingList: [{ ResourceARN: arnOf("shop"), Tags: [{ Key: "T", Value: "1" }] }],
    }),
  });
  return { aws, found: collect(kmsKey.discover(aws, only)) };
}

async function seen(over: Partial<KeyMetadata>) {
  const [one] = await look({ shop: over }).found;
  if (!one) throw new Error("it is not listed");
  return one;
}

describe("kms.key", () => {
  it("leaves out what AWS keeps, and asks nothing of what its alias tells already", async () => {
    const { aws, found } = look({ shop: {}, ebs: {}, other: { KeyManager: "AWS" } });
    expect((await found).map(({ name, tags }) => [name, tags])).toEqual([["shop", { T: "1" }]]);
    const asked = aws.calls.filter(({ operation }) => operation === "DescribeKey").map(({ input }) => input);
    expect(asked).toEqual([{ KeyId: idOf("shop") }, { KeyId: idOf("other") }]);
  });

  it("lists a key whose own policy denies the look, and hides no denial of all", async () => {
    const found = await look({ shop: {}, vault: "denied" }).found;
    expect(found.map(({ name, detail }) => [name, detail.state])).toEqual([
      ["shop", "Enabled"],
      [idOf("vault"), "unreadable"],
    ]);
    await expect(look({ shop: "denied", vault: "denied" }).found).rejects.toThrow("not you");
  });

  it("asks only what a look names", async () => {
    expect(await look({ shop: {}, vault: "denied" }, [idOf("shop")]).found).toHaveLength(1);
    expect(await look({ shop: {} }, ["none"]).found).toEqual([]);
  });

  it.each<[Partial<KeyMetadata>, number, RegExp]>([
    [{}, 1, /^Schedule its deletion only/],
    [{ KeyState: "Disabled" }, 1, /CloudTrail/],
    [{ KeyState: "PendingDeletion" }, 0, /bills nothing while it waits/],
  ])("bills %o and says what to do", async (over, quantity, remedy) => {
    const one = await seen(over);
    expect(kmsKey.price(one)[0]).toMatchObject({ price: { table: "security", key: "kmsKey" }, quantity });
    expect(kmsKey.classify(one)).toMatchObject({ remedy: expect.stringMatching(remedy) });
  });
});
