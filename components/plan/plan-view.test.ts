import { describe, expect, test } from "vitest";
import { moneyOf } from "./amount";
import { planItem, skippedItem, wirePlan } from "./builders";
import { hazardsOf } from "./hazards";
import { joinNames, scopeName, sentence } from "./names";
import { comesBack, goodFor, nothingToDo, planTitle } from "./outcome";
import { arrange, levelOf, litPane, planPanes } from "./panes";
import { accepting } from "./requests";
import { acceptable, skippedBy } from "./skipped";
import { changeOf, previewCount, wavesOf } from "./waves";

const alarm = (name: string) =>
  planItem({
    name,
    kind: "cloudwatch.alarm",
    wave: 1,
    waveTitle: "Alarms",
    steps: [{ op: "disable", before: "actions on", after: "actions off" }],
    expectedSeconds: 20,
    hourlyNow: moneyOf(0),
    hourlyAfter: moneyOf(0),
  });

test("what is off unless somebody asks can be accepted, by kind and reason, as long as nothing was sent", () => {
  const why = { code: "refused" as const, reason: "It is made again", accepts: "recreate" };
  const skipped = [
    skippedItem({ ...why, kind: "sagemaker.endpoint", name: "a" }),
    skippedItem({ ...why, kind: "sagemaker.endpoint", name: "b" }),
    skippedItem({ ...why, kind: "ec2.natGateway", name: "c", accepts: "newId" }),
    skippedItem({ code: "refused", reason: "It has replicas" }),
  ];
  const plan = wirePlan({ skipped, options: { "sagemaker.endpoint": { other: 1 } } });
  const [endpoints, gateway] = acceptable(plan);
  expect(endpoints).toMatchObject({ names: ["a", "b"] });
  expect(gateway).toMatchObject({ kind: "ec2.natGateway", option: "newId" });
  expect(accepting(plan, acceptable(plan)).options).toEqual({
    "sagemaker.endpoint": { other: 1, recreate: true },
    "ec2.natGateway": { newId: true },
  });
  expect(acceptable({ ...plan, operationId: "op_1" })).toEqual([]);
  expect(acceptable({ ...plan, action: "resume" })).toEqual([]);
});

describe("waves", () => {
  test("run up on a stop and down on a start", () => {
    const steps = [planItem({ wave: 6 }), alarm("a"), planItem({ name: "b", wave: 3 })];
    expect(wavesOf({ action: "pause", steps, order: [] }).map((wave) => wave.wave)).toEqual([1, 3, 6]);
    expect(wavesOf({ action: "resume", steps, order: [] }).map((wave) => wave.wave)).toEqual([6, 3, 1]);
  });

  test("say what they wait for: what is seen off or up first, else what AWS has only to accept", () => {
    const database = { kind: "rds.instance", name: "db", wave: 6, waveTitle: "Databases" };
    const steps = [alarm("a"), planItem({ wave: 5 }), planItem(database)];
    const place = { accountId: "acc_1", region: "eu-central-1" };
    const stop = [
      { ...place, kind: "cloudwatch.alarm", accepted: [], settled: [] },
      { ...place, kind: "ec2.instance", accepted: ["cloudwatch.alarm"], settled: [] },
      { ...place, kind: "rds.instance", accepted: ["cloudwatch.alarm"], settled: ["ec2.instance"] },
    ];
    const turns = (action: "pause" | "resume", order: typeof stop) =>
      wavesOf({ action, steps, order }).map(({ turn }) => turn);
    expect(turns("pause", stop)).toEqual(["", "right after Alarms", "once Instances are off"]);
    const start = [{ ...place, kind: "ec2.instance", accepted: [], settled: ["rds.instance"] }];
    expect(turns("resume", start)).toEqual(["", "once Databases are up", ""]);
    expect(turns("pause", [])).toEqual(["", "", ""]);
  });

  test("show the dearest first and take as long as the slowest", () => {
    const steps = [
      planItem({ name: "cheap", hourlyNow: moneyOf(50_000), expectedSeconds: 60 }),
      planItem({ name: "dear", hourlyNow: moneyOf(486_000), expectedSeconds: 90 }),
    ];
    const [wave] = wavesOf({ action: "pause", steps, order: [] });
    expect(wave?.rows.map((row) => row.item.name)).toEqual(["dear", "cheap"]);
    expect(wave?.seconds).toBe(90);
    expect(wave?.saves).toEqual({ hourly: 516_000, unpriced: 0 });
  });

  test("a missing price is counted, never added as zero", () => {
    const steps = [planItem(), planItem({ name: "x", hourlyAfter: null })];
    const [wave] = wavesOf({ action: "pause", steps, order: [] });
    expect(wave?.saves).toEqual({ hourly: 230_000, unpriced: 1 });
    expect(wave?.rows.find((row) => row.item.name === "x")?.saves).toBeNull();
  });

  test("one line is enough where every row is alike and saves nothing", () => {
    const [wave] = wavesOf({ action: "pause", steps: [alarm("a"), alarm("b")], order: [] });
    expect(wave?.common).toEqual({ before: "actions on", after: "actions off" });
    expect(wave && previewCount(wave)).toBe(0);
    const [instances] = wavesOf({ action: "pause", steps: [planItem()], order: [] });
    expect(instances && previewCount(instances)).toBe(3);
  });

  test("several steps of a resource read as one change", () => {
    const steps = [
      { op: "hold", before: "scaling on", after: "scaling held" },
      { op: "scale", before: "desired 4", after: "desired 0" },
    ];
    expect(changeOf(steps)).toEqual({ before: "scaling on, desired 4", after: "scaling held, desired 0" });
  });
});

