import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { AnswerCall } from "../aws/door";
import { sandboxes } from "./sandboxes";
import { systemClock as clock } from "./world";

interface Reservations {
  readonly Reservations: { Instances: { InstanceId: string; State: { Name: string } }[] }[];
}

let dataDir: string;

beforeEach(() => {
  dataDir = mkdtempSync(path.join(tmpdir(), "standby-worlds-"));
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

const open = (isShared: boolean) => sandboxes({ dataDir, clock, random: Math.random, pace: 0, isShared });

function ask(world: AnswerCall, operation: string, input: object = {}): Promise<object> {
  return world({ accountId: "acc_1", region: "eu-central-1", service: "ec2", operation, input });
}

async function instances(world: AnswerCall): Promise<ReadonlyMap<string, string>> {
  const { Reservations } = (await ask(world, "DescribeInstances")) as Reservations;
  const all = Reservations.flatMap(({ Instances }) => Instances);
  return new Map(all.map(({ InstanceId, State }) => [InstanceId, State.Name]));
}

const running = async (world: AnswerCall) => [...(await instances(world))].filter(([, state]) => state === "running");

test("what one process changes in the sandbox the others see, and no change is lost", async () => {
  const worlds = [open(true), open(true), open(true)];
  const [first = open(true)] = worlds;
  // Those that a group starts in their place do not count.
  const ids = (await running(first)).map(([id]) => id);
  expect(ids.length).toBeGreaterThan(20);
  const stops = ids.map((id, at) => ask(worlds[at % 3] ?? first, "StopInstances", { InstanceIds: [id] }));
  const results = await Promise.allSettled(stops);
  const refused = ids.filter((_, at) => results[at]?.status === "rejected");
  for (const world of worlds) {
    const still = new Set((await running(world)).map(([id]) => id));
    expect(ids.filter((id) => still.has(id))).toEqual(refused);
  }
  expect(refused.length).toBeLessThan(ids.length / 2);
  expect(readdirSync(dataDir).sort()).toEqual(["sandbox-acc_1.json", "sandbox-acc_1.json.lock"]);
});

test("a process that has the sandbox for itself opens it once more after a restart as it was", async () => {
  const [id = ""] = (await running(open(false))).map(([one]) => one);
  await ask(open(false), "StopInstances", { InstanceIds: [id] });
  expect((await instances(open(false))).get(id)).toBe("stopped");
});
