"use client";

import { useCallback, useSyncExternalStore } from "react";

/** Where a drawer beside the table would leave no room for it. */
export const narrow = "(max-width: 900px)";
/** Where a row is two lines, as in `resources.module.css`. */
export const phone = "(max-width: 700px)";

/** True while the media query fits. The server does not know the window and takes it for wide. */
export function useMedia(query: string): boolean {
  const subscribe = useCallback(
    (changed: () => void) => {
      const list = window.matchMedia(query);
      list.addEventListener("change", changed);
      return () => list.removeEventListener("change", changed);
    },
    [query],
  );
  return useSyncExternalStore(
    subscribe,
    () => window.matchMedia(query).matches,
    () => false,
  );
}
