import type { QueryOf, ResponseOf } from "../contract/endpoint";
import type { endpoints } from "../contract/endpoints";
import type { WireEstimate } from "../contract/estimates";
import type { Account, Group } from "../core/account";
import { type FieldError, RefusalError } from "../core/fault";
import { matches } from "../core/filter";
import type { ResourceSummary } from "../core/inventory";
import { daily, monthly } from "../core/money";
import {
  estimateOf,
  estimatesBy,
  type GroupedEstimate,
  isPriced,
  knownOf,
  type Standing,
  type Sum,
  standingOf,
  together,
} from "../costs/grouped-estimate";
import type { Context } from "./context";
import type { Deps } from "./deps";
import { firstOf } from "./first-of";
import { jointGroups, type Key } from "./joint-groups";
import { membershipIn } from "./membership";
import { wireMaybeMoney } from "./present/money";
import { resourceTest } from "./resource-query";

type E = typeof endpoints.getEstimates;
type By = QueryOf<E>["by"];

const method =
  "What was last seen of each resource times its prices: no reservations or savings plans, and nothing that " +
  "is metered by use. A day is 24 hours and a month 730. What would be left counts all as paused that a pause would take " +
  "now; what is protected or has no stop stays as it is.";

/** What runs now and what it costs. Reads the database only. @throws RefusalError invalid */
export async function getEstimates(deps: Deps, ctx: Context, { query }: { query: QueryOf<E> }): Promise<ResponseOf<E>> {
  ctx.require("inventory:read");
  const { by, tag, limit, account, group } = query;
  const wrong = wrongTag(by, tag);
  if (wrong) throw new RefusalError("invalid", "These estimates cannot be looked up", [wrong]);
  const [all, accounts, groups] = await Promise.all([
    deps.store.inventory.summaries([]),
    deps.store.accounts.list(),
    deps.store.groups.list(),
  ]);
  const kinds = deps.adapters.map(({ kind }) => kind);
  const isIn = membershipIn(all);
  const test = resourceTest({ account, group, limit: 1 }, { accounts, groups, kinds, isIn });
  const asked = all.filter(test);
  const standing = standingOfAll(all, groups);
  const keyFor = keyOf(by, tag ?? "", deps, accounts, jointGroups(groups, isIn));
  return {
    by,
    tag: tag ?? null,
    ...partsOf(asked, standing, keyFor, limit),
    total: wireEstimate(estimateOf(asked, standing)),
    coverage: asked.length === 0 ? null : asked.filter(isPriced).length / asked.length,
    unpriced: unpricedOf(asked, accounts),
    tags: tagsOf(asked),
    prices: deps.prices.book().words,
    method,
  };
}

function wrongTag(by: By, tag: string | undefined): FieldError | null {
  if (by === "tag")
    return tag === undefined ? { pointer: "/tag", detail: "must be a tag's key where by is tag" } : null;
  return tag === undefined ? null : { pointer: "/tag", detail: "is of use only where by is tag" };
}

export function standingOfAll(all: readonly ResourceSummary[], groups: readonly Group[]): Standing {
  const keepers = groups.filter((group) => group.protected);
  const kept = new Set(all.flatMap((one) => (keepers.some(({ filter }) => matches(filter, one)) ? one.id : [])));
  return standingOf(all, ({ id }) => kept.has(id));
}

function partsOf(
  resources: readonly ResourceSummary[],
  standing: Standing,
  keyFor: (resource: ResourceSummary) => Key,
  limit: number,
): Pick<ResponseOf<E>, "items" | "rest"> {
  const names = new Map<string, string>();
  const parts = estimatesBy(resources, standing, (resource) => {
    const { key, name } = keyFor(resource);
    names.set(key, name);
    return key;
  });
  const beyond = parts.slice(limit);
  return {
    items: parts
      .slice(0, limit)
      .map(({ key, ...part }) => ({ key, name: names.get(key) ?? key, ...wireEstimate(part) })),
    rest: beyond.length === 0 ? null : { ...wireEstimate(together(beyond)), items: beyond.length },
  };
}

function wireEstimate(estimate: GroupedEstimate): WireEstimate {
  const { resources, priced, current, running, paused, saved, optimised } = estimate;
  return {
    resources,
    priced,
    current: wireRate(current),
    running: wireRate(running),
    paused: wireRate(paused),
    saved: wireRate(saved),
    optimised: wireRate(optimised),
  };
}

function wireRate(sum: Sum): WireEstimate["current"] {
  const hourly = knownOf(sum);
  return {
    hourly: wireMaybeMoney(hourly),
    daily: wireMaybeMoney(hourly === null ? null : daily(hourly)),
    monthly: wireMaybeMoney(hourly === null ? null : monthly(hourly)),
  };
}

function keyOf(
  by: By,
  tag: string,
  { adapters }: Deps,
  accounts: readonly Account[],
  groupsOf: (resource: ResourceSummary) => Key,
): (resource: ResourceSummary) => Key {
  const accountName = new Map(accounts.map(({ id, name }) => [id, name]));
  const kinds = new Map(adapters.map((adapter) => [adapter.kind, adapter]));
  switch (by) {
    case "resource":
      return ({ id, name }) => ({ key: id, name });
    case "service":
      return ({ kind }) => {
        const service = kinds.get(kind)?.billedAs ?? "";
        return { key: service, name: service || "Bills nothing by itself" };
      };
    case "kind":
      return ({ kind }) => ({ key: kind, name: kinds.get(kind)?.plural ?? kind });
    case "region":
      return ({ region }) => ({ key: region, name: region });
    case "account":
      return ({ accountId }) => ({ key: accountId, name: accountName.get(accountId) ?? accountId });
    case "group":
      return groupsOf;
    case "tag":
      // A tag may be there without a value: that is not the same as not being there.
      return ({ tags }) => {
        const value = Object.hasOwn(tags, tag) ? tags[tag] : undefined;
        return value === undefined ? { key: "", name: `Without ${tag}` } : { key: `=${value}`, name: value || "Empty" };
      };
  }
}

const unpricedAtMost = 50;

function unpricedOf(resources: readonly ResourceSummary[], accounts: readonly Account[]): ResponseOf<E>["unpriced"] {
  const unpriced = resources.filter((resource) => !isPriced(resource));
  const isBefore = (one: ResourceSummary, other: ResourceSummary) =>
    one.name < other.name || (one.name === other.name && one.id < other.id);
  return {
    count: unpriced.length,
    items: firstOf(unpriced, unpricedAtMost, isBefore).map(({ id, name, kind, accountId }) => {
      return { id, name, kind, account: accounts.find((one) => one.id === accountId)?.name ?? accountId };
    }),
  };
}

const tagsAtMost = 50;

function tagsOf(resources: readonly ResourceSummary[]): string[] {
  const counts = new Map<string, number>();
  for (const { tags } of resources) for (const key of Object.keys(tags)) counts.set(key, (counts.get(key) ?? 0) + 1);
  return [...counts]
    .sort(([one, many], [other, few]) => few - many || (one < other ? -1 : 1))
    .slice(0, tagsAtMost)
    .map(([key]) => key);
}
