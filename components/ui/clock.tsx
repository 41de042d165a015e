"use client";

import { useEffect, useState, useSyncExternalStore } from "react";
import { formatRelative, formatTime, type TimeForm } from "./format";

const never = () => () => {};

/** The browser's time zone. The server does not know it, so the first paint is UTC and changes once on the screen. */
export function useZone(): string {
  return useSyncExternalStore(
    never,
    () => Intl.DateTimeFormat().resolvedOptions().timeZone,
    () => "UTC",
  );
}

/**
 * The moment, as an ISO instant that moves on every `everyMs`. Starts with `first` (the data's own time), so that the
 * server and the browser begin equal.
 */
export function useNow(first: string, everyMs = 15_000): string {
  const [now, setNow] = useState(first);
  useEffect(() => {
    const tick = () => setNow(new Date(Date.now()).toISOString());
    tick();
    const timer = setInterval(tick, everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}

/** A moment in the reader's zone: `20:04`. The machine-readable instant and the full time are always there. */
export function Time({ at, form = "clock", className }: { at: string; form?: TimeForm; className?: string }) {
  const zone = useZone();
  return (
    <time dateTime={at} title={formatTime(at, { zone, form: "full" })} className={className}>
      {formatTime(at, { zone, form })}
    </time>
  );
}

/** `4 min ago`, `in 2 d`. `now` is the time of the data on the screen. */
export function RelativeTime({ at, now, className }: { at: string; now: string; className?: string }) {
  const zone = useZone();
  const moment = useNow(now);
  return (
    <time dateTime={at} title={formatTime(at, { zone, form: "full" })} className={className}>
      {formatRelative(at, moment)}
    </time>
  );
}
