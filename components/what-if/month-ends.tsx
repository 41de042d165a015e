import { billed, money } from "@/components/costs/amounts";
import { monthWord } from "@/components/costs/calendar";
import { Money } from "@/components/ui/money";
import type { WireScheduleForecast, WireWhatIf } from "@/server/contract/what-if";
import styles from "./what-if.module.css";
import { takenAwayWord } from "./words";

type Band = WireScheduleForecast["scheduled"];

/** The running month's end, as it is planned now and with these hours, each with its band; or why it is not known. */
export function MonthEnds({ forecast, noForecast }: Pick<WireWhatIf, "forecast" | "noForecast">) {
  if (!forecast) return noForecast && <p className="mid mt-3">No forecast of the month’s end: {noForecast}</p>;
  const { month, unscheduled, scheduled, basis } = forecast;
  const scale = scaleOf([unscheduled, scheduled]);
  return (
    <section className="mt-4" aria-label={`The end of ${monthWord(month)}`}>
      <h3 className="mb-1 font-medium">The bill at the end of {monthWord(month)}</h3>
      <dl className={styles.ends}>
        <End word="As it is planned now" band={unscheduled} scale={scale} />
        <End word="With these hours from now on" band={scheduled} scale={scale} isNew />
      </dl>
      <p className="mt-2">{takenAwayWord(forecast)}</p>
      <details className="mt-1 text-xs text-ink-2">
        <summary className="cursor-pointer">How it was made</summary>
        <p className="mt-1 max-w-[90ch]">{basis}</p>
      </details>
    </section>
  );
}

interface Scale {
  readonly least: number;
  readonly width: number;
}

/** From the lowest to the highest that either may be: what differs is seen, and the words have the amounts. */
function scaleOf(bands: readonly Band[]): Scale {
  const least = Math.min(...bands.map(({ low }) => Number(low)));
  const most = Math.max(...bands.map(({ high }) => Number(high)));
  return { least, width: Math.max(most - least, 1e-6) };
}

function End({
  word,
  band: { mean, low, high, share },
  scale,
  isNew = false,
}: {
  readonly word: string;
  readonly band: Band;
  readonly scale: Scale;
  readonly isNew?: boolean;
}) {
  const at = (amount: string) => ((Number(amount) - scale.least) / scale.width) * 100;
  return (
    <div className={isNew ? styles.new : undefined}>
      <dt>{word}</dt>
      <dd className={styles.mean}>
        <Money value={money(mean, "USD")} big />
      </dd>
      <dd className={styles.track} aria-hidden="true">
        <i style={{ left: `${at(low)}%`, width: `${at(high) - at(low)}%` }} />
        <b style={{ left: `${at(mean)}%` }} />
      </dd>
      <dd className={styles.sure}>
        {Math.round(share * 100)} % sure of {billed(low, "USD", 0)} to {billed(high, "USD", 0)}
      </dd>
    </div>
  );
}
