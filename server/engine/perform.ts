import type { AnyAdapter, Outcome, StepStatus } from "../adapters/contract";
import type { ReadDoor } from "../aws/door";
import { type Fault, isRetryable } from "../core/fault";
import type { Observed } from "../core/resource";
import type { Effect } from "./decide";
import type { Lease } from "./lease";
import type { EngineDoors, ItemRecord, Sighting } from "./ports";
import { faultOf, send } from "./send";

type Act = Extract<Effect, { type: "act" }>;
type Look = Extract<Effect, { type: "look" }>;

/** What came back from one effect. */
export type Return =
  | { readonly effect: Act; readonly outcomes: readonly Outcome[] }
  | {
      readonly effect: Look;
      /** By native id: who was read whole. */
      readonly seen: ReadonlyMap<string, Observed> | Fault;
      /** By native id: of whom a glance told enough. */
      readonly glanced: ReadonlyMap<string, StepStatus>;
    };

export interface Hands {
  readonly doors: EngineDoors;
  readonly adapterFor: (kind: string) => AnyAdapter;
}

/** Does one effect in AWS. Never rejects: what goes wrong is an outcome. */
export function perform(hands: Hands, lease: Lease, operationId: string, effect: Effect): Promise<Return> {
  return effect.type === "act" ? act(hands, lease, operationId, effect) : look(hands, effect);
}

async function act({ doors, adapterFor }: Hands, lease: Lease, operationId: string, effect: Act): Promise<Return> {
  const items = effect.items.map(({ plan, stepIndex }) => ({
    nativeId: plan.nativeId,
    params: plan.steps[stepIndex]?.params ?? null,
    token: `${operationId}-${plan.resourceId}-${stepIndex}`,
  }));
  try {
    const door = lease.guard(await doors.act(effect.accountId, effect.region));
    return { effect, outcomes: await send(adapterFor(effect.kind), door, effect.op, items) };
  } catch (error) {
    return { effect, outcomes: items.map(({ nativeId }) => ({ nativeId, fault: faultOf(error) })) };
  }
}

async function look({ doors, adapterFor }: Hands, effect: Look): Promise<Return> {
  let glanced: ReadonlyMap<string, StepStatus> = new Map();
  try {
    const adapter = adapterFor(effect.kind);
    const door = await doors.read(effect.accountId, effect.region);
    if (effect.isGlance) glanced = await glance(adapter, door, effect.items);
    const seen = new Map<string, Observed>();
    const only = effect.items.map((item) => item.plan.nativeId).filter((id) => !glanced.has(id));
    if (only.length > 0) for await (const one of adapter.discover(door, only)) seen.set(one.nativeId, one);
    return { effect, seen, glanced };
  } catch (error) {
    return { effect, seen: faultOf(error), glanced };
  }
}

/**
 * Only what goes its way is told by a glance: the reason of anything else is in the whole. So is that of a refusal: one id
 * that AWS does not know any more fails the glance at all of them.
 */
async function glance(
  adapter: AnyAdapter,
  door: ReadDoor,
  items: readonly ItemRecord[],
): Promise<ReadonlyMap<string, StepStatus>> {
  const asked = items.flatMap((item) => {
    const step = item.plan.steps[item.stepIndex];
    return step ? [{ nativeId: item.plan.nativeId, step, next: item.plan.steps[item.stepIndex + 1] ?? null }] : [];
  });
  try {
    const told = (await adapter.glance?.(door, asked)) ?? [];
    return new Map([...told].filter(([, { status }]) => status === "pending" || status === "done"));
  } catch (error) {
    if (isRetryable(faultOf(error).code)) throw error;
    return new Map();
  }
}

/** What a look tells the inventory; a look that failed tells nothing. */
export function sightingsOf(returned: Return, at: Date): readonly Sighting[] {
  if (!("seen" in returned) || !(returned.seen instanceof Map)) return [];
  const seen: ReadonlyMap<string, Observed> = returned.seen;
  const whole = returned.effect.items.filter(({ plan }) => !returned.glanced.has(plan.nativeId));
  return whole.map(({ plan }) => {
    const { accountId, region, kind, nativeId } = plan;
    return { accountId, region, kind, nativeId, seen: seen.get(nativeId) ?? null, at };
  });
}
