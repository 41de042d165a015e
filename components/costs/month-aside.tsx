import { Money } from "@/components/ui/money";
import type { WireBudget } from "@/server/contract/budgets";
import type { WireOutlook } from "@/server/contract/outlook";
import { amountOf, billed, microOf, money, shareWord, signed } from "./amounts";
import { dayWord, monthWord } from "./calendar";
import styles from "./costs.module.css";
import { daysLeftWord } from "./words";

/** The month: what it costs so far, what it will have cost, and what it may. */
export function MonthAside({
  outlook,
  budget,
  of,
}: {
  readonly outlook: WireOutlook;
  /** Of the same money, by the month. */
  readonly budget: WireBudget | undefined;
  /** What it is of, where the chart beside it is of something else. */
  readonly of: string | null;
}) {
  const { forecast, soFar, currency, noForecast } = outlook;
  const head = forecast?.mean ?? soFar.amount;
  return (
    <section>
      <div className="hd mb-0!">
        <h2>{monthWord(outlook.month)}</h2>
        {of !== null && <small>{of}</small>}
        <span className="sp" />
        <small>{daysLeftWord(outlook.daysLeft)}</small>
      </div>
      <p className="row mt-1.5 items-baseline!">
        {head === null ? (
          <span className="dim text-lg">not known</span>
        ) : (
          <span className={styles.head}>
            <Money value={money(head, currency)} big digits={0} />
          </span>
        )}
        <span className="mid">{forecast ? "forecast" : "so far"}</span>
      </p>
      <Meter outlook={outlook} budget={budget} />
      <p className="mt-2">
        {budget && forecast && <Verdict mean={forecast.mean} budget={budget} />}
        {forecast ? (
          <span className="mid">
            {Math.round(forecast.share * 100)} % sure of {billed(forecast.low, currency, 0)} to{" "}
            {billed(forecast.high, currency, 0)}.
          </span>
        ) : (
          noForecast && <span className="mid">No forecast: {noForecast}</span>
        )}
      </p>
      <Facts outlook={outlook} />
      <Trends outlook={outlook} />
      {forecast && (
        <details className="mt-2 text-xs text-ink-2">
          <summary className="cursor-pointer">How it was made</summary>
          <p className="mt-1">{forecast.basis}</p>
        </details>
      )}
    </section>
  );
}

function Verdict({ mean, budget }: { readonly mean: string; readonly budget: WireBudget }) {
  const over = microOf(mean) - microOf(budget.limit);
  const words = `${billed(amountOf(Math.abs(over)), budget.currency, 0)} ${over > 0 ? "over" : "under"} budget.`;
  return <b className={over > 0 ? "text-ember" : ""}>{words} </b>;
}

/** So far, forecast and budget on one line; the words below say the same. */
function Meter({ outlook, budget }: { readonly outlook: WireOutlook; readonly budget: WireBudget | undefined }) {
  const { forecast, soFar, currency } = outlook;
  if (soFar.amount === null) return <p className="mid text-xs">Nothing of this month was read yet.</p>;
  const billedSoFar = Number(soFar.amount);
  const mean = Number(forecast?.mean ?? soFar.amount);
  const limit = budget ? Number(budget.limit) : 0;
  const whole = Math.max(mean, limit, billedSoFar) * 1.02;
  const at = (value: number) => `${whole > 0 ? Math.max(0, (value / whole) * 100) : 0}%`;
  return (
    <>
      <div className={styles.meter} aria-hidden="true">
        <i className={styles.spent} style={{ width: at(billedSoFar) }} />
        <i className={styles.ahead} style={{ left: at(billedSoFar), width: at(Math.max(0, mean - billedSoFar)) }} />
        {budget && <i className={styles.tick} style={{ left: at(limit) }} />}
      </div>
      <p className="mid flex flex-wrap justify-between gap-x-3 text-xs">
        <span>
          {soFar.missing > 0 && "at least "}
          {billed(soFar.amount, currency, 0)} so far
        </span>
        {budget && <span>budget {billed(budget.limit, budget.currency, 0)}</span>}
      </p>
    </>
  );
}

function Facts({ outlook }: { readonly outlook: WireOutlook }) {
  const { awsForecast, forecast, currency, monthToDate, soFar, lastMonth } = outlook;
  const facts = [
    soFar.missing > 0
      ? `${soFar.missing === 1 ? "1 day" : `${soFar.missing} days`} of this month ${soFar.missing === 1 ? "is" : "are"} not known, and not in it.`
      : "",
    forecast && Number(forecast.takenAway) > 0
      ? `Pauses that go on take ${billed(forecast.takenAway, currency, 0)} away; if nothing more was paused it would be ${billed(forecast.unpaused, currency, 0)}.`
      : "",
    monthToDate.share === null
      ? ""
      : `${shareWord(monthToDate.share)} against the same days of last month, up to ${dayWord(soFar.finalThrough)}.`,
    lastMonth === null ? "" : `All of last month was ${billed(lastMonth, currency, 0)}.`,
    awsForecast === null
      ? "AWS’s own forecast was not read."
      : `AWS’s own forecast: ${billed(awsForecast.mean, currency, 0)}, ${Math.round(awsForecast.share * 100)} % sure of ${billed(awsForecast.low, currency, 0)} to ${billed(awsForecast.high, currency, 0)}.`,
  ].filter((fact) => fact !== "");
  return (
    <ul className={styles.facts}>
      {facts.map((fact) => (
        <li key={fact}>{fact}</li>
      ))}
    </ul>
  );
}

/** Where the days go: each span beside as many days before it. */
function Trends({ outlook: { trends, currency } }: { readonly outlook: WireOutlook }) {
  const known = trends.filter(({ change }) => change.amount !== null);
  if (known.length === 0) return null;
  return (
    <table className={styles.trends}>
      <caption className="sr-only">Trends: each span beside as many days before it</caption>
      <thead>
        <tr>
          <th scope="col">Trend</th>
          <th scope="col" className="r">
            Cost
          </th>
          <th scope="col" className="r">
            Change
          </th>
          <th scope="col" className="r">
            More each day
          </th>
        </tr>
      </thead>
      <tbody>
        {known.map(({ days, change, perDay }) => (
          <tr key={days}>
            <th scope="row">{days} days</th>
            <td className="r">{billed(change.amount, currency, 0)}</td>
            <td className="r mid">{change.share === null ? "not known" : shareWord(change.share)}</td>
            <td className="r mid">{perDay === null ? "not known" : signed(perDay, currency)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
