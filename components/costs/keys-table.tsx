import Link from "next/link";
import type { ReactNode } from "react";
import { classNames } from "@/components/ui/class-names";
import type { WireCosts } from "@/server/contract/costs";
import type { WireOutlook } from "@/server/contract/outlook";
import { billed, shareWord } from "./amounts";
import { addDays, firstOfNextMonth, spanWord } from "./calendar";
import type { Series } from "./chart-model";
import styles from "./costs.module.css";
import { type KeyRow, keyRowsOf, knownSum, type MonthHeads, monthHeadsOf, shareOf } from "./key-rows";
import { Sparkline } from "./sparkline";
import { Swatch } from "./swatch";
import { keyHeads, nameWord } from "./words";

/** More rows than these are for the exports. */
const rowsAtMost = 50;

interface Props {
  readonly costs: WireCosts;
  /** Null where the screen shows something that the month's outlook is not of. */
  readonly outlook: WireOutlook | null;
  readonly series: readonly Series[];
  /** The days are this month's and the last one's: then these two are told, else the sum of the days. */
  readonly isOfMonth: boolean;
  /** Shows one service alone; null where one is shown already. */
  readonly hrefOfService: ((service: string) => string) | null;
}

interface Column {
  readonly head: string;
  readonly look: string;
  readonly cell: (row: KeyRow) => ReactNode;
  readonly total: ReactNode;
}

/** What each service, account, region… costs, with all that is known of its month. */
export function KeysTable({ costs, outlook, series, isOfMonth, hrefOfService }: Props) {
  const rows = keyRowsOf(costs, outlook);
  const heads = outlook && costs.by === "service" ? monthHeadsOf(outlook) : null;
  const money = heads && outlook && isOfMonth ? monthColumns(outlook, heads) : [spanColumn(costs)];
  const columns = heads && outlook ? [...money, ...listColumns(outlook, heads)] : money;
  const whole = heads && isOfMonth ? wholeOf(outlook, heads) : costs.total.total;
  const partOf = (row: KeyRow) => (heads && isOfMonth ? currentOf(row, heads) : row.total);
  const colourOf = (key: string) => series.find(({ of }) => of.includes(key))?.colour;
  const { requests } = costs;
  // The last days are a lower bound: a course that ends with them would always fall.
  const finalBars = finalBarsOf(costs);
  return (
    <section className="mt-5" aria-label={`By ${keyHeads[costs.by].toLowerCase()}`}>
      <table className={styles.keys}>
        <caption className="sr-only">By {keyHeads[costs.by].toLowerCase()}, dearest first</caption>
        <thead>
          <tr>
            <th scope="col">{keyHeads[costs.by]}</th>
            <th scope="col">{finalWord(costs, finalBars)}</th>
            {columns.map(({ head }) => (
              <th key={head} scope="col" className="r">
                {head}
              </th>
            ))}
            <th scope="col" className={styles.share}>
              Share
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, rowsAtMost).map((row) => {
            const colour = colourOf(row.key);
            const name = nameWord(row.name, costs.by);
            return (
              <tr key={row.key}>
                <th scope="row">
                  <span className="row min-w-0">
                    {colour !== undefined && <Swatch colour={colour} />}
                    {hrefOfService && costs.by === "service" ? (
                      <Link
                        href={hrefOfService(row.key)}
                        prefetch={false}
                        scroll={false}
                        className="cut"
                        title={row.name}
                      >
                        {name}
                      </Link>
                    ) : (
                      <span className="cut" title={row.name}>
                        {name}
                      </span>
                    )}
                  </span>
                </th>
                <td className={styles.spark}>
                  <Sparkline amounts={row.amounts.slice(0, finalBars)} />
                </td>
                {columns.map(({ head, look, cell }) => (
                  <td key={head} className={look} data-head={head}>
                    {cell(row)}
                  </td>
                ))}
                <td className={styles.share} data-head="Share">
                  <Share share={shareOf(partOf(row), whole)} colour={colour} />
                </td>
              </tr>
            );
          })}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">Together</th>
            <td className={styles.spark} />
            {columns.map(({ head, look, total }) => (
              <td key={head} className={classNames(look, "b")} data-head={head}>
                {total}
              </td>
            ))}
            <td className={classNames(styles.share, "dim")}>
              {requests.today} of {requests.atMost} paid requests today, {billed(requests.spent, "USD")}
            </td>
          </tr>
        </tfoot>
      </table>
      {rows.length > rowsAtMost && (
        <p className="dim mt-2">{rows.length - rowsAtMost} more cost less; each export has them all.</p>
      )}
    </section>
  );
}

