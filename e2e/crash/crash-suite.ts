import { execFile } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { Action } from "../../server/core/plan";
import { allHolds } from "../../server/testing/all-holds";
import { isNightly, seed } from "../../server/testing/seed";
import { connectSandbox, openApp } from "../support/sandbox-app";
import { bundleChild } from "./bundle";
import type { ChildTask } from "./child";
import { settledWorld } from "./effects";
import { beginWith, chooseEstate } from "./estate";
import { effectsFile, openStage, type Place, type Stage } from "./stage";

/**
 * Guarantee: whenever the process dies, the next one ends as if nothing had happened. Fifty resources of every kind are
 * paused and resumed in a process that kills itself (SIGKILL) after each change that outlives it, once each, and once
 * before the first: so before and after every commit, every lease and every changing call. Another process goes on.
 *
 * In turns and on a clock that jumps, every run of a story is the same up to the kill, so every point is hit.
 */

/** Where the databases of the stories live: each story has its own, copied from a template. */
export interface Databases {
  readonly name: string;
  /** Of all points every so-manieth is tried; all of them with STANDBY_NIGHTLY=1. */
  readonly stride: number;
  create(dataDir: string): Promise<Place>;
  /** The database of `from` once more; its data folder is copied already. */
  copy(from: Place, dataDir: string): Promise<Place>;
  remove(place: Place): Promise<void>;
}

/** Stories that die with one process: its start is half of what a story costs. */
const perProcess = 8;
const noon = new Date("2026-11-20T12:00:00Z");
const hourMs = 3_600_000;
/** When the dead process's work is taken up, and when the ends are compared: all has come to rest by then. */
const recoveredAfterMs = hourMs;
const comparedAfterMs = 12 * hourMs;

const run = promisify(execFile);

