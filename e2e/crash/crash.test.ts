import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Action } from "../../server/core/plan";
import { runSlice } from "../../server/engine/run";
import { type App, createApp } from "../../server/runtime/app";
import { readEnv } from "../../server/runtime/env";
import { createContext } from "../../server/usecases/context";

/**
 * Guarantee: whenever the process dies, the next one ends as if nothing had happened. One resource of each kind is
 * paused and resumed; the process is killed with SIGKILL at every boundary between database and AWS, once each; a second
 * process goes on. The world and the holds must equal those of a run that was never killed.
 */

const names = ["api-5xx", "price-quote", "checkout", "web-asg", "api-1", "catalog-db"];
const kinds = [
  "cloudwatch.alarm",
  "lambda.function",
  "ecs.service",
  "autoscaling.group",
  "ec2.instance",
  "rds.instance",
];
const run = promisify(execFile);
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "standby-crash-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function open(dataDir: string): Promise<App> {
  return createApp(readEnv({ STANDBY_DATA_DIR: dataDir, STANDBY_SANDBOX_PACE: "0.001", STANDBY_LOG: "silent" }), {
    work: false,
  });
}

/** Saves an operation in a data folder, not yet begun. */
async function prepare(dataDir: string, action: Action): Promise<string> {
  const app = await open(dataDir);
  const actor = { type: "user", id: "usr_1", name: "Ana", role: "admin" } as const;
  const ctx = createContext({ actor, requestId: "req", ip: null, now: app.clock.now() });
  const nothing = { params: {}, query: {} };
  const { items } = await app.usecases.listAccounts(ctx, { ...nothing, body: {} });
  if (items.length === 0) {
    const { id } = await app.usecases.createAccount(ctx, {
      ...nothing,
      body: { name: "sandbox", credentials: { type: "sandbox" } },
    });
    await app.usecases.scanAccount(ctx, { params: { id }, query: { wait: "60s" }, body: {} });
  }
  const scope = { groups: ["dev"], names, kinds };
  const operation = await app.usecases.startOperation(ctx, {
    ...nothing,
    body: { action, scope, options: {}, force: true },
  });
  expect(operation.resources).toHaveLength(kinds.length);
  await app.stop();
  return operation.id;
}

/** Runs the operation in a process of its own. Answers how many boundaries it passed, or null when it was killed. */
async function child(dataDir: string, operationId: string, killAt: number): Promise<number | null> {
  const args = [
    "--no-warnings",
    "--import",
    "tsx",
    join(import.meta.dirname, "child.ts"),
    dataDir,
    operationId,
    String(killAt),
  ];
  try {
    const { stdout } = await run("node", args);
    return (JSON.parse(stdout) as { boundaries: number }).boundaries;
  } catch (error) {
    if ((error as { signal?: string }).signal === "SIGKILL") return null;
    throw error;
  }
}

/** Times, revisions and addresses that AWS moves by itself on every stop and start. */
const moving = /At$|^(until|serial|publicIp|revisionId|restartAt|id|reason)$/;

function worldOf(dataDir: string): unknown {
  const file = readdirSync(dataDir).find((name) => name.startsWith("sandbox-")) ?? "";
  return JSON.parse(readFileSync(join(dataDir, file), "utf8"), (key, value: unknown) =>
    moving.test(key) ? undefined : value,
  );
}

/** Takes up what the dead process left, to its end, and tells how everything ended. */
async function finish(dataDir: string, operationId: string) {
  const app = await open(dataDir);
  const engine = { ...app.engine, leaseMs: 300 };
  const isOpen = async () => ["queued", "running"].includes((await app.deps.store.operations.state(operationId)) ?? "");
  while (await isOpen()) {
    const [slice] = await engine.store.claimable(app.clock.now());
    if (slice) await runSlice(engine, slice, new AbortController().signal);
    else await app.clock.sleep(25);
  }
  const operation = await app.deps.store.operations.get(operationId);
  const holds = await app.deps.store.holds.list(["active", "released", "ended"]);
  const chain = await app.deps.store.audit.verify();
  await app.stop();
  return {
    state: operation?.state,
    items: operation?.items.map((item) => [item.plan.name, item.state, item.outcome.fault]),
    holds: holds.map((hold) => [hold.name, hold.state, hold.saved, hold.verifiedAt !== null]).sort(),
    chain: chain.brokenAt,
    world: worldOf(dataDir),
  };
}

async function killEverywhere(action: Action, template: string): Promise<string> {
  const operationId = await prepare(template, action);
  const calm = join(folder, `${action}-calm`);
  cpSync(template, calm, { recursive: true });
  const boundaries = await child(calm, operationId, 0);
  const wanted = await finish(calm, operationId);
  expect(wanted.state).toBe("succeeded");
  const points = Array.from({ length: boundaries ?? 0 }, (_, index) => index + 1);
  expect(points.length).toBeGreaterThan(25);
  const tryPoint = async (point: number) => {
    const dataDir = join(folder, `${action}-${point}`);
    cpSync(template, dataDir, { recursive: true });
    const killed = (await child(dataDir, operationId, point)) === null;
    expect(await finish(dataDir, operationId), `killed at boundary ${point} of ${action}`).toEqual(wanted);
    rmSync(dataDir, { recursive: true });
    return killed;
  };
  let kills = 0;
  const lane = async () => {
    for (let point = points.shift(); point; point = points.shift()) if (await tryPoint(point)) kills += 1;
  };
  await Promise.all([lane(), lane()]);
  // Runs differ by a few looks, so the last points of one may lie beyond the end of another; nearly all must have hit.
  expect(kills).toBeGreaterThan((boundaries ?? 0) * 0.8);
  console.info(`${action}: killed at ${kills} of ${boundaries} boundaries`);
  return calm;
}

test("a pause, then a resume, killed at every boundary", { timeout: 1_200_000 }, async () => {
  const paused = await killEverywhere("pause", join(folder, "template"));
  await killEverywhere("resume", paused);
});
