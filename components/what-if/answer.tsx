"use client";

import { useWhatIf } from "@/components/data/use-what-if";
import { ProblemNote } from "@/components/plan/problem-note";
import styles from "@/components/savings/savings.module.css";
import { Figure } from "@/components/ui/figure";
import { Money } from "@/components/ui/money";
import type { WireWhatIf } from "@/server/contract/what-if";
import type { Scope } from "@/server/core/filter";
import { type Hours, hoursError, scheduleOf } from "./hours";
import { MonthEnds } from "./month-ends";
import own from "./what-if.module.css";
import { hoursWord, kindsTold, nothingWord, whatIfNotes } from "./words";

/** Asks as the hours change; the last answer stays, dimmed, while they cannot be asked and until the next has come. */
export function Answer({ scope, hours }: { readonly scope: Scope; readonly hours: Hours }) {
  const isWrong = hoursError(hours) !== null;
  const { data, error, isPlaceholderData } = useWhatIf(isWrong ? null : { scope, schedule: scheduleOf(hours) });
  return (
    <>
      <ProblemNote error={error} />
      {!data && !error && !isWrong && <p className="mid">Reckoning</p>}
      {data && !error && <Told answer={data} isOld={isPlaceholderData || isWrong} />}
    </>
  );
}

function Told({ answer, isOld }: { readonly answer: WireWhatIf; readonly isOld: boolean }) {
  const { total, hours, forecast, noForecast } = answer;
  if (total.resources === 0) return <p role="status">{nothingWord(answer)}</p>;
  return (
    <div aria-busy={isOld} className={isOld ? "opacity-60" : ""}>
      <section className="figs px-0!" aria-label="What it would save" aria-live="polite">
        <Figure label="In a month" tone="proof" note="against running all the time">
          <Money value={total.month.net} big />
        </Figure>
        <Figure label="In the last 30 days" note="beside what was paused anyway">
          <Money value={total.past.net} big />
        </Figure>
        <Figure label="Stops and starts" note="a month; what AWS bills meanwhile, taken off">
          <Money value={total.month.changeover} big />
        </Figure>
      </section>
      <p className="mid mt-2">{hoursWord(hours)}</p>
      <MonthEnds forecast={forecast} noForecast={noForecast} />
      <ByKind kinds={answer.kinds} />
      <ul className={`${styles.plain} mid mt-3 text-xs`}>
        {whatIfNotes(answer).map((note) => (
          <li key={note}>{note}</li>
        ))}
      </ul>
      <p className="dim mt-2 max-w-[90ch] text-xs">{answer.method}</p>
    </div>
  );
}

function ByKind({ kinds }: Pick<WireWhatIf, "kinds">) {
  const { rows, rest } = kindsTold(kinds);
  return (
    <>
      {rows.length > 0 && <Rows kinds={rows} />}
      {rest !== null && <p className="mid mt-2">{rest}</p>}
    </>
  );
}

function Rows({ kinds }: Pick<WireWhatIf, "kinds">) {
  return (
    <div className={`${styles.wide} mt-3`}>
      <table className={styles.table}>
        <caption className="sr-only">By kind, most saved first</caption>
        <thead>
          <tr>
            <th scope="col">Kind</th>
            <th scope="col" className="r">
              Last 30 days
            </th>
            <th scope="col" className="r">
              A month
            </th>
          </tr>
        </thead>
        <tbody>
          {kinds.map(({ key, name, resources, past, month }) => (
            <tr key={key}>
              <td className={own.name}>
                {name} <span className="dim">{resources}</span>
              </td>
              <td className="r mid">
                <Money value={past.net} />
              </td>
              <td className="r">
                <Money value={month.net} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
