"use client";

import { usePlotArea, useXAxisScale, useYAxisScale, ZIndexLayer } from "recharts";
import type { WireCosts } from "@/server/contract/costs";
import styles from "./chart.module.css";
import { type Bar, type BudgetLine, type Mark, topOf } from "./chart-model";

interface Place {
  readonly start: number;
  readonly end: number;
  readonly middle: number;
}

/** Where things of the chart are, in pixels. Null before the chart knows its size. */
function usePlace() {
  const plot = usePlotArea();
  const x = useXAxisScale();
  const y = useYAxisScale();
  if (!plot || !x || !y) return null;
  const column = (day: string): Place | null => {
    const [start, end] = [x(day, { position: "start" }), x(day, { position: "end" })];
    return start === undefined || end === undefined ? null : { start, end, middle: (start + end) / 2 };
  };
  return { plot, column, y: (value: number) => y(value) ?? plot.y };
}

/** Under the bars: where the forecast begins, and the days that nobody read. */
export function Below({ bars, every }: { readonly bars: readonly Bar[]; readonly every: WireCosts["every"] }) {
  const place = usePlace();
  if (!place) return null;
  const { plot, column } = place;
  const ahead = every === "day" ? bars.find(({ state }) => state === "forecast") : undefined;
  const from = ahead && column(ahead.day);
  const right = plot.x + plot.width;
  return (
    <ZIndexLayer zIndex={-50}>
      <g>
        {from && <rect x={from.start} y={plot.y} width={right - from.start} height={plot.height} fill="var(--sunk)" />}
        {from && right - from.start > 118 && (
          <text x={right - 4} y={plot.y + 14} textAnchor="end">
            forecast, 80 % band
          </text>
        )}
        {bars
          .filter(({ state }) => state === "unknown")
          .map(({ day }) => {
            const at = column(day);
            return (
              at && (
                <rect
                  key={day}
                  x={at.start + 1}
                  y={plot.y + plot.height * 0.6}
                  width={Math.max(1, at.end - at.start - 2)}
                  height={plot.height * 0.4}
                  className={styles.gap}
                />
              )
            );
          })}
      </g>
    </ZIndexLayer>
  );
}

/** Over the bars: the band of what is expected, the budget, and the numbers of unusual days. */
export function Above({
  bars,
  budget,
  marks,
}: {
  readonly bars: readonly Bar[];
  readonly budget: BudgetLine | null;
  readonly marks: readonly Mark[];
}) {
  const place = usePlace();
  if (!place) return null;
  return (
    <ZIndexLayer zIndex={1_050}>
      <g>
        {bars.map((bar) => (
          <Band key={bar.day} bar={bar} place={place} />
        ))}
        {budget && <Limit budget={budget} place={place} />}
        {marks.map((mark, index) => {
          const at = place.column(mark.bar);
          const bar = bars.find(({ day }) => day === mark.bar);
          if (!at || !bar) return null;
          const below = marks.slice(0, index).filter((other) => other.bar === mark.bar).length;
          const y = place.y(topOf(bar)) - 12 - below * 17;
          return (
            <g key={mark.anomaly.id} className={styles.mark}>
              <circle cx={at.middle} cy={y} r={8} />
              <text x={at.middle} y={y + 3.5} textAnchor="middle">
                {mark.number}
              </text>
            </g>
          );
        })}
      </g>
    </ZIndexLayer>
  );
}

type Placing = NonNullable<ReturnType<typeof usePlace>>;

function Band({ bar, place }: { readonly bar: Bar; readonly place: Placing }) {
  const at = place.column(bar.day);
  if (!bar.band || bar.expected === null || !at) return null;
  const width = at.end - at.start;
  const wide = { x: at.start + width * 0.1, width: width * 0.8 };
  const [top, mean, bottom] = [place.y(bar.band.high), place.y(Number(bar.expected)), place.y(bar.band.low)];
  return (
    <>
      <rect {...wide} y={top} height={Math.max(1, bottom - top)} rx={2} className={styles.band} />
      <rect {...wide} y={mean - 1} height={2} fill="var(--ink)" />
    </>
  );
}

function Limit({ budget, place }: { readonly budget: BudgetLine; readonly place: Placing }) {
  const [from, through] = [place.column(budget.from), place.column(budget.through)];
  if (!from || !through) return null;
  const y = place.y(budget.amount);
  return <line x1={from.start} x2={through.end} y1={y} y2={y} className={styles.limit} />;
}
