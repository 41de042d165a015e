import type { AnyAdapter, Outcome } from "../adapters/contract";
import type { Fault } from "../core/fault";
import type { Observed } from "../core/resource";
import type { Effect } from "./decide";
import type { Lease } from "./lease";
import type { EngineDoors, Sighting } from "./ports";
import { faultOf, send } from "./send";

type Act = Extract<Effect, { type: "act" }>;
type Look = Extract<Effect, { type: "look" }>;

/** What came back from one effect. */
export type Return =
  | { readonly effect: Act; readonly outcomes: readonly Outcome[] }
  | { readonly effect: Look; readonly seen: ReadonlyMap<string, Observed> | Fault };

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
  try {
    const door = await doors.read(effect.accountId, effect.region);
    const seen = new Map<string, Observed>();
    const only = effect.items.map((item) => item.plan.nativeId);
    for await (const one of adapterFor(effect.kind).discover(door, only)) seen.set(one.nativeId, one);
    return { effect, seen };
  } catch (error) {
    return { effect, seen: faultOf(error) };
  }
}

/** What a look tells the inventory; a look that failed tells nothing. */
export function sightingsOf(returned: Return, at: Date): readonly Sighting[] {
  if (!("seen" in returned) || !(returned.seen instanceof Map)) return [];
  const seen: ReadonlyMap<string, Observed> = returned.seen;
  return returned.effect.items.map(({ plan }) => {
    const { accountId, region, kind, nativeId } = plan;
    return { accountId, region, kind, nativeId, seen: seen.get(nativeId) ?? null, at };
  });
}
