"use client";

import { useSearchParams } from "next/navigation";
import { useMemo } from "react";
import { type CostView, readView, writeView } from "./view";

/** The view as it stands in the address. A change asks the server for data only, and can be gone back from. */
export function useView() {
  const search = useSearchParams()?.toString() ?? "";
  return useMemo(() => {
    const params = new URLSearchParams(search);
    return { view: readView(params), hrefOf: (change: Partial<CostView>) => hrefFrom(params, change), change: go };
  }, [search]);
}

function hrefFrom(params: URLSearchParams, change: Partial<CostView>): string {
  return `?${writeView({ ...readView(params), ...change }, params)}`;
}

/** From the address itself: of two changes at once the second would not know of the first. */
function go(change: Partial<CostView>): void {
  const next = hrefFrom(new URLSearchParams(window.location.search), change);
  window.history.pushState(null, "", `${window.location.pathname}${next === "?" ? "" : next}`);
}