export function describeCrash(open: () => Promise<Databases & { stop(): Promise<void> }>): void {
  let databases: Awaited<ReturnType<typeof open>>;
  let child: string;
  const folder = mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "standby-crash-"));
  const over = new AbortController();

  beforeAll(async () => {
    databases = await open();
    child = await bundleChild();
  });
  afterAll(async () => {
    over.abort();
    await databases.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  test("a pause, then a resume, killed at every boundary", { timeout: 3_600_000 }, async () => {
    const bench = { databases, child, folder, over: over.signal };
    const template = await databases.create(join(folder, "template"));
    const ids = await withFrozenDate(noon, () => furnish(template));
    const paused = await killEverywhere(bench, { action: "pause", template, ids, at: noon, isFresh: false });
    const later = new Date(noon.getTime() + comparedAfterMs);
    await killEverywhere(bench, { action: "resume", template: paused, ids, at: later, isFresh: true });
  });
}

interface Bench {
  readonly databases: Databases;
  readonly child: string;
  readonly folder: string;
  /** The test has ended, well or not: no story begins, and no process goes on. */
  readonly over: AbortSignal;
}

interface Chapter {
  readonly action: Action;
  readonly template: Place;
  readonly ids: readonly string[];
  readonly at: Date;
  readonly isFresh: boolean;
}

/** The sandbox account, read, and what of it is paused. */
async function furnish(place: Place): Promise<readonly string[]> {
  const app = await openApp(place);
  await connectSandbox(app);
  const ids = await chooseEstate(app);
  await app.stop();
  return ids;
}

/** @returns where the story that was never killed has ended */
async function killEverywhere(bench: Bench, chapter: Chapter): Promise<Place> {
  const { action, template, ids, at } = chapter;
  const operationId = await withFrozenDate(at, async () => {
    const app = await openApp(template);
    const id = await beginWith(app, action, ids, chapter.isFresh);
    await app.stop();
    return id;
  });
  const story = { ...bench, action, template, operationId, at };
  const calm = await begin(story, "calm");
  const changes = await play(story, [{ place: calm, changes: null }]);
  const wanted = await conclude(story, calm);
  expect(wanted).toMatchObject({ state: "succeeded", brokenAt: null });
  expect(wanted.items.map(([, state]) => state)).toEqual(ids.map(() => "done"));
  const again = [{ place: await begin(story, "again"), changes: null }];
  expect(await play(story, again), "the story repeats itself").toEqual(changes);

  const stride = isNightly ? 1 : bench.databases.stride;
  const offset = seed % stride;
  const points = [...changes.keys(), changes.length].filter((point) => point % stride === offset);
  const startedAt = performance.now();
  const hit = await killAt(story, { points, changes, wanted });
  const seconds = Math.round((performance.now() - startedAt) / 1000);
  console.info(
    `${action} on ${bench.databases.name}: killed at ${hit} of ${points.length} chosen points of ${changes.length + 1}` +
      ` (every ${stride}., from ${offset}) in ${seconds} s`,
  );
  expect(hit).toBe(points.length);
  return calm;
}

interface Points {
  /** How many changes were made before the kill. */
  readonly points: readonly number[];
  readonly changes: readonly string[];
  readonly wanted: Awaited<ReturnType<typeof conclude>>;
}

/** @returns how many of the points were really hit */
async function killAt(story: Story, { points, changes, wanted }: Points): Promise<number> {
  const left = [...points];
  let hit = 0;
  const lane = async () => {
    for (let batch = left.splice(0, perProcess); batch.length > 0; batch = left.splice(0, perProcess)) {
      const deaths = await Promise.all(
        batch.map(async (point) => ({ place: await begin(story, String(point)), changes: point })),
      );
      await play(story, deaths);
      for (const { place, changes: point } of deaths) {
        const what = `${story.action}, killed after ${point} changes, the last was ${changes[point - 1]}`;
        expect(await conclude(story, place), what).toEqual(wanted);
        await end(story, place);
        hit += 1;
      }
    }
  };
  await Promise.all([lane(), lane()]);
  return hit;
}

interface Story extends Bench {
  readonly action: Action;
  readonly template: Place;
  readonly operationId: string;
  readonly at: Date;
}

async function begin({ databases, folder, action, template, over }: Story, name: string): Promise<Place> {
  over.throwIfAborted();
  const dataDir = join(folder, `${action}-${name}`);
  cpSync(template.dataDir, dataDir, { recursive: true });
  rmSync(effectsFile(dataDir), { force: true });
  return databases.copy(template, dataDir);
}

async function end({ databases }: Story, place: Place): Promise<void> {
  await databases.remove(place);
  rmSync(place.dataDir, { recursive: true });
}

interface Death {
  readonly place: Place;
  /** How many changes are made before it; null: it lives on to the end. */
  readonly changes: number | null;
}

/** Works in a process of its own, which is killed unless it may live on. @returns the changes that it made then */
async function play(story: Story, deaths: readonly Death[]): Promise<string[]> {
  const { child, operationId, at, over } = story;
  const task: ChildTask = {
    operationId,
    startsAt: at.toISOString(),
    places: deaths.map(({ place, changes }) => ({ ...place, changes })),
  };
  const isKilled = deaths.some(({ changes }) => changes !== null);
  const ended = run(process.execPath, ["--no-warnings", child, JSON.stringify(task)], {
    signal: over,
    killSignal: "SIGKILL",
  });
  if (!isKilled) return JSON.parse((await ended).stdout) as string[];
  await expect(ended, "the process is killed").rejects.toMatchObject({ signal: "SIGKILL" });
  return [];
}

/** Takes up what is left, to its end, lets everything come to rest, and tells how it all stands. */
async function conclude({ operationId, at }: Story, place: Place) {
  const startsAt = new Date(at.getTime() + recoveredAfterMs);
  const stage = await openStage({ ...place, startsAt, owner: "second" });
  await stage.work(operationId);
  await stage.turns.pass(at.getTime() + comparedAfterMs - stage.turns.now().getTime());
  const told = await outcome(stage, operationId, place);
  await stage.close();
  return told;
}

async function outcome({ store, world }: Stage, operationId: string, { dataDir }: Place) {
  const operation = await store.operations.get(operationId);
  const holds = await allHolds(store.holds, ["active", "released", "ended"]);
  const entries = await store.audit.list(10_000);
  const { brokenAt } = await store.audit.verify();
  return {
    state: operation?.state,
    items: (operation?.items ?? []).map(({ plan, state, outcome }) => [plan.name, state, outcome.fault] as const),
    holds: holds.map((hold) => [hold.resourceId, hold.state, hold.saved, hold.verifiedAt !== null]).sort(),
    brokenAt,
    /** A step that was sent again has another row: what was done to whom must be in the trail, however often. */
    audit: [...new Set(entries.flatMap((one) => one.subject.split(",").map((id) => `${one.action} ${id}`)))].sort(),
    /** Each once, and none is missing. */
    effects: readFileSync(effectsFile(dataDir), "utf8").split("\n").sort(),
    world: settledWorld(await world()),
  };
}

/** The templates are made at the same instant in every run. */
async function withFrozenDate<T>(now: Date, work: () => Promise<T>): Promise<T> {
  vi.useFakeTimers({ toFake: ["Date"], now });
  try {
    return await work();
  } finally {
    vi.useRealTimers();
  }
}
