"use client";

import { useAudit } from "@/components/data/use-audit";
import { ProblemNote } from "@/components/plan/problem-note";
import { Time } from "@/components/ui/clock";
import { Empty } from "@/components/ui/empty";
import { formatNumber } from "@/components/ui/format";
import { Key } from "@/components/ui/key";
import { StateWord } from "@/components/ui/state";
import type { ResponseOf } from "@/server/contract/endpoint";
import type { listAudit } from "@/server/contract/system";
import styles from "./audit.module.css";
import { auditSize } from "./audit-size";
import { brokenAt, outcomeWord, shortHash, subjectText } from "./audit-words";

type Entry = ResponseOf<typeof listAudit>["items"][number];

/** Who did what, when. Each row carries the hash of the row before it. */
export function AuditScreen() {
  const list = useAudit(auditSize);
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <div className="pad pt-4.5 pb-10">
      <h1 className="text-xl tracking-[-0.022em]">Audit</h1>
      <ChainLine rows={rows} />
      <ProblemNote error={list.error} />
      {rows.length > 0 && <Trail rows={rows} />}
      {list.data && rows.length === 0 && (
        <Empty title="Nothing was done yet">Each change is kept here, with who did it.</Empty>
      )}
      {list.hasNextPage && (
        <Key className="mt-4" busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {list.isFetchingNextPage ? "Reading older rows" : "Older"}
        </Key>
      )}
    </div>
  );
}

function ChainLine({ rows }: { readonly rows: readonly Entry[] }) {
  const [newest] = rows;
  const oldest = rows.at(-1);
  if (!newest || !oldest) return null;
  const broken = brokenAt(rows);
  return (
    <p className="mid mt-0.5 mb-3">
      {broken === null ? (
        <>
          Rows {formatNumber(oldest.seq)} to {formatNumber(newest.seq)} follow each other: each names the hash of the
          row before it.
        </>
      ) : (
        <StateWord state="failed" word={`Row ${formatNumber(broken)} does not name the hash of the row before it`} />
      )}
    </p>
  );
}

function Trail({ rows }: { readonly rows: readonly Entry[] }) {
  return (
    <div className={styles.scroll}>
      <table className={styles.trail}>
        <caption className="sr-only">Audit trail, newest first</caption>
        <thead>
          <tr>
            <th scope="col" className="r">
              Row
            </th>
            <th scope="col">When</th>
            <th scope="col">Who</th>
            <th scope="col">Did</th>
            <th scope="col">To</th>
            <th scope="col">Outcome</th>
            <th scope="col">Before → after</th>
            <th scope="col">From</th>
            <th scope="col">Hash</th>
            <th scope="col">Of the row before</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={row.seq} row={row} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ row }: { readonly row: Entry }) {
  const outcome = outcomeWord(row.outcome);
  return (
    <tr>
      <td className="r dim">{row.seq}</td>
      <td>
        <Time at={row.at} form="date" />
      </td>
      <td title={`${row.actor.type} ${row.actor.id}`}>{row.actor.name}</td>
      <td className="mono">{row.action}</td>
      <td className="mid" title={row.subject}>
        {subjectText(row.subject)}
      </td>
      <td>
        <StateWord {...outcome} />
      </td>
      <td>
        <Change row={row} />
      </td>
      <td className="mid" title={row.requestId ?? ""}>
        {row.ip ?? "the server"}
      </td>
      <td className="mono dim" title={row.hash}>
        {shortHash(row.hash)}
      </td>
      <td className="mono dim" title={row.previousHash}>
        {shortHash(row.previousHash)}
      </td>
    </tr>
  );
}

function Change({ row }: { readonly row: Entry }) {
  if (row.before === null && row.after === null) return <span className="dim">none</span>;
  return (
    <details className={styles.change}>
      <summary>
        show<span className="sr-only"> row {row.seq}</span>
      </summary>
      <pre className="mono">{`${JSON.stringify(row.before, null, 1)}\n→\n${JSON.stringify(row.after, null, 1)}`}</pre>
    </details>
  );
}
