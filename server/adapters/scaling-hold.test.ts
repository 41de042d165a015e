import { describe, expect, it } from "vitest";
import { restoration, type Scaling, scalingMeanwhile } from "./scaling-hold";

const saved: Scaling = {
  min: 2,
  max: 8,
  roleArn: null,
  suspended: { scaleIn: false, scaleOut: false, scheduled: true },
};
const allOff = { scaleIn: true, scaleOut: true, scheduled: true };
const held: Scaling = { ...saved, min: 0, suspended: allOff };

describe("what somebody did to a held target", () => {
  it.each<[string, Partial<Scaling>, string[], Partial<Scaling>]>([
    ["nothing", {}, [], {}],
    // They asked for no other to stay suspended: the hold's own come back all the same.
    ["lifted one suspension", { suspended: { ...allOff, scaleOut: false } }, [], {}],
    [
      "lifted one that was there before",
      { suspended: { ...allOff, scheduled: false } },
      ["suspended.scheduled"],
      { suspended: { scaleIn: false, scaleOut: false, scheduled: false } },
    ],
    ["set the maximum", { max: 20 }, ["max"], { max: 20 }],
    ["set the minimum", { min: 1 }, ["min"], { min: 1 }],
  ])("%s", (_name, change, paths, kept) => {
    const seen = { ...held, ...change };
    const { differences, theirs } = scalingMeanwhile("scaling", saved, seen);
    expect(differences.map(({ path }) => path)).toEqual(paths.map((path) => `scaling.${path}`));
    expect(theirs).toEqual({ ...saved, ...kept });
    const { min, max, suspended } = { ...saved, ...kept };
    expect(restoration(saved, seen).params).toEqual({ min, max, suspended });
  });
});

it("sends nothing for a target that is as it was", () => {
  expect(restoration(saved, saved)).toEqual({ params: null, theirs: [] });
});
