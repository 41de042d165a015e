import Link from "next/link";
import { useAccount } from "@/components/shell/use-account";
import { formatMoney, isZero } from "@/components/ui/format";
import type { WireMoney } from "@/server/contract/common";
import type { WireOverview } from "@/server/contract/overview";
import { hoursPerMonth } from "@/server/core/money";
import { CostPerDay } from "./cost-per-day";

interface Row {
  readonly name: string;
  readonly href: string;
  readonly hourly: WireMoney;
  /** Null where one switch does not stop it. */
  readonly stopSaves: WireMoney | null;
}

/** The money of the last days, then of each environment. */
export function Spending({ overview }: { overview: WireOverview }) {
  return (
    <>
      <CostPerDay today={overview.at.slice(0, 10)} />
      <Environments overview={overview} />
    </>
  );
}

/** What each environment costs, dearest first. A resource in two groups is in two rows, so the rows are never summed. */
function Environments({ overview }: { overview: WireOverview }) {
  const rows = rowsOf(overview, useAccount());
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

function rowsOf({ houses, ungrouped }: WireOverview, account: string | null): readonly Row[] {
  const hrefOf = (group: string) =>
    `/resources?${new URLSearchParams({ ...(account === null ? {} : { account }), group })}`;
  const rows: readonly Row[] = houses.map(({ name, hourly, rocker }) => ({
    name,
    href: hrefOf(name),
    hourly,
    stopSaves: rocker.canStop > 0 ? rocker.stopSaves : null,
  }));
  const lone: readonly Row[] =
    ungrouped.count > 0
      ? [{ name: "in no environment", href: hrefOf("none"), hourly: ungrouped.hourly, stopSaves: null }]
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
