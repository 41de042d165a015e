import type { Relation } from "../core/operation";
import type { ItemRecord, OperationRecord } from "../engine/ports";
import type { Deps } from "./deps";

/**
 * The resources that each way on from an operation is for, once it is over. What a later operation took up is that
 * one's: it is not done twice.
 */
export async function leftOf(
  { store }: Pick<Deps, "store">,
  operation: OperationRecord,
): Promise<Readonly<Record<Relation, readonly string[]>>> {
  const [takenUp, held] = await Promise.all([
    store.followUps.takenUp(operation.id),
    operation.action === "pause" ? store.followUps.held(operation.id) : [],
  ]);
  const left = (isMeant: (item: ItemRecord) => boolean) =>
    operation.items
      .filter((item) => isMeant(item) && !takenUp.has(item.plan.resourceId))
      .map((item) => item.plan.resourceId);
  return {
    continue: left((item) => item.outcome.cancelled === true),
    retry: left((item) => item.state === "failed"),
    // A pause is undone by its holds, whatever came between; a resume by what it really started.
    undo: operation.action === "pause" ? held : left((item) => item.state === "done" && item.startedAt !== null),
  };
}
