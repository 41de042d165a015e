import { RefusalError } from "../../server/core/fault";
import type { Action } from "../../server/core/plan";
import type { EngineDeps } from "../../server/engine/deps";
import type { Slice } from "../../server/engine/ports";
import { RightOfWay } from "../../server/engine/right-of-way";
import type { Log } from "../../server/runtime/log";
import { startWorker } from "../../server/runtime/worker";
import type { OperationMemory } from "../../server/testing/memory-store";
import { type Turn, Turns } from "../../server/testing/turns";
import { House, type HouseOptions } from "./house";
import { adapterOf } from "./kinds";
import { Laws } from "./laws";
import { doorOf, storeOf, type Worker } from "./outside";
import { Person } from "./person";
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

interface Member extends Worker {
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
  readonly #person: Person;
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
    this.#person = new Person({
      ...options,
      house: this.house,
      now: () => this.turns.now(),
      newId: (prefix) => this.#newId(prefix),
    });
    this.laws = new Laws({ house: this.house, store, resourceIdOf: (id) => this.#person.resourceIdOf(id), leaseMs });
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
    const operation = await this.#person.wishes({ action, ids, isFresh, delayMs });
    try {
      await this.options.store.operations.create(operation, this.#person.audit(`operation.${action}`, operation.id));
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
    await this.options.store.operations.requestCancel(id, this.#person.audit("operation.cancel", id));
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
    const said = ({ err }: { readonly err?: Error }) => {
      if (!made.test(err?.message ?? "")) this.laws.threw(err?.stack ?? "");
    };
    const log: Log = { info: () => {}, warn: said, error: said };
    startWorker({ engine: this.#engineOf(member), log, finished: async () => {} });
  }

  #engineOf(member: Member): EngineDeps {
    const { clock, turn } = member.process;
    const { accountId, store } = this.options;
    const { house, laws, troubles } = this;
    // Stories may share a store.
    const isMine = ({ operationId }: Slice) => this.#operations.includes(operationId);
    const outside = { house, laws, troubles, engine: store.engine, isMine };
    return {
      store: storeOf(member, outside, () => this.#said(member)),
      doors: {
        read: async (_accountId, region) => doorOf(member, outside, accountId, region),
        act: async (_accountId, region) => doorOf(member, outside, accountId, region),
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
      rightOfWay: new RightOfWay(),
      onChange: () => {},
    };
  }

  #said(member: Member): void {
    const what = this.troubles.afterSaid();
    if (what === "kill") this.kill(member, true);
    if (what === "freeze") member.process.freeze();
  }

  #newId(prefix: string): string {
    this.#ids += 1;
    return `${prefix}_${this.options.accountId}_${String(this.#ids).padStart(6, "0")}`;
  }
}
