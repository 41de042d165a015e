import type { Clock } from "../core/ports";

/** `60s`, `5m` → milliseconds, at most five minutes. */
export function waitMs(text: string | undefined): number {
  const match = /^(\d{1,3})(s|m)$/.exec(text ?? "");
  if (!match) return 0;
  return Math.min(Number(match[1]) * (match[2] === "m" ? 60_000 : 1000), 300_000);
}

/** The promise's value, or null when the time is over first. */
export async function within<T>(clock: Clock, ms: number, promise: Promise<T>): Promise<T | null> {
  if (ms <= 0) return null;
  const stop = new AbortController();
  const late = clock.sleep(ms, stop.signal).then(() => null);
  try {
    return await Promise.race([promise, late]);
  } finally {
    stop.abort();
  }
}
