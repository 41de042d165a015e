"use client";

import type { ReactNode } from "react";
import { serviceWord } from "@/components/costs/words";
import { useReconciliation } from "@/components/data/use-reconciliation";
import { ProblemNote } from "@/components/plan/problem-note";
import { formatDate, plural } from "@/components/ui/format";
import { Money } from "@/components/ui/money";
import type { WireReconciled, WireReconciliation } from "@/server/contract/savings";
import styles from "./savings.module.css";

/** The ledger beside the bill: by how much the bill of days with pauses fell, and what the ledger says. */
export function ReconciliationSection({ account }: { readonly account: string | null }) {
  const { data, error } = useReconciliation(account);
  if (error) return <ProblemNote error={error} />;
  if (!data) return null;
  return (
    <section className="mt-8" aria-label="Compared with the bill">
      <h2 className="mb-1">Compared with the bill</h2>
      {data.items.length === 0 ? <NothingCompared of={data} /> : <Compared of={data} />}
      <p className="mid mt-3 max-w-[90ch] text-xs">{data.method}</p>
    </section>
  );
}

function NothingCompared({ of: { unread, finalThrough } }: { readonly of: WireReconciliation }) {
  if (unread.length === 0)
    return (
      <p className="mid">No service was paused on the days up to {formatDate(finalThrough)} that AWS has closed.</p>
    );
  const names = [...new Set(unread.map(({ account }) => account.name))].join(", ");
  return <p className="mid">There is nothing to compare yet: the bill of {names} is not known for these days.</p>;
}

const parts = [
  { title: "Billed", part: "billed" },
  { title: "Usually", part: "expected" },
  { title: "The bill fell by", part: "fell" },
  { title: "The ledger says", part: "saved" },
] as const;

function Compared({ of: { items, total, finalThrough, leftOut, from } }: { readonly of: WireReconciliation }) {
  return (
    <>
      <p className="mid mb-2 max-w-[80ch]">
        Days from {formatDate(from)} to {formatDate(finalThrough)} on which something was paused; later ones AWS still
        corrects.
      </p>
      <div className={styles.wide}>
        <table className={styles.table}>
          <caption className="sr-only">Services that pauses touched, most saved first</caption>
          <thead>
            <tr>
              <th scope="col">Service</th>
              {parts.map(({ title, part }) => (
                <th
                  key={title}
                  scope="col"
                  className={part === "billed" || part === "expected" ? "r max-sm:hidden" : "r"}
                >
                  {title}
                </th>
              ))}
              <th scope="col" className="r max-sm:hidden">
                Difference
              </th>
            </tr>
          </thead>
          {items.map((item) => (
            <tbody key={`${item.account.id} ${item.service}`}>
              <Row reconciled={item}>
                <span title={item.service}>{serviceWord(item.service)}</span>{" "}
                <span className="dim max-sm:block">{item.account.name}</span>
              </Row>
              <tr>
                <td colSpan={parts.length + 2} className={`${styles.lines} mid`}>
                  {item.text}
                </td>
              </tr>
            </tbody>
          ))}
          <tfoot>
            <Row reconciled={total}>
              <b>All</b>
            </Row>
          </tfoot>
        </table>
      </div>
      {leftOut.length > 0 && <p className="dim mt-2">Not compared: {leftOut.join("; ")}.</p>}
    </>
  );
}

function Row({ reconciled, children }: { readonly reconciled: WireReconciled; readonly children: ReactNode }) {
  const { days, difference, share } = reconciled;
  const apart = (
    <>
      <b>
        <Known value={difference} />
      </b>
      {share !== null && <span className="dim"> {Math.round(share * 100)} %</span>}
    </>
  );
  return (
    <tr>
      <td className="cut">
        {children} <span className="dim max-sm:block">{plural(days.compared, "day")}</span>
        <span className="block sm:hidden">
          <span className="dim">Difference</span> {apart}
        </span>
      </td>
      {parts.map(({ title, part }) => (
        <td key={title} className={part === "billed" || part === "expected" ? "r mid max-sm:hidden" : "r mid"}>
          <Known value={reconciled[part]} />
        </td>
      ))}
      <td className="r max-sm:hidden">{apart}</td>
    </tr>
  );
}

/** Not compared is no price that is missing. */
function Known({ value }: { readonly value: WireReconciled["billed"] }) {
  return value === null ? <span className="dim">not yet</span> : <Money value={value} />;
}
