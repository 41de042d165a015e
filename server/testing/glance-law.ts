import type { AnyAdapter, GlanceItem } from "../adapters/contract";
import type { ReadDoor } from "../aws/door";
import type { Observed } from "../core/resource";

/** What is glanced at, and what a look at the whole of it showed. */
export type Glanced = GlanceItem & { readonly whole: Observed | null };

/**
 * A glance never says more than the whole: what it calls done is done, and the step that is then sent without another look
 * is still to be sent. @throws Error where it does
 */
export async function compareGlances(adapter: AnyAdapter, door: ReadDoor, asked: readonly Glanced[]): Promise<void> {
  const told = await adapter.glance?.(door, asked);
  for (const { nativeId, step, next, whole } of told ? asked : []) {
    const [glance, check] = [told?.get(nativeId)?.status, adapter.check(step, whole).status];
    const follows = glance === "done" && next ? adapter.check(next, whole).status : "todo";
    if (glance === "done" && check !== "done") throw new Error(`${nativeId}: a glance says done, the whole ${check}`);
    if (glance === "pending" && check === "todo") throw new Error(`${nativeId}: a glance waits for what is to be sent`);
    if (follows === "done") throw new Error(`${nativeId}: ${next?.op} would be sent for nothing after a glance`);
  }
}
