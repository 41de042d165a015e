import twin from "@/components/ui/twin.module.css";
import type { WireCosts } from "@/server/contract/costs";
import { billed } from "./amounts";
import { stateWords } from "./bar-tip";
import { dayWord, monthYearWord } from "./calendar";
import type { Bar, BudgetLine, Mark, Series } from "./chart-model";
import { pausedGroups, pausedShare } from "./pause-strips";
import { nameWord } from "./words";

interface Props {
  readonly costs: WireCosts;
  readonly series: readonly Series[];
  readonly bars: readonly Bar[];
  readonly budget: BudgetLine | null;
  readonly marks: readonly Mark[];
  /** By the periods; empty where the ledger's figures are not of what is shown. */
  readonly saved: WireCosts["saved"];
  readonly title: string;
}

/** All that the chart says, newest first: a row for each bar. */
export function ChartTable({ costs, series, bars, budget, marks, saved, title }: Props) {
  const { currency, every, periods } = costs;
  const pauses = pausedGroups(costs.pauses);
  const hasForecast = bars.some(({ expected }) => expected !== null);
  const hasSaved = saved.some((amount) => amount !== null && Number(amount) !== 0);
  const index = new Map(periods.map((day, at) => [day, at]));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reached by the keyboard
    <section className={twin.twin} aria-label={title} tabIndex={0}>
      <table>
        <caption className="sr-only">{title}, newest first</caption>
        <thead>
          <tr>
            <th scope="col">{every === "day" ? "Day" : "Month"}</th>
            <th scope="col">State</th>
            <th scope="col" className="r">
              Together
            </th>
            {hasForecast && (
              <th scope="col" className="r">
                Forecast
              </th>
            )}
            {budget && (
              <th scope="col" className="r">
                Budget
              </th>
            )}
            {series.map(({ key, name }) => (
              <th key={key} scope="col" className="r">
                {nameWord(name, costs.by)}
              </th>
            ))}
            {pauses.map(({ group }) => (
              <th key={group.id} scope="col" className="r">
                {group.name} paused
              </th>
            ))}
            {hasSaved && (
              <th scope="col" className="r">
                Saved, by the ledger
              </th>
            )}
            <th scope="col">Unusual</th>
          </tr>
        </thead>
        <tbody>
          {bars.toReversed().map((bar) => {
            const numbers = marks.filter((mark) => mark.bar === bar.day).map(({ number }) => number);
            return (
              <tr key={bar.day}>
                <th scope="row">{every === "day" ? dayWord(bar.day) : monthYearWord(bar.day)}</th>
                <td className="mid">{stateWords[bar.state]}</td>
                <td className="r b">{bar.state === "forecast" ? "–" : billed(bar.total, currency)}</td>
                {hasForecast && (
                  <td className="r mid">{bar.expected === null ? "–" : billed(bar.expected, currency)}</td>
                )}
                {budget && (
                  <td className="r mid">
                    {bar.day >= budget.from && bar.day <= budget.through
                      ? billed(String(budget.amount), currency)
                      : "–"}
                  </td>
                )}
                {series.map(({ key }, at) => (
                  <td key={key} className="r">
                    {bar.state === "forecast" ? "–" : billed(bar.amounts[at], currency)}
                  </td>
                ))}
                {pauses.map(({ group, shares }) => (
                  <td key={group.id} className="r mid">
                    {pausedWord(bar, shares[index.get(bar.day) ?? -1])}
                  </td>
                ))}
                {hasSaved && <td className="r text-proof">{savedWord(saved[index.get(bar.day) ?? -1])}</td>}
                <td className="mid">{numbers.length > 0 ? `see ${numbers.join(", ")}` : ""}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

function pausedWord(bar: Bar, of: number | undefined): string {
  const share = pausedShare(bar, of);
  return share === undefined ? "–" : `${Math.round(share * 100)} %`;
}

/** By the savings ledger, in dollars; of days ahead, and without a price, there is nothing to say. */
function savedWord(amount: string | null | undefined): string {
  return amount === null || amount === undefined ? "–" : billed(amount, "USD");
}
