import type { Group } from "../core/account";
import { RefusalError } from "../core/fault";
import { guardedBy, type Woken } from "../engine/guard";
import { hashOf } from "../engine/hash";
import { buildPlan } from "./build-plan";
import type { Context } from "./context";
import type { Deps } from "./deps";
import { guardContext, guardId, noticeOf } from "./guard-context";
import { optionsOf } from "./guard-facts";
import { startPlan } from "./start-operation";

/**
 * Starts operations that pause again what woke: a plan over exactly these, made and saved as a person's would be. Limits
 * and approvals were asked for when it was paused; the guard does no more than what it was told to hold.
 */
export async function pauseAgain(deps: Deps, woken: readonly Woken[]): Promise<void> {
  const ctx = guardContext(deps);
  for (const { ids, options } of await alike(deps, woken)) await pauseSome(deps, ctx, woken, { ids, options });
}

interface Wish {
  readonly ids: string[];
  /** By kind. */
  readonly options: Record<string, unknown>;
}

async function pauseSome(deps: Deps, ctx: Context, woken: readonly Woken[], { ids, options }: Wish): Promise<void> {
  const name = whatWoke(woken.filter(({ resource }) => ids.includes(resource.id)));
  const plan = await buildPlan(deps, ctx, { action: "pause", scope: { ids }, options, name });
  // Somebody resumed one of them meanwhile: the next tick decides about what is left.
  const isHeld = plan.items.every((item) => item.holdId !== null);
  if (plan.items.length === 0 || !isHeld) return;
  await startPlan(deps, ctx, plan, { undoSeconds: 0 }).catch((error: unknown) => {
    // Somebody else's operation took one of them up in this moment, or somebody ended a hold.
    if (!(error instanceof RefusalError && ["conflict", "plan-stale"].includes(error.code))) throw error;
  });
}

function whatWoke(woken: readonly Woken[]): string {
  const groups = [...new Set(woken.flatMap(({ group }) => group?.name ?? []))].sort();
  return groups.length > 0 ? `what woke in ${groups.join(", ")}` : "what woke";
}

/** A plan has one set of options per kind: what was paused with others gets a plan of its own. */
async function alike(deps: Deps, woken: readonly Woken[]): Promise<readonly Wish[]> {
  const holds = await deps.store.holds.active(woken.map(({ resource }) => resource.id));
  const wishes: Wish[] = [];
  for (const hold of holds) {
    const { kind, resourceId } = hold;
    const own = await optionsOf(deps, hold);
    const fits = ({ options }: Wish) => !(kind in options) || hashOf(options[kind]) === hashOf(own);
    const wish = wishes.find(fits) ?? { ids: [], options: {} };
    if (wish.ids.length === 0) wishes.push(wish);
    wish.ids.push(resourceId);
    wish.options[kind] = own;
  }
  return wishes;
}

const lookedBack = 20;
const lookedBackMs = 24 * 60 * 60_000;

/**
 * Tells what the guard paused again, from its operations: a process that died between an operation and its notices
 * leaves nothing untold.
 */
export async function tellPauses(deps: Deps): Promise<void> {
  const { store, clock } = deps;
  const since = new Date(clock.now().getTime() - lookedBackMs);
  const { items: heads } = await store.operations.list(lookedBack);
  const own = heads.filter(
    ({ actorType, actorId, createdAt }) => actorType === "system" && actorId === guardId && createdAt > since,
  );
  if (own.length === 0) return;
  const told = new Set((await store.notices.endedSince(since)).map(({ operationId }) => operationId));
  const groups = await store.groups.list();
  for (const { id } of own) if (!told.has(id)) await tellPause(deps, id, groups);
}

async function tellPause(deps: Deps, operationId: string, groups: readonly Group[]): Promise<void> {
  const operation = await deps.store.operations.get(operationId);
  if (!operation) return;
  const { createdAt: at, number } = operation;
  const records = await deps.store.inventory.byIds(operation.items.map(({ plan }) => plan.resourceId));
  const text = `It ran again, so operation ${number} pauses it again.`;
  const notices = records.map((record) => {
    const groupId = guardedBy(record, groups)?.id ?? null;
    return noticeOf(deps, record, { kind: "pausedAgain", at, endedAt: at, groupId, text, operationId });
  });
  await deps.store.notices.open(notices);
}
