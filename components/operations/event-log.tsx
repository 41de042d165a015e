"use client";

import { useMemo } from "react";
import { useZone } from "@/components/ui/clock";
import { formatTime } from "@/components/ui/format";
import type { WireOperationEvent, WireOperationItem } from "@/server/contract/operations";
import { logLines } from "./log-lines";
import styles from "./operations.module.css";

/** The newest lines of the story are enough on a screen; the API has them all. */
const maxLines = 100;

/** What was sent and what was read, newest first. */
export function EventLog({
  events,
  resources,
}: {
  readonly events: readonly WireOperationEvent[];
  readonly resources: readonly WireOperationItem[];
}) {
  const zone = useZone();
  const names = useMemo(() => new Map(resources.map((item) => [item.resourceId, item.name])), [resources]);
  const lines = useMemo(() => logLines(events).slice(-maxLines).reverse(), [events]);
  if (lines.length === 0) return null;
  return (
    <section aria-labelledby="log">
      <h2 id="log" className="mt-5">
        Log
      </h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <ol className={`mono ${styles.log}`} tabIndex={0} aria-labelledby="log">
        {lines.map((event) => (
          <li key={event.seq} title={`${formatTime(event.at, { zone, form: "full" })}: ${event.text}`}>
            <time dateTime={event.at} className="dim">
              {clockWithSeconds(event.at, zone)}
            </time>{" "}
            {event.resourceId === null ? "" : `${names.get(event.resourceId) ?? event.resourceId} `}
            <span className="text-ink">{event.text || event.state}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** `19:20:48`. */
function clockWithSeconds(at: string, zone: string): string {
  return new Intl.DateTimeFormat("en-GB", { timeStyle: "medium", timeZone: zone }).format(new Date(at));
}
