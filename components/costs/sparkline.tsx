import { heightOf } from "./amounts";

const [width, height] = [92, 18];

/** The course of a row, without a scale: the figures beside it have it. What is not known leaves a gap. */
export function Sparkline({ amounts }: { readonly amounts: readonly (string | null)[] }) {
  const heights = amounts.map((amount) => (amount === null ? null : heightOf(amount)));
  const known = heights.filter((value) => value !== null);
  if (known.length < 2) return null;
  const [low, high] = [Math.min(0, ...known), Math.max(0, ...known)];
  const x = (at: number) => (at / (heights.length - 1)) * (width - 2) + 1;
  const y = (value: number) => (high === low ? height - 2 : height - 2 - ((value - low) / (high - low)) * (height - 4));
  const path = heights
    .map((value, at) => {
      if (value === null) return "";
      const isFirst = at === 0 || heights[at - 1] === null;
      return `${isFirst ? "M" : "L"}${x(at).toFixed(1)} ${y(value).toFixed(1)}`;
    })
    .join("");
  return (
    <svg viewBox={`0 0 ${width} ${height}`} width={width} height={height} aria-hidden="true">
      <path d={path} fill="none" stroke="var(--ink-2)" strokeWidth="1.2" />
    </svg>
  );
}
