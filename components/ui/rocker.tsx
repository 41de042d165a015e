import { Lock } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { classNames } from "./class-names";
import { type ShownState, StateGlyph } from "./state";

/**
 * One half of a rocker. A raised half (`stop` is white, `start` is lamp) is what can be done; a half that is `down` is
 * what is true now; `outline` is something small that can be done while the rest is busy.
 */
export interface RockerHalf {
  readonly face: "stop" | "start" | "down" | "outline";
  readonly word: string;
  /** The second line says money or time. */
  readonly line: string;
  /** `lock`: one may not. */
  readonly glyph?: ShownState | "lock";
  readonly tone?: "lit" | "changing" | "ember" | "protected" | "dim";
  readonly onPress?: () => void;
  readonly href?: string;
  /** Being worked on: keeps its place and cannot be pressed again. */
  readonly busy?: boolean;
}

/** The one big control: two halves, one of which can be pressed. `label` names what it switches: "dev". */
export function Rocker({ label, left, right }: { label: string; left: RockerHalf; right: RockerHalf }) {
  return (
    // A group, not a fieldset: a fieldset brings a legend's layout, and nothing is submitted here.
    // biome-ignore lint/a11y/useSemanticElements: see above
    <div className="rocker" role="group" aria-label={label}>
      <Half half={left} />
      <Half half={right} />
    </div>
  );
}

const faces: Readonly<Record<RockerHalf["face"], string>> = {
  stop: "up-stop",
  start: "up-start",
  down: "down",
  outline: "down outline-half",
};

function Half({ half }: { half: RockerHalf }) {
  const className = classNames(faces[half.face], half.tone);
  if (half.href) {
    return (
      <Link href={half.href} className={className}>
        <Lines half={half} />
      </Link>
    );
  }
  if (half.onPress) {
    return (
      <button
        type="button"
        className={className}
        aria-busy={half.busy || undefined}
        aria-disabled={half.busy || undefined}
        onClick={half.busy ? undefined : half.onPress}
      >
        <Lines half={half} />
      </button>
    );
  }
  return (
    <div className={className}>
      <Lines half={half} />
    </div>
  );
}

function Lines({ half }: { half: RockerHalf }): ReactNode {
  return (
    <>
      <span className="t">
        {half.glyph === "lock" && <Lock size={14} strokeWidth={1.5} className="flex-none" aria-hidden="true" />}
        {half.glyph && half.glyph !== "lock" && <StateGlyph state={half.glyph} />}
        <span className="cut">{half.word}</span>
      </span>
      <span className="s cut">{half.line}</span>
    </>
  );
}
