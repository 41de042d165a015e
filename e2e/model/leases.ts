import type { Slice } from "../../server/engine/ports";
import type { LawBroken } from "./books";

/** Who has the lease of each slice, as the store told it: law 8. */

interface Holder {
  readonly process: string;
  readonly epoch: number;
  /** The moment of the claim. */
  readonly since: number;
}

interface Options {
  readonly leaseMs: number;
  readonly broken: (what: string) => LawBroken;
}

export class Leases {
  readonly #holders = new Map<string, Holder>();
  /** When a process was last told that it has the lease, by its own clock. */
  readonly #told = new Map<string, number>();

  constructor(private readonly options: Options) {}

  claimed(slice: Slice, holder: Holder, now: Date): void {
    const before = this.of(slice);
    if (before && before.epoch >= holder.epoch) throw this.options.broken("the epoch did not grow");
    this.#holders.set(keyOf(slice), holder);
    this.#told.set(`${holder.process} ${keyOf(slice)}`, now.getTime());
  }

  renewed(process: string, slice: Slice, epoch: number, now: Date): void {
    this.mustHold(process, slice, epoch, "a lost lease was renewed");
    this.#told.set(`${process} ${keyOf(slice)}`, now.getTime());
  }

  of(slice: Slice): Holder | undefined {
    return this.#holders.get(keyOf(slice));
  }

  isHolder(process: string, slice: Slice): boolean {
    return this.of(slice)?.process === process;
  }

  mustHold(process: string, slice: Slice, epoch: number, otherwise: string): void {
    const isHeld = this.isHolder(process, slice) && this.of(slice)?.epoch === epoch;
    if (!isHeld) throw this.options.broken(otherwise);
  }

  /** By its own clock the process had good reason to think that it holds the lease, or it does. */
  mayThinkSo(process: string, slice: Slice, now: Date): boolean {
    const toldAt = this.#told.get(`${process} ${keyOf(slice)}`) ?? Number.NEGATIVE_INFINITY;
    return this.isHolder(process, slice) || Math.abs(now.getTime() - toldAt) < this.options.leaseMs / 3;
  }
}

function keyOf({ operationId, lane }: Slice): string {
  return `${operationId} ${lane}`;
}
