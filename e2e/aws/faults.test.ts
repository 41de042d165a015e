import { expect, test } from "vitest";
import type { Action } from "../../server/core/plan";
import { stillOn } from "./capture";
import { pausedInEach } from "./estate";
import { wireSuite } from "./suite";
import { changing } from "./wire";

/** Guarantee: throttling, errors of AWS's own and lost answers delay an operation; they never change how it ends. */

const suite = wireSuite({ regions: ["eu-central-1"] });

const keptOn = ["database replica", "database source", "instance other"].map((key) => `eu-central-1 ${key}`);

/** Plans in calm weather, applies in bad: what a plan may conclude from a read that failed is another test's matter. */
async function runIn(action: Action, faults: readonly object[]) {
  await suite.wire.faults([]);
  const plan = await suite.standby.plan(action);
  await suite.wire.faults(faults);
  await suite.wire.clearCalls();
  const operation = await suite.standby.apply(plan);
  const calls = await suite.wire.calls();
  await suite.wire.faults([]);
  expect(operation.resources.filter(({ state }) => state !== "done")).toEqual([]);
  expect(operation).toMatchObject({ state: "succeeded", counts: { total: pausedInEach, done: pausedInEach } });
  return { calls, hits: calls.filter((call) => call.fault !== undefined) };
}

async function thereAndBack(faults: readonly object[]) {
  const pause = await runIn("pause", faults);
  const on = stillOn(await suite.now()).filter((key) => !key.includes(" mapping "));
  expect(on).toEqual([...keptOn].sort());
  const resume = await runIn("resume", faults);
  expect(await suite.now()).toEqual(suite.before);
  expect(await suite.standby.holds()).toEqual([]);
  return { pause, resume };
}

test.each([
  ["three of ten calls throttled", { fault: "throttle", probability: 0.3 }],
  ["two of ten calls answered with 500", { fault: "500", probability: 0.2 }],
])("%s: ends succeeded and exact", async (_, rule) => {
  const { pause, resume } = await thereAndBack([rule]);
  expect(pause.hits.length).toBeGreaterThan(3);
  expect(resume.hits.length).toBeGreaterThan(3);
});

test("the first answer to each changing call lost after its effect: found by looking, ends succeeded and exact", async () => {
  const operations = [
    "StopInstances",
    "StartInstances",
    "StopDBInstance",
    "StartDBInstance",
    "UpdateService",
    "UpdateShardCount",
    "UpdateTable",
    "PutFunctionConcurrency",
    "DeleteProvisionedConcurrencyConfig",
    "RegisterScalableTarget",
    "SuspendProcesses",
    "ResumeProcesses",
    "DisableAlarmActions",
    "EnableAlarmActions",
  ];
  const { pause, resume } = await thereAndBack(operations.map((operation) => ({ operation, fault: "lost", first: 1 })));
  const lost = [...pause.hits, ...resume.hits].map(({ operation }) => operation);
  expect(new Set(lost)).toEqual(new Set(operations));
  expect(changing([...pause.hits, ...resume.hits])).toHaveLength(lost.length);
});
