"use client";

import { useSyncExternalStore } from "react";

const narrow = "(max-width: 900px)";

function subscribe(changed: () => void): () => void {
  const query = window.matchMedia(narrow);
  query.addEventListener("change", changed);
  return () => query.removeEventListener("change", changed);
}

/** True where a drawer beside the table would leave no room for it. */
export function useNarrow(): boolean {
  return useSyncExternalStore(
    subscribe,
    () => window.matchMedia(narrow).matches,
    () => false,
  );
}
