import type { ActDoor } from "../../server/aws/door";
import { RefusalError } from "../../server/core/fault";
import type { ResourceRecord } from "../../server/core/inventory";
import type { Action, Plan } from "../../server/core/plan";
import { resourceId } from "../../server/core/resource";
import { newItem } from "../../server/engine/changes";
import { makePlan } from "../../server/engine/plan";
import type { EngineChange, EngineStore, OperationRecord, Slice } from "../../server/engine/ports";
import type { EngineDeps } from "../../server/engine/run";
import type { Log } from "../../server/runtime/log";
import { startWorker } from "../../server/runtime/worker";
import type { OperationMemory } from "../../server/testing/memory-store";
import { type Process, type Turn, Turns } from "../../server/testing/turns";
import { type Call, House, type HouseOptions, type Listing } from "./house";
import { adapterOf, Laws } from "./laws";
import { Troubles } from "./troubles";

/** Two processes at work on a house, in turns that chance orders, with the laws looking on. */

export interface StoryOptions {
  readonly store: OperationMemory;
  /** Its own: stories may share a store. */
  readonly accountId: string;
  readonly things: HouseOptions["things"];
  readonly lagMs: number;
  readonly lampMs: number;
  readonly feedMs: number;
  readonly random: () => number;
}

interface Member {
  readonly name: string;
  readonly process: Process;
  skewMs: number;
}

const start = new Date("2026-11-20T19:00:00Z");
const leaseMs = 30_000;
/** Trouble that the story makes itself: a process that meets it stops half way, and says so. */
const made = /^The (database|connection) /;

/** A request is under way for so long at most; the switches of the house are slower. */
const slowAtMostMs = 4_000;

export class Story {
  readonly turns: Turns;
  readonly house: House;
  readonly laws: Laws;
  readonly troubles: Troubles;
  readonly #operations: string[] = [];
  readonly #members: Member[] = [];
  #ids = 0;
  #started = 0;

