import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { listRecommendations as endpoint } from "../contract/recommendations";
import { whatIf } from "../contract/what-if";
import { awsError } from "../sandbox/errors";
import { type SandboxStandby, sandboxStandby } from "../testing/sandbox-standby";
import { keepLedger } from "./keep-ledger";
import { isDue, readIdleness } from "./read-idleness";
import { readNextPart } from "./read-next-part";

/** The daily look at CloudWatch and what it is worth, on the sandbox account. */

const nothing = { params: {}, body: {} };
const day = 24 * 3_600_000;

async function scanned(options: Parameters<typeof sandboxStandby>[0] = {}) {
  const standby = await sandboxStandby(options);
  const { usecases, as, deps, store, clock } = standby;
  await store.scanParts.keepAccounts(clock.now());
  const reader = { owner: "test", leaseMs: 30_000, askedOnly: false, everyMinutes: 60 };
  while (await readNextPart(deps, reader, new AbortController().signal));
  const list = async (query = {}) =>
    endpoint.response.parse(await usecases.listRecommendations(as("viewer"), { ...nothing, query }));
  const asked = () =>
    standby
      .calls()
      .filter((call) => call.operation === "GetMetricData" && !JSON.stringify(call.input).includes("AWS/S3"));
  return { ...standby, list, asked };
}

