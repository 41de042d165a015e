import Link from "next/link";
import { billed } from "@/components/costs/amounts";
import { dayWord, monthWord } from "@/components/costs/calendar";
import { useOutlook } from "@/components/data/use-outlook";
import { hrefWithAccount } from "@/components/shell/screens";
import { useAccount } from "@/components/shell/use-account";
import { formatMoney, isZero } from "@/components/ui/format";
import type { WireMoney } from "@/server/contract/common";
import type { WireOverview } from "@/server/contract/overview";
import { hoursPerMonth } from "@/server/core/money";

interface Row {
  readonly name: string;
  readonly href: string;
  readonly hourly: WireMoney;
  /** Null where one switch does not stop it. */
  readonly stopSaves: WireMoney | null;
}

/** What AWS billed this month, and what it will have. Nothing until some of it was read. */
function ThisMonth() {
  const account = useAccount();
  const { data } = useOutlook(account === null ? {} : { account });
  if (!data || data.soFar.amount === null) return null;
  const { soFar, forecast, currency, month } = data;
  return (
    <div className="mb-5">
      <div className="hd">
        <h2>{monthWord(month)} so far</h2>
        <small>billed by AWS, final up to {dayWord(soFar.finalThrough)}</small>
        <span className="sp" />
        <Link href={hrefWithAccount("/costs", account)}>Costs</Link>
      </div>
      <p>
        <b className="money text-lg">
          {soFar.missing > 0 && "at least "}
          {billed(soFar.amount, currency)}
        </b>{" "}
        {forecast && (
          <span className="mid">
            forecast {billed(forecast.mean, currency, 0)}, {Math.round(forecast.share * 100)} % sure of{" "}
            {billed(forecast.low, currency, 0)} to {billed(forecast.high, currency, 0)}
          </span>
        )}
      </p>
    </div>
  );
}

/** The money of the month, then of each environment. */
export function Spending({ overview }: { overview: WireOverview }) {
  return (
    <>
      <ThisMonth />
      <Environments overview={overview} />
    </>
  );
}

/** What each environment costs, dearest first. A resource in two groups is in two rows, so the rows are never summed. */
function Environments({ overview }: { overview: WireOverview }) {
  const rows = rowsOf(overview);
  const most = Math.max(...rows.map(({ hourly }) => Number(hourly.amount)), 0);
  if (most === 0) return null;
  return (
    <div className="mb-6">
      <div className="hd">
        <h2>What each environment costs</h2>
        <small>at this rate</small>
      </div>
      <table className="spending">
        <thead>
          <tr>
            <th>Environment</th>
            <th className="bar-cell">
              <span className="sr-only">Share of the dearest</span>
            </th>
            <th className="r">An hour</th>
            <th className="r">A month</th>
            <th className="r">A stop saves</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.name}>
              <td className="cut">
                <Link href={row.href}>{row.name}</Link>
              </td>
              <td className="bar-cell">
                <span className="bar-lamp" style={{ width: `${(Number(row.hourly.amount) / most) * 100}%` }} />
              </td>
              <td className="r">{formatMoney(row.hourly)}</td>
              <td className="r">{formatMoney(aMonth(row.hourly), { digits: 0 })}</td>
              <td className="r mid">{savesWords(row.stopSaves)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function rowsOf({ houses, ungrouped }: WireOverview): readonly Row[] {
  const rows: readonly Row[] = houses.map(({ name, hourly, rocker }) => ({
    name,
    href: `/resources?${new URLSearchParams({ group: name })}`,
    hourly,
    stopSaves: rocker.canStop > 0 ? rocker.stopSaves : null,
  }));
  const lone: readonly Row[] =
    ungrouped.count > 0
      ? [{ name: "in no environment", href: "/resources?group=none", hourly: ungrouped.hourly, stopSaves: null }]
      : [];
  return [...rows, ...lone].toSorted((a, b) => Number(b.hourly.amount) - Number(a.hourly.amount)).slice(0, 8);
}

function savesWords(saves: WireMoney | null): string {
  if (saves === null) return "–";
  return isZero(saves) ? "no price" : formatMoney(saves, { per: "h" });
}

/** The wire's own rule for months, for one row. */
export function aMonth(hourly: WireMoney): WireMoney {
  return { ...hourly, amount: (Number(hourly.amount) * hoursPerMonth).toFixed(6) };
}
