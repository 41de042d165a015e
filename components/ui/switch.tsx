"use client";

import { Lock } from "lucide-react";
import { StateWord } from "./state";

export type SwitchState = "on" | "off" | "changing" | "mixed" | "protected" | "refused";

/**
 * A small switch of one thing. It asks, it never acts: a press opens a plan. `protected` and `refused` cannot be
 * pressed and say why instead. `label` names what it switches: "build-agent-1".
 */
export function Switch({
  state,
  label,
  onPress,
  reason,
}: {
  state: SwitchState;
  label: string;
  onPress: () => void;
  /** Said instead of the switch when it is refused. */
  reason?: string;
}) {
  if (state === "protected") return <StateWord state="protected" />;
  if (state === "refused") {
    return (
      <span className="inline-flex items-center gap-1.5 text-xs text-ink-2">
        <Lock size={12} strokeWidth={1.5} aria-hidden="true" />
        {reason ?? "No permission"}
      </span>
    );
  }
  const moving = state === "changing";
  return (
    <button
      type="button"
      role="switch"
      aria-checked={state === "on"}
      aria-label={state === "mixed" ? `${label}, partly on` : label}
      aria-busy={moving || undefined}
      aria-disabled={moving || undefined}
      className={`sw ${classes[state]}`}
      onClick={moving ? undefined : onPress}
    />
  );
}

const classes = { on: "on", off: "", changing: "mid", mixed: "mix" } as const;
