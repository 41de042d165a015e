import { expect, test } from "vitest";
import type { Filter } from "../../core/filter";
import { groupOf, groupsOnBill } from "./groups";

const group = (name: string, filter: Filter) => ({ id: `grp_${name}`, name, filter });
const names = ({ groups }: ReturnType<typeof groupsOnBill>) => groups.map(({ name }) => name);
const read = ["Environment", "Team"];

test("a group of one tag's value is told, in all accounts or in some; one that says more is not", () => {
  const billed = groupsOnBill(
    [
      group("dev", { tags: ["Environment=dev"] }),
      group("prod here", { tags: ["Environment=prod=1"], accounts: ["acc_1"], regions: [], exclude: { names: [] } }),
      group("any", { tags: ["Environment"] }),
      group("untagged", { tags: ["Environment="] }),
      group("two", { tags: ["Environment=dev", "Team=a"] }),
      group("machines", { tags: ["Environment=test"], kinds: ["ec2.instance"] }),
      group("but web", { tags: ["Environment=test"], exclude: { names: ["web*"] } }),
      group("all", {}),
    ],
    read,
  );
  expect(names(billed)).toEqual(["dev", "prod here"]);
  expect(billed.key).toBe("Environment");
  expect(billed.others).toEqual(["all", "any", "but web", "machines", "two", "untagged"]);
  expect(groupOf(billed.groups, "acc_2", "dev")?.name).toBe("dev");
  expect(groupOf(billed.groups, "acc_1", "prod=1")?.name).toBe("prod here");
  expect(groupOf(billed.groups, "acc_2", "prod=1")).toBeUndefined();
  expect(groupOf(billed.groups, "acc_1", "")).toBeUndefined();
});

test("two tags are two views of the same money: only the one that most groups go by is told, or the one asked for", () => {
  const groups = [
    group("a", { tags: ["Team=a"] }),
    group("dev", { tags: ["Environment=dev"] }),
    group("prod", { tags: ["Environment=prod"] }),
    group("cheap", { tags: ["CostCenter=1"] }),
  ];
  expect(names(groupsOnBill(groups, read))).toEqual(["dev", "prod"]);
  expect(names(groupsOnBill(groups, ["Team"]))).toEqual(["a"]);
  expect(names(groupsOnBill(groups, read, "Team"))).toEqual(["a"]);
  expect(groupsOnBill(groups, [])).toEqual({ key: null, groups: [], others: ["a", "cheap", "dev", "prod"] });
});

test("of two groups of the same money the first is told; of different accounts both are", () => {
  const one = group("one", { tags: ["Team=a"], accounts: ["acc_1"] });
  const two = group("two", { tags: ["Team=a"], accounts: ["acc_2"] });
  const both = group("both", { tags: ["Team=a"] });
  expect(names(groupsOnBill([two, one], read))).toEqual(["one", "two"]);
  expect(groupsOnBill([one, two, both], read)).toMatchObject({ groups: [{ name: "both" }], others: ["one", "two"] });
});
