import type { WirePlan, WirePlanItem, WireSkipped } from "@/server/contract/plans";
import { moneyOf } from "./amount";

/** Plans for tests: everything is filled in, and a test names only what it is about. */

export function planItem(change: Partial<WirePlanItem> = {}): WirePlanItem {
  return {
    resourceId: `res_${change.name ?? "api-1"}`,
    kind: "ec2.instance",
    name: "api-1",
    type: "m6i.xlarge",
    accountId: "acc_1",
    region: "eu-central-1",
    wave: 5,
    waveTitle: "Instances",
    steps: [{ op: "stop", before: "running", after: "stopped" }],
    hazards: [],
    restore: "exact",
    expectedSeconds: 70,
    hourlyNow: moneyOf(240_000),
    hourlyAfter: moneyOf(10_000),
    ...change,
  };
}

export function skippedItem(change: Partial<WireSkipped> = {}): WireSkipped {
  return {
    resourceId: `res_${change.name ?? "bastion"}`,
    kind: "ec2.instance",
    name: "bastion",
    region: "eu-central-1",
    code: "protected",
    reason: "Protected by a tag of its own",
    remedy: "",
    hourlyNow: moneyOf(41_000),
    ...change,
  };
}

export function wirePlan(change: Partial<WirePlan> = {}): WirePlan {
  const steps = change.steps ?? [planItem()];
  const skipped = change.skipped ?? [];
  return {
    id: "plan_1",
    number: 4183,
    hash: "h1",
    title: "Stop dev",
    action: "pause",
    scope: { groups: ["dev"] },
    options: {},
    createdAt: "2026-11-20T18:13:00.000Z",
    expiresAt: "2026-11-20T18:28:00.000Z",
    createdBy: "Ana Ruiz",
    createdById: "usr_ana",
    includeProtected: false,
    conflicts: null,
    parent: null,
    approval: null,
    confirm: { level: "click", reason: "Everything comes back as it was", text: null },
    steps,
    order: [],
    skipped,
    totals: {
      resources: steps.length,
      skipped: skipped.length,
      hourlyNow: moneyOf(6_160_000),
      hourlyAfter: moneyOf(710_000),
      saves: moneyOf(5_450_000),
      unpriced: 0,
      expectedSeconds: 780,
    },
    operationId: null,
    ...change,
  };
}
