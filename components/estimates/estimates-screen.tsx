"use client";

import Link from "next/link";
import type { ReactNode } from "react";
import { useAccounts } from "@/components/data/use-accounts";
import { useEstimates } from "@/components/data/use-estimates";
import { ProblemNote } from "@/components/plan/problem-note";
import styles from "@/components/savings/savings.module.css";
import { hrefWithAccount } from "@/components/shell/screens";
import { RelativeTime } from "@/components/ui/clock";
import { Empty } from "@/components/ui/empty";
import { Figure } from "@/components/ui/figure";
import { formatMoney, formatNumber, plural } from "@/components/ui/format";
import { Money } from "@/components/ui/money";
import type { WireEstimates } from "@/server/contract/estimates";
import { EstimatesTable } from "./estimates-table";
import { byWords, coverageWord, type EstimatesView, estimatesBys, estimatesHref, estimatesQueryOf } from "./view";

/** What runs now and what it costs, what pauses take away, and what would be left if all was paused that can be. */
export function EstimatesScreen({ view }: { readonly view: EstimatesView }) {
  const { data, error } = useEstimates(estimatesQueryOf(view));
  return (
    <div className="pad pt-4.5 pb-10">
      <h1 className="text-xl tracking-[-0.022em]">What runs now</h1>
      <p className="mid mb-2 flex flex-wrap items-center gap-x-4">
        <span>
          Estimated{view.group !== null && `, in ${view.group === "none" ? "no group" : view.group}`}
          <ReadAgo account={view.account} />.{" "}
          {view.group !== null && <Link href={estimatesHref({ ...view, group: null })}>Show everything</Link>}
        </span>
        <Link href={hrefWithAccount("/costs", view.account)} className="inline-flex min-h-6 items-center text-xs">
          What AWS charged
        </Link>
        <Link href={hrefWithAccount("/savings", view.account)} className="inline-flex min-h-6 items-center text-xs">
          What pausing saved
        </Link>
      </p>
      <ProblemNote error={error} />
      {!data && !error && <p className="mid">Reading the estimates</p>}
      {data && data.total.resources === 0 && (
        <Empty title="Nothing was found yet">
          What a reading finds is priced here. A region that could not be read is on the overview.
        </Empty>
      )}
      {data && data.total.resources > 0 && (
        <>
          <Sums estimates={data} />
          <Bys view={view} tags={data.tags} />
          <EstimatesTable view={view} estimates={data} />
          <Unpriced unpriced={data.unpriced} />
          <p className="mid mt-3 max-w-[90ch] text-xs">
            {data.method} {data.prices}
          </p>
        </>
      )}
    </div>
  );
}

/** How old the oldest look is that the figures are made of. */
function ReadAgo({ account }: { readonly account: string | null }) {
  const accounts = useAccounts().data?.items ?? [];
  const shown = accounts.filter(({ id, name }) => account === null || id === account || name === account);
  const [oldest] = shown.flatMap(({ lastScanAt }) => lastScanAt ?? []).toSorted();
  if (oldest === undefined) return null;
  return (
    <>
      , read <RelativeTime at={oldest} now={oldest} />
    </>
  );
}

function Sums({ estimates: { total, coverage, unpriced } }: { readonly estimates: WireEstimates }) {
  const { current, paused, saved, optimised } = total;
  return (
    <section className="figs px-0!" aria-label="What runs now">
      <Figure label="Now, a month" note={`${rateWord(current.hourly, "hour")}, ${rateWord(current.daily, "day")}`}>
        <Money value={current.monthly} big />
      </Figure>
      <Figure label="Paused things bill" note="a month of it: what goes on, such as storage">
        <Money value={paused.monthly} big />
      </Figure>
      <Figure label="Pauses take away" tone="proof" note={`a month; ${rateWord(saved.hourly, "hour")}`}>
        <Money value={saved.monthly} big />
      </Figure>
      <Figure label="Would be left" note="a month, if all was paused that can be">
        <Money value={optimised.monthly} big />
      </Figure>
      <Figure
        label="Have a price"
        note={unpriced.count === 0 ? `all ${plural(total.resources, "resource")}` : partWord(total)}
        {...(unpriced.count > 0 ? { tone: "ember" as const } : {})}
      >
        {coverageWord(coverage)}
      </Figure>
    </section>
  );
}

function rateWord(money: Parameters<typeof formatMoney>[0], per: "hour" | "day"): string {
  return formatMoney(money, { digits: per === "hour" ? 4 : 2, per });
}

function partWord({ priced, resources }: WireEstimates["total"]): string {
  return `${formatNumber(priced)} of ${plural(resources, "resource")}`;
}

function Bys({ view, tags }: { readonly view: EstimatesView; readonly tags: readonly string[] }) {
  return (
    <nav aria-label="By what" className="mt-5 flex flex-wrap gap-2">
      {estimatesBys.map((by) =>
        by === "tag" ? null : (
          <Choice key={by} href={estimatesHref({ ...view, by, tag: null })} chosen={view.by === by}>
            {byWords[by]}
          </Choice>
        ),
      )}
      {tags.slice(0, tagsAtMost).map((tag) => (
        <Choice
          key={tag}
          href={estimatesHref({ ...view, by: "tag", tag })}
          chosen={view.by === "tag" && view.tag === tag}
        >
          Tag {tag}
        </Choice>
      ))}
    </nav>
  );
}

/** The most frequent; any other is in the address as `tag`. */
const tagsAtMost = 6;

function Choice({
  href,
  chosen,
  children,
}: {
  readonly href: string;
  readonly chosen: boolean;
  readonly children: ReactNode;
}) {
  return (
    <Link href={href} scroll={false} className="chip pr-2.25!" {...(chosen ? { "aria-current": "true" } : {})}>
      {chosen ? <b>{children}</b> : children}
    </Link>
  );
}

function Unpriced({ unpriced: { count, items } }: Pick<WireEstimates, "unpriced">) {
  if (count === 0) return null;
  const rest = count - items.length;
  return (
    <details className="mt-5">
      <summary>
        {plural(count, "resource")} without a price {count === 1 ? "is" : "are"} not in these figures, or only in part
      </summary>
      <ul className={`${styles.plain} mt-2`}>
        {items.map(({ id, name, kind, account }) => (
          <li key={id} className="wrap-anywhere">
            <Link href={`/resources?id=${encodeURIComponent(id)}`}>{name}</Link>{" "}
            <span className="dim">
              {kind}, {account}
            </span>
          </li>
        ))}
        {rest > 0 && <li className="dim">and {formatNumber(rest)} more</li>}
      </ul>
    </details>
  );
}
