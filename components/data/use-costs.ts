"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { type CallInput, call } from "./api";
import { keys } from "./keys";
import { isBeingRead } from "./use-outlook";

type CostsQuery = NonNullable<CallInput<"getCosts">["query"]>;

/** Cost Explorer is read a few times a day; looking oftener at what was kept shows a new reading soon. */
const everyFiveMinutes = 300_000;

/** What AWS charged. What was on the screen stays there until the new answer has come. */
export function useCosts(query: CostsQuery) {
  return useQuery({
    queryKey: [...keys.costs, query],
    queryFn: ({ signal }) => call("getCosts", { query, signal }),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state: { data } }) => (isBeingRead(data?.unread) ? 5_000 : everyFiveMinutes),
  });
}
