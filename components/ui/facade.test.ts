import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { facadeOf, lightOf, neighbour, placeOf } from "./facade";

describe("facadeOf", () => {
  it("draws 48 windows as the reference does: 12 wide, 4 high", () => {
    expect(facadeOf(48)).toEqual({ columns: 12, rows: 4, width: 270, height: 116 });
  });

  it("has a place for every window inside its walls, and stays below the street's height", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 400 }), (panes) => {
        const facade = facadeOf(panes);
        const last = placeOf(Math.max(0, panes - 1), facade.columns);
        expect(last.x + 15).toBeLessThan(facade.width);
        expect(last.y + 18).toBeLessThan(facade.height);
        expect(facade.height / facade.width).toBeLessThanOrEqual(0.53);
      }),
    );
  });
});

describe("neighbour", () => {
  const house = { panes: 30, columns: 12 };

  it("moves by one and by one row", () => {
    expect(neighbour(4, "ArrowRight", house)).toBe(5);
    expect(neighbour(4, "ArrowDown", house)).toBe(16);
    expect(neighbour(16, "ArrowUp", house)).toBe(4);
    expect(neighbour(4, "End", house)).toBe(29);
  });

  it("stays where nothing is", () => {
    expect(neighbour(0, "ArrowLeft", house)).toBe(0);
    expect(neighbour(20, "ArrowDown", house)).toBe(20);
    expect(neighbour(3, "Tab", house)).toBe(3);
  });
});

it("never shows what runs as dark, even without a price", () => {
  expect(lightOf({ state: "running", level: 0 })).toBe("w1");
  expect(lightOf({ state: "failed", level: 4 })).toBe("w4");
  expect(lightOf({ state: "paused", level: 2 })).toBe("off");
  expect(lightOf({ state: "unknown", level: 0 })).toBe("unk");
});
