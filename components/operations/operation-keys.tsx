"use client";

import { Undo2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { useRights } from "@/components/access/use-rights";
import { useCancelOperation } from "@/components/data/use-cancel-operation";
import { useUndoOperation } from "@/components/data/use-undo-operation";
import { ProblemNote } from "@/components/plan/problem-note";
import { useOpenPlan } from "@/components/plan/use-open-plan";
import { Key } from "@/components/ui/key";
import type { WireOperation } from "@/server/contract/operations";
import { consequence, continueWord, keepWord, retryWord, undoWord } from "./follow-up-words";
import styles from "./operations.module.css";
import { isOver, onlyWaits } from "./sections";

interface Props {
  readonly operation: WireOperation;
  /** Seconds in which an undo touches nothing. */
  readonly startsIn: number | null;
}

const keyRow = `opk row mt-5 flex-wrap gap-2.5 ${styles.keys}`;

/** What can be asked of an operation now, the likeliest first, and what it would do. Nothing for those who only look. */
export function OperationKeys({ operation, startsIn }: Props) {
  const { mayOperate } = useRights();
  const { counts, can } = operation;
  const words = consequence({ ...operation, startsIn });
  if (!mayOperate) return null;
  return (
    <>
      {startsIn !== null && can.undo ? <KeepKey operation={operation} /> : <FollowUps operation={operation} />}
      {words !== null && <p className="mt-2 text-moon-2">{words}</p>}
      {can.cancel && counts.done > 0 && startsIn === null && (
        <p className="text-moon-2">Undo stops here first, then shows the plan of the way back.</p>
      )}
    </>
  );
}

/** While nothing was sent: the one key that takes it all back. */
function KeepKey({ operation }: Pick<Props, "operation">) {
  const router = useRouter();
  const undo = useUndoOperation();
  const press = () =>
    undo.mutate(operation.id, {
      // The window may have closed on the way: then the answer is the operation that leads back.
      onSuccess: ({ id }) => id !== operation.id && router.push(`/operations/${id}`),
    });
  return (
    <>
      <div className={keyRow}>
        <Key busy={undo.isPending} onClick={press}>
          <UndoSign />
          {keepWord(operation)}
        </Key>
      </div>
      <ProblemNote error={undo.error} />
    </>
  );
}

function FollowUps({ operation }: Pick<Props, "operation">) {
  const next = useOpenPlan();
  const cancel = useCancelOperation();
  const { counts, can } = operation;
  const over = isOver(operation);
  const { stopping, undo } = useUndo(operation, cancel, () => next.follow(operation.id, "undo"));
  const canUndo = over ? can.undo : counts.done > 0 && (can.cancel || stopping);
  const keys: readonly (ReactNode | false)[] = [
    can.continue && (
      <Key key="continue" busy={next.following === "continue"} onClick={() => next.follow(operation.id, "continue")}>
        {continueWord(operation)}
      </Key>
    ),
    can.retry && (
      <Key key="retry" busy={next.following === "retry"} onClick={() => next.follow(operation.id, "retry")}>
        {retryWord}
      </Key>
    ),
    canUndo && (
      <Key key="undo" busy={stopping || next.following === "undo"} onClick={undo}>
        <UndoSign />
        {stopping ? "Stopping here first" : undoWord(operation)}
      </Key>
    ),
    can.cancel && (
      <Key
        key="cancel"
        className={styles.quiet ?? ""}
        busy={cancel.isPending}
        onClick={() => cancel.mutate(operation.id)}
      >
        {onlyWaits(operation) ? "Stop waiting" : "Stop here"}
      </Key>
    ),
  ];
  return (
    <>
      <div className={keyRow}>{keys}</div>
      <ProblemNote error={next.error ?? cancel.error} />
    </>
  );
}

/**
 * A resource is in one unfinished operation at a time, so an undo on the way first has this operation stop, and plans
 * the way back for what was done by then.
 */
function useUndo(operation: WireOperation, cancel: ReturnType<typeof useCancelOperation>, planBack: () => void) {
  const [asked, setAsked] = useState(false);
  const over = isOver(operation);
  const back = useRef(planBack);
  useEffect(() => {
    back.current = planBack;
  });
  useEffect(() => {
    if (over && asked) back.current();
  }, [over, asked]);
  const undo = () => {
    if (over) return planBack();
    setAsked(true);
    if (!operation.cancelRequested) cancel.mutate(operation.id, { onError: () => setAsked(false) });
  };
  return { stopping: asked && !over, undo };
}

function UndoSign() {
  return <Undo2 size={16} strokeWidth={1.5} aria-hidden="true" />;
}
