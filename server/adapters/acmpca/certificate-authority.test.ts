import { expect, test } from "vitest";
import { described } from "../../testing/described";
import { acmpcaCertificateAuthority } from "./certificate-authority";

const arn = "arn:aws:acm-pca:eu-central-1:111122223333:certificate-authority/c0a8";

async function authority(properties: object) {
  const [seen] = await described(acmpcaCertificateAuthority, arn, properties, [{ arn, Key: "Team", Value: "data" }]);
  if (!seen) throw new Error("it is not listed");
  return { seen, line: acmpcaCertificateAuthority.price(seen)[0] };
}

test("it is named by its ARN, and its tags are asked for apart", async () => {
  const { seen } = await authority({ Type: "ROOT", UsageMode: "GENERAL_PURPOSE" });
  expect(seen).toMatchObject({ nativeId: arn, arn, name: "c0a8", type: "ROOT", tags: { Team: "data" } });
});

test.each(["GENERAL_PURPOSE", "SHORT_LIVED_CERTIFICATE"])("%s has the price of its mode", async (UsageMode) => {
  const { line } = await authority({ UsageMode });
  expect(line).toMatchObject({ price: { table: "acmpca", key: UsageMode }, quantity: 1, unit: "month" });
});

test("without a mode there is no price, as the two are far apart", async () => {
  const { line } = await authority({});
  expect(line).toMatchObject({ price: null, quantity: 1, note: expect.stringContaining("does not tell its mode") });
});
