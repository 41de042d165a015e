"use client";

import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { CheckField } from "./field";
import { Key } from "./key";
import { useReducedMotion } from "./media";
import { StateGlyph } from "./state";

const holdMs = 1500;

type Phase = { readonly type: "rest" } | { readonly type: "holding"; readonly ms: number } | { readonly type: "done" };

/**
 * The key that is held for 1.5 s: the light you put out, so it is the one stop key in lamp, and it drains from the
 * top. Space works the same. With reduced motion it is a box to tick and a key. `children` is what it does: "Stop 39
 * resources".
 */
export function HoldKey({
  children,
  onHeld,
  busy = false,
  reason,
}: {
  children: string;
  onHeld: () => void;
  busy?: boolean;
  /** Why it cannot be held. */
  reason?: string | null;
}) {
  const calm = useReducedMotion();
  if (calm) {
    return (
      <TickAndPress onHeld={onHeld} busy={busy} reason={reason ?? null}>
        {children}
      </TickAndPress>
    );
  }
  return (
    <Hold onHeld={onHeld} busy={busy} reason={reason ?? null}>
      {children}
    </Hold>
  );
}

interface Parts {
  readonly children: string;
  readonly onHeld: () => void;
  readonly busy: boolean;
  readonly reason: string | null;
}

function Hold({ children, onHeld, busy, reason }: Parts) {
  const [phase, setPhase] = useState<Phase>({ type: "rest" });
  const frame = useRef(0);
  useEffect(() => () => cancelAnimationFrame(frame.current), []);
  // What was sent and came back refused can be held again.
  useEffect(() => {
    if (!busy) setPhase({ type: "rest" });
  }, [busy]);

  function press() {
    if (phase.type === "holding" || busy) return;
    let from: number | null = null;
    const tick = (at: number) => {
      from ??= at;
      const ms = at - from;
      if (ms >= holdMs) {
        setPhase({ type: "done" });
        onHeld();
        return;
      }
      setPhase({ type: "holding", ms });
      frame.current = requestAnimationFrame(tick);
    };
    setPhase({ type: "holding", ms: 0 });
    frame.current = requestAnimationFrame(tick);
  }

  function release() {
    cancelAnimationFrame(frame.current);
    setPhase((now) => (now.type === "holding" ? { type: "rest" } : now));
  }

  function onKey(event: KeyboardEvent) {
    if (event.key !== " " && event.key !== "Enter") return;
    event.preventDefault();
    if (event.type === "keyup") release();
    else if (!event.repeat) press();
  }

  const drained = drainedPart(phase);
  return (
    <div>
      <button
        type="button"
        className="hold"
        disabled={reason !== null}
        aria-busy={busy || undefined}
        aria-describedby="hold-hint"
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          press();
        }}
        onPointerUp={release}
        onPointerCancel={release}
        onKeyDown={onKey}
        onKeyUp={onKey}
        onBlur={release}
        onContextMenu={(event) => event.preventDefault()}
      >
        <span className="hold-drain" style={{ transform: `scaleY(${drained})` }} />
        <span className={drained > 0.5 ? "hold-word dark" : "hold-word"}>
          <StateGlyph state="paused" />
          {phase.type === "holding" ? "Keep holding" : children}
        </span>
      </button>
      <p id="hold-hint" className="mt-1.5 text-center text-xs text-ink-2">
        {reason ?? hintOf(phase)}
      </p>
    </div>
  );
}

function drainedPart(phase: Phase): number {
  if (phase.type === "rest") return 0;
  return phase.type === "done" ? 1 : phase.ms / holdMs;
}

function hintOf(phase: Phase): string {
  if (phase.type === "rest") return "Hold for 1.5 s";
  if (phase.type === "done") return "Sent";
  return `${(phase.ms / 1000).toFixed(1)} of 1.5 s, let go to cancel`;
}

function TickAndPress({ children, onHeld, busy, reason }: Parts) {
  const [sure, setSure] = useState(false);
  return (
    <div className="flex flex-col gap-3">
      <CheckField
        label="I have read what this does"
        checked={sure}
        disabled={reason !== null}
        onChange={(event) => setSure(event.target.checked)}
      />
      <Key variant="lamp" size="lg" busy={busy} disabled={!sure || reason !== null} onClick={onHeld}>
        <StateGlyph state="paused" />
        {children}
      </Key>
      {reason && <p className="text-xs text-ink-2">{reason}</p>}
    </div>
  );
}
