import Link from "next/link";
import { hrefWithAccount } from "@/components/shell/screens";
import { useAccount } from "@/components/shell/use-account";
import { Figure } from "@/components/ui/figure";
import { formatMoney, formatNumber, isZero, plural } from "@/components/ui/format";
import type { WireMoney } from "@/server/contract/common";
import type { WireOverview } from "@/server/contract/overview";
import { MonthFigures } from "./month-figures";
import { aMonth } from "./spending";
import { savedThisMonth } from "./words";

/** The money row: the month by AWS's bill, then what pausing does by the price list. What it costs at this rate is above. */
export function Figures({ overview }: { overview: WireOverview }) {
  const { restores, savedNow, stillBillsTotal } = overview;
  return (
    <section className="figs" aria-label="Money">
      <MonthFigures overview={overview} />
      <Figure label="Saved by pausing" tone="proof" note={<SavedNote overview={overview} />}>
        {isZero(savedNow) ? <span className="dim text-base">nothing now</span> : <Hourly value={savedNow} />}
      </Figure>
      <Figure label="Still bills" note={stillBillsNote(overview)}>
        <Hourly value={stillBillsTotal} />
      </Figure>
      <Figure label="Came back exactly" {...restoresNote(restores)}>
        {restores.total === 0 ? (
          <span className="dim text-base">none yet</span>
        ) : (
          <>
            <span className="money">{formatNumber(restores.exact)}</span>{" "}
            <span className="dim text-base">of {formatNumber(restores.total)}</span>
          </>
        )}
      </Figure>
    </section>
  );
}

function Hourly({ value }: { value: WireMoney }) {
  return (
    <>
      <span className="money">{formatMoney(value)}</span>{" "}
      <span className="dim text-base max-[360px]:text-xs">an hour</span>
    </>
  );
}

function SavedNote({ overview }: { overview: WireOverview }) {
  const account = useAccount();
  const thisMonth = savedThisMonth(overview.savedThisMonth);
  return (
    <>
      {savedNote(overview)}
      {thisMonth && (
        <Link className="block" href={hrefWithAccount("/savings", account)}>
          {thisMonth}
        </Link>
      )}
    </>
  );
}

function savedNote({ savedNow, counts }: WireOverview): string {
  if (counts.paused === 0) return "nothing is paused";
  if (isZero(savedNow)) return "what is paused was paused elsewhere";
  return `${formatMoney(aMonth(savedNow), { digits: 0, per: "month" })}, ${plural(counts.paused, "is", "are")} paused`;
}

function restoresNote({ total, exact }: WireOverview["restores"]): { note: string; tone?: "ember" } {
  if (total === 0) return { note: "each start is read back and compared" };
  if (exact === total) return { note: "each one read back and compared" };
  return { note: `${plural(total - exact, "restore")} with a difference`, tone: "ember" };
}

function stillBillsNote({ stillBillsTotal, stillBillsUnpriced }: WireOverview): string {
  if (stillBillsUnpriced > 0) return `at least: ${formatNumber(stillBillsUnpriced)} have no price`;
  return isZero(stillBillsTotal) ? "nothing that is paused costs anything" : "storage, and what has no stop";
}
