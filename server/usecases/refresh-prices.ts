import type { Account } from "../core/account";
import { type Fault, isRetryable } from "../core/fault";
import { filtersOf } from "../costs/prices/filters";
import type { ListPrice, PriceAnswer, PriceUse } from "../costs/prices/ports";
import type { PriceQuestion } from "../costs/prices/question";
import type { Deps } from "./deps";

/** How the last question to AWS's price list went: kept, so that every process says the same. */
export interface PriceListState {
  readonly askedAt: string;
  readonly accountId: string;
  readonly fault: Fault | null;
}

const stateKey = "prices.list";

const hourMs = 3_600_000;
/** AWS changes list prices a few times a year. */
const keptForMs = 7 * 24 * hourMs;
const pricesARun = 30;
const requestsARun = 60;
const pagesAtMost = 6;

/** A permission is given by a person; a throttle is over soon. */
const waitAfter = (fault: Fault): number => (fault.code === "denied" ? 6 * hourMs : hourMs);

type PriceDeps = Pick<Deps, "store" | "prices" | "priceList" | "clock">;

/**
 * Asks AWS's price list for some of the prices that the inventory needs and that were not read for a week: first what has
 * no price, then what was read longest ago. A failure keeps what was known, and waits.
 */
export async function refreshPrices(deps: PriceDeps): Promise<void> {
  const { store, prices, clock } = deps;
  const state = await priceListState(deps);
  const now = clock.now().getTime();
  if (state?.fault && now - Date.parse(state.askedAt) < waitAfter(state.fault)) return;
  const accounts = (await store.accounts.list()).filter(canAsk);
  if (accounts.length === 0) return;
  const [{ uses }, known] = await Promise.all([prices.ofInventory(), store.prices.list()]);
  const due = duePrices(uses, known, now).slice(0, pricesARun);
  if (due.length === 0) return;
  await askAll(deps, accounts, due);
  await prices.reload();
}

/** The sandbox account is no customer of AWS's: what it would tell are no prices. */
export function canAsk({ credentials }: Account): boolean {
  return credentials.type !== "sandbox";
}

/** Null: it was never asked. */
export async function priceListState({ store }: Pick<Deps, "store">): Promise<PriceListState | null> {
  const kept = await store.settings.get(stateKey);
  return kept === null ? null : (JSON.parse(kept) as PriceListState);
}

/** The prices that the inventory needs and that AWS's list may have, each once, those that are due. */
export function duePrices(
  uses: readonly PriceUse[],
  known: readonly ListPrice[],
  now: number,
): readonly PriceQuestioned[] {
  const readAt = new Map(known.map((price) => [nameOf(price), price.readAt.getTime()]));
  const wanted = new Map<string, PriceQuestioned & { readonly isPriced: boolean; readonly readAt: number }>();
  for (const { price, region, isPriced } of uses) {
    const question = price && filtersOf({ ...price, region });
    if (!price || !question) continue;
    const name = nameOf({ ...price, region });
    const at = readAt.get(name) ?? 0;
    if (now - at < keptForMs) continue;
    wanted.set(name, { ...price, question, readAt: at, isPriced: isPriced && (wanted.get(name)?.isPriced ?? true) });
  }
  return [...wanted.values()].sort(
    (one, other) => Number(one.isPriced) - Number(other.isPriced) || one.readAt - other.readAt,
  );
}

interface PriceQuestioned {
  readonly table: string;
  readonly key: string;
  readonly question: PriceQuestion;
}

function nameOf({ table, key, region }: { table: string; key: string; region: string }): string {
  return `${table} ${key} ${region}`;
}

/** One account after the other answers for all: list prices are the same for every account. */
async function askAll(deps: PriceDeps, accounts: readonly Account[], due: readonly PriceQuestioned[]): Promise<void> {
  const [account, ...others] = accounts;
  if (!account) return;
  let left = requestsARun;
  for (const [at, one] of due.entries()) {
    if (left <= 0) return;
    const { requests, ...answer } = await deps.priceList.ask(account.id, one.question, Math.min(left, pagesAtMost));
    left -= Math.max(requests, 1);
    const fault = answer.outcome === "failed" ? answer.fault : null;
    if (fault && !isRetryable(fault.code) && others.length > 0) return askAll(deps, others, due.slice(at));
    await keepState(deps, { accountId: account.id, fault });
    if (answer.outcome === "failed") return;
    await deps.store.prices.keep([listPrice(one, answer, deps.clock.now())]);
  }
}

function keepState(deps: PriceDeps, how: Omit<PriceListState, "askedAt">): Promise<void> {
  const state: PriceListState = { ...how, askedAt: deps.clock.now().toISOString() };
  return deps.store.settings.set(stateKey, JSON.stringify(state));
}

function listPrice(
  { table, key, question: { region } }: PriceQuestioned,
  answer: Exclude<PriceAnswer, { outcome: "failed" }>,
  readAt: Date,
): ListPrice {
  const name = { table, key, region, readAt };
  if (answer.outcome === "none") return { ...name, rate: null, sku: null, asOf: null, reason: answer.reason };
  const { rate, sku, asOf } = answer;
  return { ...name, rate, sku, asOf, reason: null };
}
