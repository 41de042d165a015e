"use client";

import Link from "next/link";
import { useAccounts } from "@/components/data/use-accounts";
import { useAnomalies } from "@/components/data/use-anomalies";
import { useBudgets } from "@/components/data/use-budgets";
import { useCosts } from "@/components/data/use-costs";
import { useOutlook } from "@/components/data/use-outlook";
import { ProblemNote } from "@/components/plan/problem-note";
import { hrefWithAccount } from "@/components/shell/screens";
import { RelativeTime } from "@/components/ui/clock";
import { Empty } from "@/components/ui/empty";
import type { WireCosts } from "@/server/contract/costs";
import { Budgets } from "./budgets";
import { anomaliesOf, barsOf, budgetLineOf, budgetOf, forecastFits, marksOf, notesOf, seriesOf } from "./chart-model";
import { Controls } from "./controls";
import { CostChart } from "./cost-chart";
import styles from "./costs.module.css";
import { KeysTable } from "./keys-table";
import { MonthAside } from "./month-aside";
import { NothingRead, UnreadNote } from "./unread-note";
import { UnusualDays } from "./unusual-days";
import { useView } from "./use-view";
import { anomaliesQueryOf, costsQueryOf, outlookQueryOf } from "./view";
import { byWord, metricWords } from "./words";

interface Props {
  readonly account: string | null;
  /** The day of the first paint, UTC; an answer that is newer knows better. */
  readonly firstToday: string;
}

/** What AWS charged, where it is going, and what nobody expected. */
export function CostsScreen({ account, firstToday }: Props) {
  const { view, change, hrefOf } = useView();
  const outlook = useOutlook(outlookQueryOf(view, account));
  const today = outlook.data?.today ?? firstToday;
  const query = costsQueryOf(view, account, today);
  const costs = useCosts(query);
  const anomalies = useAnomalies(anomaliesQueryOf(view, account, today));
  const budgets = useBudgets();
  const accounts = useAccounts().data?.items ?? [];
  const only = account === null && accounts.length === 1 ? accounts[0] : undefined;
  const chosen = accounts.find(({ id, name }) => id === account || name === account) ?? only;
  const error = costs.error ?? outlook.error ?? anomalies.error;

  const { data } = costs;
  const isKnown = data !== undefined && data.items.length > 0;
  const currency = data?.currency ?? outlook.data?.currency ?? "USD";
  const budget = budgetOf(budgets.data?.items ?? [], chosen?.id ?? account, currency);
  const unusual = anomaliesOf(anomalies.data?.items ?? [], view.service);
  const marks = data ? marksOf(unusual, data) : [];
  const ahead = data && outlook.data && forecastFits(data, outlook.data, view.service) ? outlook.data : null;
  const isWhole = view.service === null && view.metric === "unblended";
  const series = data ? seriesOf(data) : [];
  const bars = data ? barsOf(data, series, today, ahead) : [];
  const line = data && isWhole ? budgetLineOf(budget, bars, data.every, today) : null;

  return (
    <div className="pad pt-4.5 pb-10">
      <div className={styles.top}>
        <h1>Costs</h1>
        <p className="mid">
          {chosen?.name ?? "All accounts"}, by {byWord(view)}, {metricWords[view.metric]} cost, billed in {currency}
          {data?.readAt && (
            <>
              , read <RelativeTime at={data.readAt} now={data.readAt} />
            </>
          )}
        </p>
        <span className="sp" />
        <Controls view={view} query={query} tags={data?.tags ?? []} today={today} onChange={change} />
      </div>
      <p className="mb-2 flex flex-wrap gap-x-4 text-xs">
        <Link href={hrefWithAccount("/costs/now", account)} className="inline-flex min-h-6 items-center">
          What runs now
        </Link>
        <Link href={hrefWithAccount("/savings", account)} className="inline-flex min-h-6 items-center">
          What pausing saved
        </Link>
        {data?.otherCurrencies.map((other) => (
          <Link
            key={other}
            href={hrefOf({ currency: other })}
            scroll={false}
            className="inline-flex min-h-6 items-center"
          >
            Also billed in {other}
          </Link>
        ))}
      </p>
      <ProblemNote error={error} />
      {!data && !error && <p className="mid">Reading the costs</p>}
      {data && isKnown && <UnreadNote unread={data.unread} />}
      <div className={isKnown || outlook.data?.soFar.amount ? styles.two : ""}>
        {data && isKnown && (
          <CostChart
            {...{ view, costs: data, series, bars, marks }}
            budget={line}
            onTable={(asTable) => change({ asTable })}
          />
        )}
        {data && !isKnown && <NoBars costs={data} />}
        {outlook.data && (isKnown || outlook.data.soFar.amount !== null) && (
          <aside className="min-w-0" aria-label="The month and unusual days">
            <MonthAside
              outlook={outlook.data}
              budget={budget?.period === "month" ? budget : undefined}
              of={isWhole ? null : "all services, unblended"}
            />
            <UnusualDays
              marks={marks}
              notes={data ? notesOf(unusual, data) : []}
              aws={anomalies.data?.aws ?? []}
              now={anomalies.data?.now ?? []}
              learning={anomalies.data?.learning ?? 0}
            />
          </aside>
        )}
      </div>
      {data && isKnown && (
        <KeysTable
          costs={data}
          outlook={isWhole ? (outlook.data ?? null) : null}
          series={series}
          isOfMonth={view.span === "two" || view.span === "month"}
          hrefOfService={
            view.service === null ? (service) => hrefOf({ service, by: "usage", tag: null, every: null }) : null
          }
        />
      )}
      {data && isKnown && <p className="mid mt-3 max-w-[90ch] text-xs">{data.method}</p>}
      <Budgets currency={currency} account={chosen?.id} />
    </div>
  );
}

/** Nothing was charged, or nothing is known: two different answers. */
function NoBars({ costs }: { readonly costs: WireCosts }) {
  if (costs.unread.length > 0 || costs.readAt === null) return <NothingRead unread={costs.unread} />;
  return <Empty title="Nothing was charged in these days">Choose other days, or another account.</Empty>;
}
