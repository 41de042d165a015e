import type { Account } from "../core/account";
import { type CostBy, type CostMetric, type RecordKind, recordKindOf } from "../core/actual-cost";
import { groupBy } from "../core/group-by";
import { type BilledGroups, groupOf } from "../costs/actual/groups";
import type { BillKey, BillStore, BillSum, Span } from "../costs/actual/ports";
import { type Cell, common, type Period, plus } from "../costs/actual/report";
import { firstOfMonth } from "../costs/trends/days";
import type { CostsAsked } from "./get-costs-query";

/** Which sums an answer is made of, and what each is put under. */

interface Name {
  readonly key: string;
  readonly name: string;
}

interface Part {
  readonly by: CostBy;
  readonly whose?: "linked";
  readonly keys: readonly BillKey[];
  /** Null: it is in no item. */
  readonly nameOf: (sum: BillSum) => Name | null;
}

const inLinked: Part = {
  by: "account",
  whose: "linked",
  keys: [],
  nameOf: () => ({ key: "linked", name: "Other linked accounts" }),
};
const byValue = ({ value }: BillSum) => ({ key: value, name: value });

/** What is read of each account for this, beside its rows by `account`. */
export function subjectOf({ by, tag }: Pick<CostsAsked, "by" | "tag">, groups: BilledGroups): CostBy {
  switch (by) {
    case "service":
    case "account":
      return "account";
    case "tag":
      return `tag:${tag ?? ""}`;
    case "group":
      return groups.key === null ? "account" : `tag:${groups.key}`;
    default:
      return by;
  }
}

/**
 * What of the payer's linked accounts is told by service and account only, is an item of its own in all others: so each
 * grouping adds up to the same bill.
 */
export function partsOf(asked: CostsAsked, groups: BilledGroups, accounts: readonly Account[]): readonly Part[] {
  const by = subjectOf(asked, groups);
  switch (asked.by) {
    case "service":
      return [{ by, keys: ["service"], nameOf: ({ service }) => ({ key: service, name: service }) }];
    case "account":
      return [{ by, keys: ["value"], nameOf: ({ value }) => accountName(accounts, value) }];
    case "tag":
      return [{ by, keys: ["value"], nameOf: ({ value }) => ({ key: value, name: value || "No tag" }) }, inLinked];
    case "group":
      if (groups.key === null) return [{ by, keys: [], nameOf: () => inNoGroup }];
      return [
        {
          by,
          keys: ["accountId", "value"],
          nameOf: (sum) => {
            const group = groupOf(groups.groups, sum.accountId, sum.value);
            return group ? { key: group.id, name: group.name } : inNoGroup;
          },
        },
        inLinked,
      ];
    case "record":
      return [
        { by, keys: ["value"], nameOf: (sum) => (recordKindOf(sum.value) === "usage" ? byValue(sum) : null) },
        inLinked,
      ];
    default:
      return [{ by, keys: ["value"], nameOf: byValue }, inLinked];
  }
}

const inNoGroup: Name = { key: "", name: "Not in these groups" };

function accountName(accounts: readonly Account[], digits: string): Name {
  const connected = accounts.find(({ awsAccountId }) => awsAccountId === digits);
  return connected
    ? { key: connected.id, name: connected.name }
    : { key: digits, name: digits ? `Linked account ${digits}` : "No account" };
}

/** What is known of each account for this answer. */
export interface KnownSpan {
  readonly accountId: string;
  readonly span: Span;
}

interface Look {
  readonly bill: BillStore;
  readonly asked: CostsAsked;
  readonly parts: readonly Part[];
  readonly periods: readonly Period[];
  readonly known: readonly KnownSpan[];
}

export type CurrencyCell = Cell & { readonly currency: string; readonly unblended: number };

/** Sums of what is known, and of nothing else that is kept. */
export async function cellsOf({ bill, asked, parts, periods, known }: Look): Promise<readonly CurrencyCell[]> {
  const { every, service, metric } = asked;
  const cells: CurrencyCell[] = [];
  for (const accounts of groupBy(known, ({ span }) => `${span.from} ${span.until}`)) {
    const [{ span }] = accounts;
    const accountIds = accounts.map(({ accountId }) => accountId);
    for (const { nameOf, keys, ...part } of parts) {
      const filter = { ...part, accountIds, ...(service !== undefined && { service }) };
      const take = (sums: readonly BillSum[], period?: string) => {
        for (const sum of sums) {
          const name = nameOf(sum);
          if (name) cells.push(cellOf(sum, name, period ?? sum.day, metric));
        }
      };
      if (every === "day") {
        take(await bill.sums({ ...filter, span }, ["day", ...keys]));
        continue;
      }
      for (const { day, span: month } of periods) {
        const inside = common(month, span);
        // The row of a month is that of its first day, though only a part of it may be known.
        const whole = inside && part.by === "usage" ? { ...inside, from: firstOfMonth(inside.from) } : inside;
        if (whole) take(await bill.sums({ ...filter, span: whole }, keys), day);
      }
    }
  }
  return cells;
}

function cellOf(sum: BillSum, { key, name }: Name, period: string, metric: CostMetric): CurrencyCell {
  return { period, key, name, amount: sum[metric], currency: sum.currency, unblended: sum.unblended };
}

/** In which most was charged first. */
export function currenciesIn(cells: readonly CurrencyCell[]): readonly string[] {
  const charged = new Map<string, number>();
  for (const { currency, unblended } of cells) {
    charged.set(currency, (charged.get(currency) ?? 0) + Math.abs(unblended));
  }
  return [...charged].sort(([one, less], [other, more]) => more - less || (one < other ? -1 : 1)).map(([key]) => key);
}

export type Apart = Readonly<Record<Exclude<RecordKind, "usage">, number | null>>;

/** Credits, refunds and taxes of the span; null where not all of it is told for each account. */
export async function apartOf(
  bill: BillStore,
  { accounts, span, service, metric }: CostsAsked,
  isTold: boolean,
  currency: string,
): Promise<Apart> {
  if (!isTold) return { credit: null, refund: null, tax: null };
  const accountIds = accounts.map(({ id }) => id);
  const filter = { accountIds, span, by: "record" as const, ...(service !== undefined && { service }) };
  const sums = (await bill.sums(filter, ["value"])).filter((sum) => sum.currency === currency);
  const ofKind = (kind: RecordKind) =>
    sums
      .filter(({ value }) => recordKindOf(value) === kind)
      .reduce<number | null>((total, sum) => plus(total, sum[metric]), 0);
  return { credit: ofKind("credit"), refund: ofKind("refund"), tax: ofKind("tax") };
}