describe("hazards", () => {
  const ip = {
    level: "warning",
    code: "new-public-ip",
    title: "New public IP address",
    detail: "No Elastic IP.",
  } as const;
  const lost = {
    level: "dataLoss",
    code: "instance-store",
    title: "Instance-store data is erased",
    detail: "237 GB.",
  } as const;

  test("equal ones are told once with the names, lost data first", () => {
    const groups = hazardsOf([
      planItem({ name: "worker-1", hazards: [ip] }),
      planItem({ name: "batch", hazards: [ip] }),
      planItem({ name: "scratch", hazards: [lost] }),
    ]);
    expect(groups.map((group) => group.code)).toEqual(["instance-store", "new-public-ip"]);
    expect(groups[1]?.title).toBe("New public IP address: worker-1 and batch");
    expect(groups[1]?.detail).toBe("No Elastic IP.");
    expect(groups[0]?.ids).toEqual(["res_scratch"]);
  });

  test("different details keep their names, three at most", () => {
    const items = ["a", "b", "c", "d"].map((name) =>
      planItem({ name, hazards: [{ ...ip, detail: `${name} moves.` }] }),
    );
    expect(hazardsOf(items)[0]?.detail).toBe("a: a moves. b: b moves. c: c moves. 1 more.");
  });

  test("details that differ in a word are one sentence that lists the words", () => {
    const hazards = (units: number) => [
      { ...ip, detail: `Its ${units} units return to the account's pool. Others may take them.` },
    ];
    const items = [5, 20, 5].map((units, index) => planItem({ name: `f${index}`, hazards: hazards(units) }));
    expect(hazardsOf(items)[0]?.detail).toBe("Its 5 and 20 units return to the account's pool. Others may take them.");
  });

  test("what differs at the end is listed there", () => {
    const about = (queue: string) => [
      { ...ip, detail: `The queue is still read, which counts as a try. Queue: ${queue}.` },
    ];
    const items = ["mail", "orders"].map((queue) => planItem({ name: queue, hazards: about(queue) }));
    expect(hazardsOf(items)[0]?.detail).toBe("The queue is still read, which counts as a try. Queue: mail and orders.");
  });

  test("the worst level of a code counts", () => {
    const items = [
      planItem({ hazards: [{ ...ip, level: "note" }] }),
      planItem({ name: "b", hazards: [{ ...ip, level: "dataLoss" }] }),
    ];
    expect(hazardsOf(items)[0]?.level).toBe("dataLoss");
  });
});

