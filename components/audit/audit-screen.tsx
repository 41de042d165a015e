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

/** A phone is too narrow for these columns: there they stand under what was done. */
const foldable: ReadonlySet<string> = new Set(["Who", "To", "Before → after", "From", "Hash", "Of the row before"]);

function Trail({ rows }: { readonly rows: readonly Entry[] }) {
  return (
    <div className={styles.scroll}>
      <table className={styles.trail}>
        <caption className="sr-only">Audit trail, newest first</caption>
        <thead>
          <tr>
            <th scope="col" className="r max-sm:hidden">
              Row
            </th>
            <th scope="col">When</th>
            {["Who", "Did", "To", "Outcome", "Before → after", "From", "Hash", "Of the row before"].map((title) => (
              <th key={title} scope="col" className={foldable.has(title) ? "max-sm:hidden" : ""}>
                {title}
              </th>
            ))}
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
  const subject = subjectText(row.subject);
  const from = row.ip ?? "the server";
  return (
    <tr>
      <td className="r dim max-sm:hidden">{row.seq}</td>
      <td>
        <Time at={row.at} form="date" />
      </td>
      <td className="max-sm:hidden" title={`${row.actor.type} ${row.actor.id}`}>
        {row.actor.name}
      </td>
      <td>
        <span className="mono">{row.action}</span>
        <div className={styles.folded}>
          {row.actor.name}, from {from}
          <br />
          {subject}
          <br />
          <span className="dim">
            row {row.seq}, hash <span className="mono">{shortHash(row.hash)}</span> after{" "}
            <span className="mono">{shortHash(row.previousHash)}</span>
          </span>
          <Change row={row} />
        </div>
      </td>
      <td className="mid max-sm:hidden" title={row.subject}>
        {subject}
      </td>
      <td>
        <StateWord {...outcome} />
      </td>
      <td className="max-sm:hidden">
        <Change row={row} />
      </td>
      <td className="mid max-sm:hidden" title={row.requestId ?? ""}>
        {from}
      </td>
      <td className="mono dim max-sm:hidden" title={row.hash}>
        {shortHash(row.hash)}
      </td>
      <td className="mono dim max-sm:hidden" title={row.previousHash}>
        {shortHash(row.previousHash)}
      </td>
    </tr>
  );
}

function Change({ row }: { readonly row: Entry }) {
  if (row.before === null && row.after === null) return <span className="dim max-sm:hidden">none</span>;
  return (
    <details className={styles.change}>
      <summary>
        show<span className="sr-only"> row {row.seq}</span>
      </summary>
      <pre className="mono">{`${JSON.stringify(row.before, null, 1)}\n→\n${JSON.stringify(row.after, null, 1)}`}</pre>
    </details>
  );
}
