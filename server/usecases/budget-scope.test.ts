import { expect, test } from "vitest";
import type { Account, Group } from "../core/account";
import type { Filter } from "../core/filter";
import * as make from "../store/store-fixtures";
import { checkedScope, checkedThresholds, scopeName, scopeOnBill } from "./budget-scope";

/** What a budget is of, and which rows of the bill say so. */

const account = (id: string, name: string): Account => make.account({ id, name });
const group = (id: string, filter: Filter): Group => make.group({ id, name: `group ${id}`, filter });
const known = {
  accounts: [account("acc_1", "tidewater"), account("acc_2", "harbour")],
  groups: [
    group("dev", { tags: ["Environment=dev"] }),
    group("mine", { tags: ["Environment=dev"], accounts: ["acc_2"] }),
    group("two", { tags: ["Environment=dev", "Team=a"] }),
    group("any", { tags: ["Environment"] }),
    group("but", { tags: ["Environment=dev"], exclude: { names: ["x"] } }),
  ],
};
const ofGroup = (groupId: string) => scopeOnBill({ type: "group", groupId }, known);

test("an account and a group are kept by id, however they are named", () => {
  expect(checkedScope({ type: "account", accountId: "harbour" }, known)).toEqual({
    type: "account",
    accountId: "acc_2",
  });
  expect(checkedScope({ type: "group", groupId: "group dev" }, known)).toEqual({ type: "group", groupId: "dev" });
  expect(() => checkedScope({ type: "group", groupId: "x" }, { accounts: [], groups: [] })).toThrow();
});

test("an account is its own rows, a tag those of all accounts, a group of one value the same in its accounts", () => {
  expect(scopeOnBill({ type: "account", accountId: "acc_1" }, known)).toEqual({
    accounts: [known.accounts[0]],
    by: "account",
    tag: null,
  });
  const tag = { key: "Environment", value: "dev" };
  const all = { accounts: known.accounts, by: "tag:Environment", tag };
  expect(scopeOnBill({ type: "tag", ...tag }, known)).toEqual(all);
  expect(ofGroup("dev")).toEqual(all);
  expect(ofGroup("mine")).toEqual({ ...all, accounts: [known.accounts[1]] });
});

test("what is gone, and a group that is more or less than one value of one tag, cannot be told", () => {
  expect(ofGroup("gone")).toEqual({ reason: expect.stringContaining("The group is gone") });
  const lost = scopeOnBill({ type: "account", accountId: "gone" }, known);
  expect(lost).toEqual({ reason: "The account is not connected any more." });
  for (const id of ["two", "any", "but"]) {
    expect(ofGroup(id)).toEqual({ reason: expect.stringContaining(`What group ${id} costs cannot be told`) });
  }
});

test("names are those of today, and what is gone keeps its id", () => {
  expect(scopeName({ type: "account", accountId: "acc_2" }, known)).toBe("harbour");
  expect(scopeName({ type: "group", groupId: "gone" }, known)).toBe("gone");
  expect(scopeName({ type: "tag", key: "Team", value: "a" }, known)).toBe("Team = a");
  expect(scopeName({ type: "tag", key: "Team", value: "" }, known)).toBe("without Team");
});

test("thresholds are in order: what is spent before what will be, the lowest first", () => {
  const mixed = [
    { on: "forecast", share: 1 },
    { on: "actual", share: 1 },
    { on: "forecast", share: 0.8 },
    { on: "actual", share: 0.5 },
  ] as const;
  expect(checkedThresholds(mixed).map(({ on, share }) => `${on} ${share}`)).toEqual([
    "actual 0.5",
    "actual 1",
    "forecast 0.8",
    "forecast 1",
  ]);
});
