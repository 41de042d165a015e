import type { AnyAdapter } from "../adapters/contract";
import type { Group } from "../core/account";
import type { HoldState } from "../core/operation";
import { audit, group } from "../store/store-fixtures";
import { guardTick } from "../usecases/guard-tick";
import { lit } from "./lamp";
import { lampStandby } from "./lamp-standby";

/** Three lamps under the guard: api-1, db-1 and web-1 on a real database, with a clock that the test moves. */

export const minute = 60_000;
export const hour = 60 * minute;
const nothing = { params: {}, query: {}, body: {} };

export async function guardedLamps(adapter: Partial<AnyAdapter> = {}) {
  const standby = await lampStandby({ lamps: { "api-1": lit(5), "db-1": lit(3), "web-1": lit(7) }, adapter });
  const { clock, deps, store, usecases, world } = standby;
  const { scan } = deps.doors;
  let looks = 0;
  Object.assign(deps.doors, {
    scan: (accountId: string) => {
      looks += 1;
      return scan(accountId);
    },
  });
  const ana = () => standby.person("ana");
  const tick = async (later = minute) => {
    clock.advance(later);
    await guardTick(deps);
  };
  const work = async () => {
    clock.advance(11_000);
    await standby.work();
  };
  const pause = async (scope = {}) => {
    await standby.force(standby.token("ci"), "pause", { scope });
    await work();
  };
  const notices = async () => (await usecases.listNotices(ana(), { ...nothing, query: { limit: 50 } })).items;
  const operations = async () => (await store.operations.list(50)).items;
  return {
    ...standby,
    ana,
    tick,
    /** Runs what is due. */
    work,
    pause,
    resume: async (scope = {}) => {
      await standby.force(standby.token("ci"), "resume", { scope });
      await work();
    },
    /** Everything is paused, and the guard has seen it so. */
    paused: async () => {
      await pause();
      await tick();
    },
    grouped: (change: Partial<Group> = {}) =>
      store.groups.create(
        group({ filter: { names: ["*-1"] }, awakeUntil: null, createdAt: clock.now(), ...change }),
        audit(),
      ),
    /** Somebody switches it on, past Standby. */
    wake: (name: string, how = {}) => Object.assign(world.lamps[name] ?? {}, { on: true }, how),
    isOn: (name: string) => world.lamps[name]?.on,
    notices,
    /** Kind and name of each notice, sorted. */
    told: async () =>
      (await notices()).map(({ kind, name, endedAt }) => `${kind} ${name}${endedAt ? "" : " (open)"}`).sort(),
    operations,
    ofGuard: async () => (await operations()).filter(({ actorId }) => actorId === "guard"),
    record: async (name: string) => {
      const all = await store.inventory.summaries([]);
      const found = await store.inventory.get(all.find((one) => one.name === name)?.id ?? "");
      if (!found) throw new Error(`There is no ${name}`);
      return found;
    },
    holds: async (state: HoldState) =>
      (await usecases.listHolds(ana(), { ...nothing, query: { state, limit: 50 } })).items,
    /** How often AWS was looked at since the last time that this was asked. */
    looks: () => {
      const count = looks;
      looks = 0;
      return count;
    },
  };
}

export type GuardedLamps = Awaited<ReturnType<typeof guardedLamps>>;
