import type { AnyAdapter } from "../../adapters/contract";
import type { WireOperation, WireOperationHead, WireOperationItem } from "../../contract/operations";
import type { MicroUsd } from "../../core/money";
import { countItems, type ItemState } from "../../core/operation";
import { hasBothPrices, totalPriceChange } from "../../core/price-change";
import { expectedSeconds } from "../../engine/plan-order";
import type { ItemRecord, OperationRecord } from "../../engine/ports";
import type { OperationHead } from "../ports";
import { wireMaybeMoney, wireMoney } from "./money";

export function wireHead(head: OperationHead): WireOperationHead {
  return {
    id: head.id,
    number: head.number,
    planId: head.planId,
    title: head.title,
    action: head.action,
    state: head.state,
    by: head.actorName,
    createdAt: head.createdAt.toISOString(),
    startsAt: head.startsAt.toISOString(),
    startedAt: head.startedAt?.toISOString() ?? null,
    endedAt: head.endedAt?.toISOString() ?? null,
    counts: head.counts,
    hourlyBefore: wireMoney(head.hourlyBefore),
    hourlyAfter: wireMoney(head.hourlyAfter),
    unpriced: head.unpriced,
  };
}

export function headOf(operation: OperationRecord): OperationHead & { readonly unpriced: number } {
  const { items, ...rest } = operation;
  const { hourlyNow: hourlyBefore, hourlyAfter, unpriced } = totalPriceChange(items.map(({ plan }) => plan));
  return { ...rest, counts: countItems(items.map(shownState)), hourlyBefore, hourlyAfter, unpriced };
}

/** What may be asked of an operation now. */
export type Allowed = WireOperation["can"];

export interface Beside {
  readonly lastEvent: number;
  readonly can: Allowed;
  readonly parentNumber: number;
}

export function wireOperation(
  operation: OperationRecord,
  { lastEvent, can, parentNumber }: Beside,
  adapterFor: (kind: string) => AnyAdapter,
): WireOperation {
  const head = headOf(operation);
  return {
    ...wireHead(head),
    parent: operation.parent && { ...operation.parent, number: parentNumber },
    can,
    hourlyNow: wireMoney(hourlyNowOf(operation)),
    unpriced: head.unpriced,
    cancelRequested: operation.cancelRequested,
    expectedSeconds: expectedSeconds(operation.items.map((item) => item.plan)),
    holds: operation.items.filter((item) => item.holdId !== null).length,
    resources: operation.items.map((item) => wireItem(item, adapterFor)),
    lastEvent,
  };
}

/** Of the same resources as what they cost before and after, so that it goes from the one to the other. */
function hourlyNowOf({ items }: OperationRecord): MicroUsd {
  return items.reduce((sum, { plan, state }) => {
    if (!hasBothPrices(plan)) return sum;
    return sum + (state === "done" ? plan.hourlyAfter : plan.hourlyNow);
  }, 0);
}

function wireItem(item: ItemRecord, adapterFor: (kind: string) => AnyAdapter): WireOperationItem {
  const { plan, outcome } = item;
  return {
    resourceId: plan.resourceId,
    accountId: plan.accountId,
    region: plan.region,
    kind: plan.kind,
    name: plan.name,
    type: plan.type,
    wave: plan.wave,
    waveTitle: adapterFor(plan.kind).waveTitle,
    state: shownState(item),
    step: item.stepIndex,
    steps: plan.steps.map(({ op, before, after }) => ({ op, before, after })),
    attempts: item.attempts,
    saw: outcome.saw,
    fault: outcome.fault,
    differences: [...outcome.differences],
    deferredAt: item.deferredAt?.toISOString() ?? null,
    nextTryAt: item.state === "deferred" ? (item.notBefore?.toISOString() ?? null) : null,
    startedAt: item.startedAt?.toISOString() ?? null,
    settledAt: item.settledAt?.toISOString() ?? null,
    expectedSeconds: plan.expectedSeconds,
    hourlyBefore: wireMaybeMoney(plan.hourlyNow),
    hourlyAfter: wireMaybeMoney(plan.hourlyAfter),
  };
}

/** Between two steps an item waits to send the next one: for a person it is changing, not waiting. */
function shownState(item: ItemRecord): ItemState {
  return item.state === "waiting" && item.startedAt ? "settling" : item.state;
}
