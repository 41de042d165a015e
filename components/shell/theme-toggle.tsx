"use client";

import { Moon, Sun } from "lucide-react";
import { chooseTheme, useTheme } from "./theme";

/** Day or night for the paper. */
export function ThemeToggle() {
  const { dark } = useTheme();
  const Icon = dark ? Sun : Moon;
  return (
    <button
      type="button"
      className="bar-key hide"
      aria-label={dark ? "Light theme" : "Dark theme"}
      onClick={() => chooseTheme(dark ? "light" : "dark")}
    >
      <Icon size={16} strokeWidth={1.5} aria-hidden="true" />
    </button>
  );
}
