import Link from "next/link";
import { amountOf, billed, microOf, money } from "@/components/costs/amounts";
import { dayWord, monthWord } from "@/components/costs/calendar";
import { budgetOf } from "@/components/costs/chart-model";
import { unreadWord } from "@/components/costs/words";
import { useBudgets } from "@/components/data/use-budgets";
import { useOutlook } from "@/components/data/use-outlook";
import { hrefWithAccount } from "@/components/shell/screens";
import { useAccount } from "@/components/shell/use-account";
import { Figure } from "@/components/ui/figure";
import { Money } from "@/components/ui/money";
import type { WireBudget } from "@/server/contract/budgets";
import type { WireOutlook } from "@/server/contract/outlook";
import type { WireOverview } from "@/server/contract/overview";

/** The outlook is asked for by account; a budget is of one by its id. */
interface Shown {
  readonly at: WireOverview["at"];
  readonly accounts: readonly { readonly id: string }[];
}

/** What AWS billed this month, and what it will have: not known until some of it was read, and never zero. */
export function MonthFigures({ overview: { at, accounts } }: { readonly overview: Shown }) {
  const account = useAccount();
  const { data } = useOutlook(account === null ? {} : { account });
  const budgets = useBudgets().data?.items ?? [];
  const [only] = accounts.length === 1 ? accounts : [];
  const month = monthWord(data?.month ?? at);
  const budget = data && budgetOf(budgets, only?.id ?? null, data.currency);
  return (
    <>
      <Figure label={`${month} so far`} note={<SoFarNote outlook={data} account={account} />}>
        {data && data.soFar.amount !== null ? (
          <>
            {data.soFar.missing > 0 && <span className="dim text-base">at least </span>}
            <Money value={money(data.soFar.amount, data.currency)} big />
          </>
        ) : (
          <NotKnown isAsked={data !== undefined} />
        )}
      </Figure>
      <Figure label={`Forecast for ${month}`} {...forecastNote(data, budget?.period === "month" ? budget : undefined)}>
        {data?.forecast ? (
          <Money value={money(data.forecast.mean, data.currency)} big />
        ) : (
          <NotKnown isAsked={data !== undefined} />
        )}
      </Figure>
    </>
  );
}

function NotKnown({ isAsked }: { readonly isAsked: boolean }) {
  return <span className="dim text-base">{isAsked ? "not known" : "reading the bill"}</span>;
}

function SoFarNote({
  outlook,
  account,
}: {
  readonly outlook: WireOutlook | undefined;
  readonly account: string | null;
}) {
  if (!outlook) return null;
  const words = soFarWords(outlook);
  return <Link href={hrefWithAccount("/costs", account)}>{words}</Link>;
}

function soFarWords({ soFar, unread: [first] }: WireOutlook): string {
  if (soFar.amount !== null) return `billed by AWS, final up to ${dayWord(soFar.finalThrough)}`;
  return first ? unreadWord(first) : "nothing of this month was read yet";
}

function forecastNote(
  outlook: WireOutlook | undefined,
  budget: WireBudget | undefined,
): { readonly note?: string; readonly tone?: "ember" } {
  if (!outlook) return {};
  const { forecast, noForecast, currency } = outlook;
  if (!forecast) return noForecast === null ? {} : { note: noForecast };
  if (budget) {
    const over = microOf(forecast.mean) - microOf(budget.limit);
    const words = `${billed(amountOf(Math.abs(over)), currency)} ${over > 0 ? "over" : "under"} the budget of ${billed(budget.limit, currency, 0)}`;
    return over > 0 ? { note: words, tone: "ember" } : { note: words };
  }
  const { share, low, high } = forecast;
  return { note: `${Math.round(share * 100)} % sure of ${billed(low, currency, 0)} to ${billed(high, currency, 0)}` };
}
