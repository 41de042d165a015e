"use client";

import Link from "next/link";
import { useRecommendations } from "@/components/data/use-recommendations";
import { hrefWithAccount } from "@/components/shell/screens";
import { plural } from "@/components/ui/format";
import { Money } from "@/components/ui/money";

/** On other screens: what is recommended, in one line. Nothing where nothing is. */
export function WorthLine({ account }: { readonly account: string | null }) {
  const { data } = useRecommendations(account);
  if (!data || data.items.length === 0) return null;
  const { items, total } = data;
  return (
    <p className="pad mid mt-4">
      <Link href={hrefWithAccount("/recommendations", account)}>
        {plural(items.length, "recommendation")}
        {total.worth && (
          <>
            {" "}
            worth {total.atMost && "up to "}
            <Money value={total.worth} /> a month
          </>
        )}
      </Link>
    </p>
  );
}
