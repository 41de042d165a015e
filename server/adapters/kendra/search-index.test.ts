import { expect, test } from "vitest";
import { described } from "../../testing/described";
import { kendraIndex } from "./search-index";

async function linesOf(properties: object) {
  const [seen] = await described(kendraIndex, "i-1", { Name: "handbook", Arn: "arn:aws:kendra:x", ...properties });
  if (!seen) throw new Error("it is not listed");
  return kendraIndex.price(seen).map(({ label, note, quantity }) => [label, note, quantity]);
}

test("an index bills its edition by the hour, and each kind of units that was added", async () => {
  const CapacityUnits = { StorageCapacityUnits: 2, QueryCapacityUnits: 0 };
  expect(await linesOf({ Edition: "ENTERPRISE_EDITION", CapacityUnits })).toEqual([
    ["Index", "ENTERPRISE_EDITION; not in the catalogue", 1],
    ["Further units", "2 for documents", 1],
    ["Connectors", expect.any(String), "metered"],
  ]);
});

test("units that AWS does not tell are no line, and the edition is not guessed", async () => {
  expect(await linesOf({})).toEqual([
    ["Index", "unknown edition; not in the catalogue", 1],
    ["Connectors", expect.any(String), "metered"],
  ]);
});
