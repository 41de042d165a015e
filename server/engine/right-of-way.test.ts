import { expect, test } from "vitest";
import { RightOfWay } from "./right-of-way";

test("it is taken by other slices of the same operation, as long as they have calls to send", () => {
  const way = new RightOfWay();
  const [here, there] = ["eu", "us"].map((lane) => ({ operationId: "op_1", lane })) as [Lane, Lane];
  way.tell(here, true);
  expect([way.isTaken(here), way.isTaken(there)]).toEqual([false, true]);
  way.tell(there, true);
  way.tell(here, false);
  expect([way.isTaken(here), way.isTaken(there)]).toEqual([true, false]);
  expect(way.isTaken({ operationId: "op_2", lane: "eu" })).toBe(false);
  way.tell(there, false);
  expect(way.isTaken(here)).toBe(false);
});

type Lane = { readonly operationId: string; readonly lane: string };
