import type { Clock } from "../core/ports";

/** Wakes a loop that rests. A ring while the loop is busy is not lost: its next rest is over at once. */
export class Bell {
  #rung = false;
  #wake: () => void = () => {};

  ring(): void {
    this.#rung = true;
    this.#wake();
  }

  /** Rests until the bell rings, `ms` are over, or the signal aborts. */
  async rest(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
    if (!this.#rung && !signal.aborted) {
      const nap = new AbortController();
      this.#wake = () => nap.abort();
      await clock.sleep(ms, AbortSignal.any([nap.signal, signal]));
      this.#wake = () => {};
    }
    this.#rung = false;
  }
}