/** How many of the first bars are final. */
function finalBarsOf({ periods, every, finalThrough }: WireCosts): number {
  const lastOf = (day: string) => (every === "day" ? day : addDays(firstOfNextMonth(day), -1));
  return periods.filter((day) => lastOf(day) <= finalThrough).length;
}

/** `1 Oct to 19 Nov`: which days the course is of. */
function finalWord({ from, periods, until }: WireCosts, finalBars: number): string {
  return finalBars < 2 ? "Course" : spanWord(from, periods[finalBars] ?? until);
}

function spanColumn({ from, until, currency, total }: WireCosts): Column {
  return {
    head: `Cost, ${spanWord(from, until)}`,
    look: "r",
    cell: (row) => <b>{billed(row.total, currency)}</b>,
    total: billed(total.total, currency),
  };
}

function currentOf({ month }: KeyRow, heads: MonthHeads): string | null {
  if (month === null) return null;
  return heads.before === null ? month.soFar : month.monthToDate.amount;
}

function wholeOf(outlook: WireOutlook | null, heads: MonthHeads): string | null {
  return (heads.before === null ? outlook?.soFar.amount : outlook?.monthToDate.amount) ?? null;
}

/** Of what the outlook does not speak there is nothing to say; what it speaks of may be unknown. */
function told(row: KeyRow, amount: string | null | undefined, currency: string, digits = 2): string {
  return row.month === null ? "–" : billed(amount, currency, digits);
}

function monthColumns(outlook: WireOutlook, heads: MonthHeads): readonly Column[] {
  const { currency, monthToDate } = outlook;
  const current: Column = {
    head: heads.current,
    look: "r",
    cell: (row) => <b>{told(row, currentOf(row, heads), currency)}</b>,
    total: billed(wholeOf(outlook, heads), currency),
  };
  if (heads.before === null) return [current];
  return [
    current,
    {
      head: heads.before,
      look: "r mid",
      cell: (row) => told(row, row.month?.monthToDate.before, currency),
      total: billed(monthToDate.before, currency),
    },
    {
      head: "Change",
      look: "r mid",
      cell: ({ month }) => (month?.monthToDate.share == null ? "–" : shareWord(month.monthToDate.share)),
      total: monthToDate.share === null ? "–" : shareWord(monthToDate.share),
    },
  ];
}

/** The forecast, and what is by the price list and so in dollars: what was saved, and what runs now. */
function listColumns(outlook: WireOutlook, heads: MonthHeads): readonly Column[] {
  const { currency, forecast, services } = outlook;
  const saved = knownSum(services.map(({ savedThisMonth }) => savedThisMonth));
  const hourly = knownSum(services.map(({ hourlyNow }) => hourlyNow));
  return [
    {
      head: heads.forecast,
      look: "r",
      cell: (row) => told(row, row.month?.forecast, currency),
      total: billed(forecast?.mean, currency),
    },
    {
      head: heads.saved,
      look: "r",
      cell: ({ month }) => <Listed amount={month?.savedThisMonth ?? null} digits={2} isSaved />,
      total: <Listed amount={saved.sum} digits={2} isSaved />,
    },
    {
      head: "Now, an hour",
      look: "r mid",
      cell: ({ month }) => <Listed amount={month?.hourlyNow ?? null} digits={3} />,
      total: <Listed amount={hourly.sum} digits={3} isAtLeast={!hourly.isWhole} />,
    },
  ];
}

/** By the list. Of what Standby cannot pause, or what has no price, nothing was saved that it could tell. */
function Listed({
  amount,
  digits,
  isSaved = false,
  isAtLeast = false,
}: {
  readonly amount: string | null;
  readonly digits: number;
  readonly isSaved?: boolean;
  /** A sum that lacks what has no price. */
  readonly isAtLeast?: boolean;
}) {
  if (amount === null) return <span className="dim">{isSaved ? "–" : "no price"}</span>;
  if (Number(amount) === 0) return <span className="dim">0</span>;
  return (
    <span className={isSaved ? "text-proof" : ""}>
      {isAtLeast && <span className="dim font-normal">at least </span>}
      {billed(amount, "USD", digits)}
    </span>
  );
}

function Share({ share, colour }: { readonly share: number | null; readonly colour: number | undefined }) {
  if (share === null) return <span className="dim">–</span>;
  const percent = share * 100;
  const width = `${Math.min(100, Math.max(0, percent))}%`;
  return (
    <span className="row">
      <span className={styles.part} aria-hidden="true">
        <i style={{ width, background: `var(--series-${colour ?? 8})` }} />
      </span>
      <span className="mid text-xs">{percent.toFixed(1)} %</span>
    </span>
  );
}
