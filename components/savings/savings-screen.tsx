"use client";

import Link from "next/link";
import { urlOf } from "@/components/data/api";
import { type SavingsBy, useSavings, useSavingsEntries } from "@/components/data/use-savings";
import { ProblemNote } from "@/components/plan/problem-note";
import { hrefWithAccount } from "@/components/shell/screens";
import { Empty } from "@/components/ui/empty";
import { Figure } from "@/components/ui/figure";
import { FileLinks } from "@/components/ui/file-links";
import { isZero, plural } from "@/components/ui/format";
import { Key } from "@/components/ui/key";
import { Money } from "@/components/ui/money";
import { WhatIfCard } from "@/components/what-if/what-if-card";
import type { WireSavingsReport } from "@/server/contract/savings";
import { Entries } from "./entries";
import { entriesSize } from "./entries-size";
import { ReconciliationSection } from "./reconciliation";
import styles from "./savings.module.css";
import { unpricedWord } from "./words";

/** What pausing saved this month: in all, by kind, by resource, and the stretches of time that it is made of. */
export function SavingsScreen({ account }: { readonly account: string | null }) {
  const byKind = useSavings("kind", account);
  const byResource = useSavings("resource", account);
  const list = useSavingsEntries(entriesSize, account);
  const entries = list.data?.pages.flatMap((page) => page.items) ?? [];
  const report = byKind.data;
  return (
    <div className="pad pt-4.5 pb-10">
      <h1 className="text-xl tracking-[-0.022em]">Saved this month</h1>
      <p className="mb-3 text-xs">
        <Link href={hrefWithAccount("/costs", account)} className="inline-flex min-h-6 items-center">
          What AWS charged
        </Link>
      </p>
      <ProblemNote error={byKind.error ?? byResource.error ?? list.error} />
      {report && <Sums report={report} />}
      {report && entries.length === 0 && (
        <Empty title="Nothing was paused this month">Each pause is entered here once it was read back from AWS.</Empty>
      )}
      {report && report.items.length > 0 && <Table by="kind" report={report} />}
      {byResource.data && byResource.data.items.length > 0 && <Table by="resource" report={byResource.data} />}
      {report && report.items.length > 0 && <Files account={account} />}
      <WhatIfCard key={account} account={account} />
      <ReconciliationSection account={account} />
      {entries.length > 0 && <Entries entries={entries} />}
      {list.hasNextPage && (
        <Key className="mt-4" busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {list.isFetchingNextPage ? "Reading older ones" : "Older"}
        </Key>
      )}
    </div>
  );
}

/** The savings of each resource as a file. */
function Files({ account }: { readonly account: string | null }) {
  const query = { by: "resource", ...(account !== null && { account }) };
  return <FileLinks label="Download" hrefOf={(format) => urlOf("exportSavings", { query: { ...query, format } })} />;
}

function Sums({ report }: { readonly report: WireSavingsReport }) {
  const { total, expected, method, prices } = report;
  return (
    <>
      <section className="figs px-0!" aria-label="Savings">
        <Figure label="Saved" tone="proof" note={unpricedWord(total) ?? "less what restarts cost"}>
          <Money value={total.net} big />
        </Figure>
        <Figure label="Pauses that are over" note="before restarts">
          <Money value={total.realised} big />
        </Figure>
        <Figure label="Pauses that go on" note="until now">
          <Money value={total.running} big />
        </Figure>
        {expected && expected.pauses > 0 && (
          <Figure
            label="Still to come this month"
            note={`if ${plural(expected.pauses, "pause")} ${expected.pauses === 1 ? "stays" : "stay"}; in no other figure`}
          >
            <Money value={expected.amount} big />
          </Figure>
        )}
        <Figure label="Restarts" note="what AWS billed while resources started">
          <Money value={total.restart} big />
        </Figure>
        <Figure label="Missed" note="what ran by itself although it was paused">
          <Money value={total.missed} big />
        </Figure>
      </section>
      <p className="mid mt-3 max-w-[80ch]">
        {method} Today: {prices}
      </p>
    </>
  );
}

const titles: Readonly<Record<SavingsBy, string>> = { kind: "By kind", resource: "By resource" };

/** What the saved is made of; a phone has room for the sum alone, and the figures above it. */
const parts = [
  { title: "Over", part: "realised" },
  { title: "Going on", part: "running" },
  { title: "Restarts", part: "restart" },
  { title: "Missed", part: "missed" },
] as const;

/** More rows than these are for the API. */
const rowsAtMost = 100;

/** What is paused and bills nothing either way is a row of zeros: hundreds of them after a big stop. */
function isTelling(item: WireSavingsReport["items"][number]): boolean {
  return item.unpriced > 0 || [item.net, ...parts.map(({ part }) => item[part])].some((sum) => sum && !isZero(sum));
}

function Table({ by, report }: { readonly by: SavingsBy; readonly report: WireSavingsReport }) {
  const telling = report.items.filter((item) => isTelling(item));
  const rest = telling.length - rowsAtMost;
  const silent = report.items.length - telling.length;
  return (
    <section className="mt-6">
      <h2 className="mb-2">{titles[by]}</h2>
      <div className={styles.wide}>
        <table className={styles.table}>
          <caption className="sr-only">{titles[by]}, most saved first</caption>
          <thead>
            <tr>
              <th scope="col">{by === "kind" ? "Kind" : "Resource"}</th>
              {parts.map(({ title }) => (
                <th key={title} scope="col" className="r max-sm:hidden">
                  {title}
                </th>
              ))}
              <th scope="col" className="r">
                Saved
              </th>
            </tr>
          </thead>
          <tbody>
            {telling.slice(0, rowsAtMost).map((item) => (
              <tr key={item.key}>
                <td className="cut">
                  {item.name} <span className="dim max-sm:block">{unpricedWord(item)}</span>
                </td>
                {parts.map(({ title, part }) => (
                  <td key={title} className="r mid max-sm:hidden">
                    <Money value={item[part]} />
                  </td>
                ))}
                <td className="r">
                  <b>
                    <Money value={item.net} />
                  </b>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {rest > 0 && (
        <p className="dim mt-2">
          {rest} more saved less; <code>GET /api/v1/savings?by={by}</code> has them all.
        </p>
      )}
      {silent > 0 && (
        <p className="dim mt-2">
          {plural(silent, by)} saved nothing yet, or {silent === 1 ? "bills" : "bill"} the same while paused.
        </p>
      )}
    </section>
  );
}
