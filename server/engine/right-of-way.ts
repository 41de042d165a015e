import type { Slice } from "./ports";

/**
 * Which slices of an operation have calls to send, in this process. Calls that change something go first: a read-back that
 * nobody waits for gives way to those of other regions, too, as they share this process and its connections.
 */
export class RightOfWay {
  readonly #lanes = new Map<string, Set<string>>();

  tell({ operationId, lane }: Slice, isSending: boolean): void {
    const lanes = this.#lanes.get(operationId) ?? new Set();
    if (isSending) lanes.add(lane);
    else lanes.delete(lane);
    if (lanes.size > 0) this.#lanes.set(operationId, lanes);
    else this.#lanes.delete(operationId);
  }

  /** Whether another slice of the same operation has. */
  isTaken({ operationId, lane }: Slice): boolean {
    const lanes = this.#lanes.get(operationId);
    return lanes !== undefined && lanes.size > (lanes.has(lane) ? 1 : 0);
  }
}
