import { type AnyAdapter, savedOf } from "../adapters/contract";
import { isRetryable } from "../core/fault";
import type { ResourceRecord } from "../core/inventory";
import type { Hold } from "../core/operation";
import type { Facts, Past, Woken } from "../engine/guard";
import { madeOtherwise } from "../engine/judge";
import { observedOf } from "../inventory/record";
import type { Deps } from "./deps";
import { guardId } from "./guard-context";

/** So many operations back the guard remembers what was tried; it tries twice an hour at most. */
const remembered = 6;

/** What the verdict on one woken resource is made of. Reads the database only. `since`: when it was first noticed. */
export async function factsOf(deps: Deps, woken: Woken, record: ResourceRecord, since: Date): Promise<Facts> {
  const { id, kind } = record;
  const { timing } = deps.adapterFor(kind);
  const [past, obstacle] = await Promise.all([pastOf(deps, id), obstacleOf(deps, woken, record)]);
  return { since, past, obstacle, wakesAfterHours: timing.wakesItselfAfterHours ?? null };
}

async function pastOf({ store }: Deps, resourceId: string): Promise<readonly Past[]> {
  const heads = await store.operations.historyOf(resourceId, remembered);
  const items = await Promise.all(heads.map(({ id }) => store.operations.item(id, resourceId)));
  return heads.flatMap(({ createdAt: at, action, actorType, actorId }, index) => {
    const item = items[index];
    if (!item) return [];
    const { state, startedAt, outcome } = item;
    const { fault, saw } = outcome;
    return {
      at,
      action,
      byGuard: actorType === "system" && actorId === guardId,
      sent: startedAt !== null,
      state,
      said: fault ? sentences(fault.reason, fault.remedy) : `${saw}.`,
      mayPass: !fault || isRetryable(fault.code) || fault.code === "capacity" || fault.code === "quota",
    };
  });
}

/** enforce: why it cannot be paused · honour: what of its pause is still in effect. Null: nothing. */
async function obstacleOf(deps: Deps, { mode }: Woken, record: ResourceRecord): Promise<string | null> {
  if (mode === "report") return null;
  const [hold] = await deps.store.holds.active([record.id]);
  if (!hold) return "It is not held any more.";
  const adapter = deps.adapterFor(record.kind);
  const seen = observedOf(adapter, record);
  if (!seen) return "AWS does not know it any more.";
  if (mode === "enforce") {
    if (madeOtherwise(adapter, hold, seen)) return "Somebody made it again, and not as it was saved.";
    const plan = adapter.planPause(seen, adapter.options.parse(await optionsOf(deps, hold)));
    if (plan.result === "refused") return sentences(plan.reason, plan.remedy);
    return plan.steps.length === 0 ? "There is nothing to switch off." : null;
  }
  return leftPaused(adapter, hold, seen);
}

function leftPaused(adapter: AnyAdapter, hold: Hold, seen: Parameters<AnyAdapter["planResume"]>[1]): string | null {
  const plan = adapter.planResume(savedOf(adapter, hold.saved, hold.savedVersion), seen);
  if (plan.result === "refused") return plan.reason;
  if (plan.steps.length === 0) return null;
  return plan.steps.map(({ before, after }) => `${before} instead of ${after}`).join(", ");
}

/** The options that it was paused with: it is paused again in the same way. */
export async function optionsOf({ store }: Deps, { operationId, resourceId }: Hold): Promise<unknown> {
  return (await store.operations.item(operationId, resourceId))?.plan.options ?? {};
}

function sentences(...parts: readonly string[]): string {
  return parts
    .filter((part) => part !== "")
    .map((part) => (/[.!?]$/.test(part) ? part : `${part}.`))
    .join(" ");
}
