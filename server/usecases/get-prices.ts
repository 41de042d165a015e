import type { QueryOf, ResponseOf } from "../contract/endpoint";
import type { endpoints } from "../contract/endpoints";
import type { PriceBook } from "../costs/price-book";
import { catalogueDate, catalogueSize } from "../costs/prices/catalogue";
import { filtersOf, hasOtherList } from "../costs/prices/filters";
import type { Overrides } from "../costs/prices/overrides";
import type { ListPrice, PriceUse } from "../costs/prices/ports";
import type { Context } from "./context";
import type { Deps } from "./deps";
import { canAsk, duePrices, priceListState } from "./refresh-prices";
import { chosenAccounts } from "./scope";

type E = typeof endpoints.getPrices;
type Prices = ResponseOf<E>;

const unpricedAtMost = 200;

/** How much has a price, and where prices come from. Reads the database only. @throws RefusalError invalid */
export async function getPrices(deps: Deps, ctx: Context, { query }: { query: QueryOf<E> }): Promise<Prices> {
  ctx.require("inventory:read");
  const { store, prices } = deps;
  const accounts = await store.accounts.list();
  const chosen = new Set(chosenAccounts(accounts, query.account).map(({ id }) => id));
  const isMine = ({ accountId }: { readonly accountId: string }) => chosen.has(accountId);
  await prices.reload();
  const [{ uses, counts }, listed, state] = await Promise.all([
    prices.ofInventory(),
    store.prices.list(),
    priceListState(deps),
  ]);
  const unpriced = unpricedOf(deps, uses.filter(isMine));
  const mine = counts.filter(isMine);
  return {
    at: ctx.now.toISOString(),
    coverage: {
      resources: mine.reduce((sum, { resources }) => sum + resources, 0),
      priced: mine.reduce((sum, { priced }) => sum + priced, 0),
    },
    unpriced: unpriced.slice(0, unpricedAtMost),
    unpricedInAll: unpriced.length,
    negotiated: wireOverrides(prices.overrides),
    priceList: {
      ...stateOf(state, accounts.some(canAsk)),
      ...countsOf(listed),
      due: accounts.some(canAsk) ? duePrices(uses, listed, ctx.now.getTime()).length : 0,
    },
    catalogue: { prices: catalogueSize(), asOf: catalogueDate() },
  };
}

function unpricedOf({ prices, adapters }: Deps, uses: readonly PriceUse[]): Prices["unpriced"] {
  const titles = new Map(adapters.map(({ kind, title }) => [kind, title]));
  const book = prices.book();
  const rows = new Map<string, Prices["unpriced"][number]>();
  for (const use of uses.filter(({ isPriced }) => !isPriced)) {
    const { region, kind, label, price, resources } = use;
    const { table = null, key = null } = price ?? {};
    const name = JSON.stringify([table, key, label, region, kind]);
    const title = titles.get(kind) ?? kind;
    const all = resources + (rows.get(name)?.resources ?? 0);
    const reason = reasonOf(book, { ...use, resources: all });
    rows.set(name, { table, key, label, region, kind, title, resources: all, reason });
  }
  return [...rows.values()].sort((one, other) => other.resources - one.resources || (one.label < other.label ? -1 : 1));
}

/** Why a figure is missing, in one sentence, by the price book of now. */
function reasonOf(book: PriceBook, { price, region, note, resources }: PriceUse): string {
  if (!price) return `No price list here has it${resources > 1 ? ", one of them being" : ""}: ${note}.`;
  const { table, key } = price;
  if (book.price(table, key, region)) return "A price is known by now; its figure comes with the next look at it.";
  const told = book.listed(table, key, region);
  if (told?.reason) return `The catalogue has no price for it in this region, and ${told.reason}.`;
  if (hasOtherList(region)) return "China has a price list of its own, in yuan, which Standby does not read.";
  if (!filtersOf({ table, key, region })) return "The catalogue has no price for it in this region.";
  return "The catalogue has no price for it in this region; AWS's price list was not asked yet.";
}

function wireOverrides({ title, asOf, entries }: Overrides): Prices["negotiated"] {
  if (entries.length === 0) return null;
  const terms = entries.map(({ terms, ...where }) => ({ rate: null, discountPercent: null, ...where, ...terms }));
  return { title, asOf, entries: terms };
}

function stateOf(
  state: Awaited<ReturnType<typeof priceListState>>,
  hasAccount: boolean,
): Pick<Prices["priceList"], "state" | "askedAt" | "fault"> {
  if (!hasAccount) return { state: "sandbox", askedAt: null, fault: null };
  if (!state) return { state: "unasked", askedAt: null, fault: null };
  const { askedAt, fault } = state;
  if (!fault) return { state: "answered", askedAt, fault };
  return { state: fault.code === "denied" ? "denied" : "failed", askedAt, fault };
}

function countsOf(listed: readonly ListPrice[]) {
  const times = listed.map(({ readAt }) => readAt.toISOString()).sort();
  const read = listed.filter(({ rate }) => rate !== null).length;
  return {
    read,
    without: listed.length - read,
    oldestReadAt: times[0] ?? null,
    newestReadAt: times.at(-1) ?? null,
  };
}
