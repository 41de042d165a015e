"use client";

import { useId } from "react";
import {
  Bar as BarOf,
  type BarShapeProps,
  CartesianGrid,
  ComposedChart,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from "recharts";
import type { WireCosts } from "@/server/contract/costs";
import { billed, heightOf } from "./amounts";
import { BarTip } from "./bar-tip";
import { Above, Below } from "./bars-overlay";
import { dayWord, monthYearWord } from "./calendar";
import styles from "./chart.module.css";
import {
  type Bar,
  type BudgetLine,
  bottomOf,
  dayTicks,
  type Mark,
  type Series,
  ticksBetween,
  topOf,
} from "./chart-model";

export interface BarsProps {
  readonly series: readonly Series[];
  readonly bars: readonly Bar[];
  readonly by: WireCosts["by"];
  readonly every: WireCosts["every"];
  readonly currency: string;
  readonly budget: BudgetLine | null;
  readonly marks: readonly Mark[];
  /** Read out in the place of the picture. */
  readonly label: string;
}

/** As wide as the names in `.strip`, so that the strips under the chart begin where the bars do. */
const axisWidth = 52;

interface Row {
  readonly day: string;
  readonly bar: Bar;
}

/** The stacked bars. In a chunk of its own, because Recharts weighs more than the rest of the screen. */
export function Bars({ series, bars, by, every, currency, budget, marks, label }: BarsProps) {
  const hatch = `hatch${useId().replaceAll(":", "")}`;
  const rows: readonly Row[] = bars.map((bar) => ({ day: bar.day, bar }));
  const low = Math.min(0, ...bars.map(bottomOf));
  const high = Math.max(0, budget?.amount ?? 0, ...bars.map(topOf));
  // Room above the bars for the numbers of unusual days.
  const ticks = ticksBetween(low, high * (marks.length > 0 ? 1.08 : 1.02));
  const digits = high < 8 ? 2 : 0;
  return (
    <div role="img" aria-label={label} className={styles.plot}>
      <ResponsiveContainer width="100%" height="100%">
        <ComposedChart
          data={[...rows]}
          margin={{ top: 14, right: 0, bottom: 0, left: 0 }}
          stackOffset="sign"
          barCategoryGap="9%"
          accessibilityLayer={false}
        >
          <defs>
            <pattern id={hatch} width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
              <rect width="2" height="5" fill="var(--surface)" opacity="0.55" />
            </pattern>
          </defs>
          <CartesianGrid vertical={false} stroke="var(--line)" />
          <XAxis
            dataKey="day"
            ticks={[...dayTicks(bars, every)]}
            tickFormatter={every === "day" ? dayWord : monthYearWord}
            interval="preserveStart"
            minTickGap={14}
            tickLine={false}
            axisLine={{ stroke: "var(--line)" }}
            height={22}
          />
          <YAxis
            width={axisWidth}
            ticks={[...ticks]}
            domain={[ticks[0] ?? 0, ticks.at(-1) ?? 1]}
            tickFormatter={(value: number) => billed(String(value), currency, digits)}
            tickLine={false}
            axisLine={false}
          />
          <Below bars={bars} every={every} />
          {series.map(({ key, colour }, index) => (
            <BarOf
              key={key}
              stackId="bill"
              dataKey={(row: Row) => heightOf(row.bar.amounts[index])}
              fill={`var(--series-${colour})`}
              isAnimationActive={false}
              shape={(props: BarShapeProps) => <Piece {...props} hatch={hatch} />}
            />
          ))}
          {series.map(({ key, colour }, index) => (
            <BarOf
              key={`${key} ahead`}
              stackId="bill"
              dataKey={(row: Row) => row.bar.partsAhead?.[index] ?? 0}
              fill={`var(--series-${colour})`}
              isAnimationActive={false}
              shape={(props: BarShapeProps) => <Piece {...props} hatch={null} />}
            />
          ))}
          <BarOf
            stackId="bill"
            dataKey={(row: Row) => undividedOf(row.bar)}
            fill="var(--ink-3)"
            isAnimationActive={false}
            shape={(props: BarShapeProps) => <Piece {...props} hatch={null} />}
          />
          <Above bars={bars} budget={budget} marks={marks} />
          <Tooltip
            cursor={{ fill: "var(--ink)", fillOpacity: 0.06 }}
            isAnimationActive={false}
            content={({ payload }) => {
              const row: Row | undefined = payload[0]?.payload;
              return row ? <BarTip bar={row.bar} series={series} by={by} every={every} currency={currency} /> : null;
            }}
          />
        </ComposedChart>
      </ResponsiveContainer>
    </div>
  );
}

/** What is expected and cannot be told by series. */
function undividedOf({ expected, partsAhead, total }: Bar): number {
  if (expected === null || partsAhead !== null) return 0;
  return Math.max(0, heightOf(expected) - heightOf(total));
}

/** A part of a bar: pale what is expected (without a hatch), hatched what AWS still corrects. */
function Piece({ x, y, width, height, fill, payload, hatch }: BarShapeProps & { readonly hatch: string | null }) {
  const row: Row | undefined = payload;
  if (!row || !height || !Number.isFinite(height)) return null;
  const tall = Math.abs(height);
  // A pixel stays free between neighbours, because some of the colours are close in lightness.
  const place = { x, y: Math.min(y, y + height), width, height: tall > 2 ? tall - 1 : tall };
  return (
    <g>
      <rect {...place} {...(fill ? { fill } : {})} {...(hatch === null ? { opacity: 0.34 } : {})} />
      {hatch !== null && row.bar.state === "open" && <rect {...place} fill={`url(#${hatch})`} />}
    </g>
  );
}
