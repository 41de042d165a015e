import type { AuditInput } from "../../server/audit/entry";
import type { ResourceRecord } from "../../server/core/inventory";
import type { Action, Plan } from "../../server/core/plan";
import { resourceId } from "../../server/core/resource";
import { newItem } from "../../server/engine/changes";
import { makePlan } from "../../server/engine/plan";
import type { OperationRecord } from "../../server/engine/ports";
import type { OperationMemory } from "../../server/testing/memory-store";
import type { House } from "./house";
import { adapterOf } from "./kinds";

interface Options {
  readonly store: OperationMemory;
  readonly house: House;
  readonly accountId: string;
  readonly now: () => Date;
  readonly newId: (prefix: string) => string;
}

interface Wish {
  readonly action: Action;
  readonly ids: readonly string[];
  /** The looks of the plan are young enough to act on. */
  readonly isFresh: boolean;
  readonly delayMs: number;
}

/** Somebody who has a page before them that shows the house as it is now. */
export class Person {
  #plans = 0;

  constructor(private readonly options: Options) {}

  /** Plans, and says how the operation begins; nothing of it is started. */
  async wishes({ action, ids, isFresh, delayMs }: Wish): Promise<OperationRecord> {
    const { store, now, newId } = this.options;
    const plan = await store.plans.save(await this.#plan(action, ids));
    const at = now();
    return {
      id: newId("op"),
      number: plan.number,
      planId: plan.id,
      title: plan.title,
      action,
      state: "queued",
      actorType: "user",
      actorId: "usr_1",
      actorName: "Ana",
      createdAt: at,
      startsAt: new Date(at.getTime() + delayMs),
      startedAt: null,
      endedAt: null,
      cancelRequested: false,
      parent: null,
      items: plan.items.map((item) => newItem(item, isFresh)),
    };
  }

  resourceIdOf(id: string): string {
    const { region, kind } = this.options.house.get(id);
    return resourceId({ accountId: this.options.accountId, region, kind, nativeId: id });
  }

  audit(action: string, subject: string): AuditInput {
    return {
      at: this.options.now(),
      actorType: "user",
      actorId: "usr_1",
      actorName: "Ana",
      action,
      subject,
      before: null,
      after: null,
      outcome: "ok",
      requestId: null,
      ip: null,
    };
  }

  async #plan(action: Action, ids: readonly string[]): Promise<Omit<Plan, "number">> {
    const { store, house, now, newId } = this.options;
    const holds = await store.holds.active(ids.map((id) => this.resourceIdOf(id)));
    const candidates = ids.map((id) => {
      const record = this.#record(id);
      const hold = holds.find((one) => one.resourceId === record.id) ?? null;
      return { record, seen: house.observed(id), hold, protectedBy: null };
    });
    const content = makePlan({ action, candidates, owned: [], options: {}, adapterFor: adapterOf, pace: () => 1 });
    const at = now();
    this.#plans += 1;
    // Every fourth was planned by an earlier version, which knew of waves only.
    const items = this.#plans % 4 === 0 ? content.items.map(({ waits: _, ...item }) => item) : content.items;
    return {
      ...content,
      items,
      id: newId("plan"),
      hash: "",
      title: action,
      scope: {},
      options: {},
      includeProtected: false,
      conflicts: null,
      parent: null,
      serial: 1,
      lookedAt: at,
      createdAt: at,
      expiresAt: at,
      createdBy: "Ana",
      createdById: "usr_1",
      confirm: { level: "click", reason: "" },
      approval: null,
    };
  }

  #record(id: string): ResourceRecord {
    const { house, accountId, now } = this.options;
    const { kind, region, feed, isWired } = house.get(id);
    const seen = house.observed(id);
    const at = now();
    const adapter = adapterOf(kind);
    const classified = seen ? adapter.classify(seen) : { state: "gone" as const, saw: "gone" };
    return {
      id: this.resourceIdOf(id),
      accountId,
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
      ownerId: isWired && feed ? this.resourceIdOf(feed) : null,
      holdId: null,
      firstSeenAt: at,
      seenAt: at,
      changedAt: at,
    };
  }
}
