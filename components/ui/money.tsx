import { classNames } from "./class-names";
import { type Amount, formatMoney, moneyParts, type Per } from "./format";

/**
 * An amount. Without a price it says so in words. `big` is for the figures of a page: cents smaller and grey.
 * `digits`: 2 in totals, 3 in rows, 4 in a price breakdown.
 */
export function Money({
  value,
  per,
  digits = 2,
  big = false,
  className,
}: {
  value: Amount | null;
  per?: Per;
  digits?: number;
  big?: boolean;
  className?: string;
}) {
  if (value === null) return <span className={classNames("dim", className)}>no price</span>;
  if (!big)
    return (
      <span className={classNames("nw", className)}>{formatMoney(value, { digits, ...(per ? { per } : {}) })}</span>
    );
  const parts = moneyParts(value, { digits, ...(per ? { per } : {}) });
  return (
    <span className={classNames("money nw", className)}>
      {parts.whole}
      <i>{parts.cents}</i>
      {parts.per && <small className="dim per">{parts.per}</small>}
    </span>
  );
}
