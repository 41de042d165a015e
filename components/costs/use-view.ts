"use client";

import { useSearchParams } from "next/navigation";
import { useMemo } from "react";
import { type CostView, readView, writeView } from "./view";

/** The view as it stands in the address. A change asks the server for data only, and can be gone back from. */
export function useView() {
  const search = useSearchParams()?.toString() ?? "";
  return useMemo(() => {
    const params = new URLSearchParams(search);
    const view = readView(params);
    const hrefOf = (change: Partial<CostView>) => `?${writeView({ ...view, ...change }, params)}`;
    return {
      view,
      hrefOf,
      change: (change: Partial<CostView>) => {
        const next = hrefOf(change);
        window.history.pushState(null, "", `${window.location.pathname}${next === "?" ? "" : next}`);
      },
    };
  }, [search]);
}
