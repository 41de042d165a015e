import type { ActDoor } from "../../server/aws/door";
import type { EngineStore, Slice } from "../../server/engine/ports";
import type { Process } from "../../server/testing/turns";
import type { Call, House, Listing } from "./house";
import type { Laws } from "./laws";
import type { Troubles } from "./troubles";

/** The outside as a process of a story has it: in turns, with trouble on the way and the laws looking on. */

export interface Outside {
  readonly house: House;
  readonly laws: Laws;
  readonly troubles: Troubles;
  readonly engine: EngineStore;
  /** Stories may share a store. */
  readonly isMine: (slice: Slice) => boolean;
}

export interface Worker {
  readonly name: string;
  readonly process: Process;
}

export function doorOf(
  { name, process }: Worker,
  { house, laws }: Outside,
  accountId: string,
  region: string,
): ActDoor {
  const door = {
    accountId,
    region,
    read: (_client: unknown, { input }: { input: Listing }) =>
      process.turn("look", async () => {
        const listed = house.list(input);
        if (!listed.fault) laws.looked(name, input.only, listed.seen);
        return listed;
      }),
    act: async (_client: unknown, { input }: { input: Call }, permit: () => Promise<void>) => {
      await process.turn("limits", async () => {});
      await permit();
      const slice = laws.asks(name, input, process.clock.now());
      return process.turn(`${input.op} ${input.items.map((item) => item.nativeId)}`, async () => {
        // Of a call that had left when its process lost the lease, only what it does is looked at.
        if (laws.isHolder(name, slice)) await laws.sends(name, input, slice);
        const outcomes = house.send(input);
        laws.answered(name, outcomes);
        for (const { nativeId, fault } of outcomes) if (fault?.code === "refused") laws.excuse(nativeId);
        return outcomes;
      });
    },
  };
  return door as unknown as ActDoor;
}

/** `said`: a commit says that a call is about to leave. */
export function storeOf({ name, process }: Worker, outside: Outside, said: () => void): EngineStore {
  const { engine, laws, troubles, isMine } = outside;
  const read = <T>(what: string, work: () => Promise<T>) =>
    process.turn(what, async () => {
      troubles.beforeRead(what);
      return work();
    });
  const write = <T>(what: string, work: () => Promise<T>) =>
    process.turn(what, async () => {
      const fails = troubles.ofWrite(what);
      if (fails === "before") throw new Error("The database is busy");
      const result = await work();
      if (fails === "after") throw new Error("The connection broke after the write");
      return result;
    });
  return {
    claimable: (now) => read("claimable", async () => (await engine.claimable(now)).filter(isMine)),
    load: (slice) => read("load", () => engine.load(slice)),
    cancelRequested: (id) => read("cancelRequested", () => engine.cancelRequested(id)),
    answerRing: (slice, epoch) => write("answerRing", () => engine.answerRing(slice, epoch)),
    claim: (slice, owner, now, ms) =>
      write("claim", async () => {
        const epoch = await engine.claim(slice, owner, now, ms);
        if (epoch !== null) laws.claimed(name, slice, epoch, now);
        return epoch;
      }),
    renew: (slice, epoch, now, ms) =>
      write("renew", async () => {
        const isKept = await engine.renew(slice, epoch, now, ms);
        if (isKept) laws.renewed(name, slice, epoch, now);
        return isKept;
      }),
    release: (slice, epoch, wakeAt) => write("release", () => engine.release(slice, epoch, wakeAt)),
    commit: (slice, epoch, change) =>
      write("commit", async () => {
        await engine.commit(slice, epoch, change);
        await laws.committed(name, slice, epoch, change);
        if (change.items?.some((item) => item.state === "applying")) said();
      }),
    finish: (slice, epoch, conclude) =>
      write("finish", async () => {
        const isOver = await engine.finish(slice, epoch, conclude);
        laws.finished(name, slice, epoch);
        return isOver;
      }),
  };
}
