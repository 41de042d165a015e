"use client";

import { useSyncExternalStore } from "react";
import { themeKey } from "./theme-script";

export type ThemeChoice = "light" | "dark" | "system";

const systemDark = "(prefers-color-scheme: dark)";
const listeners = new Set<() => void>();

function subscribe(changed: () => void): () => void {
  const media = window.matchMedia(systemDark);
  const follow = () => {
    paint(readChoice());
    changed();
  };
  listeners.add(changed);
  media.addEventListener("change", follow);
  return () => {
    listeners.delete(changed);
    media.removeEventListener("change", follow);
  };
}

function readChoice(): ThemeChoice {
  try {
    const saved = localStorage.getItem(themeKey);
    return saved === "light" || saved === "dark" ? saved : "system";
  } catch {
    // Storage can be forbidden; then every visit follows the system.
    return "system";
  }
}

function paint(choice: ThemeChoice): void {
  const dark = choice === "dark" || (choice === "system" && window.matchMedia(systemDark).matches);
  document.documentElement.dataset.theme = dark ? "dark" : "light";
}

export function chooseTheme(choice: ThemeChoice): void {
  try {
    if (choice === "system") localStorage.removeItem(themeKey);
    else localStorage.setItem(themeKey, choice);
  } catch {
    // See readChoice: the choice then holds until the page is loaded again.
  }
  paint(choice);
  for (const changed of listeners) changed();
}

/** What the reader chose, and whether the page is dark now. The server knows neither and says light. */
export function useTheme(): { readonly choice: ThemeChoice; readonly dark: boolean } {
  const choice = useSyncExternalStore(subscribe, readChoice, () => "system" as const);
  const dark = useSyncExternalStore(
    subscribe,
    () => document.documentElement.dataset.theme === "dark",
    () => false,
  );
  return { choice, dark };
}
