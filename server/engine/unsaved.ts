import { isEmpty, together } from "./changes";
import type { Lease } from "./lease";
import type { EngineChange, EngineInventory, EngineStore, Sighting, Slice } from "./ports";

interface Parts {
  readonly store: Pick<EngineStore, "commit">;
  readonly inventory: Pick<EngineInventory, "record">;
  readonly slice: Slice;
  readonly epoch: number;
  readonly lease: Lease;
  readonly onChange: (operationId: string) => void;
}

/**
 * What moved in a turn of the loop and is not saved yet: one commit takes it together with what is about to be sent, and
 * the inventory is told afterwards, when the calls are already on their way.
 */
export class Unsaved {
  #change: EngineChange = {};
  #sightings: readonly Sighting[] = [];
  /** As it was when the sightings came: what is sent in the same turn was not yet under way. */
  #busy: ReadonlySet<string> = new Set();

  constructor(private readonly parts: Parts) {}

  add(change: EngineChange): void {
    this.#change = together(this.#change, change);
  }

  /** `busy`: as EngineInventory has it. */
  see(sightings: readonly Sighting[], busy: ReadonlySet<string>): void {
    this.#sightings = [...this.#sightings, ...sightings];
    this.#busy = busy;
  }

  /** @throws LeaseLostError, and what the store throws: then nothing of it is saved, and nothing more may be sent. */
  async commit(next: EngineChange = {}): Promise<void> {
    const { store, slice, epoch, lease, onChange } = this.parts;
    const saved = together(this.#change, next);
    this.#change = {};
    if (isEmpty(saved)) return;
    try {
      await store.commit(slice, epoch, saved);
    } catch (error) {
      // What cannot be written is not done: calls that wait for their turn are not sent any more.
      lease.end();
      throw error;
    }
    onChange(slice.operationId);
  }

  async tellInventory(): Promise<void> {
    const sightings = this.#sightings;
    this.#sightings = [];
    if (sightings.length > 0) await this.parts.inventory.record(sightings, this.#busy);
  }
}
