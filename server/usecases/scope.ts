import type { Account, Group } from "../core/account";
import { type FieldError, RefusalError } from "../core/fault";
import { type Exclusion, type Filterable, inScope, type Scope } from "../core/filter";
import { awsRegions } from "../core/regions";
import type { Deps } from "./deps";

/** A scope whose every name is known: accounts by id, groups by id. */
export interface CheckedScope {
  readonly scope: Scope;
  readonly accounts: readonly Account[];
  readonly groups: readonly Group[];
}

/**
 * Checks a scope before anything is asked of AWS. Accounts may be named by id, name or twelve digits.
 * @throws RefusalError invalid, with a pointer to each wrong field
 */
export async function checkScope(deps: Deps, scope: Scope, pointer = "/scope"): Promise<CheckedScope> {
  const [accounts, groups] = await Promise.all([deps.store.accounts.list(), deps.store.groups.list()]);
  const kinds = deps.adapters.map((adapter) => adapter.kind);
  const errors = [
    ...wrongNames(scope, { accounts, groups, kinds }, pointer),
    ...wrongNames(scope.exclude ?? {}, { accounts, groups, kinds }, `${pointer}/exclude`),
  ];
  if (errors.length > 0) throw new RefusalError("invalid", "The scope names things that do not exist", errors);
  const { exclude, ...rest } = scope;
  const byId = <T extends Exclusion>(fields: T): T => ({
    ...fields,
    ...(fields.accounts ? { accounts: fields.accounts.map((name) => findAccount(accounts, name)?.id ?? name) } : {}),
  });
  return { scope: { ...byId(rest), ...(exclude ? { exclude: byId(exclude) } : {}) }, accounts, groups };
}

export function resourcesIn<T extends Filterable>({ scope, groups }: CheckedScope, all: readonly T[]): readonly T[] {
  return all.filter((resource) => inScope(scope, resource, groups));
}

export function findAccount(accounts: readonly Account[], name: string): Account | undefined {
  return accounts.find((account) => account.id === name || account.name === name || account.awsAccountId === name);
}

/** That a body names. @throws RefusalError invalid */
export function namedAccount(accounts: readonly Account[], name: string, pointer: string): Account {
  const account = findAccount(accounts, name);
  if (account) return account;
  const known = accounts.map((one) => one.name).join(", ") || "none yet";
  throw new RefusalError("invalid", `There is no account ${name}`, [
    { pointer, detail: `is not a connected account; there are ${known}` },
  ]);
}

/** That a query's `account` names, or all of them. @throws RefusalError invalid */
export function chosenAccounts(accounts: readonly Account[], name: string | undefined): readonly Account[] {
  const errors = accountErrors(accounts, name);
  if (errors.length > 0) throw new RefusalError("invalid", `There is no account ${name}`, errors);
  const found = name === undefined ? undefined : findAccount(accounts, name);
  return found ? [found] : accounts;
}

/** For a query that has more to be wrong. */
export function accountErrors(accounts: readonly Account[], name: string | undefined): readonly FieldError[] {
  const isKnown = name === undefined || findAccount(accounts, name) !== undefined;
  return isKnown ? [] : [{ pointer: "/account", detail: "is not a connected account" }];
}

interface Known {
  readonly accounts: readonly Account[];
  readonly groups: readonly Group[];
  readonly kinds: readonly string[];
}

function wrongNames(fields: Exclusion, known: Known, pointer: string): FieldError[] {
  const wrong = (
    field: string,
    names: readonly string[] | undefined,
    isKnown: (name: string) => boolean,
    remedy: string,
  ) =>
    (names ?? []).flatMap((name, index) =>
      isKnown(name)
        ? []
        : [{ pointer: `${pointer}/${field}/${index}`, detail: `${JSON.stringify(name)} is not ${remedy}` }],
    );
  const groupNames = known.groups.map((group) => group.name).join(", ") || "none yet";
  return [
    ...wrong(
      "accounts",
      fields.accounts,
      (name) => findAccount(known.accounts, name) !== undefined,
      "a connected account",
    ),
    ...wrong("regions", fields.regions, (name) => awsRegions.includes(name), "an AWS region"),
    ...wrong(
      "kinds",
      fields.kinds,
      (name) => known.kinds.includes(name),
      `a kind; there are ${known.kinds.join(", ")}`,
    ),
    ...wrong(
      "groups",
      fields.groups,
      (name) => known.groups.some((group) => group.id === name || group.name === name),
      `a group; there are ${groupNames}`,
    ),
  ];
}
