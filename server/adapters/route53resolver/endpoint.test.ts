import { expect, test } from "vitest";
import { described } from "../../testing/described";
import { route53resolverEndpoint } from "./endpoint";

const id = "rslvr-out-1";

async function one(properties: object) {
  const [found] = await described(route53resolverEndpoint, id, properties);
  if (!found) throw new Error("it is not listed");
  return found;
}

const lineOf = async (properties: object) => route53resolverEndpoint.price(await one(properties))[0];

test("each address bills; AWS writes their number as a text", async () => {
  const price = { table: "resolverEndpoint", key: "address.hour" };
  const IpAddresses = [{ SubnetId: "subnet-1" }, { SubnetId: "subnet-2" }];
  expect(await lineOf({ IpAddressCount: "3", IpAddresses })).toMatchObject({ price, quantity: 3, unit: "hour" });
  expect(await lineOf({ IpAddresses })).toMatchObject({ price, quantity: 2 });
});

test.each([
  ["nobody counted them", {}],
  ["the number is none", { IpAddressCount: "many" }],
  ["it is on an Outpost", { IpAddressCount: "2", OutpostArn: "arn:aws:outposts:::outpost/op-1" }],
])("where %s it counts as unpriced, not as nothing", async (_what, properties) => {
  expect(await lineOf(properties)).toMatchObject({ price: null, quantity: 1 });
});

test.each([
  ["INBOUND", ["InboundQueryVolume"]],
  ["INBOUND_DELEGATION", ["InboundQueryVolume"]],
  ["OUTBOUND", ["OutboundQueryVolume"]],
  [undefined, []],
])("%s is told by its own queries only", async (Direction, metrics) => {
  const seen = await one({ Direction });
  const signals = route53resolverEndpoint.idle?.signals ?? [];
  expect(signals.filter(({ dimensions }) => dimensions(seen).length > 0).map(({ metric }) => metric)).toEqual(metrics);
});