describe("recommendations", () => {
  let standby: SandboxStandby & Awaited<ReturnType<typeof scanned>>;
  beforeAll(async () => {
    standby = await scanned();
    await readIdleness(standby.deps);
  }, 120_000);
  afterAll(() => standby.close());

  test("name what nobody uses, with what was seen, since when and what it is worth", async () => {
    const { items } = await standby.list();
    const idle = items.filter(({ advice }) => advice === "stop");
    expect(idle.length).toBeGreaterThan(2);
    for (const item of idle) {
      expect(item.why).toMatch(/^Idle for \d+ days: /);
      expect(item.source).toMatchObject({ from: "CloudWatch", days: expect.any(Number) });
      expect(item.since).not.toBeNull();
    }
    expect(items.filter(({ advice }) => advice === "schedule").length).toBeGreaterThan(2);
    expect(items.find(({ name }) => name === "legacy-wiki")).toMatchObject({ advice: "stop", plannable: true });
    const smaller = items.filter(({ advice }) => advice === "smaller");
    expect(smaller.length).toBeGreaterThan(0);
    for (const item of smaller) {
      expect(item.why).toMatch(/^CPU at most 1\d(\.\d)? % in two weeks$/);
      expect(item.remedy).toMatch(/^Try [a-z]\d\w+\.\w+, after a look at its memory/);
      expect(item.worth).not.toBeNull();
    }
  });

  test("are worth exactly what stops, by the price lines, in the order of their worth", async () => {
    const { items, total } = await standby.list();
    const micro = ({ worth }: (typeof items)[number]) => (worth ? Number(worth.amount.replace(".", "")) : null);
    const wiki = items.find(({ name }) => name === "legacy-wiki");
    const detail = await standby.usecases.getResource(standby.as("viewer"), {
      params: { id: wiki?.resourceId ?? "" },
      query: {},
      body: {},
    });
    const stops = detail.lines.filter((line) => line.stopsWhenPaused && line.quantity !== "metered");
    const hourly = stops.reduce((sum, { hourly: one }) => sum + Number((one?.amount ?? "").replace(".", "")), 0);
    expect(wiki && micro(wiki)).toBe(hourly * 730);
    const worths = items.map(micro);
    const priced = worths.flatMap((one) => one ?? []);
    expect(worths).toEqual([...[...priced].sort((a, b) => b - a), ...worths.filter((one) => one === null)]);
    expect(Number(total.worth?.amount.replace(".", ""))).toBe(priced.reduce((sum, one) => sum + one, 0));
    expect(total.unpriced).toBe(worths.length - priced.length);
    expect(new Set(items.map(({ resourceId }) => resourceId)).size).toBe(items.length);
  });

  test("of a schedule carry its hours, which POST /what-if takes as they are and finds worth the same", async () => {
    const { items } = await standby.list();
    const scheduled = items.filter(({ schedule }) => schedule !== null);
    expect(scheduled.map(({ resourceId }) => resourceId)).toEqual(
      items.filter(({ advice }) => advice === "schedule").map(({ resourceId }) => resourceId),
    );
    for (const { resourceId, schedule, worth, remedy, plannable } of scheduled) {
      const body = whatIf.body.parse({ scope: { ids: [resourceId] }, schedule });
      const { total, hours } = await standby.usecases.whatIf(standby.as("viewer"), { ...nothing, query: {}, body });
      expect(remedy).toContain(`${hours.offPerWeek} of 168 hours`);
      expect(plannable).toBe(true);
      const micro = (amount: string | undefined) => Number((amount ?? "").replace(".", ""));
      expect(micro(total.month.gross?.amount)).toBe(micro(worth?.amount));
    }
  });

  test("tell what the lists tell: unattached, without targets, old, kept for ever", async () => {
    const { items } = await standby.list();
    const of = (advice: string) => items.filter((one) => one.advice === advice).map(({ name }) => name);
    expect(of("unattached")).toContain("parquet-copy");
    expect(of("unused")).toContain("old-demo");
    expect(of("old")).toContain("features-2025");
    // Only a part of it ends, and nobody knows which.
    const logs = items.filter(({ advice }) => advice === "forEver");
    expect(logs.length).toBeGreaterThan(0);
    for (const { worth } of logs) expect(worth).toBeNull();
  });

  test("leave out what is protected, and say how much of that there is", async () => {
    const before = await standby.list();
    const rest = { guard: "report", awakeUntil: null, options: {}, protected: true } as const;
    const body = { name: "wiki", filter: { kinds: ["rds.instance"], regions: ["us-east-1"] }, ...rest };
    const group = await standby.usecases.createGroup(standby.as("admin"), { params: {}, query: {}, body });
    const after = await standby.list();
    expect(before.items.map(({ name }) => name)).toContain("legacy-wiki");
    expect(after.items.map(({ name }) => name)).not.toContain("legacy-wiki");
    expect(after.leftOut.protected).toBeGreaterThan(before.leftOut.protected);
    await standby.usecases.deleteGroup(standby.as("admin"), { params: { id: group.id }, query: {}, body: {} });
  });

  test("can be asked of one kind, and refuse what there is not", async () => {
    const { items } = await standby.list({ kind: "rds.instance", account: "tidewater" });
    expect(new Set(items.map(({ kind }) => kind))).toEqual(new Set(["rds.instance"]));
    await expect(standby.list({ kind: "rds.thing", account: "nobody" })).rejects.toMatchObject({
      code: "invalid",
      errors: [{ pointer: "/account" }, { pointer: "/kind" }],
    });
  });

  test("say when CloudWatch was asked, how many metrics, and what that cost", async () => {
    const { read } = await standby.list();
    const queries = standby
      .asked()
      .flatMap(({ input }) => (input as { MetricDataQueries: object[] }).MetricDataQueries);
    expect(read).toHaveLength(1);
    expect(read[0]).toMatchObject({ account: "tidewater", asked: queries.length });
    expect(Number(read[0]?.askedCost.amount)).toBeCloseTo(queries.length / 100_000, 6);
    expect(read[0]?.readAt).not.toBeNull();
  });

  test("of an idle resource its own page tells, too", async () => {
    const { items } = await standby.list();
    const wiki = items.find(({ name }) => name === "legacy-wiki");
    const id = wiki?.resourceId ?? "";
    const detail = await standby.usecases.getResource(standby.as("viewer"), { params: { id }, query: {}, body: {} });
    expect(detail.idle).toMatchObject({ verdict: "idle", text: wiki?.why });
  });

  test("ask once a day; a plan of a pause takes what is plannable", async () => {
    const calls = standby.asked().length;
    await readIdleness(standby.deps);
    expect(standby.asked()).toHaveLength(calls);
    const { items } = await standby.list();
    const ids = items.filter(({ plannable }) => plannable).map(({ resourceId }) => resourceId);
    const body = { action: "pause", scope: { ids }, options: {} } as const;
    const plan = await standby.usecases.createPlan(standby.as("admin"), { params: {}, query: {}, body });
    expect(plan.steps.map(({ resourceId }) => resourceId).sort()).toEqual(ids.sort());
    standby.clock.advance(day);
    await readIdleness(standby.deps);
    expect(standby.asked().length).toBeGreaterThan(calls);
  });

  test("advise no deletion of what is unused where something is paused: it may come back to that", async () => {
    const before = await standby.list();
    const wiki = before.items.find(({ name }) => name === "legacy-wiki");
    const unused = ({ advice, region }: (typeof before.items)[number]) =>
      region === wiki?.region && (advice === "unattached" || advice === "unused");
    expect(before.items.filter(unused).length).toBeGreaterThan(0);
    const scope = { ids: [wiki?.resourceId ?? ""] };
    const body = { action: "pause", scope, options: {}, force: true, undoSeconds: 0 } as const;
    const { id } = await standby.usecases.startOperation(standby.as("admin"), { params: {}, query: {}, body });
    await standby.settle(id);
    const after = await standby.list();
    expect(after.items.filter(unused)).toEqual([]);
    expect(after.leftOut.waiting).toBe(before.items.filter(unused).length);
    expect(after.items.map(({ name }) => name)).not.toContain("legacy-wiki");
  });

  test("that are older than three days say nothing any more", async () => {
    standby.clock.advance(4 * day);
    const { items } = await standby.list();
    expect(items.filter(({ source }) => source.from === "CloudWatch")).toEqual([]);
    expect(items.length).toBeGreaterThan(0);
  });
});

