import { expect, test } from "vitest";
import { described } from "../../testing/described";
import { gameliftFleet } from "./fleet";

const at = (Location: string, DesiredEC2Instances?: number) => ({
  Location,
  ...(DesiredEC2Instances !== undefined && { LocationCapacity: { DesiredEC2Instances } }),
});

async function fleet(properties: object) {
  const [one] = await described(gameliftFleet, "fleet-1", { EC2InstanceType: "c5.large", ...properties });
  if (!one) throw new Error("it is not listed");
  const [signal] = gameliftFleet.idle?.signals ?? [];
  return { one, note: gameliftFleet.price(one)[0]?.note ?? null, dimensions: signal?.dimensions(one) };
}

test("machines of all locations are counted together", async () => {
  const { note, dimensions } = await fleet({ Locations: [at("us-east-1", 2), at("us-west-2", 1)] });
  expect(note).toBe("3 × c5.large, ON_DEMAND; not in the catalogue");
  expect(dimensions).toEqual([{ FleetId: "fleet-1" }]);
});

test("where one location does not tell, the sum is unknown and not the rest of it", async () => {
  const { one, note } = await fleet({ Locations: [at("us-east-1", 2), at("us-west-2")], DesiredEC2Instances: 2 });
  expect(one.detail).toMatchObject({ machines: null });
  expect(note).toBe("c5.large, ON_DEMAND; not in the catalogue");
});

test("a fleet of one place is told by its own count", async () => {
  const { note } = await fleet({ Locations: [at("us-east-1")], DesiredEC2Instances: 4, FleetType: "SPOT" });
  expect(note).toContain("4 × c5.large, SPOT");
});

test("a fleet that wants no machine bills nothing, and no metric is asked of it", async () => {
  const { one, note, dimensions } = await fleet({ DesiredEC2Instances: 0 });
  expect([note, dimensions]).toEqual([null, []]);
  expect(gameliftFleet.classify(one)).toMatchObject({ saw: "no machine wanted" });
});

test("a fleet of the account's own machines is left out", async () => {
  expect(await described(gameliftFleet, "fleet-1", { ComputeType: "ANYWHERE" })).toEqual([]);
});
