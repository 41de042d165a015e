import { moneyOf } from "@/components/plan/amount";
import type { WireOperation, WireOperationItem } from "@/server/contract/operations";
import { countItems } from "@/server/core/operation";

/** Operations for tests: everything is filled in, and a test names only what it is about. */

export function operationItem(change: Partial<WireOperationItem> = {}): WireOperationItem {
  return {
    resourceId: `res_${change.name ?? "api-1"}`,
    accountId: "acc_1",
    region: "eu-central-1",
    kind: "ec2.instance",
    name: "api-1",
    type: "m6i.xlarge",
    wave: 5,
    waveTitle: "Instances",
    state: "done",
    step: 0,
    steps: [{ op: "stop", before: "running", after: "stopped" }],
    attempts: 1,
    saw: "",
    fault: null,
    differences: [],
    deferredAt: null,
    nextTryAt: null,
    startedAt: null,
    settledAt: null,
    expectedSeconds: 70,
    hourlyBefore: moneyOf(240_000),
    hourlyAfter: moneyOf(10_000),
    ...change,
  };
}

export function wireOperation(change: Partial<WireOperation> = {}): WireOperation {
  const resources = change.resources ?? [operationItem()];
  return {
    id: "op_1",
    number: 4183,
    planId: "plan_1",
    title: "Stop dev",
    action: "pause",
    state: "running",
    by: "Ana Ruiz",
    createdAt: "2026-11-20T18:14:00.000Z",
    startsAt: "2026-11-20T18:14:00.000Z",
    startedAt: "2026-11-20T18:14:00.000Z",
    endedAt: null,
    counts: countItems(resources.map((item) => item.state)),
    hourlyBefore: moneyOf(6_160_000),
    hourlyAfter: moneyOf(710_000),
    hourlyNow: moneyOf(2_060_000),
    unpriced: 0,
    parent: null,
    can: { cancel: true, continue: false, retry: false, undo: false },
    cancelRequested: false,
    expectedSeconds: 780,
    holds: resources.length,
    resources,
    lastEvent: 0,
    ...change,
  };
}
