import { RefusalError } from "../core/fault";

export interface Throttle {
  /**
   * Counts one try before it is judged, so that many at once cannot slip through together.
   * @throws RefusalError too-many-requests when the tries of this window are used up
   */
  attempt(key: string, now: Date): void;
  /** The try was right: the count starts again. */
  forgive(key: string): void;
}

/** Keys that are remembered at once; beyond it the oldest are forgotten, so that memory stays bounded. */
const maxKeys = 10_000;

/** Lets `limit` tries through in a window that begins with the first of them. Kept in memory, per process. */
export function createThrottle({ limit, minutes }: { limit: number; minutes: number }): Throttle {
  const windows = new Map<string, { readonly until: number; readonly tries: number }>();
  return {
    attempt(key, now) {
      const known = windows.get(key);
      const open = known && known.until > now.getTime() ? known : { until: now.getTime() + minutes * 60_000, tries: 0 };
      if (open.tries >= limit) throw refusal(Math.ceil((open.until - now.getTime()) / 1000));
      if (!known && windows.size >= maxKeys) forgetOldest(windows);
      windows.set(key, { until: open.until, tries: open.tries + 1 });
    },
    forgive: (key) => void windows.delete(key),
  };
}

function refusal(seconds: number): RefusalError {
  const minutes = Math.ceil(seconds / 60);
  const wait = minutes === 1 ? "a minute" : `${minutes} minutes`;
  return new RefusalError("too-many-requests", `Too many tries. Try again in ${wait}.`, [], seconds);
}

function forgetOldest(windows: Map<string, unknown>): void {
  const oldest = windows.keys().next();
  if (!oldest.done) windows.delete(oldest.value);
}
