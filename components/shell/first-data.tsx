import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";

/** Hands what the server has read to the browser's cache, so that no page begins with a spinner. */
export function FirstData({
  entries,
  children,
}: {
  entries: readonly (readonly [key: readonly unknown[], data: unknown])[];
  children: ReactNode;
}) {
  const client = new QueryClient();
  for (const [key, data] of entries) client.setQueryData(key, data);
  return <HydrationBoundary state={dehydrate(client)}>{children}</HydrationBoundary>;
}
