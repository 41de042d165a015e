import type { AnyAdapter } from "../../adapters/contract";
import type { WirePlan } from "../../contract/plans";
import type { Scope } from "../../core/filter";
import { groupBy } from "../../core/group-by";
import { laneOf, type Plan } from "../../core/plan";
import { wireMaybeMoney, wireMoney } from "./money";

export function wirePlan(plan: Plan, operationId: string | null, adapterFor: (kind: string) => AnyAdapter): WirePlan {
  const { totals } = plan;
  return {
    id: plan.id,
    number: plan.number,
    hash: plan.hash,
    title: plan.title,
    action: plan.action,
    scope: plan.scope as Scope,
    options: { ...(plan.options as Record<string, unknown>) },
    createdAt: plan.createdAt.toISOString(),
    expiresAt: plan.expiresAt.toISOString(),
    createdBy: plan.createdBy,
    createdById: plan.createdById,
    includeProtected: plan.includeProtected,
    conflicts: plan.conflicts,
    parent: plan.parent,
    confirm: {
      level: plan.confirm.level,
      reason: plan.confirm.reason,
      text: "text" in plan.confirm ? plan.confirm.text : null,
    },
    approval: plan.approval && { ...plan.approval, at: plan.approval.at.toISOString() },
    steps: plan.items.map((item) => ({
      resourceId: item.resourceId,
      kind: item.kind,
      name: item.name,
      type: item.type,
      accountId: item.accountId,
      region: item.region,
      wave: item.wave,
      waveTitle: adapterFor(item.kind).waveTitle,
      steps: item.steps.map(({ op, before, after }) => ({ op, before, after })),
      hazards: [...item.hazards],
      restore: item.restore,
      expectedSeconds: item.expectedSeconds,
      hourlyNow: wireMaybeMoney(item.hourlyNow),
      hourlyAfter: wireMaybeMoney(item.hourlyAfter),
    })),
    order: orderOf(plan),
    skipped: plan.skipped.map(({ differences, choices, ...skipped }) => ({
      ...skipped,
      hourlyNow: wireMaybeMoney(skipped.hourlyNow),
      ...(differences && { differences: [...differences] }),
      ...(choices && { choices: [...choices] }),
    })),
    totals: {
      resources: totals.resources,
      skipped: totals.skipped,
      hourlyNow: wireMoney(totals.hourlyNow),
      hourlyAfter: wireMoney(totals.hourlyAfter),
      saves: wireMoney(totals.hourlyNow - totals.hourlyAfter),
      unpriced: totals.unpriced,
      expectedSeconds: totals.expectedSeconds,
    },
    operationId,
  };
}

/** What each kind of a lane waits for, once: all of its resources wait for the same. */
function orderOf({ items }: Plan): WirePlan["order"] {
  return groupBy(items, (item) => `${laneOf(item)} ${item.kind}`).flatMap(([{ accountId, region, kind, waits }]) =>
    waits ? [{ accountId, region, kind, accepted: [...waits.accepted], settled: [...waits.settled] }] : [],
  );
}
