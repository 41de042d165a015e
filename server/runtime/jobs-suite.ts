import { setTimeout as pause } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Job, Jobs } from "./jobs";
import type { Log } from "./log";

/** What both ways of handing work out must do: a handler must not be able to tell them apart. */

export interface Suite {
  readonly name: string;
  /** Fresh ones. Called again within a test: another process on the same database, where there can be one. */
  open(log: Log): Promise<Jobs>;
}

export function slice(operationId: string): Job {
  const payload = { operationId, lane: "acc_1 eu-central-1" };
  return { queue: "slice", key: operationId, payload };
}

/** A log that keeps its errors. */
export function keepingLog(): Log & { readonly errors: object[]; readonly infos: string[] } {
  const errors: object[] = [];
  const infos: string[] = [];
  return {
    errors,
    infos,
    info: (_, message) => void infos.push(message),
    warn: () => {},
    error: (fields) => void errors.push(fields),
  };
}

/** Waits until it is so; the test's own time limit says when it never is. */
export async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await pause(5);
}

export function describeJobs({ name, open }: Suite): void {
  describe(name, () => {
    let jobs: Jobs;
    let log: ReturnType<typeof keepingLog>;

    beforeEach(async () => {
      log = keepingLog();
      jobs = await open(log);
    });
    afterEach(() => jobs.stop(5_000));

    test("what is sent is worked on once, the oldest first, with what it was sent with", async () => {
      const got: unknown[] = [];
      for (const id of ["a", "b", "c"]) await jobs.send([slice(id)]);
      jobs.work("slice", 1, async (payload) => void got.push(payload));
      await until(() => got.length === 3);
      expect(got).toEqual(["a", "b", "c"].map((id) => slice(id).payload));
      await pause(50);
      expect(got).toHaveLength(3);
    });

    test("a job that is sent while somebody waits for one begins at once", async () => {
      let begunAt = 0;
      jobs.work("slice", 1, async () => {
        begunAt = performance.now();
      });
      await pause(300);
      const sentAt = performance.now();
      await jobs.send([slice("a")]);
      await until(() => begunAt > 0);
      expect(begunAt - sentAt).toBeLessThan(500);
    });

    test("one that waits is enough: it is not queued twice, but again while it is worked on", async () => {
      const begun: string[] = [];
      let release: () => void = () => {};
      const held = new Promise<void>((resolve) => {
        release = resolve;
      });
      await jobs.send([slice("a"), slice("a"), slice("b")]);
      await jobs.send([slice("a")]);
      jobs.work("slice", 1, async ({ operationId }) => {
        begun.push(operationId);
        if (begun.length === 1) await held;
      });
      await until(() => begun.length === 1);
      const [first = ""] = begun;
      await jobs.send([slice(first)]);
      release();
      await until(() => begun.length === 3);
      expect([...begun].sort()).toEqual([first, "a", "b"].sort());
      await pause(50);
      expect(begun).toHaveLength(3);
    });

    test("no more than so many are worked on at once, and each queue has its own", async () => {
      let now = 0;
      let most = 0;
      let done = 0;
      let ticked = false;
      jobs.work("tick", 1, async () => {
        ticked = true;
      });
      jobs.work("slice", 3, async () => {
        now += 1;
        most = Math.max(most, now);
        await until(() => ticked);
        await pause(10);
        now -= 1;
        done += 1;
      });
      await jobs.send(Array.from({ length: 10 }, (_, index) => slice(`op_${index}`)));
      await until(() => now === 3);
      await jobs.send([{ queue: "tick", key: "guard", payload: { name: "guard" } }]);
      await until(() => done === 10);
      expect(most).toBe(3);
    });

    test("what a handler throws is logged and stops nobody", async () => {
      const done: string[] = [];
      jobs.work("slice", 1, async ({ operationId }) => {
        if (operationId === "bad") throw new Error("broken");
        done.push(operationId);
      });
      await jobs.send([slice("bad")]);
      await jobs.send([slice("good")]);
      await until(() => done.length === 1);
      expect(log.errors).toEqual([{ queue: "slice", err: new Error("broken") }]);
    });

    test("a stop tells those at work, waits for them, and begins nothing more", async () => {
      const done: string[] = [];
      jobs.work("slice", 1, async ({ operationId }, signal) => {
        await until(() => signal.aborted);
        await pause(50);
        done.push(operationId);
      });
      await jobs.send([slice("a"), slice("b")]);
      await pause(100);
      await jobs.stop(5_000);
      expect(done).toHaveLength(1);
      await pause(100);
      expect(done).toHaveLength(1);
    });

    test("a stop does not wait for ever", async () => {
      let begun = false;
      jobs.work("slice", 1, async () => {
        begun = true;
        await pause(3_000);
      });
      await jobs.send([slice("a")]);
      await until(() => begun);
      const from = performance.now();
      await jobs.stop(100);
      expect(performance.now() - from).toBeLessThan(2_500);
    });
  });
}
