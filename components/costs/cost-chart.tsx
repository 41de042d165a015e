"use client";

import dynamic from "next/dynamic";
import { Skeleton } from "@/components/ui/skeleton";
import { TableToggle } from "@/components/ui/table-toggle";
import type { WireCosts } from "@/server/contract/costs";
import { billed } from "./amounts";
import { dayWord, spanWord } from "./calendar";
import styles from "./chart.module.css";
import type { Bar, BudgetLine, Mark, Series } from "./chart-model";
import { ChartTable } from "./chart-table";
import { PauseStrips } from "./pause-strips";
import { Swatch } from "./swatch";
import type { CostView } from "./view";
import { byWord, metricWords, nameWord, serviceWord } from "./words";

const Bars = dynamic(() => import("./bars").then((module) => module.Bars), {
  ssr: false,
  loading: () => (
    <>
      <Skeleton className={styles.plot ?? ""} />
      <p className="sr-only">Reading the chart</p>
    </>
  ),
});

interface Props {
  readonly view: CostView;
  readonly costs: WireCosts;
  readonly series: readonly Series[];
  readonly bars: readonly Bar[];
  readonly budget: BudgetLine | null;
  readonly marks: readonly Mark[];
  readonly onTable: (asTable: boolean) => void;
}

/** The bill as stacked bars, or the same as a table. */
export function CostChart({ view, costs, series, bars, budget, marks, onTable }: Props) {
  const { every, currency } = costs;
  const gaps = bars.filter(({ state }) => state === "unknown").length;
  const per = every === "day" ? "day" : "month";
  const title = `${titleOf(view, per)}, ${spanWord(costs.from, costs.until)}`;
  return (
    <section aria-label={titleOf(view, per)} className="min-w-0">
      <div className="flex items-start justify-between gap-x-6 gap-y-1 max-sm:flex-wrap">
        <ul className={styles.legend} aria-label="Legend">
          {series.map(({ key, name, colour }) => (
            <li key={key} title={name}>
              <Swatch colour={colour} />
              <span className="cut">{nameWord(name, costs.by)}</span>
            </li>
          ))}
          {budget && (
            <li>
              <i className={styles.dash} aria-hidden="true" />
              budget, {billed(String(budget.amount), currency, 0)} a {per}
            </li>
          )}
          {bars.some(({ expected }) => expected !== null) && (
            <li>
              <i className={styles.pale} aria-hidden="true" />
              forecast
            </li>
          )}
          {bars.some(({ state }) => state === "open") && (
            <li>
              <i className={styles.hatch} aria-hidden="true" />
              not final
            </li>
          )}
          {gaps > 0 && (
            <li>
              <i className={styles.gapMark} aria-hidden="true" />
              not known
            </li>
          )}
        </ul>
        <TableToggle pressed={view.asTable} onChange={onTable} />
      </div>
      {view.asTable ? (
        <ChartTable
          {...{ costs, series, bars, budget, marks, title }}
          // The ledger knows resources, not the services of the bill.
          saved={view.service === null ? costs.saved : []}
        />
      ) : (
        <>
          <Bars
            {...{ series, bars, by: costs.by, every, currency, budget, marks }}
            label={`${title}, as stacked bars. “Show as table” says the same in words.`}
          />
          <PauseStrips pauses={costs.pauses} bars={bars} periods={costs.periods} />
        </>
      )}
      <Beside costs={costs} bars={bars} gaps={gaps} />
    </section>
  );
}

function titleOf(view: CostView, per: string): string {
  const what = view.service === null ? "Cost" : `Cost of ${serviceWord(view.service)}`;
  return `${what} per ${per} by ${byWord(view)}, ${metricWords[view.metric]}`;
}

/** A line may otherwise end after the minus. */
function unbroken(amount: string): string {
  return amount.replace("−", "−\u2060");
}

/** What the bars cannot say: what is missing, what is no final figure, and what is in no bar. */
function Beside({
  costs,
  bars,
  gaps,
}: {
  readonly costs: WireCosts;
  readonly bars: readonly Bar[];
  readonly gaps: number;
}) {
  const { apart, currency, finalThrough, every, by } = costs;
  const per = every === "day" ? "day" : "month";
  const open = bars.filter(({ state }) => state === "open").length;
  const parts = [
    ["credits", apart.credit],
    ["refunds", apart.refund],
    ["tax", apart.tax],
  ] as const;
  const told = parts.filter(([, amount]) => amount !== null && Number(amount) !== 0);
  const untold = parts.filter(([, amount]) => amount === null).map(([word]) => word);
  const sentences = [
    gaps > 0 ? `${gaps === 1 ? `1 ${per} is` : `${gaps} ${per}s are`} not known, and in no sum.` : "",
    open > 0 ? `Not final is what AWS still corrects: all after ${dayWord(finalThrough)}.` : "",
    every === "day" && bars.some(({ state }) => state === "forecast")
      ? "Of the forecast, the band and the services are known of the month, and spread over its days."
      : "",
    by !== "record" && told.length > 0
      ? `Not in it: ${told.map(([word, amount]) => `${word} ${unbroken(billed(amount, currency))}`).join(", ")}.`
      : "",
    by !== "record" && untold.length > 0 ? `Not told for all of the time: ${untold.join(", ")}.` : "",
  ].filter((sentence) => sentence !== "");
  return sentences.length > 0 && <p className="mt-2 text-xs text-ink-3">{sentences.join(" ")}</p>;
}
