import type { ParamsOf, ResponseOf } from "../contract/endpoint";
import type { endpoints } from "../contract/endpoints";
import { RefusalError } from "../core/fault";
import { totalPriceChange } from "../core/price-change";
import { savingsOf } from "../costs/savings";
import type { Context } from "./context";
import type { Deps } from "./deps";
import { existing } from "./get-operation";
import { wireSavings } from "./get-savings";
import { wireMaybeMoney } from "./present/money";

type E = typeof endpoints.getOperationSavings;

const method =
  "Expected is what the plan said that stops, for what was paused. Saved is what the savings ledger has of the same " +
  "holds since the operation was asked for, by the prices of the day and less what restarts cost.";

/** What a pause was to save and has saved until now. Reads the database only. @throws RefusalError not-found, invalid */
export async function getOperationSavings(
  deps: Deps,
  ctx: Context,
  { params }: { params: ParamsOf<E> },
): Promise<ResponseOf<E>> {
  ctx.require("operations:read");
  const { action, items, createdAt: from } = await existing(deps, params.id);
  if (action !== "pause") throw new RefusalError("invalid", "Only a pause saves; this operation brought things back");
  const paused = items.filter(({ state }) => state === "done");
  const holdIds = new Set(paused.flatMap(({ holdId }) => holdId ?? []));
  const accountIds = [...new Set(paused.map(({ plan }) => plan.accountId))];
  const entries = paused.length === 0 ? [] : await deps.store.ledger.all({ accountIds, from, to: ctx.now });
  const own = entries.filter(({ holdId }) => holdIds.has(holdId));
  const expected = totalPriceChange(paused.map(({ plan }) => plan));
  const isKnown = expected.unpriced < paused.length || paused.length === 0;
  return {
    ...wireSavings(savingsOf(own, from, ctx.now, ctx.now)),
    from: from.toISOString(),
    until: ctx.now.toISOString(),
    expectedHourly: wireMaybeMoney(isKnown ? expected.hourlyNow - expected.hourlyAfter : null),
    expectedUnpriced: expected.unpriced,
    method,
  };
}
