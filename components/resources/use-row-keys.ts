"use client";

import { useEffect, useRef } from "react";

interface RowKeys {
  readonly onSearch: () => void;
  readonly onMove: (by: 1 | -1) => void;
  readonly onSelect: () => void;
  readonly onEscape: () => void;
}

/** `/` searches, `j` and `k` walk through the rows, `x` selects, `Esc` goes back. Silent while somebody writes. */
export function useRowKeys(keys: RowKeys): void {
  const newest = useRef(keys);
  useEffect(() => {
    newest.current = keys;
  });
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isWriting(event.target)) return;
      const { onSearch, onMove, onSelect, onEscape } = newest.current;
      const actions: Readonly<Record<string, () => void>> = {
        "/": onSearch,
        j: () => onMove(1),
        k: () => onMove(-1),
        x: onSelect,
        Escape: onEscape,
      };
      const action = actions[event.key];
      if (!action) return;
      if (event.key !== "Escape") event.preventDefault();
      action();
    };
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, []);
}

function isWriting(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.closest("[role=menu],[role=dialog],dialog") !== null) return true;
  const isTick = target instanceof HTMLInputElement && target.type === "checkbox";
  return target.isContentEditable || (!isTick && ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName));
}
