import type { QueryOf, ResponseOf } from "../contract/endpoint";
import type { endpoints } from "../contract/endpoints";
import type { WireRecommendation } from "../contract/recommendations";
import type { Account, Group } from "../core/account";
import { type FieldError, RefusalError } from "../core/fault";
import { matches } from "../core/filter";
import type { Idleness } from "../core/idleness";
import type { ResourceSummary } from "../core/inventory";
import type { WeeklyHours } from "../core/weekly-hours";
import { hourMs } from "../costs/idle/pattern";
import type { Context } from "./context";
import type { Deps } from "./deps";
import { readSettings } from "./get-settings";
import { wireMaybeMoney, wireMoney } from "./present/money";
import { type Recommendation, recommend } from "./recommend";
import { accountErrors, findAccount } from "./scope";

type E = typeof endpoints.listRecommendations;
type Read = ResponseOf<E>["read"][number];

/** A verdict that is older says nothing about today: the daily look has failed since. */
const goodForMs = 3 * 24 * hourMs;
/** CloudWatch: $0.01 for 1,000 metrics that GetMetricData is asked for (Amazon CloudWatch pricing). */
const microPerMetric = 10;

const methodOf = (idleDays: number) =>
  `Idle is what no metric of its kind saw used in any hour of ${idleDays === 1 ? "a whole day" : `${idleDays} whole days`}; an hour that CloudWatch does not tell is ` +
  "never taken for an idle one. Worth is what stops, at the prices of each line, for 730 hours; of a schedule the share of " +
  "its quiet hours. Reservations and savings plans are not known, so it may be less.";

/** What to pause, to schedule, to make smaller or to delete. Reads the database only. @throws RefusalError invalid */
export async function listRecommendations(
  deps: Deps,
  ctx: Context,
  { query }: { query: QueryOf<E> },
): Promise<ResponseOf<E>> {
  ctx.require("inventory:read");
  const { store } = deps;
  const [all, groups, { idleDays }] = await Promise.all([
    store.accounts.list(),
    store.groups.list(),
    readSettings(deps),
  ]);
  const accounts = chosenAccounts(deps, query, all);
  const accountIds = accounts.map(({ id }) => id);
  const [summaries, idleness] =
    accountIds.length === 0
      ? [[], []]
      : await Promise.all([store.inventory.summaries(accountIds), store.idleness.list(accountIds)]);
  const found = await advised(deps, ctx, summaries, idleness, query.kind);
  const kept = found.filter(({ record }) => isProtected(record, groups));
  const free = found.filter((one) => !kept.includes(one));
  const waits = waitsForHold(summaries);
  const items = free.filter((one) => !waits(one)).sort(isWorthMore);
  const priced = items.filter(({ worth }) => worth !== null);
  return {
    at: ctx.now.toISOString(),
    items: items.map((item) => wire(item, all)),
    total: {
      worth: wireMaybeMoney(
        priced.length === 0 && items.length > 0 ? null : priced.reduce((sum, { worth }) => sum + (worth ?? 0), 0),
      ),
      unpriced: items.length - priced.length,
      atMost: priced.some(({ atMost }) => atMost),
    },
    leftOut: { protected: kept.length, waiting: free.length - items.length },
    idleDays,
    read: await readOf(deps, ctx, accounts, idleness),
    method: methodOf(idleDays),
    prices: deps.prices.book().words,
  };
}

function chosenAccounts({ adapters }: Deps, { account, kind }: QueryOf<E>, all: readonly Account[]) {
  const found = account === undefined ? undefined : findAccount(all, account);
  const kinds = adapters.map((adapter) => adapter.kind);
  const errors: FieldError[] = [
    ...accountErrors(all, account),
    ...(kind !== undefined && !kinds.includes(kind)
      ? [{ pointer: "/kind", detail: `is not a kind; there are ${kinds.join(", ")}` }]
      : []),
  ];
  if (errors.length > 0) throw new RefusalError("invalid", "These recommendations cannot be looked up", errors);
  return found ? [found] : all;
}

