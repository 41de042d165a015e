import { expect, test } from "vitest";
import { consent } from "../../server/testing/consent";
import type { Capture } from "./capture";
import { captureKinds } from "./capture-kinds";
import { buildKinds } from "./estate-kinds";
import { wireSuite } from "./suite";

/**
 * Guarantee: the kinds that the main estate leaves out are really off after a pause and come back exactly, too; in one
 * region. EKS node groups (node-groups.test.ts) and ElastiCache replication groups (cache-groups.test.ts) have suites of
 * their own.
 */

const region = "eu-central-1";
const suite = wireSuite({ regions: [region], estate: { build: buildKinds, capture: captureKinds } });

/** What a pause leaves of each; null: it is deleted. */
const off: Readonly<Record<string, object | null>> = {
  "channel hall": { State: "IDLE" },
  "cluster aurora": { Status: "stopped" },
  "crawler crawl-hourly": { Schedule: { ScheduleExpression: "cron(15 * * * ? *)", State: "NOT_SCHEDULED" } },
  "endpoint prices": null,
  "environment crunch": { state: "DISABLED" },
  "gateway egress": null,
  "member aurora-1": { DBInstanceStatus: "stopped" },
  "member aurora-2": { DBInstanceStatus: "stopped" },
  "notebook research": { NotebookInstanceStatus: "Stopped" },
  "queue jobs": { state: "DISABLED" },
  "rule big": { State: "DISABLED" },
  "rule every-5": { State: "DISABLED" },
  "schedule nightly": { State: "DISABLED" },
  "schedule once": { State: "DISABLED" },
  "stage prices/live": { cacheClusterEnabled: false, cacheClusterStatus: "NOT_AVAILABLE" },
  "table 0.0.0.0/0": {
    Routes: expect.arrayContaining([expect.objectContaining({ State: "blackhole", leads: false })]),
  },
  "table 10.99.0.0/16": {
    Routes: expect.arrayContaining([expect.objectContaining({ State: "blackhole", leads: false })]),
  },
  "trigger after-load": { State: "DEACTIVATED" },
  "trigger load-nightly": { State: "DEACTIVATED" },
  "warehouse numbers": { ClusterStatus: "paused" },
};

/** The gateway's address stays in the account and is lent to nothing meanwhile. */
const changed = [...Object.keys(off), "address 1"].map((key) => `${region} ${key}`).sort();

const pausedKinds = [
  "apigateway.stage",
  "batch.computeEnvironment",
  "ec2.natGateway",
  "events.rule",
  "events.rule",
  "glue.crawler",
  "glue.trigger",
  "glue.trigger",
  "medialive.channel",
  "rds.cluster",
  "redshift.cluster",
  "sagemaker.endpoint",
  "sagemaker.notebook",
  "scheduler.schedule",
  "scheduler.schedule",
];

function expectOff(capture: Capture): void {
  for (const [key, left] of Object.entries(off)) {
    const now = capture[`${region} ${key}`];
    if (left === null) expect(now, key).toBeUndefined();
    else expect(now, key).toMatchObject(left);
  }
}

test("each kind is really off after a pause and comes back exactly", async () => {
  const { standby, wire, before } = suite;
  const plan = await standby.plan("pause", { options: consent });
  expect(plan.steps.map(({ kind }) => kind).sort()).toEqual(pausedKinds);
  expect(plan.skipped.map(({ kind, name, code }) => `${kind} ${name} ${code}`).sort()).toEqual([
    "apigateway.stage prices/off-before alreadyPaused",
    "events.rule off-before alreadyPaused",
    "glue.crawler crawl-by-hand alwaysOn",
    "glue.crawler crawl-off-before alreadyPaused",
    "glue.trigger off-before alreadyPaused",
    "medialive.channel off-before alreadyPaused",
  ]);

  const counts = { total: pausedKinds.length, done: pausedKinds.length };
  const pause = await standby.run("pause", { options: consent });
  expect(pause.resources.filter(({ state }) => state !== "done")).toEqual([]);
  expect(pause).toMatchObject({ state: "succeeded", counts });
  expect(await suite.changed()).toEqual(changed);
  expectOff(await suite.now());

  const resume = await standby.run("resume");
  expect(resume.resources.filter(({ state }) => state !== "done")).toEqual([]);
  expect(resume).toMatchObject({ state: "succeeded", counts });
  expect(await suite.now()).toEqual(before);
  expect(await standby.holds()).toEqual([]);
  expect(await wire.refusals()).toEqual([]);
});
