import { formatMoney, formatNumber } from "@/components/ui/format";
import type { WireOperationHead } from "@/server/contract/operations";

/** What an operation does to the meter, in a list. Unknown is never zero: what is in no sum is counted beside it. */
export function HourlyChange({ head }: { readonly head: WireOperationHead }) {
  const { hourlyBefore, hourlyAfter, unpriced, counts } = head;
  if (unpriced && unpriced === counts.total) return <span className="dim">no price</span>;
  return (
    <>
      <span className="dim">{formatMoney(hourlyBefore)} →</span> <b>{formatMoney(hourlyAfter)}</b>
      {unpriced ? <span className="dim"> and {formatNumber(unpriced)} unpriced</span> : null}
    </>
  );
}
