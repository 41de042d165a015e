import type { WireCosts, WireUnread } from "../../contract/costs";
import { toMicro } from "../../core/actual-cost";
import { toDecimal } from "../../core/money";
import { type Cell, columnsBelow, columnsOf, type Fact, type Part, type Report, writtenAt } from "./report";

/** The answer of GET /costs as a report. Pure. */
export function costReport(costs: WireCosts, at: Date): Report {
  return {
    title: `What AWS charged, by ${costs.by}`,
    facts: [...factsOf(costs), writtenAt(at)],
    parts: [itemsOf(costs), periodsOf(costs), cellsOf(costs), apartOf(costs), unreadOf(costs.unread)],
  };
}

const metrics = {
  unblended: "Unblended: on the day on which it was charged.",
  amortized: "Amortised: reservations and savings plans are spread over their time.",
  netUnblended: "Net unblended: on the day on which it was charged, after discounts.",
} as const;

function factsOf(costs: WireCosts): readonly Fact[] {
  const { from, until, metric, currency, otherCurrencies, method, readAt, requests, unread } = costs;
  const others = otherCurrencies.join(", ");
  return [
    { name: "from", value: from },
    { name: "until", value: `${until} (not included)` },
    { name: "source", value: method },
    { name: "cost", value: metrics[metric] },
    { name: "currency", value: others === "" ? currency : `${currency}; charges in ${others} are not in this report` },
    { name: "read at", value: readAt ?? "not yet" },
    { name: "final", value: `Through ${costs.finalThrough}. AWS still corrects later days.` },
    { name: "saved", value: "By the savings ledger, at list prices in USD; it is in no other figure." },
    { name: "missing", value: missingOf(unread) },
    {
      name: "requests of Cost Explorer",
      value: `${requests.today} today, at most ${requests.atMost}, $${requests.each} each: $${requests.spent} spent`,
    },
  ];
}

function missingOf(unread: readonly WireUnread[]): string {
  const empty = "An empty amount is not known, and not zero.";
  if (unread.length === 0) return `Nothing that was asked for. ${empty}`;
  return `What is listed as not read (${unread.length}) is in no figure. ${empty}`;
}

function itemsOf({ by, items, total, currency }: WireCosts): Part {
  return {
    record: by,
    title: `By ${by}`,
    columns: [...columnsOf("text", "key", "name"), ...columnsOf("money", `cost ${currency}`)],
    rows: items.map(({ key, name, total: amount }) => [key, name, amount]),
    total: [null, "Total", total.total],
  };
}

function periodsOf({ every, periods, total, saved, finalThrough, currency }: WireCosts): Part {
  return {
    record: every,
    title: every === "day" ? "By day" : "By month",
    columns: [
      ...columnsOf("time", "period"),
      ...columnsOf("money", `cost ${currency}`, "saved USD"),
      ...columnsOf("text", "final"),
    ],
    rows: periods.map((period, at) => {
      const isFinal = lastDayOf(period, every) <= finalThrough;
      return [period, total.amounts[at] ?? null, saved[at] ?? null, isFinal ? "yes" : "no"];
    }),
    total: [null, total.total, sumOf(saved), null],
  };
}

function sumOf(amounts: readonly (string | null)[]): string | null {
  const micros = amounts.map((amount) => (amount === null ? null : toMicro(amount)));
  const sum = micros.reduce((one, other) => (one === null || other === null ? null : one + other), 0);
  return sum === null ? null : toDecimal(sum);
}

function lastDayOf(period: string, every: WireCosts["every"]): string {
  if (every === "day") return period;
  const [year = 0, month = 0] = period.split("-").map(Number);
  return new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10);
}

function cellsOf({ by, every, items, periods, currency }: WireCosts): Part {
  return {
    record: `${by} and ${every}`,
    title: `By ${by} and ${every}`,
    columns: [
      ...columnsOf("time", "period"),
      ...columnsOf("text", "key", "name"),
      ...columnsOf("money", `cost ${currency}`),
    ],
    rows: cells(items, periods),
    total: null,
  };
}

function* cells(items: WireCosts["items"], periods: WireCosts["periods"]): Generator<readonly Cell[]> {
  for (const [at, period] of periods.entries()) {
    for (const { key, name, amounts } of items) yield [period, key, name, amounts[at] ?? null];
  }
}

function apartOf({ apart, currency }: WireCosts): Part {
  return {
    record: "apart",
    title: "Apart: in no other figure",
    columns: [...columnsOf("text", "name"), ...columnsOf("money", `cost ${currency}`)],
    rows: [
      ["Credits", apart.credit],
      ["Refunds", apart.refund],
      ["Taxes", apart.tax],
    ],
    total: null,
  };
}

function unreadOf(unread: readonly WireUnread[]): Part {
  return {
    record: "not read",
    title: "Not read",
    columns: [
      ...columnsOf("text", "key", "name", "state"),
      ...columnsOf("time", "from", "until"),
      ...columnsBelow("reason", "remedy"),
    ],
    rows: unread.map(({ account, state, from, until, fault }) => {
      return [account.id, account.name, state, from, until, fault?.reason ?? null, fault?.remedy ?? null];
    }),
    total: null,
  };
}
