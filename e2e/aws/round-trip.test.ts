import { expect, test } from "vitest";
import { adapters } from "../../server/adapters/registry";
import { type Capture, stillOn } from "./capture";
import { pausedInEach } from "./estate";
import { wireSuite } from "./suite";
import { changing } from "./wire";

/** Guarantee: what Standby pauses is really off, comes back exactly, and nothing else is touched; on the wire, in two regions. */

const regions = ["eu-central-1", "us-east-1"];
const suite = wireSuite({ regions });

/** What of the estate is paused in one region; the two members of its Auto Scaling group come on top. */
const paused = [
  "alarm api-5xx",
  "alarm db-cpu",
  "alarm shop-down",
  "database orders",
  "function plain",
  "function price-quote",
  "function reserved",
  "group web-asg",
  "instance api-1",
  "instance api-2",
  "instance worker-1",
  "service catalog",
  "service checkout",
  "stream clicks",
  "table carts",
  "target service/dev/checkout",
  "target table/carts",
  "target table/carts/index/by-day",
];

/** On before and after: production, what AWS does not stop, and the event source that nobody asked to disable. */
const keptOn = ["database replica", "database source", "instance other"];

const inAll = (keys: readonly string[]) => regions.flatMap((region) => keys.map((key) => `${region} ${key}`)).sort();

function membersIn(capture: Capture): string[] {
  return Object.keys(capture)
    .filter((key) => /^\S+ instance i-/.test(key))
    .sort();
}

test("a scan reads every kind in every region and finds what AWS lists", async () => {
  const { standby, before } = suite;
  const coverage = await standby.scan();
  const kinds = {
    "autoscaling.group": "group",
    "cloudwatch.alarm": "alarm",
    "dynamodb.table": "table",
    "ec2.instance": "instance",
    "ecs.service": "service",
    "kinesis.stream": "stream",
    "lambda.function": "function",
    "rds.instance": "database",
  };
  const inEstate = ({ kind }: { readonly kind: string }) => kind in kinds;
  const rows = coverage.rows.filter(inEstate);
  const found = Object.fromEntries(rows.map((row) => [`${row.region} ${row.kind}`, row.found]));
  const listed = (region: string, word: string) =>
    Object.keys(before).filter((key) => key.startsWith(`${region} ${word} `)).length;
  const wanted = regions.flatMap((region) =>
    Object.entries(kinds).map(([kind, word]) => [`${region} ${kind}`, listed(region, word)] as const),
  );
  expect(found).toEqual(Object.fromEntries(wanted));
  expect(coverage).toMatchObject({ state: "finished", read: 2 * adapters.length, notRead: 0 });
  const all = (await standby.resources()).filter(inEstate);
  expect(all).toHaveLength(2 * 27);
  expect(all.filter(({ tags }) => tags.Environment === "dev")).toHaveLength(2 * 26);
});

test("a pause of two regions is really off, a resume brings all back exactly", async () => {
  const { standby, wire, before } = suite;
  const pause = await standby.run("pause");
  expect(pause.resources.filter(({ state }) => state !== "done")).toEqual([]);
  expect(pause).toMatchObject({ state: "succeeded", counts: { total: 2 * pausedInEach, done: 2 * pausedInEach } });

  const off = await suite.now();
  expect(await suite.changed()).toEqual([...inAll(paused), ...membersIn(before)].sort());
  expect(membersIn(off)).toHaveLength(4);
  const mappings = Object.keys(before).filter((key) => key.includes(" mapping "));
  expect(stillOn(off)).toEqual([...inAll(keptOn), ...mappings].sort());
  expect(await standby.holds()).toHaveLength(2 * pausedInEach);

  const resume = await standby.run("resume");
  expect(resume.resources.filter(({ state }) => state !== "done")).toEqual([]);
  expect(resume).toMatchObject({ state: "succeeded", counts: { total: 2 * pausedInEach, done: 2 * pausedInEach } });
  expect(await suite.now()).toEqual(before);
  expect(await standby.holds()).toEqual([]);
  expect((await standby.resources({ state: "drifted,unknown,changing,failed" })).map(({ name }) => name)).toEqual([]);
  expect(await wire.refusals()).toEqual([]);
});

test("a plan sends only reads, and says why each thing is left alone", async () => {
  const { standby, wire } = suite;
  const plan = await standby.plan("pause");
  const calls = await wire.calls();
  expect(calls.length).toBeGreaterThan(20);
  expect(changing(calls)).toEqual([]);
  expect(await suite.changed()).toEqual([]);

  const why = (region: string) =>
    plan.skipped
      .filter((one) => one.region === region && one.code !== "owned")
      .map(({ kind, name, code, reason }) => `${kind} ${name} ${code}: ${reason}`)
      .sort();
  const reasons = [
    "cloudwatch.alarm off-before alreadyPaused: Was off before, stays off",
    "dynamodb.table off-before alreadyPaused: Was off before, stays off",
    "ec2.instance off-before alreadyPaused: Was off before, stays off",
    "ecs.service off-before alreadyPaused: Was off before, stays off",
    "kinesis.stream off-before alreadyPaused: Was off before, stays off",
    "lambda.function off-before alreadyPaused: Was off before, stays off",
    "rds.instance off-before alreadyPaused: Was off before, stays off",
    "rds.instance replica alwaysOn: It is a read replica of source",
    "rds.instance source alwaysOn: It has a read replica: replica",
  ];
  for (const region of regions) expect(why(region)).toEqual(reasons);
  expect(plan.steps.map(({ name }) => name)).not.toContain("other");
});

test("a second pause and a second resume change nothing more", async () => {
  const { standby, wire, before } = suite;
  await standby.run("pause");
  const off = await suite.now();
  const held = await standby.holds();

  await wire.clearCalls();
  expect(await standby.run("pause")).toMatchObject({ state: "succeeded", counts: { total: 0 } });
  expect(changing(await wire.calls())).toEqual([]);
  expect(await suite.now()).toEqual(off);
  expect(await standby.holds()).toEqual(held);

  await standby.run("resume");
  await wire.clearCalls();
  expect(await standby.run("resume")).toMatchObject({ state: "succeeded", counts: { total: 0 } });
  expect(changing(await wire.calls())).toEqual([]);
  expect(await suite.now()).toEqual(before);
});
