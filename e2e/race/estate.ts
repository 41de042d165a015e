import { setTimeout as delay } from "node:timers/promises";
import type pg from "pg";
import type { Store } from "../../server/usecases/ports";
import { beginOnLamps } from "./operations";
import type { World } from "./world";

/**
 * A hundred sets of lamps, each with two to four operations one after the other: pause and resume in turn, so that some
 * sets end paused. Each fifth set spans two regions, so that two processes may share an operation.
 */

const regions = ["eu-central-1", "us-east-1"] as const;
/** So many operations are begun at a time. */
const openAtMost = 40;

export const sets = Array.from({ length: 102 }, (_, number) => ({
  lamps: (number % 5 === 0 ? regions : regions.slice(0, 1)).flatMap((region) =>
    [0, 1].map((lamp) => `${number}-${lamp}@${region}`),
  ),
  rounds: 2 + (number % 3),
  dimmer: 1 + (number % 9),
}));

export const dimmers = Object.fromEntries(sets.flatMap(({ lamps, dimmer }) => lamps.map((id) => [id, dimmer])));

/** How every lamp is at the end, but for those that a late call touched. */
export function lampsAtTheEnd(except: ReadonlySet<string>) {
  const all = sets.flatMap(({ lamps, rounds, dimmer }) => {
    const isPaused = rounds % 2 === 1;
    return lamps.map((id) => ({ id, on: !isPaused, dimmer: isPaused ? 0 : dimmer }));
  });
  return all.filter(({ id }) => !except.has(id));
}

/** Every hold at the end: what was saved is what was there at the beginning. */
export function holdsAtTheEnd(state: "active" | "released"): readonly string[] {
  const times = (rounds: number) => (state === "active" ? rounds % 2 : Math.floor(rounds / 2));
  return sets
    .flatMap(({ lamps, rounds, dimmer }) =>
      lamps.flatMap((id) => Array<string>(times(rounds)).fill(`${id} {"dimmer":${dimmer}}`)),
    )
    .sort();
}

export interface Work {
  /** Rejects when an operation did not succeed. */
  readonly finished: Promise<void>;
  /** How many operations are over. @throws what ended the work: whoever waits for a number would wait in vain */
  over(): number;
}

/** Begins the first operation of every set, and the next one of a set whenever one is over. */
export function beginAll(store: Store, world: World, client: pg.Client): Work {
  const waiting = sets.map((set) => ({ ...set, round: 0 }));
  const open = new Map<string, (typeof waiting)[number]>();
  let over = 0;
  let failure: Error | null = null;

  async function beginSome(): Promise<void> {
    while (open.size < openAtMost) {
      const next = waiting.shift();
      if (!next) return;
      const id = await beginOnLamps(store, world, next.round % 2 === 0 ? "pause" : "resume", next.lamps);
      open.set(id, { ...next, round: next.round + 1 });
    }
  }

  async function takeOutEnded(): Promise<void> {
    const ended = await client.query<{ id: string; unlike: string | null }>(
      `SELECT "id", (SELECT min("state" || ' ' || "outcome") FROM "OperationItem" AS item
         WHERE item."operationId" = "Operation"."id" AND item."state" <> 'done') AS unlike
       FROM "Operation" WHERE "id" = ANY($1) AND "endedAt" IS NOT NULL`,
      [[...open.keys()]],
    );
    for (const { id, unlike } of ended.rows) {
      if (unlike !== null) throw new Error(`Operation ${id} did not succeed: ${unlike}`);
      const set = open.get(id);
      open.delete(id);
      over += 1;
      if (set && set.round < set.rounds) waiting.unshift(set);
    }
  }

  async function run(): Promise<void> {
    while (waiting.length > 0 || open.size > 0) {
      await beginSome();
      await takeOutEnded();
      await delay(100);
    }
  }

  const finished = run();
  finished.catch((error: Error) => {
    failure = error;
  });
  return {
    finished,
    over: () => {
      if (failure) throw failure;
      return over;
    },
  };
}
