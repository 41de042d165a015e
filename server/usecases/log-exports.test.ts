import { afterEach, beforeEach, expect, test } from "vitest";
import type { AwsCall } from "../aws/door";
import type { ResourceSummary } from "../core/inventory";
import { accountId, type SandboxStandby, sandboxStandby } from "../testing/sandbox-standby";
import { readNextPart } from "./read-next-part";
import { runLogExports } from "./run-log-exports";

/** Exports of log groups, from the request to the last word of AWS, with the sandbox account as AWS. */

const nothing = { params: {}, query: {} };
const bucket = "tidewater-lab-models";
const minute = 60_000;

let standby: SandboxStandby;
let training: ResourceSummary;
let notebooks: ResourceSummary;
/** Of CreateExportTask: AWS does it, and its answer does not arrive. */
let answersLost = 0;

beforeEach(async () => {
  answersLost = 0;
  standby = await sandboxStandby({
    instead: (call) => {
      if (call.operation !== "CreateExportTask" || answersLost === 0) return null;
      answersLost -= 1;
      return lose(call);
    },
  });
  const { deps, store, usecases, as } = standby;
  await store.scanParts.keepAccounts(standby.clock.now());
  await usecases.scanAccount(as("admin"), { params: { id: accountId }, query: {}, body: {} });
  const reader = { owner: "test", leaseMs: 30_000, askedOnly: false, everyMinutes: 60 };
  while (await readNextPart(deps, reader, new AbortController().signal));
  const all = await store.inventory.summaries([accountId]);
  training = named(all, "/lab/training-runs");
  notebooks = named(all, "/lab/notebooks");
});
afterEach(() => standby.close());

function named(all: readonly ResourceSummary[], name: string): ResourceSummary {
  const found = all.find((one) => one.name === name);
  if (!found) throw new Error(`The sandbox has no ${name}`);
  return found;
}

/** The sandbox answers in its own time; what it did stays done. */
async function lose(call: AwsCall): Promise<never> {
  await standby.sandbox().answer(call);
  throw Object.assign(new Error("socket hang up"), { name: "TimeoutError", $metadata: {} });
}

const ask = (resource: { readonly id: string }, into = bucket, role: "operator" | "viewer" = "operator") =>
  standby.usecases.exportLogs(standby.as(role), { ...nothing, body: { resourceId: resource.id, bucket: into } });

const states = async () => {
  const { items } = await standby.usecases.listLogExports(standby.as("viewer"), {
    params: {},
    query: { limit: 50 },
    body: {},
  });
  return items.map(({ name, state, fault }) => [name, fault?.reason ?? state]).reverse();
};

const step = async (passes = 0) => {
  standby.clock.advance(passes);
  await runLogExports(standby.deps);
};

const sent = () => standby.changes().filter(({ operation }) => operation === "CreateExportTask");

test("what is asked for is sent, followed and done, with an audit row of each", async () => {
  expect(await ask(training)).toMatchObject({
    state: "waiting",
    bucket,
    prefix: "standby/lab/training-runs/2026-11-20",
    from: "1970-01-01T00:00:00.000Z",
  });
  expect(sent()).toEqual([]);
  await step();
  expect(sent().map(({ input }) => input)).toMatchObject([{ logGroupName: "/lab/training-runs", destination: bucket }]);
  await step();
  expect(await states()).toEqual([["/lab/training-runs", "running"]]);
  await step(5 * minute);
  expect(await states()).toEqual([["/lab/training-runs", "done"]]);
  expect(sent()).toHaveLength(1);
  const rows = await standby.store.audit.list(3);
  expect(rows.map(({ action }) => action)).toEqual(["logs.export.end", "logs.export.start", "logs.export"]);
});

test("a second one waits until AWS is through with the first", async () => {
  await ask(training);
  await ask(notebooks);
  await step();
  await step();
  expect((await states()).map(([, state]) => state)).toEqual(["running", "waiting"]);
  await step(5 * minute);
  await step();
  expect((await states()).map(([, state]) => state)).toEqual(["done", "running"]);
  await step(5 * minute);
  expect(sent()).toHaveLength(2);
});

test("one whose answer was lost is found by its name, and never sent twice", async () => {
  answersLost = 3;
  await ask(training);
  await step();
  await step();
  expect(await states()).toEqual([["/lab/training-runs", "running"]]);
  await step(5 * minute);
  expect(await states()).toEqual([["/lab/training-runs", "done"]]);
  const { exportTasks } = (await standby.sandbox().answer({
    accountId,
    region: training.region,
    service: "logs",
    operation: "DescribeExportTasks",
    input: {},
  })) as { exportTasks: readonly unknown[] };
  expect(exportTasks).toHaveLength(1);
});

test("what AWS refuses ends with its reason, and the next one goes on", async () => {
  await ask(training, "nobodys-bucket");
  await ask(notebooks);
  await step();
  await step();
  expect(await states()).toEqual([
    ["/lab/training-runs", expect.stringContaining("bucket does not exist")],
    ["/lab/notebooks", "running"],
  ]);
});

test("only log groups, only who may operate, only a span of time", async () => {
  const all = await standby.store.inventory.summaries([accountId]);
  const other = all.find(({ kind }) => kind !== "logs.logGroup");
  const refused = { code: "invalid", errors: [{ pointer: "/resourceId" }] };
  await expect(ask({ id: other?.id ?? "" })).rejects.toMatchObject({
    ...refused,
    message: expect.stringContaining("is no log group"),
  });
  await expect(ask({ id: "res_none" })).rejects.toMatchObject({
    ...refused,
    message: expect.stringContaining("There is no resource res_none"),
  });
  await expect(ask(training, bucket, "viewer")).rejects.toThrow();
  const span = { from: "2026-11-20T00:00:00Z", until: "2026-11-19T00:00:00Z" };
  const body = { resourceId: training.id, bucket, ...span };
  await expect(standby.usecases.exportLogs(standby.as("operator"), { ...nothing, body })).rejects.toMatchObject({
    errors: [{ pointer: "/until" }],
  });
});
