import type { Account, Group } from "../core/account";
import { type CostBy, toMicro } from "../core/actual-cost";
import { type FieldError, RefusalError } from "../core/fault";
import type { MicroUsd } from "../core/money";
import { groupsOnBill } from "../costs/actual/groups";
import { tagsAsked } from "../costs/actual/tags";
import type { BudgetScope, BudgetThreshold } from "../costs/trends/budgets";
import { namedAccount } from "./scope";

/** What a budget is of: named, checked, and as the bill tells it. */

export interface Known {
  readonly accounts: readonly Account[];
  readonly groups: readonly Group[];
}

/** Accounts and groups may be named by name, too; they are kept by id. @throws RefusalError invalid, with what to do */
export function checkedScope(scope: BudgetScope, { accounts, groups }: Known): BudgetScope {
  switch (scope.type) {
    case "account": {
      return { type: "account", accountId: namedAccount(accounts, scope.accountId, "/scope/accountId").id };
    }
    case "group": {
      const group = groups.find(({ id, name }) => id === scope.groupId || name === scope.groupId);
      if (group) return { type: "group", groupId: group.id };
      const names = groups.map(({ name }) => name).join(", ") || "none yet";
      return refuse({ pointer: "/scope/groupId", detail: `is not a group; there are ${names}` });
    }
    case "tag": {
      const keys = tagsAsked(groups);
      if (keys.includes(scope.key)) return scope;
      const remedy = "A group that goes by a tag makes it one of them";
      return refuse({
        pointer: "/scope/key",
        detail: `is not read from the bill; read are ${keys.join(", ")}. ${remedy}`,
      });
    }
  }
}

function refuse(error: FieldError): never {
  throw new RefusalError("invalid", "The budget is of something that does not exist", [error]);
}

export function scopeName(scope: BudgetScope, { accounts, groups }: Known): string {
  switch (scope.type) {
    case "account":
      return accounts.find(({ id }) => id === scope.accountId)?.name ?? scope.accountId;
    case "group":
      return groups.find(({ id }) => id === scope.groupId)?.name ?? scope.groupId;
    case "tag":
      return scope.value === "" ? `without ${scope.key}` : `${scope.key} = ${scope.value}`;
  }
}

/** The rows of the bill that a budget is of, or why there are none. */
export type OnBill = BilledScope | { readonly reason: string };

export interface BilledScope {
  readonly accounts: readonly Account[];
  readonly by: CostBy;
  readonly tag: { readonly key: string; readonly value: string } | null;
}

export function scopeOnBill(scope: BudgetScope, { accounts, groups }: Known): OnBill {
  switch (scope.type) {
    case "account": {
      const account = accounts.find(({ id }) => id === scope.accountId);
      if (!account) return { reason: "The account is not connected any more." };
      return { accounts: [account], by: "account", tag: null };
    }
    case "group": {
      const group = groups.find(({ id }) => id === scope.groupId);
      if (!group) return { reason: "The group is gone. Give the budget another scope, or delete it." };
      return groupOnBill(group, accounts);
    }
    case "tag":
      return tagged(scope, accounts);
  }
}

function groupOnBill(group: Group, accounts: readonly Account[]): OnBill {
  const keys = (group.filter.tags ?? []).map((tag) => tag.split("=", 1)[0] ?? tag);
  const { key, groups } = groupsOnBill([group], keys);
  const [told] = groups;
  if (key === null || !told) {
    return {
      reason: `What ${group.name} costs cannot be told from the bill: its filter is not exactly one KEY=VALUE.`,
    };
  }
  const mine = accounts.filter(({ id }) => told.accounts?.includes(id) ?? true);
  return tagged({ key, value: told.value }, mine);
}

function tagged({ key, value }: { readonly key: string; readonly value: string }, accounts: readonly Account[]) {
  return { accounts, by: `tag:${key}` as const, tag: { key, value } };
}

/** @throws RefusalError invalid */
export function checkedLimit(limit: string): MicroUsd {
  const micro = toMicro(limit);
  if (micro > 0) return micro;
  throw new RefusalError("invalid", "A budget needs a limit", [{ pointer: "/limit", detail: "must be more than 0" }]);
}

/** Sorted, the lowest first. @throws RefusalError invalid */
export function checkedThresholds(thresholds: readonly BudgetThreshold[]): readonly BudgetThreshold[] {
  const keyOf = ({ on, share }: BudgetThreshold) => `${on} ${share}`;
  const twice = thresholds.findIndex(
    (one, index) => thresholds.findIndex((other) => keyOf(other) === keyOf(one)) < index,
  );
  if (twice >= 0) {
    const error = { pointer: `/thresholds/${twice}`, detail: "is there twice" };
    throw new RefusalError("invalid", "A threshold is told once", [error]);
  }
  return [...thresholds].sort((a, b) => (a.on < b.on ? -1 : 1) * Number(a.on !== b.on) || a.share - b.share);
}
