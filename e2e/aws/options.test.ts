import { expect, test } from "vitest";
import type { Capture } from "./capture";
import { wireSuite } from "./suite";

/** Guarantee: the ways that a person has to ask for come back as exactly as the usual ones. */

const suite = wireSuite({ regions: ["eu-central-1"] });

const keyOf = (capture: Capture, word: string) =>
  Object.keys(capture).find((key) => key.includes(` ${word} `)) ?? `no ${word}`;

test("a group that is scaled to zero comes back with its sizes, processes and new members", async () => {
  const { standby, wire, before } = suite;
  const options = { "autoscaling.group": { mode: "zero" } };
  const scope = { kinds: ["autoscaling.group"], tags: ["Environment=dev"] };
  const group = keyOf(before, "group");
  const members = (capture: Capture) => Object.keys(capture).filter((key) => key.includes(" instance i-"));

  expect(await standby.plan("pause", { scope, options })).toMatchObject({ steps: [{ restore: "recreated" }] });
  const pause = await standby.run("pause", { scope, options });
  expect(pause).toMatchObject({ state: "succeeded", counts: { done: 1 } });
  const off = await suite.now();
  expect(off[group]).toMatchObject({ MinSize: 0, DesiredCapacity: 0, MaxSize: 4, Instances: [] });
  expect(members(off)).toEqual([]);

  expect(await standby.run("resume")).toMatchObject({ state: "succeeded", counts: { done: 1 } });
  const back = await suite.now();
  const { Instances: old, ...fixed } = before[group] as { Instances: unknown[] };
  expect(back[group]).toMatchObject(fixed);
  expect((back[group] as { Instances: unknown[] }).Instances).toHaveLength(old.length);
  expect(members(back)).toHaveLength(2);
  expect(await wire.refusals()).toEqual([]);
});

test("event sources that were asked for are disabled and enabled again", async () => {
  const { standby, wire, before } = suite;
  const options = { "lambda.function": { eventSourceMappings: true } };
  const scope = { kinds: ["lambda.function"], tags: ["Environment=dev"] };
  const mapping = keyOf(before, "mapping");
  expect(before[mapping]).toMatchObject({ State: "Enabled" });

  expect(await standby.run("pause", { scope, options })).toMatchObject({ state: "succeeded", counts: { done: 3 } });
  expect((await suite.now())[mapping]).toMatchObject({ State: "Disabled" });
  expect(await standby.run("resume")).toMatchObject({ state: "succeeded", counts: { done: 3 } });
  expect(await suite.now()).toEqual(before);
  expect(await wire.refusals()).toEqual([]);
});
