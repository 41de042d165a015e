import type { QueryOf, ResponseOf } from "../contract/endpoint";
import type { endpoints } from "../contract/endpoints";
import { groupBy } from "../core/group-by";
import type { CoverageRow, ResourceRecord, ResourceSummary } from "../core/inventory";
import { addHourly, daily, monthly, noMoney, type Total } from "../core/money";
import type { Context } from "./context";
import type { Deps } from "./deps";
import { firstOf } from "./first-of";
import { moneyToTell } from "./money-to-tell";
import { countsOf, houseOf, rockerOf, type Street, savedBy, streetOf } from "./overview-houses";
import { wireMaybeMoney, wireMoney } from "./present/money";
import { wireHead } from "./present/operation";
import { savedThisMonth } from "./saved-this-month";
import { chosenAccounts } from "./scope";
import { wakesOf } from "./wakes";

type E = typeof endpoints.getOverview;

/** The first screen: what runs, what it costs, what one press would do. Reads the database only, never AWS. @throws RefusalError invalid */
export async function getOverview(deps: Deps, ctx: Context, { query }: { query: QueryOf<E> }): Promise<ResponseOf<E>> {
  ctx.require("inventory:read");
  const { store } = deps;
  const [accounts, groups] = await Promise.all([store.accounts.list(), store.groups.list()]);
  const chosen = chosenAccounts(accounts, query.account);
  const accountIds = chosen.map((account) => account.id);
  const [resources, coverage, busy, latest, restores] = await Promise.all([
    store.inventory.summaries(accountIds),
    store.inventory.coverage(accountIds),
    store.operations.busy(),
    store.operations.list(operationsShown),
    store.operations.restores(restoresLookedAt),
  ]);
  const street = streetOf(resources, groups, busy);
  const total = hourlyOf(resources);
  const lone = hourlyOf(street.lone);
  const inStreetOrder = [...groups].sort(
    (a, b) => Number(a.protected) - Number(b.protected) || (a.name < b.name ? -1 : 1),
  );
  const houses = inStreetOrder.filter(({ id, origin }) => origin === "person" || street.houses.get(id)?.length);
  const scans = chosen.flatMap((account) => account.lastScanAt?.getTime() ?? []);
  return {
    at: ctx.now.toISOString(),
    scannedAt: scans.length > 0 ? new Date(Math.min(...scans)).toISOString() : null,
    notRead: coverage.flatMap((row) => notRead(row, chosen)),
    accounts: accounts.map(({ id, name, awsAccountId, credentials }) => ({
      id,
      name,
      awsAccountId,
      sandbox: credentials.type === "sandbox",
    })),
    hourly: wireMoney(total.hourly),
    daily: wireMoney(daily(total.hourly)),
    monthly: wireMoney(monthly(total.hourly)),
    unpriced: total.unpriced,
    prices: deps.prices.book().words,
    counts: countsOf(resources, street),
    rocker: rockerOf(resources, street),
    houses: houses.map((group) => houseOf(group, street)),
    ungrouped: { count: street.lone.length, hourly: wireMoney(lone.hourly), unpriced: lone.unpriced },
    ...(await stillBilling(deps, resources)),
    savedNow: wireMoney(savedBy(resources.filter((resource) => isDark(resource, street)))),
    savedThisMonth: await savedThisMonth(deps, query.account === undefined ? null : accountIds, ctx.now),
    money: await moneyToTell(deps, accountIds, query.account === undefined, ctx.now),
    restores: { total: restores.equal + restores.different, exact: restores.equal },
    wakes: await wakesOf(deps, resources, ctx.now),
    operations: latest.items.map(wireHead),
  };
}

const operationsShown = 8;
const restoresLookedAt = 20;

function hourlyOf(resources: readonly ResourceSummary[]): Total {
  return resources.reduce((sum, resource) => addHourly(sum, resource.hourlyNow), noMoney);
}

/** Paused by Standby: itself, or with its owner. */
function isDark({ state, held, ownerId }: ResourceSummary, street: Street): boolean {
  return state === "paused" && (held !== null || street.held.has(ownerId ?? ""));
}

function notRead(row: CoverageRow, accounts: readonly { id: string; name: string }[]) {
  if (!row.fault) return [];
  const account = accounts.find((one) => one.id === row.accountId)?.name ?? row.accountId;
  return [{ account, region: row.region, kind: row.kind, reason: row.fault.reason, remedy: row.fault.remedy }];
}

const shownAtMost = 6;

/** What bills on while paused or because it has no stop, dearest first; the tail is one line. */
async function stillBilling({ store, adapters }: Deps, resources: readonly ResourceSummary[]) {
  const billing = resources.filter(
    (resource) => (resource.state === "paused" || resource.state === "alwaysOn") && resource.hourlyNow !== 0,
  );
  const shown = firstOf(billing, billing.length > shownAtMost ? shownAtMost - 1 : shownAtMost, isDearer);
  const records = await store.inventory.byIds(shown.map(({ id }) => id));
  const lines = shown.flatMap(({ id, name, hourlyNow }) => {
    const record = records.find((one) => one.id === id);
    return record ? [{ id, name, note: noteOf(record), hourly: wireMaybeMoney(hourlyNow) }] : [];
  });
  const total = hourlyOf(billing);
  const rest = billing.filter((resource) => !shown.includes(resource));
  const tail = {
    id: null,
    name: `${rest.length} others`,
    note: kindsOf(rest, adapters),
    hourly: wireMoney(hourlyOf(rest).hourly),
  };
  return {
    stillBills: rest.length > 0 ? [...lines, tail] : lines,
    stillBillsTotal: wireMoney(total.hourly),
    stillBillsUnpriced: total.unpriced,
  };
}

function isDearer(one: ResourceSummary, other: ResourceSummary): boolean {
  const more = (one.hourlyNow ?? 0) - (other.hourlyNow ?? 0);
  return more > 0 || (more === 0 && one.id < other.id);
}

function noteOf(resource: ResourceRecord): string {
  if (resource.state === "alwaysOn") return resource.reason;
  const stays = resource.estimate.lines.filter((line) => !line.stopsWhenPaused && line.hourly !== 0);
  return stays.map((line) => line.label.toLowerCase()).join(", ");
}

const kindsAtMost = 5;

/** The dearest kinds by name, the others by their number. */
function kindsOf(resources: readonly ResourceSummary[], adapters: Deps["adapters"]): string {
  const titles = new Map(adapters.map(({ kind, plural }) => [kind, plural]));
  const kinds = groupBy(resources, ({ kind }) => kind).map((some) => ({
    kind: some[0].kind,
    hourly: hourlyOf(some).hourly,
  }));
  const names = kinds.sort((one, other) => other.hourly - one.hourly).map(({ kind }) => titles.get(kind) ?? kind);
  const more = names.length - kindsAtMost;
  return more > 1 ? `${names.slice(0, kindsAtMost).join(", ")} and ${more} other kinds` : names.join(", ");
}
