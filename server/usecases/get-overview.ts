import type { QueryOf, ResponseOf } from "../contract/endpoint";
import type { endpoints } from "../contract/endpoints";
import { RefusalError } from "../core/fault";
import { matches } from "../core/filter";
import type { CoverageRow, ResourceRecord } from "../core/inventory";
import { addHourly, daily, type MicroUsd, monthly, noMoney } from "../core/money";
import type { Hold } from "../core/operation";
import type { Context } from "./context";
import type { Deps } from "./deps";
import { countsOf, houseOf, rockerOf, type Street } from "./overview-houses";
import type { OperationHead } from "./ports";
import { wireMaybeMoney, wireMoney } from "./present/money";
import { wireHead } from "./present/operation";
import { findAccount } from "./scope";

type E = typeof endpoints.getOverview;

/** The first screen: what runs, what it costs, what one press would do. Reads the database only, never AWS. */
export async function getOverview(deps: Deps, ctx: Context, { query }: { query: QueryOf<E> }): Promise<ResponseOf<E>> {
  ctx.require("inventory:read");
  const { store } = deps;
  const [accounts, groups, heads] = await Promise.all([
    store.accounts.list(),
    store.groups.list(),
    store.operations.list(50),
  ]);
  const chosen =
    query.account === undefined ? accounts : [findAccount(accounts, query.account)].flatMap((one) => one ?? []);
  if (query.account !== undefined && chosen.length === 0)
    throw new RefusalError("not-found", `There is no account ${query.account}`);
  const accountIds = chosen.map((account) => account.id);
  const [resources, coverage] = await Promise.all([
    store.inventory.all(accountIds),
    store.inventory.coverage(accountIds),
  ]);
  const holds = await store.holds.active(resources.map((resource) => resource.id));
  const open = heads.items.filter((head) => head.state === "queued" || head.state === "running");
  const running = (await Promise.all(open.map((head) => store.operations.get(head.id)))).flatMap((one) => one ?? []);
  const street: Street = {
    groups,
    holds: new Map(holds.map((hold) => [hold.resourceId, hold])),
    running,
    canPause: (resource) => canPause(deps, resource),
  };
  const total = resources.reduce((sum, resource) => addHourly(sum, resource.hourlyNow), noMoney);
  const inStreetOrder = [...groups].sort(
    (a, b) => Number(a.protected) - Number(b.protected) || (a.name < b.name ? -1 : 1),
  );
  const houses = inStreetOrder.flatMap((group) => {
    const mine = resources.filter((resource) => matches(group.filter, resource));
    return mine.length > 0 || group.origin === "person" ? [houseOf(group, mine, street)] : [];
  });
  const lone = resources.filter((resource) => !groups.some((group) => matches(group.filter, resource)));
  const loneTotal = lone.reduce((sum, resource) => addHourly(sum, resource.hourlyNow), noMoney);
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
    pricesAsOf: deps.pricesAsOf(),
    counts: countsOf(resources, groups),
    rocker: rockerOf(resources, street),
    houses,
    ungrouped: { count: lone.length, hourly: wireMoney(loneTotal.hourly), unpriced: loneTotal.unpriced },
    ...stillBilling(resources),
    savedNow: wireMoney(savedNow(resources, street.holds)),
    restores: await restoresOf(deps, heads.items),
    wakes: wakesOf(deps, resources, holds),
    operations: heads.items.slice(0, 8).map(wireHead),
  };
}

/** Whether a stop would really take it: what its adapter refuses is not promised on a key. */
function canPause({ adapterFor }: Deps, { kind, nativeId, arn, name, type, tags, detail }: ResourceRecord): boolean {
  const adapter = adapterFor(kind);
  const seen = { nativeId, arn, name, type, tags, detail: adapter.detail.parse(detail) };
  const plan = adapter.planPause(seen, adapter.options.parse({}));
  return plan.result === "planned" && plan.steps.length > 0;
}