test("without the permission nothing is idle: why is said, nothing was paid, and it is asked again after six hours", async () => {
  let isDenied = true;
  const standby = await scanned({
    instead: ({ operation }) => {
      if (!isDenied || operation !== "GetMetricData") return null;
      throw awsError("AccessDenied", "not authorized to perform: cloudwatch:GetMetricData", { status: 403 });
    },
  });
  await readIdleness(standby.deps);
  const { items, read } = await standby.list();
  expect(items.filter(({ source }) => source.from === "CloudWatch")).toEqual([]);
  expect(read[0]).toMatchObject({
    idle: 0,
    busy: 0,
    asked: 0,
    why: { reason: expect.stringContaining("GetMetricData") },
  });
  expect(read[0]?.unknown).toBeGreaterThan(10);
  isDenied = false;
  standby.clock.advance(5 * 3_600_000);
  await readIdleness(standby.deps);
  expect((await standby.list()).read[0]?.idle).toBe(0);
  standby.clock.advance(3_600_000);
  await readIdleness(standby.deps);
  expect((await standby.list()).read[0]?.idle).toBeGreaterThan(2);
  await standby.close();
}, 120_000);

test("the time of a pause is no idle time: what is back is young again", async () => {
  const standby = await scanned();
  const { deps, usecases, as, clock, settle, list } = standby;
  await readIdleness(deps);
  const stream = (await list()).items.find(({ name }) => name === "sensor-lab");
  expect(stream).toMatchObject({ advice: "stop", plannable: true });
  const id = stream?.resourceId ?? "";
  for (const action of ["pause", "resume"] as const) {
    const scope = { ids: [id] };
    const body = { action, scope, options: {}, force: true, undoSeconds: 0 } as const;
    const operation = await usecases.startOperation(as("admin"), { params: {}, query: {}, body });
    await settle(operation.id);
    clock.advance(day);
  }
  await keepLedger(deps);
  await readIdleness(deps);
  expect(await deps.store.idleness.get(id)).toMatchObject({ verdict: { verdict: "young" } });
  expect((await list()).items.map(({ name }) => name)).not.toContain("sensor-lab");
  await standby.close();
}, 120_000);

test("each account is due at its own minute of the day", () => {
  const at = (text: string) => new Date(text);
  const last = { at: at("2026-11-20T12:00:00Z"), failed: false };
  const dueFrom = (id: string) => {
    let now = last.at.getTime();
    while (!isDue(id, last, new Date(now))) now += 60_000;
    return now - last.at.getTime();
  };
  const waits = ["acc_1", "acc_2", "acc_3", "acc_4"].map(dueFrom);
  for (const wait of waits) expect(wait).toBeLessThanOrEqual(day);
  expect(new Set(waits).size).toBe(4);
  expect(isDue("acc_1", null, last.at)).toBe(true);
});
