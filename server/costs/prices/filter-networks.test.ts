import { expect, test } from "vitest";
import { filtersOf } from "./filters";
import { onlyPrice } from "./price-in";
import { dimension, product } from "./product-fixtures";

/** What AWS's price list has beside what is asked: the usage types as bills have them. */
test.each([
  ["vpnConnection", "hour", "Hrs", "VPN-Usage-Hours:ipsec.1", "VPN-large-Usage-Hours:ipsec.1"],
  ["clientVpn", "association.hour", "Hrs", "ClientVPN-EndpointHours", "ClientVPN-ConnectionHours"],
  ["clientVpn", "connection.hour", "Hrs", "ClientVPN-ConnectionHours", "ClientVPN-EndpointHours"],
  ["resolverEndpoint", "address.hour", "Hours", "ResolverNetworkInterface", "ResolverNetworkInterface-SecurityEnabled"],
  ["waf", "webAcl.month", "Month", "WebACLV2", "ShieldProtected-WebACLV2"],
  ["waf", "rule.month", "Month", "RuleV2", "ShieldProtected-RuleV2"],
  ["dedicatedHost", "m5", "Hrs", "HostUsage:m5", "ReservedHostUsage:m5"],
])("%s %s by the %s is what %s costs, and not %s", (table, key, unit, usagetype, other) => {
  const question = filtersOf({ table, key, region: "eu-central-1" });
  if (!question) throw new Error("it is not asked for");
  const listed = (usage: string, usd: string, sku: string) =>
    product(question, { sku, attributes: { usagetype: `EUC1-${usage}` }, dimensions: [dimension(usd, { unit })] });
  const answer = [listed(other, "9", "OTHER"), listed(usagetype, "0.05", "SKU1")];
  expect(onlyPrice(question, answer)).toMatchObject({ rate: "0.05", sku: "SKU1" });
  expect(onlyPrice(question, answer.slice(0, 1))).toHaveProperty("why");
});

test("a host is asked for by its family: one family begins as another does", () => {
  const question = filtersOf({ table: "dedicatedHost", key: "m5", region: "us-east-1" });
  if (!question) throw new Error("it is not asked for");
  expect(question.filters).toEqual({ productFamily: "Dedicated Host", instanceType: "m5" });
  const larger = product(question, { attributes: { usagetype: "HostUsage:m5d" }, dimensions: [dimension("6")] });
  expect(onlyPrice(question, [larger])).toHaveProperty("why");
});

test.each([
  ["vpnConnection", "constructor"],
  ["waf", "request"],
])("nothing is asked for %s %s", (table, key) => {
  expect(filtersOf({ table, key, region: "us-east-1" })).toBeNull();
});
