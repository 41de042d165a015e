import type { Clock } from "../core/ports";

export type FakeClock = Clock & { advance(ms: number): void };

/** A clock that stands still until it is moved. `sleep` moves it by itself, so nothing ever waits for real time. */
export function fakeClock(start: Date): FakeClock {
  let now = start.getTime();
  return {
    now: () => new Date(now),
    advance(ms) {
      now += ms;
    },
    async sleep(ms, signal) {
      if (!signal?.aborted) now += ms;
    },
  };
}
