import type { WireCosts } from "@/server/contract/costs";
import { billed } from "./amounts";
import { monthYearWord, wholeDayWord } from "./calendar";
import styles from "./chart.module.css";
import type { Bar, BarState, Series } from "./chart-model";
import { Swatch } from "./swatch";
import { nameWord } from "./words";

export const stateWords: Readonly<Record<BarState, string>> = {
  final: "final",
  open: "not final",
  forecast: "forecast",
  unknown: "not known",
};

/** What a bar is made of, beside the pointer. The table says the same to those who have none. */
export function BarTip({
  bar,
  series,
  by,
  every,
  currency,
}: {
  readonly bar: Bar;
  readonly series: readonly Series[];
  readonly by: WireCosts["by"];
  readonly every: WireCosts["every"];
  readonly currency: string;
}) {
  const total = bar.total ?? bar.expected;
  return (
    <div className={styles.tip}>
      <p className="b">{every === "day" ? wholeDayWord(bar.day) : monthYearWord(bar.day)}</p>
      <p className="dim">{stateWords[bar.state]}</p>
      <ul>
        {series.map(({ key, name, colour }, index) =>
          bar.amounts[index] && Number(bar.amounts[index]) !== 0 ? (
            <li key={key}>
              <Swatch colour={colour} />
              <span className="cut">{nameWord(name, by)}</span>
              <span className="r">{billed(bar.amounts[index], currency)}</span>
            </li>
          ) : null,
        )}
        <li className="b">
          <span />
          <span>{bar.state === "forecast" ? "Forecast" : "Together"}</span>
          <span className="r">{billed(total, currency)}</span>
        </li>
        {bar.state !== "forecast" && bar.expected !== null && (
          <li>
            <span />
            <span>Expected when it is over</span>
            <span className="r">{billed(bar.expected, currency)}</span>
          </li>
        )}
      </ul>
    </div>
  );
}
