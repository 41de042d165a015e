import type { Observed } from "../../server/core/resource";
import type { ItemRecord, OperationRecord } from "../../server/engine/ports";
import type { Config } from "./house";

/** What the laws write down of each resource, and how they read what others say of it. */

export class LawBroken extends Error {
  constructor(law: string, what: string) {
    super(`${law}: ${what}`);
    this.name = "LawBroken";
  }
}

/** A resource in the books. */
export interface Book {
  readonly nativeId: string;
  /** How it was left by people: by and by, the last one counts. */
  readonly left: { readonly at: number; readonly config: Config }[];
  /** What its active hold says; null without. */
  held: { readonly id: string; readonly level: number } | null;
  /** Its unfinished operation. */
  open: { readonly operation: OperationRecord; readonly plannedAt: number } | null;
  /** Something may keep the open operation from getting it done: somebody's doing, or too much trouble on the way. */
  isExcused: boolean;
  hits: number;
  /** Another process went on with it: a call that was said may not have left, and counts as sent once. */
  isTakenUp: boolean;
  /** A call was sent since its hold was saved. */
  isTouched: boolean;
  /** The process that had AWS's yes to its last call. */
  acceptedFor: string | null;
}

export interface Look {
  readonly at: number;
  readonly seen: Observed | null;
}

/** How people had left it at that moment. */
export function configAt({ left }: Book, moment: number): Config {
  return left.filter(({ at }) => at <= moment).at(-1)?.config ?? { on: false, level: 0 };
}

export function configOf(seen: Observed | null | undefined): Partial<Config> {
  return (seen?.detail ?? {}) as Partial<Config>;
}

export function levelOf(saved: unknown): number {
  return (saved as Config).level;
}

export function nameOf(item: ItemRecord | undefined): string {
  return item?.plan.name ?? "";
}
