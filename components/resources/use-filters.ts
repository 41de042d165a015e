"use client";

import { useSearchParams } from "next/navigation";
import { useMemo } from "react";
import { type Filters, readFilters, writeFilters } from "./filters";

/** The filter and the open resource, as they stand in the address. Changing them asks the server for data only. */
export function useFilters() {
  const search = useSearchParams().toString();
  return useMemo(() => {
    const params = new URLSearchParams(search);
    return {
      filters: readFilters(params),
      openId: params.get("id"),
      /** `typing` leaves no step in the browser's history for each letter. */
      setFilters: (filters: Filters, typing = false) => {
        const next = writeFilters(filters, new URLSearchParams(window.location.search));
        go(next, typing);
      },
      hrefOf: (id: string) => `?${withId(params, id)}`,
      setOpen: (id: string | null, walking = false) => {
        go(withId(new URLSearchParams(window.location.search), id), walking);
      },
    };
  }, [search]);
}

function withId(params: URLSearchParams, id: string | null): URLSearchParams {
  const next = new URLSearchParams(params);
  if (id === null) next.delete("id");
  else next.set("id", id);
  return next;
}

/** Next follows the browser's history, so the screen draws anew without asking the server for the page. */
function go(params: URLSearchParams, replace: boolean): void {
  const text = params.toString();
  const url = `${window.location.pathname}${text === "" ? "" : `?${text}`}`;
  if (replace) window.history.replaceState(null, "", url);
  else window.history.pushState(null, "", url);
}
