import { isUnpriced } from "../../core/money";
import type { EstimateRow, InventoryPrices, PricedCount, PriceUse } from "./ports";

/** Counts what the figures of the inventory are made from: equal lines of one kind in one account and region together. */
export async function countUses(rows: AsyncIterable<EstimateRow>): Promise<InventoryPrices> {
  const uses = new Map<string, PriceUse>();
  const counts = new Map<string, PricedCount>();
  for await (const { accountId, region, kind, estimate } of rows) {
    const { resources, priced } = counts.get(accountId) ?? { resources: 0, priced: 0 };
    counts.set(accountId, { accountId, resources: resources + 1, priced: priced + (estimate.unpriced === 0 ? 1 : 0) });
    const mine = new Map<string, PriceUse>();
    for (const line of estimate.lines) {
      const { price, label, note } = line;
      const isPriced = !isUnpriced(line);
      const place = JSON.stringify([accountId, region, kind, price?.table, price?.key, price ? "" : label, isPriced]);
      mine.set(place, { accountId, region, kind, price, label, note, isPriced, resources: 1 });
    }
    for (const [place, use] of mine) {
      uses.set(place, { ...use, resources: (uses.get(place)?.resources ?? 0) + 1 });
    }
  }
  return { uses: [...uses.values()], counts: [...counts.values()] };
}
