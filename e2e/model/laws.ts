import { type Outcome, savedOf } from "../../server/adapters/contract";
import { isSettled } from "../../server/core/operation";
import { type Action, laneOf } from "../../server/core/plan";
import type { Observed } from "../../server/core/resource";
import type { EngineChange, ItemRecord, OperationRecord, Slice } from "../../server/engine/ports";
import type { OperationMemory } from "../../server/testing/memory-store";
import { type Book, LawBroken, type Look, nameOf } from "./books";
import { isTold, notSaid, tooEarly } from "./calls";
import { HoldLaws } from "./hold-laws";
import type { Call, Config, House } from "./house";
import { adapterOf } from "./kinds";
import { Leases } from "./leases";

/**
 * Watches a story from outside and knows the laws of the engine (server/engine/README.md): what it may send and save
 * from what it has seen and said, and what every resource must be in the end. It keeps its own books; of the store it
 * asks only what a law is about.
 */

export interface LawsOptions {
  readonly house: House;
  readonly store: OperationMemory;
  readonly resourceIdOf: (nativeId: string) => string;
  readonly leaseMs: number;
}

/** Faults that a resource must bear without failing: a step is sent three times, a first look is tried five times. */
const bearable = 2;

export class Laws {
  readonly #books = new Map<string, Book>();
  readonly #leases: Leases;
  readonly #looks = new Map<string, Look>();
  readonly #holds: HoldLaws;
  #first: LawBroken | null = null;
  /** Numbers what happens: an order without a clock. */
  #moment = 0;

  constructor(private readonly options: LawsOptions) {
    this.#leases = new Leases({ leaseMs: options.leaseMs, broken: (what) => this.#broken("law 8", what) });
    this.#holds = new HoldLaws(options.store, this.#books, (law, what) => this.#broken(law, what));
    for (const { id, on, level } of options.house.all()) {
      const left = [{ at: 0, config: { on, level } }];
      const nothing = {
        held: null,
        open: null,
        isExcused: false,
        hits: 0,
        isTakenUp: false,
        acceptedFor: null,
        isTouched: false,
      };
      this.#books.set(options.resourceIdOf(id), { nativeId: id, left, ...nothing });
    }
  }

  /** What a process breaks is caught by the process: it is kept, and told here. @throws LawBroken */
  check(): void {
    if (this.#first) throw this.#first;
  }

  #broken(law: string, what: string): LawBroken {
    const broken = new LawBroken(law, what);
    this.#first ??= broken;
    return broken;
  }

  // What people do.