/** Of what runs or is only listed, with a fresh verdict or with what the lists tell. Only these records are read whole. */
async function advised(
  deps: Deps,
  ctx: Context,
  summaries: readonly ResourceSummary[],
  idleness: readonly Idleness[],
  kind: string | undefined,
): Promise<readonly Recommendation[]> {
  const oldest = ctx.now.getTime() - goodForMs;
  const verdicts = new Map(
    idleness.filter(({ readAt }) => readAt.getTime() >= oldest).map((one) => [one.resourceId, one]),
  );
  const isAsked = ({ id, kind: own, state, holdId, ownerId }: ResourceSummary) => {
    if (holdId !== null || ownerId !== null || (state !== "running" && state !== "alwaysOn")) return false;
    const isAdvised = tellsSomething(verdicts.get(id));
    return (kind === undefined || own === kind) && (isAdvised || deps.adapterFor(own).idle?.left !== undefined);
  };
  const records = await deps.store.inventory.byIds(summaries.filter(isAsked).map(({ id }) => id));
  return records.flatMap((record) => recommend(deps, record, verdicts.get(record.id) ?? null) ?? []);
}

function tellsSomething(one: Idleness | undefined): boolean {
  if (one?.verdict.verdict !== "busy") return one?.verdict.verdict === "idle";
  return one.verdict.quiet !== null || one.verdict.usedAtMost !== null;
}

function isProtected(record: Recommendation["record"], groups: readonly Group[]): boolean {
  return record.protected || groups.some((group) => group.protected && matches(group.filter, record));
}

/**
 * What is paused may come back to it: the address of a NAT gateway, the load balancer of a service, the volumes of nodes that
 * were terminated. Lists do not tell which, so nothing of a region where something is paused is advised to be deleted for
 * being unused.
 */
function waitsForHold(summaries: readonly ResourceSummary[]): (one: Recommendation) => boolean {
  const place = ({ accountId, region }: Pick<ResourceSummary, "accountId" | "region">) => `${accountId} ${region}`;
  const paused = new Set(summaries.flatMap((one) => (one.holdId === null ? [] : place(one))));
  return ({ advice, record }) => (advice === "unattached" || advice === "unused") && paused.has(place(record));
}

function isWorthMore(one: Recommendation, other: Recommendation): number {
  const byWorth = (other.worth ?? -1) - (one.worth ?? -1);
  const nameOf = ({ record }: Recommendation) => `${record.name}\u0000${record.id}`;
  return byWorth || (nameOf(one) < nameOf(other) ? -1 : 1);
}

function wire({ record, worth, schedule, ...item }: Recommendation, accounts: readonly Account[]): WireRecommendation {
  const { id, accountId, region, kind, name, type } = record;
  const account = accounts.find((one) => one.id === accountId)?.name ?? accountId;
  const head = { resourceId: id, accountId, account, region, kind, name, type };
  return { ...head, ...item, schedule: schedule && wireHours(schedule), worth: wireMaybeMoney(worth) };
}

function wireHours({ timezone, on }: WeeklyHours): WireRecommendation["schedule"] {
  return { timezone, on: on.map(({ days, from, to }) => ({ days: [...days], from, to })) };
}

/** How far the daily look came in each account: what it could not tell is counted, and why is said. */
async function readOf(
  { store }: Deps,
  ctx: Context,
  accounts: readonly Account[],
  idleness: readonly Idleness[],
): Promise<Read[]> {
  const ids = accounts.map(({ id }) => id);
  const asked = await store.bill.requests("metrics", ids, ctx.now.toISOString().slice(0, 10));
  return accounts.map(({ id, name }): Read => {
    const mine = idleness.filter(({ accountId }) => accountId === id);
    const count = (verdict: string) => mine.filter((one) => one.verdict.verdict === verdict).length;
    const [newest] = mine.map(({ readAt }) => readAt.getTime()).sort((a, b) => b - a);
    return {
      accountId: id,
      account: name,
      readAt: newest === undefined ? null : new Date(newest).toISOString(),
      idle: count("idle"),
      busy: count("busy"),
      young: count("young"),
      unknown: count("unknown"),
      why: mostSaid(mine),
      asked: asked.get(id) ?? 0,
      askedCost: wireMoney((asked.get(id) ?? 0) * microPerMetric),
    };
  });
}

/** The reason that most of what is unknown has. */
function mostSaid(mine: readonly Idleness[]): Read["why"] {
  const counts = new Map<string, { count: number; why: NonNullable<Read["why"]> }>();
  for (const { verdict } of mine) {
    if (verdict.verdict !== "unknown") continue;
    const { reason, remedy } = verdict;
    const known = counts.get(reason);
    counts.set(reason, { count: (known?.count ?? 0) + 1, why: { reason, remedy } });
  }
  return [...counts.values()].sort((one, other) => other.count - one.count)[0]?.why ?? null;
}
