"use client";

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { ApiProblem } from "./api";

/** Holds the cache of everything the screens have read. One per tab. */
export function DataProvider({ children }: { readonly children: ReactNode }) {
  const [client] = useState(createQueryClient);
  return <QueryClientProvider client={client}>{children}</QueryClientProvider>;
}

export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { staleTime: 5_000, retry: (count, error) => count < 2 && isWorthRetrying(error) },
      // A change is never sent twice by itself: a person decides.
      mutations: { retry: false },
    },
  });
}

function isWorthRetrying(error: Error): boolean {
  return error instanceof ApiProblem && error.problem.retryable;
}
