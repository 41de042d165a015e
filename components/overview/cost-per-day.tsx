"use client";

import { useState } from "react";
import { billed, heightOf } from "@/components/costs/amounts";
import { stateWords } from "@/components/costs/bar-tip";
import { addDays, dayWord, spanWord, wholeDayWord } from "@/components/costs/calendar";
import { dayTicks } from "@/components/costs/chart-model";
import { PauseStrips } from "@/components/costs/pause-strips";
import { useCosts } from "@/components/data/use-costs";
import { useAccount } from "@/components/shell/use-account";
import { TableToggle } from "@/components/ui/table-toggle";
import twin from "@/components/ui/twin.module.css";
import { type CostDay, type CostDays, costDaysOf, daysShown } from "./cost-days";
import styles from "./cost-per-day.module.css";

/** What AWS charged on each of the last days, and what pausing saved of it. Nothing until some of it was read. */
export function CostPerDay({ today }: { readonly today: string }) {
  const account = useAccount();
  const [asTable, setAsTable] = useState(false);
  const { data } = useCosts({
    ...{
      from: addDays(today, 1 - daysShown),
      until: addDays(today, 1),
      by: "service",
      metric: "unblended",
      every: "day",
    },
    ...(account === null ? {} : { account }),
  });
  const shown = data && costDaysOf(data, today);
  if (!data || !shown) return null;
  const { currency } = data;
  const span = spanWord(data.from, data.until);
  return (
    <section className="pb-6" aria-label="Cost per day">
      <div className="hd">
        <h2>Cost per day</h2>
        <small>{span}, by AWS’s bill</small>
        <span className="sp" />
        <TableToggle pressed={asTable} onChange={setAsTable} />
      </div>
      {asTable ? (
        <Twin shown={shown} currency={currency} span={span} />
      ) : (
        <>
          <Legend shown={shown} />
          <Plot shown={shown} currency={currency} span={span} />
          <PauseStrips pauses={data.pauses} bars={shown.bars} periods={data.periods} />
        </>
      )}
    </section>
  );
}

function Legend({ shown: { days, hasSaved } }: { readonly shown: CostDays }) {
  return (
    <ul className={styles.legend} aria-label="Legend">
      <li>
        <i className={styles.spent} aria-hidden="true" />
        spent
      </li>
      {hasSaved && (
        <li>
          <i className={styles.saved} aria-hidden="true" />
          saved by pausing, by the ledger
        </li>
      )}
      {days.some(({ state }) => state === "open") && (
        <li>
          <i className={`${styles.spent} ${styles.open}`} aria-hidden="true" />
          not final
        </li>
      )}
      {days.some(({ state }) => state === "unknown") && (
        <li>
          <i className={styles.unknown} aria-hidden="true" />
          not known
        </li>
      )}
    </ul>
  );
}

interface Drawn {
  readonly shown: CostDays;
  readonly currency: string;
  readonly span: string;
}

/** Boxes and no chart library: this is the first page, and its bars have two parts. */
function Plot({ shown: { bars, days, ticks }, currency, span }: Drawn) {
  const top = ticks.at(-1) ?? 1;
  const at = (value: number) => `${Math.min(100, Math.max(0, (value / top) * 100))}%`;
  const named = new Set(dayTicks(bars, "day"));
  return (
    <div
      role="img"
      aria-label={`Cost per day, ${span}, as bars. “Show as table” says the same in words.`}
      className={styles.plot}
    >
      {ticks.map((tick) => (
        <span key={tick} className={styles.line} style={{ bottom: at(tick) }}>
          <span>{billed(String(tick), currency, top < 8 ? 2 : 0)}</span>
        </span>
      ))}
      <div className={styles.days}>
        {days.map((one) => (
          <div key={one.day} title={titleOf(one, currency)}>
            {one.state === "unknown" ? (
              <i className={styles.unknown} />
            ) : (
              <>
                {one.saved !== null && <i className={styles.saved} style={{ height: at(heightOf(one.saved)) }} />}
                <i
                  className={one.state === "open" ? `${styles.spent} ${styles.open}` : styles.spent}
                  style={{ height: at(heightOf(one.spent)) }}
                />
              </>
            )}
            {named.has(one.day) && <span className={styles.tick}>{dayWord(one.day)}</span>}
          </div>
        ))}
      </div>
    </div>
  );
}

function titleOf({ day, state, spent, saved }: CostDay, currency: string): string {
  const cost = state === "unknown" ? "not known" : `${billed(spent, currency)}, ${stateWords[state]}`;
  return `${wholeDayWord(day)}: ${cost}${saved === null ? "" : `; ${billed(saved, currency)} saved`}`;
}

function Twin({ shown: { days }, currency, span }: Drawn) {
  // Of a day that AWS tells nothing of yet the ledger knows all the same; a bar it has none to lie on.
  const hasSaved = days.some(({ saved }) => saved !== null);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reached by the keyboard
    <section className={`${twin.twin} ${styles.twin}`} aria-label={`Cost per day, ${span}, as a table`} tabIndex={0}>
      <table>
        <caption className="sr-only">Cost per day, {span}, newest first</caption>
        <thead>
          <tr>
            <th scope="col">Day</th>
            <th scope="col">State</th>
            <th scope="col" className="r">
              Spent
            </th>
            {hasSaved && (
              <th scope="col" className="r">
                Saved, by the ledger
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {days.toReversed().map(({ day, state, spent, saved }) => (
            <tr key={day}>
              <th scope="row">{dayWord(day)}</th>
              <td className="mid">{stateWords[state]}</td>
              <td className="r b">{billed(spent, currency)}</td>
              {hasSaved && <td className="r text-proof">{saved === null ? "–" : billed(saved, currency)}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
