"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { WireOperation, WireOperationEvent } from "@/server/contract/operations";
import { urlOf } from "./api";
import { keys } from "./keys";
import { applyEvents, type Connection, followOperation } from "./operation-events";

const refreshMs = 2_000;

/**
 * Keeps the cached operation (`useOperation`) fresh while it is at work: states and counts at once from the events,
 * money and words by reading it again at most every two seconds. `events` is the story since the page was opened.
 * Pass `active: false` for an operation that is over.
 */
export function useOperationEvents(id: string, active: boolean, after = 0) {
  const client = useQueryClient();
  const [events, setEvents] = useState<readonly WireOperationEvent[]>([]);
  const [connection, setConnection] = useState<Connection>(active ? "reconnecting" : "over");
  const [start] = useState(after);

  useEffect(() => {
    if (!active) return;
    let refreshTimer: ReturnType<typeof setTimeout> | null = null;
    const refresh = () => {
      refreshTimer = null;
      void client.invalidateQueries({ queryKey: keys.operation(id) });
    };
    const conclude = () => {
      refresh();
      for (const queryKey of [keys.overview, keys.operations, keys.resources, keys.everyResource]) {
        void client.invalidateQueries({ queryKey });
      }
    };
    const stop = followOperation({
      after: start,
      open: (seq) => new EventSource(urlOf("streamOperation", { params: { id }, query: { after: seq } })),
      onEvents: (batch) => {
        setEvents((known) => [...known, ...batch]);
        client.setQueryData<WireOperation>(keys.operation(id), (known) => known && applyEvents(known, batch));
        refreshTimer ??= setTimeout(refresh, refreshMs);
      },
      onConnection: (now) => {
        setConnection(now);
        if (now === "over") conclude();
      },
      onPoll: refresh,
    });
    return () => {
      stop();
      if (refreshTimer) clearTimeout(refreshTimer);
    };
  }, [id, active, start, client]);

  return { events, connection };
}