  constructor(private readonly options: StoryOptions) {
    const { random, store } = options;
    this.turns = new Turns(start, (waiting) => this.#pick(waiting));
    this.troubles = new Troubles(random, { hit: (ids) => this.laws.hit(ids), excuse: (id) => this.laws.excuse(id) });
    const now = () => this.turns.now().getTime();
    this.house = new House({ ...options, now, trouble: this.troubles });
    this.laws = new Laws({ house: this.house, store, resourceIdOf: (id) => this.#resourceId(id), leaseMs });
    this.#join();
    this.#join();
  }

  /** The n-th process. */
  member(index: number): Member {
    const member = this.#members[index % this.#members.length];
    if (!member) throw new Error("Nobody works");
    return member;
  }

  /** It dies, and another one is started in its place. */
  kill(member: Member, isLost: boolean): void {
    member.process.kill(isLost);
    this.#members.splice(this.#members.indexOf(member), 1);
    this.#join();
  }

  /** The lid is closed: everybody stands still, and nobody notices. */
  async sleep(milliseconds: number): Promise<void> {
    for (const { process } of this.#members) process.freeze();
    await this.turns.pass(milliseconds);
    for (const { process } of this.#members) process.thaw();
  }

  skew(index: number, milliseconds: number): void {
    const member = this.member(index);
    member.skewMs += milliseconds;
    member.process.skew(milliseconds);
    this.laws.excuseAll();
  }

  isSkewed(): boolean {
    return this.#members.some((member) => member.skewMs !== 0);
  }

  /** What somebody would do with a page that shows the house as it is now. @returns the operation, unless it was refused */
  async begin(action: Action, ids: readonly string[], isFresh: boolean, delayMs: number): Promise<string | null> {
    const plan = await this.options.store.plans.save(await this.#plan(action, ids));
    const now = this.turns.now();
    const operation: OperationRecord = {
      id: this.#newId("op"),
      number: plan.number,
      planId: plan.id,
      title: plan.title,
      action,
      state: "queued",
      actorType: "user",
      actorId: "usr_1",
      actorName: "Ana",
      createdAt: now,
      startsAt: new Date(now.getTime() + delayMs),
      startedAt: null,
      endedAt: null,
      cancelRequested: false,
      parent: null,
      items: plan.items.map((item) => newItem(item, isFresh)),
    };
    try {
      await this.options.store.operations.create(operation, this.#audit(`operation.${action}`, operation.id));
    } catch (error) {
      if (error instanceof RefusalError) return null;
      throw error;
    }
    this.laws.started(operation, this.isSkewed());
    this.#operations.push(operation.id);
    return operation.id;
  }

  /** The n-th newest operation. */
  async cancel(index: number): Promise<void> {
    const id = this.#operations.at(-1 - (index % Math.max(1, this.#operations.length)));
    if (id === undefined) return;
    this.laws.excuseOperation(id);
    await this.options.store.operations.requestCancel(id, this.#audit("operation.cancel", id));
  }

  /** So many turns. */
  async work(turns: number): Promise<void> {
    for (let turn = 0; turn < turns; turn += 1) await this.turns.step();
  }

  /** All that was wrong is right again, and everybody works. */
  heal(): void {
    this.troubles.heal();
    for (const member of this.#members) {
      member.process.thaw();
      member.process.skew(-member.skewMs);
      member.skewMs = 0;
    }
  }

  /** @throws LawBroken */
  async kept(): Promise<void> {
    this.laws.check();
    await this.laws.kept();
  }

  /** @returns false when some operation is not over after half a day */
  async untilOver(): Promise<boolean> {
    for (let minutes = 0; minutes < 720; minutes += 1) {
      if (await this.#isOver()) return true;
      this.laws.check();
      await this.turns.pass(60_000);
    }
    return this.#isOver();
  }

  async #isOver(): Promise<boolean> {
    const operations = await Promise.all(this.#operations.map((id) => this.options.store.operations.get(id)));
    return operations.every((one) => one?.endedAt !== null);
  }

  #pick(waiting: readonly Turn[]): number | null {
    const { random } = this.options;
    const oldest = Math.min(...waiting.map((turn) => turn.askedAt.getTime()));
    const canWait = this.turns.now().getTime() - oldest < slowAtMostMs - 1_000;
    if (canWait && random() < 0.08) return null;
    return Math.floor(random() * waiting.length);
  }

  #join(): void {
    this.#started += 1;
    const name = `process-${this.#started}`;
    const member = { name, process: this.turns.process(name), skewMs: 0 };
    this.#members.push(member);
    const said = (fields: object) => {
      const { error = "", stack = error }: { error?: string; stack?: string } = fields;
      if (!made.test(error)) this.laws.threw(stack);
    };
    const log: Log = { info: () => {}, warn: said, error: said };
    startWorker({ engine: this.#engineOf(member), log, finished: async () => {} });
  }

  #engineOf(member: Member): EngineDeps {
    const { clock, turn } = member.process;
    return {
      store: this.#storeOf(member),
      doors: {
        read: async (_accountId, region) => this.#doorOf(member, region),
        act: async (_accountId, region) => this.#doorOf(member, region),
        pace: () => 1,
      },
      inventory: {
        record: () => turn("record", async () => {}),
        seen: () => turn("seen", async () => new Map()),
      },
      adapterFor: adapterOf,
      clock,
      newId: (prefix) => this.#newId(prefix),
      owner: member.name,
      leaseMs,
      onChange: () => {},
    };
  }

  #doorOf({ name, process }: Member, region: string): ActDoor {
    const door = {
      accountId: this.options.accountId,
      region,
      read: (_client: unknown, { input }: { input: Listing }) =>
        process.turn("look", async () => {
          const listed = this.house.list(input);
          if (!listed.fault) this.laws.looked(name, input.only, listed.seen);
          return listed;
        }),
      act: async (_client: unknown, { input }: { input: Call }, permit: () => Promise<void>) => {
        await process.turn("limits", async () => {});
        await permit();
        const slice = this.laws.asks(name, input, process.clock.now());
        return process.turn(`${input.op} ${input.items.map((item) => item.nativeId)}`, async () => {
          // Of a call that had left when its process lost the lease, only what it does is looked at.
          if (this.laws.isHolder(name, slice)) await this.laws.sends(name, input, slice);
          const outcomes = this.house.send(input);
          for (const { nativeId, fault } of outcomes) if (fault?.code === "refused") this.laws.excuse(nativeId);
          return outcomes;
        });
      },
    };
    return door as unknown as ActDoor;
  }

  #said(member: Member): void {
    const what = this.troubles.afterSaid();
    if (what === "kill") this.kill(member, true);
    if (what === "freeze") member.process.freeze();
  }

  #storeOf(member: Member): EngineStore {
    const { name, process } = member;
    const { engine } = this.options.store;
    const { laws, troubles } = this;
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
      claimable: (now) => read("claimable", async () => this.#mine(await engine.claimable(now))),
      load: (slice) => read("load", () => engine.load(slice)),
      cancelRequested: (id) => read("cancelRequested", () => engine.cancelRequested(id)),
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
      commit: (slice, epoch, change: EngineChange) =>
        write("commit", async () => {
          await engine.commit(slice, epoch, change);
          await laws.committed(name, slice, epoch, change);
          if (change.items?.some((item) => item.state === "applying")) this.#said(member);
        }),
      finish: (slice, epoch, conclude) =>
        write("finish", async () => {
          const isOver = await engine.finish(slice, epoch, conclude);
          laws.finished(name, slice, epoch);
          return isOver;
        }),
    };
  }

  /** Stories may share a store. */
  #mine(slices: readonly Slice[]): readonly Slice[] {
    return slices.filter((slice) => this.#operations.includes(slice.operationId));
  }

  async #plan(action: Action, ids: readonly string[]): Promise<Omit<Plan, "number">> {
    const holds = await this.options.store.holds.active(ids.map((id) => this.#resourceId(id)));
    const candidates = ids.map((id) => {
      const record = this.#record(id);
      const hold = holds.find((one) => one.resourceId === record.id) ?? null;
      return { record, seen: this.house.observed(id), hold, protectedBy: null };
    });
    const content = makePlan({ action, candidates, owned: [], options: {}, adapterFor: adapterOf, pace: () => 1 });
    const now = this.turns.now();
    return {
      ...content,
      id: this.#newId("plan"),
      hash: "",
      title: action,
      scope: {},
      options: {},
      includeProtected: false,
      conflicts: null,
      parent: null,
      serial: 1,
      lookedAt: now,
      createdAt: now,
      expiresAt: now,
      createdBy: "Ana",
      createdById: "usr_1",
      confirm: { level: "click", reason: "" },
      approval: null,
    };
  }

  #record(id: string): ResourceRecord {
    const { kind, region, feed, isWired } = this.house.get(id);
    const seen = this.house.observed(id);
    const at = this.turns.now();
    const adapter = adapterOf(kind);
    const classified = seen ? adapter.classify(seen) : { state: "gone" as const, saw: "gone" };
    return {
      id: this.#resourceId(id),
      accountId: this.options.accountId,
      region,
      kind,
      nativeId: id,
      arn: id,
      name: id,
      type: kind,
      tags: {},
      detail: seen?.detail ?? null,
      state: classified.state === "unsupported" ? "alwaysOn" : classified.state,
      saw: classified.saw,
      reason: "",
      remedy: "",
      protected: false,
      pausable: true,
      estimate: { lines: [], running: 0, paused: 0, unpriced: 0 },
      hourlyNow: 0,
      ownerId: isWired && feed ? this.#resourceId(feed) : null,
      holdId: null,
      firstSeenAt: at,
      seenAt: at,
      changedAt: at,
    };
  }

  #resourceId(id: string): string {
    const thing = this.options.things.find((one) => one.id === id);
    const { region = "", kind = "" } = thing ?? {};
    return resourceId({ accountId: this.options.accountId, region, kind, nativeId: id });
  }

  #newId(prefix: string): string {
    this.#ids += 1;
    return `${prefix}_${this.options.accountId}_${String(this.#ids).padStart(6, "0")}`;
  }

  #audit(action: string, subject: string) {
    return {
      at: this.turns.now(),
      actorType: "user",
      actorId: "usr_1",
      actorName: "Ana",
      action,
      subject,
      before: null,
      after: null,
      outcome: "ok" as const,
      requestId: null,
      ip: null,
    };
  }
}