  /** Somebody else changed it. */
  drifted(id: string, config: Config): void {
    const book = this.#book(id);
    this.#moment += 1;
    book.left.push({ at: this.#moment, config });
    book.isExcused = true;
  }

  excuse(id: string): void {
    this.#book(id).isExcused = true;
  }

  excuseAll(): void {
    for (const book of this.#books.values()) book.isExcused = true;
  }

  excuseOperation(id: string): void {
    for (const book of this.#books.values()) if (book.open?.operation.id === id) book.isExcused = true;
  }

  /** A fault on the way: a few of them must be borne. */
  hit(ids: readonly string[]): void {
    for (const id of ids) this.#book(id).hits += 1;
  }

  started(operation: OperationRecord, isExcused: boolean): void {
    this.#moment += 1;
    for (const { plan } of operation.items) {
      const book = this.#at(plan.resourceId);
      if (book.open) throw this.#broken("law 8", `${plan.name} is in two unfinished operations`);
      Object.assign(book, {
        open: { operation, plannedAt: this.#moment },
        isExcused,
        hits: 0,
        isTakenUp: false,
        acceptedFor: null,
      });
    }
  }

  // What the engine does.

  claimed(process: string, slice: Slice, epoch: number, now: Date): void {
    this.#moment += 1;
    this.#leases.claimed(slice, { process, epoch, since: this.#moment }, now);
    for (const book of this.#books.values()) {
      if (epoch > 1 && book.open?.operation.id === slice.operationId) book.isTakenUp = true;
    }
  }

  renewed(process: string, slice: Slice, epoch: number, now: Date): void {
    this.#leases.renewed(process, slice, epoch, now);
  }

  finished(process: string, slice: Slice, epoch: number): void {
    this.#leases.mustHold(process, slice, epoch, "a slice was ended without its lease");
  }

  isHolder(process: string, slice: Slice): boolean {
    return this.#leases.isHolder(process, slice);
  }

  /** A look that was answered in full. */
  looked(process: string, ids: readonly string[], seen: readonly Observed[]): void {
    this.#moment += 1;
    for (const id of ids) {
      const one = seen.find(({ nativeId }) => nativeId === id) ?? null;
      this.#looks.set(`${process} ${id}`, { at: this.#moment, seen: one });
    }
  }

  /** A call is about to leave a process, whose clock says `now`. @returns the slice that all its resources are in */
  asks(process: string, call: Call, now: Date): Slice {
    const opens = call.items.map(({ nativeId }) => this.#book(nativeId).open?.operation);
    const [operation] = opens;
    const names = call.items.map(({ nativeId }) => nativeId).join();
    if (!operation || opens.some((one) => one !== operation)) {
      throw this.#broken("law 7", `${call.op} of ${names}, which no unfinished plan names`);
    }
    const item = operation.items.find(({ plan }) => plan.nativeId === call.items[0]?.nativeId);
    const slice = { operationId: operation.id, lane: item ? laneOf(item.plan) : "" };
    if (!this.#leases.mayThinkSo(process, slice, now)) {
      throw this.#broken("law 8", `${call.op} of ${names} from a process that lost its lease long ago`);
    }
    return slice;
  }

  /** A call leaves, from a process that has the lease. */
  async sends(process: string, call: Call, slice: Slice): Promise<void> {
    const operation = await this.options.store.engine.load(slice);
    const isPause = operation.action === "pause";
    const unheld = operation.items.filter((item) => !isSettled(item.state) && item.holdId === null);
    if (isPause && unheld.length > 0) throw this.#broken("law 1", `sent before ${nameOf(unheld[0])} was held`);
    const trail = await this.options.store.audit.list(200);
    for (const { nativeId, params } of call.items) {
      const item = operation.items.find((one) => one.plan.nativeId === nativeId);
      if (!item) throw this.#broken("law 7", `${nativeId} is not in the plan`);
      const unsaid = notSaid(item, call.op, params);
      if (unsaid) throw this.#broken("law 3", unsaid);
      const { resourceId } = item.plan;
      if (!isTold(trail, operation, resourceId))
        throw this.#broken("law 9", `${call.op} of ${nativeId} has no audit row`);
      const [held] = await this.options.store.holds.active([resourceId]);
      if (!held) throw this.#broken("law 1", `${call.op} of ${nativeId} without a hold`);
      this.#lookedSince(process, slice, item);
      Object.assign(this.#at(resourceId), { acceptedFor: null, isTouched: true });
    }
  }

  /** What was sent is answered. */
  answered(process: string, outcomes: readonly Outcome[]): void {
    for (const { nativeId, fault } of outcomes) this.#book(nativeId).acceptedFor = fault ? null : process;
  }

  async committed(process: string, slice: Slice, epoch: number, change: EngineChange): Promise<void> {
    this.#leases.mustHold(process, slice, epoch, "a write without the lease was accepted");
    this.#moment += 1;
    await this.#holds.opened(process, change.newHolds ?? [], this.#looks);
    for (const one of change.holdChanges ?? []) await this.#holds.changed(process, one, this.#looks, this.#moment);
    for (const item of change.items ?? []) {
      if (item.state === "applying") this.#saidWithAudit(item, change);
      if (isSettled(item.state)) this.#settled(process, item);
    }
    const said = (change.items ?? []).filter(({ state }) => state === "applying");
    if (said.length > 0) this.#inTurn(process, await this.options.store.engine.load(slice), said);
  }

  /** Looked at when it is said: until it leaves, what AWS had accepted may have to be sent once more. */
  #inTurn(process: string, operation: OperationRecord, said: readonly ItemRecord[]): void {
    const isAccepted = ({ plan }: ItemRecord) => this.#at(plan.resourceId).acceptedFor === process;
    // With its own eyes: what another process saw counts for nothing.
    const isInEffect = ({ plan }: ItemRecord) => {
      const [step, seen] = [plan.steps.at(-1), this.#looks.get(`${process} ${plan.nativeId}`)?.seen];
      return step !== undefined && seen != null && adapterOf(plan.kind).check(step, seen).status === "done";
    };
    for (const { plan } of said) {
      const item = operation.items.find((one) => one.plan.resourceId === plan.resourceId);
      const early = item && tooEarly(operation, item, { isAccepted, isInEffect });
      if (early) throw this.#broken("law 7", early);
    }
  }

  /** A process met something that nobody has thought of. */
  threw(text: string): void {
    this.#broken("no law", text);
  }

  // How it ends.

  /** What must be there when all is over and everything was resumed. */
  expected(id: string): Config {
    const { held, left } = this.#book(id);
    const last = left.at(-1)?.config ?? { on: false, level: 0 };
    return held ? { on: true, level: held.level } : last;
  }

  isHeld(id: string): boolean {
    return this.#book(id).held !== null;
  }

  kept(): Promise<void> {
    return this.#holds.kept();
  }

  openOperations(): ReadonlySet<string> {
    return new Set([...this.#books.values()].flatMap(({ open }) => open?.operation.id ?? []));
  }

  #settled(process: string, item: ItemRecord): void {
    const { resourceId, name } = item.plan;
    const book = this.#at(resourceId);
    const action = book.open?.operation.action;
    if (!book.open || !action) throw this.#broken("law 8", `${name} was settled twice`);
    const seen = this.#looks.get(`${process} ${book.nativeId}`)?.seen ?? null;
    if (item.state === "done") this.#reached(action, item, seen);
    const isGone = item.outcome.fault?.code === "gone" || item.outcome.saw.startsWith("It is gone");
    if (isGone && !this.options.house.get(book.nativeId).isDeleted) throw this.#broken("law 5", `${name} is not gone`);
    const isExcused = book.isExcused || book.hits + (book.isTakenUp ? 1 : 0) > bearable;
    if (item.state !== "done" && !isExcused) {
      const why = item.outcome.fault?.reason ?? item.outcome.saw;
      throw this.#broken("law 6", `${name} ended as ${item.state} for no fault of its own: ${why}`);
    }
    book.open = null;
  }

  #reached(action: Action, item: ItemRecord, seen: Observed | null): void {
    const adapter = adapterOf(item.plan.kind);
    const saved = savedOf(adapter, item.plan.saved, item.plan.savedVersion);
    const { verdict } = adapter.verify(action, saved, seen);
    if (verdict !== "reached") throw this.#broken("law 4", `${item.plan.name} is called done and is ${verdict}`);
  }

  #saidWithAudit({ plan }: ItemRecord, { audit = [] }: EngineChange): void {
    const isTold = audit.some(({ subject }) => subject.split(",").includes(plan.resourceId));
    if (!isTold) throw this.#broken("law 9", `${plan.name} is said to be sent without an audit row`);
  }

  /** Whoever takes an operation up looks at a resource with its own eyes before it touches it. */
  #lookedSince(process: string, slice: Slice, { plan }: ItemRecord): void {
    const holder = this.#leases.of(slice);
    if (!holder || holder.epoch === 1) return;
    const look = this.#looks.get(`${process} ${plan.nativeId}`);
    if ((look?.at ?? 0) < holder.since) throw this.#broken("law 7", `${plan.name} was sent on another's look`);
  }

  #book(nativeId: string): Book {
    return this.#at(this.options.resourceIdOf(nativeId));
  }

  #at(resourceId: string): Book {
    const book = this.#books.get(resourceId);
    if (!book) throw this.#broken("law 7", `there is no ${resourceId} in this world`);
    return book;
  }
}
