import type { ResponseOf } from "../contract/endpoint";
import type { endpoints } from "../contract/endpoints";
import type { WireQueued } from "../contract/queue";
import type { Account } from "../core/account";
import type { Context } from "./context";
import type { Deps } from "./deps";
import type { QueuedItem } from "./ports";

type E = typeof endpoints.listQueue;

/** Everything that AWS cannot do yet, over all operations, the longest waiting first. */
export async function listQueue(deps: Deps, ctx: Context): Promise<ResponseOf<E>> {
  ctx.require("operations:read");
  const [queue, accounts] = await Promise.all([deps.store.queue.list(), deps.store.accounts.list()]);
  return { items: queue.map((one) => wireQueued(one, accounts, ctx.now)) };
}

export function wireQueued({ operation, item }: QueuedItem, accounts: readonly Account[], now: Date): WireQueued {
  const { plan, outcome } = item;
  return {
    resourceId: plan.resourceId,
    name: plan.name,
    kind: plan.kind,
    type: plan.type,
    accountId: plan.accountId,
    account: accounts.find((account) => account.id === plan.accountId)?.name ?? plan.accountId,
    region: plan.region,
    operation,
    since: (item.deferredAt ?? now).toISOString(),
    tries: item.deferrals,
    nextTryAt: (item.notBefore ?? now).toISOString(),
    reason: outcome.fault?.reason ?? outcome.saw,
    remedy: outcome.fault?.remedy ?? "",
    fault: outcome.fault,
  };
}
