"use client";

import { Undo2 } from "lucide-react";
import { useEffect, useMemo, useRef, useState } from "react";
import type { Connection } from "@/components/data/operation-events";
import { useCancelOperation } from "@/components/data/use-cancel-operation";
import { scopeName } from "@/components/plan/names";
import { ProblemNote } from "@/components/plan/problem-note";
import { maxIds, planFor } from "@/components/plan/requests";
import { useOpenPlan } from "@/components/plan/use-open-plan";
import { Time } from "@/components/ui/clock";
import { formatAbout, formatDuration, formatMoney } from "@/components/ui/format";
import { House } from "@/components/ui/house";
import { Key } from "@/components/ui/key";
import { StateWord } from "@/components/ui/state";
import type { WireOperation } from "@/server/contract/operations";
import styles from "./operations.module.css";
import { operationPanes } from "./panes";
import { doneWord, isOver, operationSeconds, secondsLeft, sectionsOf } from "./sections";
import { Segments } from "./segments";
import { operationTitle, undoWord } from "./words";

interface Props {
  readonly operation: WireOperation;
  readonly connection: Connection;
  readonly now: string;
}

/** The band on top: how far it is, what it costs now, and the two things that can be done about it. */
export function OperationHero({ operation, connection, now }: Props) {
  return (
    <section className="street opst" aria-label="Progress">
      <div className="ophero">
        <div className="min-w-0 pb-5">
          <p className="text-moon-2">
            Operation {operation.number}, {operation.startedAt === null ? "asked for " : "started "}
            <Time at={operation.startedAt ?? operation.createdAt} form="day" /> by {operation.by}
          </p>
          <h1 className={styles.title}>{operationTitle(operation)}</h1>
          <Segments counts={operation.counts} />
          <Counts operation={operation} now={now} />
          <ConnectionLine operation={operation} connection={connection} />
          <Keys operation={operation} />
        </div>
        <Cost operation={operation} />
      </div>
    </section>
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
      {counts.waiting > 0 && (
        <span>
          {counts.waiting} {isOver(operation) ? "not begun" : "waiting"}
        </span>
      )}
      {counts.skipped > 0 && <span>{counts.skipped} left as they were</span>}
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
  readonly state: "paused" | "running" | "changing" | "warn";
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

/**
 * A resource is in one unfinished operation at a time, so an undo on the way first has this operation stop, and plans
 * the way back for what was done by then.
 */
function Keys({ operation }: { readonly operation: WireOperation }) {
  const next = useOpenPlan();
  const cancel = useCancelOperation();
  const [undoAsked, setUndoAsked] = useState(false);
  const over = isOver(operation);
  const done = sectionsOf(operation.resources).done.map((item) => item.resourceId);
  const tooMany = done.length > maxIds;
  const { open } = next;
  const back = planFor(operation.action === "pause" ? "resume" : "pause", done);
  const planBack = useRef(() => {});
  useEffect(() => {
    planBack.current = () => open(back);
  });
  useEffect(() => {
    if (over && undoAsked) planBack.current();
  }, [over, undoAsked]);

  const undo = () => {
    if (over) return open(back);
    setUndoAsked(true);
    if (!operation.cancelRequested) cancel.mutate(operation.id, { onError: () => setUndoAsked(false) });
  };
  return (
    <>
      <div className="opk row mt-5 flex-wrap gap-2.5">
        {done.length > 0 && !tooMany && (
          <Key className={styles.undo ?? ""} busy={next.busy || (undoAsked && !over)} onClick={undo}>
            <Undo2 size={16} strokeWidth={1.5} aria-hidden="true" />
            {undoAsked && !over ? "Stopping here first" : undoWord(operation)}
          </Key>
        )}
        {!over && !operation.cancelRequested && (
          <Key className={styles.cancel ?? ""} busy={cancel.isPending} onClick={() => cancel.mutate(operation.id)}>
            Stop here
          </Key>
        )}
      </div>
      {tooMany && (
        <p className="mt-2 text-moon-2">
          An undo takes at most {maxIds} resources at once. Plan it from the resources page.
        </p>
      )}
      <ProblemNote error={next.error ?? cancel.error} />
    </>
  );
}

function Cost({ operation }: { readonly operation: WireOperation }) {
  const panes = useMemo(() => operationPanes(operation), [operation]);
  const over = isOver(operation);
  return (
    <div className="opb row items-end gap-7.5">
      <div className="pb-4.5">
        <div className="text-moon-2">{scopeName(operation.title)}, an hour</div>
        <div className={styles.figure}>{formatMoney(operation.hourlyNow)}</div>
        <div className="text-moon-3">
          was {formatMoney(operation.hourlyBefore)}, {over ? "planned" : "will be"} {formatMoney(operation.hourlyAfter)}
        </div>
      </div>
      <div className={styles.house}>
        <House label={`${scopeName(operation.title)} now`} panes={panes} className={styles.facade ?? ""} />
      </div>
    </div>
  );
}
