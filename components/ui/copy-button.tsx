"use client";

import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { Key, type KeyVariant } from "./key";

/** Copies a text. Says so in its own place, and goes back after two seconds. */
export function CopyButton({
  text,
  label = "Copy",
  variant = "gho",
}: {
  text: string;
  label?: string;
  variant?: KeyVariant;
}) {
  const [said, setSaid] = useState<string | null>(null);
  useEffect(() => {
    if (said === null) return;
    const timer = setTimeout(() => setSaid(null), 2000);
    return () => clearTimeout(timer);
  }, [said]);

  async function copy() {
    try {
      await navigator.clipboard.writeText(text);
      setSaid("Copied");
    } catch {
      // Without HTTPS, or when the reader said no, there is no clipboard.
      setSaid("The browser did not allow it");
    }
  }

  const Icon = said === "Copied" ? Check : Copy;
  return (
    <Key variant={variant} size="sm" onClick={() => void copy()}>
      <Icon size={14} strokeWidth={1.5} aria-hidden="true" />
      <span aria-live="polite">{said ?? label}</span>
    </Key>
  );
}
