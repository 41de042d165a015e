import type { WireCosts } from "@/server/contract/costs";
import styles from "./chart.module.css";
import type { Bar } from "./chart-model";

/** Those that were paused at all in these days. */
export function pausedGroups(pauses: WireCosts["pauses"]): WireCosts["pauses"] {
  return pauses.filter(({ shares }) => shares.some((share) => share > 0));
}

/** How much of a bar's time a group was paused; undefined of what is ahead. Today was begun, whatever its bill says. */
export function pausedShare({ state }: Pick<Bar, "state">, share: number | undefined): number | undefined {
  return state === "forecast" && share === 0 ? undefined : share;
}

/** Under the bars: of each group, for how much of the day it was lit. What is ahead is not known yet. */
export function PauseStrips({
  pauses,
  bars,
  periods,
}: {
  readonly pauses: WireCosts["pauses"];
  readonly bars: readonly Bar[];
  readonly periods: readonly string[];
}) {
  const paused = pausedGroups(pauses);
  if (paused.length === 0) return null;
  const index = new Map(periods.map((day, at) => [day, at]));
  return (
    <div className={styles.strips}>
      {paused.map(({ group, shares }) => (
        <div key={group.id} className={styles.strip}>
          <span className="cut" title={group.name}>
            {group.name}
          </span>
          <div
            role="img"
            aria-label={`${group.name}: paused for ${percentOf(shares)} of these days`}
            className={styles.cells}
            style={{ gridTemplateColumns: `repeat(${bars.length}, minmax(0, 1fr))` }}
          >
            {bars.map((bar) => {
              const { day } = bar;
              const share = pausedShare(bar, shares[index.get(day) ?? -1]);
              if (share === undefined) return <i key={day} className={styles.later} />;
              return (
                <i key={day}>
                  <b style={{ width: `${Math.round((1 - share) * 100)}%` }} />
                </i>
              );
            })}
          </div>
        </div>
      ))}
      <p className="sr-only">A strip is lit for as long as the group ran.</p>
    </div>
  );
}

/** `43 %` */
export function percentOf(shares: readonly number[]): string {
  if (shares.length === 0) return "none";
  return `${Math.round((shares.reduce((sum, share) => sum + share, 0) / shares.length) * 100)} %`;
}
