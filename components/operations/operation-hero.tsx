"use client";

import Link from "next/link";
import { useEffect, useMemo, useState } from "react";
import type { Connection } from "@/components/data/operation-events";
import { scopeName } from "@/components/plan/names";
import { Time } from "@/components/ui/clock";
import { formatAbout, formatDuration, formatMoney, plural } from "@/components/ui/format";
import { House } from "@/components/ui/house";
import { type ShownState, StateWord } from "@/components/ui/state";
import type { WireOperation } from "@/server/contract/operations";
import { parentWords } from "./follow-up-words";
import { OperationKeys } from "./operation-keys";
import styles from "./operations.module.css";
import { operationPanes } from "./panes";
import { doneWord, isOver, operationSeconds, secondsLeft, undoSecondsLeft } from "./sections";
import { Segments } from "./segments";
import { leftWords, operationTitle } from "./words";

interface Props {
  readonly operation: WireOperation;
  readonly connection: Connection;
  readonly now: string;
}

/** The band on top: how far it is, what it costs now, and what can be done about it. */
export function OperationHero({ operation, connection, now }: Props) {
  const startsIn = undoSecondsLeft(operation, now);
  return (
    <section className="street opst" aria-label="Progress">
      <div className="ophero">
        <div className="min-w-0 pb-5">
          <p className="text-moon-2">
            Operation {operation.number}, {operation.startedAt === null ? "asked for " : "started "}
            <Time at={operation.startedAt ?? operation.createdAt} form="day" /> by {operation.by}
            <Parent operation={operation} />
          </p>
          <h1 className={styles.title}>{operationTitle(operation, startsIn)}</h1>
          {operation.counts.total > 0 && <Segments counts={operation.counts} />}
          <Counts operation={operation} now={now} />
          <ConnectionLine operation={operation} connection={connection} />
          <OperationKeys operation={operation} startsIn={startsIn} />
        </div>
        <Cost operation={operation} />
      </div>
    </section>
  );
}

function Parent({ operation: { parent } }: { readonly operation: WireOperation }) {
  if (parent === null) return null;
  return (
    <>
      . {parentWords(parent.relation)}{" "}
      <Link href={`/operations/${parent.id}`} className="nw">
        operation {parent.number}
      </Link>
    </>
  );
}

function Counts({ operation, now }: { readonly operation: WireOperation; readonly now: string }) {
  const { counts } = operation;
  const ran = operationSeconds(operation, now);
  const left = secondsLeft(operation, now);
  const word = doneWord(operation.action);
  return (
    <div className={`opl ${styles.counts}`}>
      {counts.done > 0 && <NightWord state={word} word={`${counts.done} ${word}, verified`} />}
      {counts.changing > 0 && <NightWord state="changing" word={`${counts.changing} changing`} />}
      {counts.failed > 0 && (
        <NightWord state="warn" word={`${counts.failed} ${counts.failed === 1 ? "needs" : "need"} you`} />
      )}
      {counts.deferred > 0 && (
        <NightWord state="alwaysOn" word={`${counts.deferred} ${counts.deferred === 1 ? "waits" : "wait"} for AWS`} />
      )}
      {counts.waiting > 0 && (
        <span>
          {counts.waiting} {isOver(operation) ? "not begun" : "waiting"}
        </span>
      )}
      {counts.skipped > 0 && <span>{leftWords(counts.skipped)}</span>}
      {ran !== null && (
        <span>
          {formatDuration(ran)}
          {left !== null && `, ${formatAbout(left)} left`}
        </span>
      )}
    </div>
  );
}

function NightWord({
  state,
  word,
}: {
  readonly state: Extract<ShownState, "paused" | "running" | "changing" | "warn" | "alwaysOn">;
  readonly word: string;
}) {
  return <StateWord state={state} word={word} className={styles[`${state}-night`] ?? ""} />;
}

function ConnectionLine({ operation, connection }: Omit<Props, "now">) {
  const [wasLive, setWasLive] = useState(false);
  useEffect(() => {
    if (connection === "live") setWasLive(true);
  }, [connection]);
  const text = connectionText({ operation, connection, wasLive });
  return text === null ? null : <p className="mt-2 text-moon-2">{text}</p>;
}

interface ConnectionFacts extends Omit<Props, "now"> {
  /** The first connection is not worth a word; a lost one is. */
  readonly wasLive: boolean;
}

function connectionText({ operation, connection, wasLive }: ConnectionFacts): string | null {
  if (isOver(operation)) return null;
  if (connection === "reconnecting" && wasLive) return "The live connection was lost. Reconnecting.";
  if (connection === "polling") return "No live connection. Read again every 2 s.";
  if (operation.cancelRequested) return "Stopping here. What was sent is finished, nothing more begins.";
  return null;
}

function Cost({ operation }: { readonly operation: WireOperation }) {
  const panes = useMemo(() => operationPanes(operation), [operation]);
  return (
    <div className="opb row items-end gap-7.5">
      <div className="pb-4.5">
        <div className="text-moon-2">{scopeName(operation.title)}, an hour</div>
        <Figures operation={operation} />
      </div>
      <div className={styles.house}>
        <House label={`${scopeName(operation.title)} now`} panes={panes} className={styles.facade ?? ""} />
      </div>
    </div>
  );
}

/** Unknown is never zero: where no resource has both prices there is no sum, and what is in none is counted. */
function Figures({ operation }: { readonly operation: WireOperation }) {
  const { hourlyNow, hourlyBefore, hourlyAfter, unpriced, resources } = operation;
  if (unpriced > 0 && unpriced === resources.length) return <div className={styles.figure}>no price</div>;
  return (
    <>
      <div className={styles.figure}>{formatMoney(hourlyNow)}</div>
      <div className="text-moon-3">
        was {formatMoney(hourlyBefore)}, {isOver(operation) ? "planned" : "will be"} {formatMoney(hourlyAfter)}
      </div>
      {unpriced > 0 && <div className="text-moon-3">not counted: {plural(unpriced, "resource")} without a price</div>}
    </>
  );
}
