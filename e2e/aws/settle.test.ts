import { expect, test } from "vitest";
import { stillOn } from "./capture";
import { pausedInEach } from "./estate";
import { wireSuite } from "./suite";

/** Guarantee: where states take time (stopping, pending, starting), done still means read back, and the end is the same. */

const suite = wireSuite({ regions: ["eu-central-1"], settleSeconds: 2 });

test("a pause and a resume through states that take two seconds each end exactly", async () => {
  const { standby, wire, before } = suite;
  expect(await standby.run("pause")).toMatchObject({ state: "succeeded", counts: { done: pausedInEach } });
  const stopped = stillOn(await suite.now()).filter((key) => /instance|database|group|stream|table/.test(key));
  expect(stopped).toEqual(
    ["instance other", "database replica", "database source"].map((key) => `eu-central-1 ${key}`).sort(),
  );

  const resume = await standby.run("resume");
  expect(resume.resources.filter(({ state }) => state !== "done")).toEqual([]);
  expect(await suite.now()).toEqual(before);
  expect(await wire.refusals()).toEqual([]);
});
