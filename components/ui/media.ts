"use client";

import { useSyncExternalStore } from "react";

const reduced = "(prefers-reduced-motion: reduce)";

function subscribe(changed: () => void): () => void {
  const query = window.matchMedia(reduced);
  query.addEventListener("change", changed);
  return () => query.removeEventListener("change", changed);
}

/** True when the reader asked for less motion. */
export function useReducedMotion(): boolean {
  return useSyncExternalStore(
    subscribe,
    () => window.matchMedia(reduced).matches,
    () => false,
  );
}
