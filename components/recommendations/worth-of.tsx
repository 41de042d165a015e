import { Money } from "@/components/ui/money";
import type { WireRecommendation } from "@/server/contract/recommendations";
import { sumOf } from "./words";

/** `up to $23.82 a month, 3 without a price` */
export function WorthOf({ items }: { readonly items: readonly WireRecommendation[] }) {
  const unpriced = items.filter(({ worth }) => worth === null).length;
  const worth = sumOf(items);
  if (worth === null) return "no price";
  return (
    <>
      {items.some(({ atMost, worth: own }) => atMost && own) && "up to "}
      <Money value={worth} /> a month{unpriced > 0 && `, ${unpriced} without a price`}
    </>
  );
}
