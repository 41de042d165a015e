import { readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { expect } from "vitest";
import type { World } from "../../server/sandbox/world";
import { allHolds } from "../../server/testing/all-holds";
import { begin, connectSandbox, openApp, type Place, workUntilIdle, worldFile } from "../support/sandbox-app";
import { names, restorable, smallWorld } from "../upgrade/small-world";
import { type Patient, type Start, startPatient, until } from "./process";

/**
 * Guarantee: after the first write that fails nothing is sent to AWS, /readyz is red and says what to do; when the
 * trouble is over, everything goes on by itself, ends right, and no hold is lost.
 */

export interface Trouble {
  begin(patient: Patient): Promise<void> | void;
  end(patient: Patient): Promise<void> | void;
  /** What /readyz says of the database meanwhile. */
  readonly ready: RegExp;
  /** What the log says of the operation. */
  readonly log: RegExp;
}

/** Twelve resources of six kinds, two of each. */
const resources = [...names.ended, ...names.open];

/** An operation that waits to be run, and the account as it was before. */
export interface Prepared {
  readonly place: Required<Place>;
  readonly accountId: string;
  readonly before: World;
}

export async function prepare(place: Required<Place>): Promise<Prepared> {
  const before = smallWorld(Date.now());
  const app = await openApp(place);
  const accountId = await connectSandbox(app, before);
  await begin(app, "pause", { groups: ["dev"], names: resources });
  await app.stop();
  return { place, accountId, before };
}

/** Runs the operation in a process whose database gets into trouble at one of its writes, and out of it again. */
export async function trouble(start: Start, { begin, end, ready, log }: Trouble): Promise<void> {
  const patient = await startPatient(start);
  try {
    await patient.waiting;
    await begin(patient);
    patient.ask("go on");
    const failed = await until(patient, "a write fails", (state) => state.callsAtFailure !== null);
    const red = await until(patient, "/readyz is red", ({ readiness }) => !readiness.ok);
    expect(red.readiness.detail).toMatch(ready);
    // Longer than the lease lasts: it is tried again meanwhile, and nothing comes of that either.
    await delay(1500);
    const later = await patient.state();
    expect(later.readiness.ok).toBe(false);
    expect([failed.calls, red.calls, later.calls]).toEqual(Array(3).fill(failed.callsAtFailure));
    expect(patient.failures.join("\n")).toMatch(log);

    await end(patient);
    await until(patient, "/readyz is green", ({ readiness }) => readiness.ok);
    await until(patient, "the operation ends", ({ idle }) => idle === true);
  } finally {
    await patient.stop();
  }
}

/** Everything is held, comes back as it was, and the audit trail has no gap. */
export async function endsRight({ place, accountId, before }: Prepared): Promise<void> {
  const app = await openApp(place);
  try {
    const { store } = app.deps;
    const held = await allHolds(store.holds, ["active"]);
    expect(held.map(({ name }) => name).sort()).toEqual([...resources].sort());
    expect(held.filter(({ verifiedAt }) => verifiedAt === null)).toEqual([]);
    await begin(app, "resume", {});
    await workUntilIdle(app);
    const { items } = await store.operations.list(10);
    expect(items.map(({ state }) => state)).toEqual(["succeeded", "succeeded"]);
    expect(await allHolds(store.holds, ["active"])).toEqual([]);
    expect(await allHolds(store.holds, ["released"])).toHaveLength(resources.length);
    const after = JSON.parse(readFileSync(worldFile(place.dataDir, accountId), "utf8")) as World;
    expect(restorable(after)).toEqual(restorable(before));
    expect(await store.audit.verify()).toMatchObject({ brokenAt: null });
  } finally {
    await app.stop();
  }
}
