import type { ActDoor, AwsCommand, ClientClass } from "../aws/door";
import type { Clock } from "../core/ports";
import { type EngineStore, LeaseLostError, type Slice } from "./ports";

interface Parts {
  readonly store: Pick<EngineStore, "renew">;
  readonly clock: Clock;
  readonly leaseMs: number;
  readonly slice: Slice;
  readonly epoch: number;
  /** The time that the claim was asked for with: its answer may have taken longer than the lease lasts. */
  readonly claimedAt: Date;
}

/**
 * The right to work on one slice, and to change anything in AWS for it. A process that was stopped (SIGSTOP, a laptop's
 * lid) and wakes asks the database before its next call; one whose write failed sends nothing more.
 */
export class Lease {
  #renewedAt: number;
  #renewing: Promise<void> | null = null;
  #isOver = false;

  constructor(private readonly parts: Parts) {
    this.#renewedAt = parts.claimedAt.getTime();
  }

  /**
   * Renews after a third of its time, so that two failed tries still leave time; again where the answer took so long that
   * less than half of it is left. @throws LeaseLostError
   */
  async keep(): Promise<void> {
    for (let within = 1 / 3; !this.#isYounger(within); within = 1 / 2) {
      this.#renewing ??= this.#renew().finally(() => {
        this.#renewing = null;
      });
      await this.#renewing;
    }
  }

  /** Nothing more is sent under it, whatever is still on its way. */
  end(): void {
    this.#isOver = true;
  }

  /** A door that asks for the lease before each call, and again after each wait on the way. */
  guard(door: ActDoor): ActDoor {
    const keep = () => this.keep();
    return {
      accountId: door.accountId,
      region: door.region,
      read: (client, command) => door.read(client, command),
      now: () => door.now(),
      facts: (fact, keys, read) => door.facts(fact, keys, read),
      async act<In extends object, Out extends object>(client: ClientClass, command: AwsCommand<In, Out>) {
        await keep();
        return door.act(client, command, keep);
      },
    };
  }

  /** By the process's own clock. One that was set back is a reason to renew as well: others compare with theirs. */
  #isYounger(part: number): boolean {
    const { clock, leaseMs, slice } = this.parts;
    if (this.#isOver) throw new LeaseLostError(slice);
    return Math.abs(clock.now().getTime() - this.#renewedAt) < leaseMs * part;
  }

  async #renew(): Promise<void> {
    const { store, clock, leaseMs, slice, epoch } = this.parts;
    const now = clock.now();
    if (!(await store.renew(slice, epoch, now, leaseMs))) {
      this.end();
      throw new LeaseLostError(slice);
    }
    this.#renewedAt = now.getTime();
  }
}
