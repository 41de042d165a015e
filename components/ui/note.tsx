import type { ReactNode } from "react";
import { classNames } from "./class-names";
import { StateGlyph } from "./state";

export type NoteTone = "paused" | "changing" | "ember" | "fault" | "proof";

const washes: Readonly<Record<NoteTone, string>> = {
  paused: "bg-paused-wash",
  changing: "bg-changing-wash",
  ember: "bg-ember-wash",
  fault: "bg-fault-wash",
  proof: "bg-proof-wash",
};

const heads: Readonly<Record<NoteTone, string>> = {
  paused: "text-ink",
  changing: "text-changing",
  ember: "text-ember",
  fault: "text-fault",
  proof: "text-proof",
};

const glyphs = { paused: "paused", changing: "changing", ember: "warn", fault: "failed", proof: "verified" } as const;

/** Something a page must say. At most one on a page, never inside another. `live` reads it out when it appears. */
export function Note({
  tone,
  title,
  icon,
  live = false,
  children,
  className,
}: {
  tone: NoteTone;
  title?: ReactNode;
  /** Replaces the tone's own glyph. */
  icon?: ReactNode;
  live?: boolean;
  children?: ReactNode;
  className?: string;
}) {
  return (
    <div className={classNames("note", washes[tone], className)} {...(live ? { role: "status" } : {})}>
      {title && (
        <div className={classNames("flex items-center gap-2 font-semibold", heads[tone])}>
          {icon ?? <StateGlyph state={glyphs[tone]} />}
          {title}
        </div>
      )}
      {children && <div className="mt-0.5 text-ink-2">{children}</div>}
    </div>
  );
}
