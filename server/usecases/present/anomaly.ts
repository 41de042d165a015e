import type { WireAnomaly } from "../../contract/outlook";
import type { Account } from "../../core/account";
import { dayInWords } from "../../core/day-words";
import { type MicroUsd, toDecimal } from "../../core/money";
import type { KeptAnomaly } from "../cost-ports";
import { inWords } from "./amount";

export function wireAnomaly(anomaly: KeptAnomaly, accounts: readonly Account[]): WireAnomaly {
  const { id, accountId, service, kind, severity, firstDay, lastDay, days, currency, final } = anomaly;
  const { low, mid, high } = anomaly.expected;
  return {
    id,
    account: { id: accountId, name: accounts.find((account) => account.id === accountId)?.name ?? accountId },
    service,
    kind,
    severity,
    firstDay,
    lastDay,
    days: [...days],
    currency,
    cost: toDecimal(anomaly.cost),
    expected: { low: toDecimal(low), mid: toDecimal(mid), high: toDecimal(high) },
    excess: toDecimal(anomaly.excess),
    final,
    text: textOf(anomaly),
    foundAt: anomaly.foundAt.toISOString(),
    mark: anomaly.mark,
    markedBy: anomaly.markedBy,
  };
}

/** One plain sentence, or two. */
export function textOf(anomaly: KeptAnomaly): string {
  const { service, kind, firstDay, currency, cost, addedBack, expected, excess, final } = anomaly;
  const money = (micro: MicroUsd) => inWords(micro, currency);
  const what = service ?? "All services together";
  const usual = `where ${money(expected.mid)} was usual`;
  const difference = `${money(Math.abs(excess))} ${excess < 0 ? "less" : "more"}`;
  const said = {
    spike: `${what} cost ${money(cost)} ${onDays(anomaly)}, ${usual}: ${difference}.`,
    level: `${what} changed its level on ${dayInWords(firstDay)}: ${money(cost)} ${onDays(anomaly)}, ${usual}. It stayed and is the usual cost now.`,
    new: `${what} cost nothing before, and ${money(cost)} ${onDays(anomaly)}.`,
  }[kind];
  const paused = addedBack === 0 ? "" : ` What pauses took away, ${money(addedBack)}, is counted in.`;
  return `${said}${paused}${final ? "" : " AWS may still correct these days."}`;
}

function onDays({ days, firstDay, lastDay }: KeptAnomaly): string {
  return days.length === 1
    ? `on ${dayInWords(firstDay)}`
    : `on ${days.length} days from ${dayInWords(firstDay)} to ${dayInWords(lastDay)}`;
}
