import type { ReadDoor } from "../aws/door";
import type { Clock } from "../core/ports";
import type { InventoryStore } from "../inventory/ports";
import type { Deps } from "./deps";
import type { ClaimedPart, ScanPartStore, ScanReading } from "./scan-ports";

interface Parts {
  readonly store: ScanPartStore;
  readonly clock: Clock;
  readonly part: ClaimedPart;
  readonly leaseMs: number;
  /** This process stops. */
  readonly signal: AbortSignal;
}

/** Thrown where a reading is left: another process has the part now, or this one stops. */
export class PartLeftError extends Error {
  constructor({ accountId, region }: ClaimedPart) {
    super(`The reading of ${region} in ${accountId} was left`);
    this.name = "PartLeftError";
  }
}

/**
 * The right to read one part and to save what was seen. Renewed while AWS takes its time; a process that was frozen and
 * wakes asks the database before its next call and before anything is saved.
 */
export class PartLease {
  readonly #over = new AbortController();
  #renewedAt: number;
  #isLost = false;

  constructor(private readonly parts: Parts) {
    this.#renewedAt = parts.clock.now().getTime();
    void this.#renewNowAndThen();
  }

  /** @throws PartLeftError */
  async keep(): Promise<void> {
    const { clock, leaseMs, part, signal } = this.parts;
    const age = Math.abs(clock.now().getTime() - this.#renewedAt);
    if (!this.#isLost && !signal.aborted && age > leaseMs / 2) await this.#renew();
    if (this.#isLost || signal.aborted) throw new PartLeftError(part);
  }

  /** Saves the reading and ends the lease. @throws PartLeftError when it was lost: nothing was saved */
  async finish(reading: ScanReading): Promise<void> {
    const { store, part } = this.parts;
    this.#over.abort();
    if (!(await store.finish(part, reading))) throw new PartLeftError(part);
  }

  /** Gives the part back unread, when this process stops. */
  async leave(): Promise<void> {
    this.#over.abort();
    if (!this.#isLost) await this.parts.store.release(this.parts.part);
  }

  /** Ends the renewing, so that the lease runs out by itself. */
  end(): void {
    this.#over.abort();
  }

  /**
   * Doors and inventory that ask for the lease before each call and each write. Coverage is left to whoever reads the
   * part: one write for all its kinds.
   */
  guard(deps: Deps): Deps {
    const { doors, scanDeps } = deps;
    return {
      ...deps,
      doors: {
        ...doors,
        scan: async (accountId) => {
          const doorsOf = await doors.scan(accountId);
          return { ...doorsOf, region: (region) => this.#guardDoor(doorsOf.region(region)) };
        },
      },
      scanDeps: { ...scanDeps, inventory: this.#guardInventory(scanDeps.inventory) },
    };
  }

  #guardDoor(door: ReadDoor): ReadDoor {
    const keep = () => this.keep();
    return {
      ...door,
      async read(client, command) {
        await keep();
        return door.read(client, command);
      },
    };
  }

  #guardInventory(inventory: InventoryStore): InventoryStore {
    const kept = async <T>(write: () => Promise<T>): Promise<T> => {
      await this.keep();
      return write();
    };
    return {
      ...inventory,
      upsert: (records) => kept(() => inventory.upsert(records)),
      markUnseen: (accountId, region, kind, before) =>
        kept(() => inventory.markUnseen(accountId, region, kind, before)),
      saveCoverage: async () => {},
    };
  }

  async #renewNowAndThen(): Promise<void> {
    const { clock, leaseMs } = this.parts;
    while (!this.#over.signal.aborted) {
      await clock.sleep(leaseMs / 3, this.#over.signal);
      // A database that does not answer for a moment: two more tries are left before the lease runs out.
      if (!this.#over.signal.aborted) await this.#renew().catch(() => {});
    }
  }

  async #renew(): Promise<void> {
    const { store, clock, part, leaseMs } = this.parts;
    const now = clock.now();
    if (await store.renew(part, now, leaseMs)) this.#renewedAt = now.getTime();
    else this.#isLost = true;
  }
}
