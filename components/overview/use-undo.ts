"use client";

import { useEffect } from "react";
import { useUndoOperation } from "@/components/data/use-undo-operation";
import { undoSecondsLeft } from "@/components/operations/sections";
import { windowAnnouncement } from "@/components/operations/words";
import { useAnnounce } from "@/components/shell/announcer";
import { useNow } from "@/components/ui/clock";
import type { WireOverview } from "@/server/contract/overview";

/**
 * The moment that rockers count against: each second while an undo is free, and slowly otherwise. A window that opens is
 * said once to those who do not see it.
 */
export function useUndo({ operations, at }: Pick<WireOverview, "operations" | "at">) {
  const undo = useUndoOperation();
  const announce = useAnnounce();
  const mayOpen = operations.some((head) => undoSecondsLeft(head, at) !== null);
  const now = useNow(at, mayOpen ? 1_000 : 15_000);
  const open = operations.find((head) => undoSecondsLeft(head, now) !== null) ?? null;
  const words = open && windowAnnouncement(open);
  useEffect(() => {
    if (words !== null) announce(words);
  }, [announce, words]);
  return {
    now,
    undo: (operationId: string) => undo.mutate(operationId),
    undoing: undo.isPending ? undo.variables : null,
    error: undo.error,
  };
}