function notRead(row: CoverageRow, accounts: readonly { id: string; name: string }[]) {
  if (!row.fault) return [];
  const account = accounts.find((one) => one.id === row.accountId)?.name ?? row.accountId;
  return [{ account, region: row.region, kind: row.kind, reason: row.fault.reason, remedy: row.fault.remedy }];
}

const shownAtMost = 6;

/** What bills on while paused or because it has no stop, dearest first; the tail is one line. */
function stillBilling(resources: readonly ResourceRecord[]) {
  const billing = resources
    .filter((resource) => (resource.state === "paused" || resource.state === "alwaysOn") && resource.hourlyNow !== 0)
    .sort((a, b) => (b.hourlyNow ?? 0) - (a.hourlyNow ?? 0) || (a.id < b.id ? -1 : 1));
  const shown = billing.length > shownAtMost ? billing.slice(0, shownAtMost - 1) : billing;
  const rest = billing.slice(shown.length);
  const sum = (list: readonly ResourceRecord[]): MicroUsd =>
    list.reduce((total, resource) => addHourly(total, resource.hourlyNow), noMoney).hourly;
  const lines = shown.map((resource) => ({
    id: resource.id,
    name: resource.name,
    note: noteOf(resource),
    hourly: wireMaybeMoney(resource.hourlyNow),
  }));
  const tail =
    rest.length > 0
      ? [{ id: null, name: `${rest.length} others`, note: kindsOf(rest), hourly: wireMoney(sum(rest)) }]
      : [];
  return { stillBills: [...lines, ...tail], stillBillsTotal: wireMoney(sum(billing)) };
}

function noteOf(resource: ResourceRecord): string {
  if (resource.state === "alwaysOn") return resource.reason;
  const stays = resource.estimate.lines.filter((line) => !line.stopsWhenPaused && line.hourly !== 0);
  return stays.map((line) => line.label.toLowerCase()).join(", ");
}

function kindsOf(resources: readonly ResourceRecord[]): string {
  return [...new Set(resources.map((resource) => resource.kind))].join(", ");
}

function savedNow(resources: readonly ResourceRecord[], holds: ReadonlyMap<string, Hold>): MicroUsd {
  const dark = resources.filter(
    (resource) => resource.state === "paused" && (holds.has(resource.id) || holds.has(resource.ownerId ?? "")),
  );
  const saved = dark.map(({ estimate: { running, paused } }) =>
    running === null || paused === null ? null : running - paused,
  );
  return saved.reduce((total, hourly) => addHourly(total, hourly), noMoney).hourly;
}

const restoresLookedAt = 20;

/** Of the restores of the last resumes that were read back, how many came back equal in every attribute. */
async function restoresOf(deps: Deps, heads: readonly OperationHead[]) {
  const resumes = heads.filter((head) => head.action === "resume" && head.endedAt).slice(0, restoresLookedAt);
  const operations = await Promise.all(resumes.map((head) => deps.store.operations.get(head.id)));
  const items = operations.flatMap((operation) => operation?.items ?? []);
  const exact = items.filter((item) => item.state === "done").length;
  const different = items.filter((item) => item.outcome.differences.length > 0).length;
  return { total: exact + different, exact };
}

/** Paused things that AWS starts again by itself, soonest first. */
function wakesOf(deps: Deps, resources: readonly ResourceRecord[], holds: readonly Hold[]) {
  const names = new Map(resources.map((resource) => [resource.id, resource]));
  return holds
    .flatMap((hold) => {
      const hours = deps.adapterFor(hold.kind).timing.wakesItselfAfterHours;
      const resource = names.get(hold.resourceId);
      if (hours === undefined || resource?.state !== "paused") return [];
      const since = (hold.verifiedAt ?? hold.createdAt).getTime();
      return [
        { resourceId: hold.resourceId, name: resource.name, at: new Date(since + hours * 3_600_000).toISOString() },
      ];
    })
    .sort((a, b) => (a.at < b.at ? -1 : 1));
}
