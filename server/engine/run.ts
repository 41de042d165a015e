import { isSettled } from "../core/operation";
import type { Observed } from "../core/resource";
import { answerOf } from "./answer";
import * as change from "./changes";
import { type Decision, decide, type Told } from "./decide";
import type { EngineDeps } from "./deps";
import { Lease } from "./lease";
import { perform, type Return, sightingsOf } from "./perform";
import type { EngineChange, ItemRecord, OperationRecord, Slice } from "./ports";
import { LeaseLostError } from "./ports";
import * as progress from "./progress";
import { afterSleep, asAsked, takenUp } from "./take-up";
import { Unsaved } from "./unsaved";

/** A cancel is noticed this soon. */
const cancelPollMs = 500;
/** Answers that come this close together are taken in together: each turn is a transaction. 20 ms cost the way 0.4 s. */
const gatherMs = 2;
/** Long lists come back many at once: after so many resources, pages and other slices have their turn. */
const absorbAtMost = 1000;

/**
 * taken: somebody else works on it · over: the whole operation is over · sliceOver: this slice is, others are not
 * parked: all that is left waits for AWS, the lease is given back until then · stopped: the signal, or the lease was lost
 */
export type RunEnd = "taken" | "over" | "sliceOver" | "parked" | "stopped";

/**
 * Runs one slice of an operation until it is over, its lease is lost, or the signal stops it. May be called for any
 * slice at any time, by any process, after any crash: it claims the lease, loads what was saved, and goes on from what
 * AWS says.
 */
export async function runSlice(deps: EngineDeps, slice: Slice, signal: AbortSignal): Promise<RunEnd> {
  const claimedAt = deps.clock.now();
  const epoch = await deps.store.claim(slice, deps.owner, claimedAt, deps.leaseMs);
  if (epoch === null) return "taken";
  const lease = new Lease({ ...deps, slice, epoch, claimedAt });
  try {
    const saved = await deps.store.load(slice);
    return await new Run(deps, slice, epoch, lease, takenUp(saved, epoch, deps.clock.now())).untilOver(signal);
  } catch (error) {
    if (error instanceof LeaseLostError) return "stopped";
    throw error;
  } finally {
    lease.end();
    deps.rightOfWay.tell(slice, false);
  }
}

class Run {
  readonly #inFlight = new Set<string>();
  readonly #told = new Map<string, Told>();
  readonly #firstSeen = new Map<string, Observed>();
  readonly #unsaved: Unsaved;
  #returned: Return[] = [];
  #ring: () => void = () => {};
  #since: Date;
  #turnedAt: Date;
  #askedAt: Date;

  constructor(
    private readonly deps: EngineDeps,
    private readonly slice: Slice,
    private readonly epoch: number,
    private readonly lease: Lease,
    private operation: OperationRecord,
  ) {
    this.#unsaved = new Unsaved({ ...deps, slice, epoch, lease });
    this.#since = deps.clock.now();
    this.#turnedAt = this.#since;
    this.#askedAt = this.#since;
  }

  async untilOver(signal: AbortSignal): Promise<RunEnd> {
    const isFirst = this.operation.items.every((item) => item.state === "waiting" && item.startedAt === null);
    if (isFirst) this.#unsaved.add(change.startChange(this.operation, this.slice, this.#now()));
    while (!signal.aborted) {
      await this.lease.keep();
      this.#noticeSleep();
      this.#absorb(this.#nextReturned());
      const decision = this.#decide();
      const isChanged = await this.#prepare(decision);
      if (!isChanged) await this.#launch(decision);
      await this.#unsaved.tellInventory();
      if (isChanged) continue;
      if (decision.finished) return this.#finish();
      if (this.#canPark(decision)) return this.#release("parked", decision.wakeAt);
      if (this.#returned.length === 0) await this.#rest(decision, signal);
    }
    await this.#drain();
    return this.#release("stopped", null);
  }

  /**
   * A turn of the loop takes half a second; one of a minute was a stop, or a lid that was closed. Nobody looked then, so
   * what was not begun is looked at again. A clock that was set back would keep everything waiting for as long.
   */
  #noticeSleep(): void {
    const now = this.#now();
    const passedMs = now.getTime() - this.#turnedAt.getTime();
    this.#turnedAt = now;
    if (Math.abs(passedMs) <= this.deps.leaseMs) return;
    this.#since = now;
    this.operation = afterSleep(this.operation, passedMs);
  }

  /** Nothing to do for longer than a lease lasts: whoever is free then takes it up again. */
  #canPark({ effects, wakeAt }: Decision): boolean {
    const isIdle = effects.length === 0 && this.#inFlight.size === 0 && this.#returned.length === 0;
    return isIdle && wakeAt !== null && wakeAt.getTime() - this.#now().getTime() > this.deps.leaseMs;
  }