describe("what stays as it is", () => {
  test("is grouped by sort and reason, the most first, with the sum of what is priced", () => {
    const always = { code: "alwaysOn", reason: "AWS has no stop for it" } as const;
    const sorts = skippedBy([
      skippedItem(),
      skippedItem({ ...always, name: "nat", hourlyNow: moneyOf(52_000) }),
      skippedItem({ ...always, name: "cache", hourlyNow: null }),
    ]);
    expect(sorts.map(({ label }) => label)).toEqual(["2 always on", "1 protected"]);
    expect(sorts[0]).toMatchObject({ count: 2, hourly: { hourly: 52_000, unpriced: 1 } });
    expect(sorts[0]?.groups[0]).toMatchObject({
      label: "2 resources",
      text: "nat and cache: AWS has no stop for it",
      hourly: { hourly: 52_000, unpriced: 1 },
    });
    expect(sorts[1]?.groups[0]?.label).toBe("bastion");
  });

  test("is folded where it has more reasons than are read at a glance", () => {
    const withReasons = (count: number) =>
      Array.from({ length: count }, (_, at) => skippedItem({ code: "alwaysOn", reason: `Reason ${at}` }));
    expect(skippedBy([...withReasons(4), skippedItem()]).map(({ isShort }) => isShort)).toEqual([false, true]);
    expect(skippedBy([...withReasons(3), ...withReasons(3)])[0]?.isShort).toBe(true);
  });

  test("a remedy follows its reason as a sentence of its own", () => {
    const [sort] = skippedBy([
      skippedItem({ code: "changing", reason: "AWS says stopping", remedy: "Plan again when it is done" }),
    ]);
    expect(sort?.groups[0]?.text).toBe("AWS says stopping. Plan again when it is done");
  });
});

describe("outcome", () => {
  test("says how the resources come back", () => {
    const items = [planItem(), planItem(), planItem({ restore: "newAddress" }), planItem({ restore: "lossy" })];
    expect(comesBack(items)).toBe("2 exactly, 1 with a new address, 1 without its local data");
  });

  test("names the share of the scope in the title", () => {
    expect(planTitle(wirePlan({ skipped: [skippedItem()] }))).toBe("Stop dev: 1 of 2 resources");
    expect(planTitle(wirePlan())).toBe("Stop dev: 1 resource");
  });

  test("counts down in minutes, then seconds, then ends", () => {
    const end = "2026-11-20T18:28:00.000Z";
    expect(goodFor(end, "2026-11-20T18:13:30.000Z")).toBe("14 min");
    expect(goodFor(end, "2026-11-20T18:27:20.500Z")).toBe("40 s");
    expect(goodFor(end, end)).toBeNull();
  });

  test("an empty plan says why", () => {
    expect(nothingToDo({ action: "pause", skipped: [] })).toContain("Nothing in the inventory");
    const paused = skippedItem({ code: "alreadyPaused" });
    expect(nothingToDo({ action: "pause", skipped: [paused, paused] })).toBe("All 2 resources are paused already.");
    expect(nothingToDo({ action: "pause", skipped: [paused, skippedItem()] })).toContain(
      "None of the 2 resources can be stopped",
    );
  });
});

describe("windows", () => {
  test("go dark with a sill where storage bills, and what stays keeps its light", () => {
    const plan = {
      action: "pause",
      steps: [planItem()],
      skipped: [skippedItem({ hourlyNow: moneyOf(41_000) })],
    } as const;
    const [dark, lit] = planPanes({ ...plan, steps: [...plan.steps], skipped: [...plan.skipped] });
    expect(dark).toMatchObject({ name: "api-1", state: "paused", level: 0, sill: true });
    expect(lit).toMatchObject({ name: "bastion", state: "running", level: 2, protected: true });
  });

  test("the four levels of light", () => {
    expect([0, 29_999, 30_000, 100_000, 300_000].map(levelOf)).toEqual([1, 1, 2, 3, 4]);
  });

  test("above 120, one window stands for several and none is forgotten", () => {
    const panes = Array.from({ length: 500 }, (_, index) =>
      litPane({ resourceId: `r${index}`, name: `n${index}`, kind: index % 2 === 0 ? "a" : "b" }, 1000),
    );
    const drawn = arrange(panes);
    expect(drawn.length).toBeLessThanOrEqual(122);
    expect(drawn.reduce((sum, pane) => sum + pane.stands, 0)).toBe(500);
  });
});

test("names and sentences", () => {
  expect(joinNames(["a"])).toBe("a");
  expect(joinNames(["a", "b", "c"])).toBe("a, b and c");
  expect(joinNames(["a", "b", "c", "d", "e"])).toBe("a, b, c and 2 more");
  expect(scopeName("Stop dev: 39 of 48 resources")).toBe("dev");
  expect(sentence("AWS refused")).toBe("AWS refused.");
  expect(sentence("Why?")).toBe("Why?");
});
