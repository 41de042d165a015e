import fc from "fast-check";
import { expect, test } from "vitest";
import { resourceId } from "./resource";

/** FNV-1a as its authors write it down. */
function fnv1a64(text: string): string {
  let hash = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(text)) hash = ((hash ^ BigInt(byte)) * 0x100000001b3n) % 2n ** 64n;
  return hash.toString(16).padStart(16, "0");
}

test("an id is the 64-bit FNV-1a hash of what names the resource, whatever the text", () => {
  const ref = { accountId: "acc_1", region: "eu-central-1", kind: "ec2.instance", nativeId: "i-0abc" };
  expect(resourceId(ref)).toBe("res_e574d909b0695dcd");
  const text = fc.string({ unit: "binary" });
  fc.assert(
    fc.property(text, text, text, text, (accountId, region, kind, nativeId) => {
      const names = [accountId, region, kind, nativeId];
      expect(resourceId({ accountId, region, kind, nativeId })).toBe(`res_${fnv1a64(names.join("\u0000"))}`);
    }),
  );
});
