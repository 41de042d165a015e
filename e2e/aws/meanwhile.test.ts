import { EC2Client, StartInstancesCommand, StopInstancesCommand } from "@aws-sdk/client-ec2";
import { ECSClient, UpdateServiceCommand } from "@aws-sdk/client-ecs";
import { expect, test } from "vitest";
import type { WireOperation } from "../../server/contract/operations";
import { awsConfig, pausedInEach } from "./estate";
import { wireSuite } from "./suite";

/** Guarantee: what a person changed between the plan and its turn, or during the pause, is theirs: left alone and named. */

const region = "eu-central-1";
const suite = wireSuite({ regions: [region] });

async function instanceNamed(name: string): Promise<string> {
  const [found] = await suite.standby.resources({ kind: "ec2.instance", q: name });
  if (!found) throw new Error(`No instance is named ${name}`);
  return found.nativeId;
}

const named = ({ resources }: WireOperation, name: string) => resources.find((one) => one.name === name);

test("changed between plan and apply: left as they set it, named, and not started by a resume", async () => {
  const { standby, wire } = suite;
  const plan = await standby.plan("pause");
  const config = awsConfig(wire.direct, region);
  await new EC2Client(config).send(new StopInstancesCommand({ InstanceIds: [await instanceNamed("api-1")] }));
  await new ECSClient(config).send(new UpdateServiceCommand({ cluster: "dev", service: "catalog", desiredCount: 5 }));

  const pause = await standby.apply(plan);
  expect(pause).toMatchObject({
    state: "succeeded",
    counts: { total: pausedInEach, done: pausedInEach - 2, skipped: 2 },
  });
  expect(named(pause, "api-1")).toMatchObject({ state: "skipped", saw: "Somebody else switched it off meanwhile" });
  expect(named(pause, "catalog")).toMatchObject({ state: "skipped", saw: expect.stringContaining("Changed since") });
  expect((await suite.now())[`${region} service catalog`]).toMatchObject({ desiredCount: 5 });

  expect(await standby.run("resume")).toMatchObject({
    state: "succeeded",
    counts: { total: pausedInEach - 2, done: pausedInEach - 2 },
  });
  expect(await suite.changed()).toEqual([`${region} instance api-1`, `${region} service catalog`]);
  expect((await suite.now())[`${region} instance api-1`]).toMatchObject({ State: { Name: "stopped" } });
});

test("started by a person during the pause: shown as drifted, and the resume has only to confirm it", async () => {
  const { standby, wire, before } = suite;
  await standby.run("pause");
  const id = await instanceNamed("api-2");
  await new EC2Client(awsConfig(wire.direct, region)).send(new StartInstancesCommand({ InstanceIds: [id] }));
  await standby.scan();
  expect((await standby.resources({ state: "drifted" })).map(({ name }) => name)).toEqual(["api-2"]);

  await wire.clearCalls();
  expect(await standby.run("resume")).toMatchObject({
    state: "succeeded",
    counts: { total: pausedInEach, done: pausedInEach },
  });
  const started = (await wire.calls()).filter(({ operation }) => operation === "StartInstances");
  expect(JSON.stringify(started)).not.toContain(id);
  expect(await suite.now()).toEqual(before);
  expect(await standby.holds()).toEqual([]);
});

test("a count that a person set during the pause is shown and left alone, until somebody says whose counts", async () => {
  const { standby, wire } = suite;
  await standby.run("pause");
  const catalog = { cluster: "dev", service: "catalog" };
  await new ECSClient(awsConfig(wire.direct, region)).send(new UpdateServiceCommand({ ...catalog, desiredCount: 7 }));

  const plan = await standby.plan("resume");
  expect(plan.skipped.filter(({ code }) => code === "conflict")).toMatchObject([
    { name: "catalog", differences: [{ path: "desired", now: "7" }], choices: ["ours", "theirs"] },
  ]);
  expect(await standby.apply(plan)).toMatchObject({ state: "succeeded", counts: { done: pausedInEach - 1 } });
  expect((await suite.now())[`${region} service catalog`]).toMatchObject({ desiredCount: 7 });
  expect((await standby.holds()).map(({ name }) => name)).toEqual(["catalog"]);

  expect(await standby.run("resume", { conflicts: "ours" })).toMatchObject({ state: "succeeded", counts: { done: 1 } });
  expect(await suite.now()).toEqual(suite.before);
  expect(await standby.holds()).toEqual([]);
});
