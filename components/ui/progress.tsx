import { classNames } from "./class-names";

export type ProgressTone = "ink" | "changing" | "paused" | "lamp" | "ember";

const fills: Readonly<Record<ProgressTone, string>> = {
  ink: "bg-ink-2",
  changing: "bg-changing",
  paused: "bg-paused",
  lamp: "bg-lamp",
  ember: "bg-ember",
};

/** How far something is, as a bar 4 px high. `label` says of what; the number must stand beside it as text. */
export function Progress({
  done,
  total,
  label,
  tone = "ink",
  className,
}: {
  done: number;
  total: number;
  label: string;
  tone?: ProgressTone;
  className?: string;
}) {
  const part = total > 0 ? Math.min(1, done / total) : 0;
  return (
    <div
      className={classNames("pb", className)}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={total}
      aria-valuenow={done}
      aria-valuetext={`${done} of ${total}`}
    >
      <span className={fills[tone]} style={{ width: `${part * 100}%` }} />
    </div>
  );
}