  async #release(end: "parked" | "stopped", wakeAt: Date | null): Promise<RunEnd> {
    await this.deps.store.release(this.slice, this.epoch, wakeAt);
    return end;
  }

  #decide(): Decision {
    const { operation, deps } = this;
    const othersSend = deps.rightOfWay.isTaken(this.slice);
    const here = { inFlight: this.#inFlight, told: this.#told, othersSend };
    const pace = (accountId: string) => deps.doors.pace(accountId);
    const decision = decide({ operation, ...here, now: this.#now(), adapterFor: deps.adapterFor, pace });
    deps.rightOfWay.tell(this.slice, decision.isSending);
    return decision;
  }

  /** Commits that must stand before anything is sent. True when the situation has changed by it. */
  async #prepare({ cancel, hold }: Decision): Promise<boolean> {
    const now = this.#now();
    if (cancel.length > 0) {
      await this.#unsaved.commit(this.#moved(cancel.map((item) => progress.cancelled(item, now))));
      return true;
    }
    if (hold.length === 0) return false;
    await this.#unsaved.commit({
      items: hold,
      newHolds: change.newHolds(hold, await this.#seenBefore(hold), this.deps.newId, now),
      events: [change.callEvent(now, `${hold.length} configurations saved before the first call`)],
    });
    // The store says which hold each resource really has: an older one that was still active is kept.
    const { items } = await this.deps.store.load(this.slice);
    this.operation = { ...this.operation, items };
    return true;
  }

  /** The description that a hold keeps: of the look before the first call, or of the plan's own where that was fresh. */
  async #seenBefore(items: readonly ItemRecord[]): Promise<ReadonlyMap<string, Observed>> {
    const ids = items.map((item) => item.plan.resourceId);
    const unseen = ids.filter((id) => !this.#firstSeen.has(id));
    const known = unseen.length > 0 ? await this.deps.inventory.seen(unseen) : new Map<string, Observed>();
    return new Map([...known, ...this.#firstSeen]);
  }

  /** One commit for what moved and for what is about to be sent, and then the calls. */
  async #launch({ effects }: Decision): Promise<void> {
    const acts = effects.filter((effect) => effect.type === "act");
    const now = this.#now();
    const items = acts.flatMap((effect) => effect.items).map((item) => progress.sending(item, now));
    await this.#unsaved.commit(change.sendingChange(this.operation, acts, items, now, this.deps.adapterFor));
    this.#replace(items);
    for (const effect of effects) {
      for (const item of effect.items) this.#inFlight.add(item.plan.resourceId);
      void perform(this.deps, this.lease, this.operation.id, effect).then((returned) => {
        this.#returned.push(returned);
        this.#ring();
      });
    }
  }

  #nextReturned(): readonly Return[] {
    let resources = 0;
    const end = this.#returned.findIndex(({ effect }) => {
      resources += effect.items.length;
      return resources >= absorbAtMost;
    });
    return this.#returned.splice(0, end < 0 ? this.#returned.length : end + 1);
  }

  /** Takes in what came back: new item states, to be saved, and what the inventory should know. */
  #absorb(returned: readonly Return[]): void {
    if (returned.length === 0) return;
    const now = this.#now();
    const before = new Map(this.operation.items.map((item) => [item.plan.resourceId, item]));
    const answered = returned.flatMap((one) => this.#take(one, before, now));
    for (const { effect } of returned) for (const item of effect.items) this.#inFlight.delete(item.plan.resourceId);
    this.#replace(answered);
    const moved = answered.filter((item) => change.isWorthSaving(before.get(item.plan.resourceId) ?? item, item));
    this.#unsaved.add(this.#moved(moved));
    const sightings = returned.flatMap((one) => sightingsOf(one, now));
    if (sightings.length > 0) this.#unsaved.see(sightings, this.#busy());
  }

  #take(returned: Return, items: ReadonlyMap<string, ItemRecord>, now: Date): readonly ItemRecord[] {
    const { kind, accountId, items: asked } = returned.effect;
    const { adapterFor, doors } = this.deps;
    const answer = answerOf(
      returned,
      asked.flatMap(({ plan }) => items.get(plan.resourceId) ?? []),
      {
        action: this.operation.action,
        adapter: adapterFor(kind),
        now,
        since: this.#since,
        pace: doors.pace(accountId),
      },
    );
    for (const [id, word] of answer.told) {
      if (word) this.#told.set(id, word);
      else this.#told.delete(id);
    }
    for (const [id, seen] of answer.firstSeen) this.#firstSeen.set(id, seen);
    return answer.items;
  }

  #moved(items: readonly ItemRecord[]): EngineChange {
    const now = this.#now();
    this.#replace(items);
    const holdChanges = change.holdChangesOf(this.operation, items, now);
    return { items, events: items.map((item) => change.itemEvent(item, now)), holdChanges };
  }

  async #finish(): Promise<RunEnd> {
    const now = this.#now();
    const isOver = await this.deps.store.finish(this.slice, this.epoch, (whole) => change.conclusionOf(whole, now));
    this.deps.onChange(this.operation.id);
    return isOver ? "over" : "sliceOver";
  }

  #replace(items: readonly ItemRecord[]): void {
    if (items.length === 0) return;
    const changed = new Map(items.map((item) => [item.plan.resourceId, item]));
    this.operation = {
      ...this.operation,
      items: this.operation.items.map((item) => changed.get(item.plan.resourceId) ?? item),
    };
  }

  #busy(): ReadonlySet<string> {
    const busy = this.operation.items.filter(
      (item) => item.startedAt && !isSettled(item.state) && item.state !== "deferred",
    );
    return new Set(busy.map((item) => item.plan.resourceId));
  }

  /** Sleeps until something comes back, something is due, or it is time to look whether somebody cancelled. */
  async #rest({ wakeAt }: Decision, signal: AbortSignal): Promise<void> {
    const now = this.#now().getTime();
    const ms = Math.min(
      wakeAt ? Math.max(0, wakeAt.getTime() - now) : cancelPollMs,
      cancelPollMs,
      this.deps.leaseMs / 3,
    );
    const nap = new AbortController();
    const rung = new Promise<void>((resolve) => {
      this.#ring = resolve;
    });
    await Promise.race([rung, this.deps.clock.sleep(ms, AbortSignal.any([signal, nap.signal]))]);
    nap.abort();
    this.#ring = () => {};
    if (this.#returned.length > 0) await this.deps.clock.sleep(gatherMs);
    await this.#noticeCancel();
    await this.#noticeRing();
  }

  async #noticeCancel(): Promise<void> {
    const now = this.#now();
    if (this.operation.cancelRequested || Math.abs(now.getTime() - this.#askedAt.getTime()) < cancelPollMs) return;
    this.#askedAt = now;
    const cancelRequested = await this.deps.store.cancelRequested(this.operation.id);
    this.operation = { ...this.operation, cancelRequested };
  }

  /** Somebody wants the next try of what waits for AWS now, while others of the slice are at work. */
  async #noticeRing(): Promise<void> {
    const { store } = this.deps;
    const isWaiting = this.operation.items.some((item) => item.state === "deferred");
    if (!isWaiting || !(await store.answerRing(this.slice, this.epoch))) return;
    this.operation = asAsked(this.operation, await store.load(this.slice));
  }

  /** A stop waits for the answers of calls that are under way: they are saved like any other. */
  async #drain(): Promise<void> {
    while (this.#inFlight.size > 0) {
      this.#absorb(this.#nextReturned());
      await this.#unsaved.commit();
      await this.#unsaved.tellInventory();
      if (this.#inFlight.size > 0) await this.deps.clock.sleep(gatherMs);
    }
  }

  #now(): Date {
    return this.deps.clock.now();
  }
}
