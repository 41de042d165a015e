import type { Handler, Payloads, Queue } from "./jobs";
import type { Log } from "./log";

interface Parts<Q extends Queue> {
  readonly queue: Q;
  readonly atOnce: number;
  readonly handler: Handler<Q>;
  readonly signal: AbortSignal;
  readonly log: Log;
}

/** Those of a process who work on one queue: at most so many at once, and none is lost by what another throws. */
export class Crew<Q extends Queue = Queue> {
  readonly #underWay = new Set<Promise<void>>();

  constructor(private readonly parts: Parts<Q>) {}

  /** How many more jobs may begin now. */
  get free(): number {
    const { signal, atOnce } = this.parts;
    return signal.aborted ? 0 : atOnce - this.#underWay.size;
  }

  begin(payload: Payloads[Q], over: () => void): void {
    const { queue, handler, signal, log } = this.parts;
    const work = Promise.resolve()
      .then(() => handler(payload, signal))
      .catch((error: unknown) => {
        log.error({ queue, err: error }, "Work stopped half way and will be taken up again");
      })
      .finally(() => {
        this.#underWay.delete(work);
        over();
      });
    this.#underWay.add(work);
  }

  async idle(): Promise<void> {
    await Promise.all(this.#underWay);
  }
}
