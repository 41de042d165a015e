import type { ResourceState } from "@/server/core/resource";
import { classNames } from "./class-names";

/** The states a person sees, and three more that are shown in the same way. */
export type ShownState = ResourceState | "protected" | "verified" | "warn";

const words: Readonly<Record<ShownState, string>> = {
  running: "Running",
  paused: "Paused",
  changing: "Changing",
  drifted: "Drifted",
  unknown: "Unknown",
  alwaysOn: "Always on",
  failed: "Failed",
  gone: "Gone",
  protected: "Protected",
  verified: "Verified",
  warn: "Attention",
};

const classes: Readonly<Record<ShownState, string>> = {
  running: "running",
  paused: "paused",
  changing: "changing",
  drifted: "drifted",
  unknown: "unknown",
  alwaysOn: "always",
  failed: "failed",
  gone: "unknown",
  protected: "protected",
  verified: "verified",
  warn: "warn",
};

/** `Always on` for `alwaysOn`: the word that stands beside the glyph. */
export function stateWord(state: ShownState): string {
  return words[state];
}

/** The sign of a state, 12 px, without a word: the word must stand beside it. */
export function StateGlyph({ state, className }: { state: ShownState; className?: string }) {
  return (
    <svg className={classNames("g", className)} viewBox="0 0 12 12" aria-hidden="true" data-state={state}>
      {glyphs[state]}
    </svg>
  );
}

/** Glyph, colour and word. `word` replaces the state's own: "Stopping" for changing. */
export function StateWord({ state, word, className }: { state: ShownState; word?: string; className?: string }) {
  return (
    <span className={classNames("st", classes[state], className)}>
      <StateGlyph state={state} />
      {word ?? words[state]}
    </span>
  );
}

const line = { fill: "none", stroke: "currentColor", strokeWidth: 1.5, strokeLinecap: "round" } as const;

const glyphs: Readonly<Record<ShownState, React.ReactNode>> = {
  running: <circle cx="6" cy="6" r="4.2" fill="var(--dot,currentColor)" stroke="var(--dot-edge,currentColor)" />,
  paused: <path d="M3.2 1.8h2v8.4h-2zM6.8 1.8h2v8.4h-2z" fill="currentColor" />,
  changing: (
    <>
      <circle cx="6" cy="6" r="4.2" fill="none" stroke="currentColor" strokeWidth="1.4" />
      <path className="half" d="M6 1.8a4.2 4.2 0 0 1 0 8.4z" fill="currentColor" />
    </>
  ),
  drifted: <path d="M2 4.2h8M2 7.8h8M8.3 1.6 3.7 10.4" {...line} />,
  unknown: <path d="M3.9 4.2a2.1 2.1 0 1 1 3.2 1.8c-.8.5-1.1.9-1.1 1.7M6 10v.1" {...line} />,
  alwaysOn: <circle cx="6" cy="6" r="4.2" fill="none" stroke="currentColor" strokeWidth="1.4" />,
  failed: <path d="m2.6 2.6 6.8 6.8m0-6.8L2.6 9.4" {...line} strokeWidth="1.7" />,
  gone: <path d="M2.5 6h7" {...line} />,
  protected: <path d="M6 .9 10.4 2.5v3.2c0 2.6-1.7 4.5-4.4 5.4C3.3 10.2 1.6 8.3 1.6 5.7V2.5z" fill="currentColor" />,
  verified: <path d="m2 6.3 2.7 2.7L10 3.2" {...line} strokeWidth="1.7" strokeLinejoin="round" />,
  warn: (
    <>
      <path d="M6 1.3 11.3 10.6H.7z" fill="none" stroke="currentColor" strokeWidth="1.3" strokeLinejoin="round" />
      <path d="M6 4.7v2.6M6 9v.1" {...line} strokeWidth="1.3" />
    </>
  ),
};
