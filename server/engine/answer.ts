import type { Fault } from "../core/fault";
import type { Observed } from "../core/resource";
import type { Return } from "./perform";
import type { ItemRecord } from "./ports";
import * as progress from "./progress";

/** What came back from one effect, told to each of its items. Pure. */

export interface Answer {
  readonly items: readonly ItemRecord[];
  /** By resource, of what was called: whether AWS said yes to its last call. Others wait for no more than that. */
  readonly accepted: ReadonlyMap<string, boolean>;
  /** By resource, what a first look saw: a hold keeps it. */
  readonly firstSeen: ReadonlyMap<string, Observed>;
}

/** `items`: those of the effect as they are now; they may have moved since it began. */
export function answerOf(returned: Return, items: readonly ItemRecord[], moment: progress.Moment): Answer {
  if ("outcomes" in returned) return answerOfCall(returned.outcomes, items, moment);
  const { seen } = returned;
  if (seen instanceof Map) return answerOfLook(seen, items, moment);
  const fault = seen as Fault;
  const move = (item: ItemRecord) =>
    item.checked ? progress.afterFailedLook(item, fault, moment) : progress.afterFailedFirstLook(item, fault, moment);
  return { items: items.map(move), accepted: new Map(), firstSeen: new Map() };
}

function answerOfCall(
  outcomes: Extract<Return, { outcomes: unknown }>["outcomes"],
  items: readonly ItemRecord[],
  moment: progress.Moment,
): Answer {
  const faults = new Map(outcomes.map(({ nativeId, fault }) => [nativeId, fault]));
  const faultOf = ({ plan }: ItemRecord) => faults.get(plan.nativeId) ?? null;
  return {
    items: items.map((item) => progress.afterCall(item, faultOf(item), moment)),
    accepted: new Map(items.map((item) => [item.plan.resourceId, faultOf(item) === null && progress.isLastStep(item)])),
    firstSeen: new Map(),
  };
}

function answerOfLook(
  seen: ReadonlyMap<string, Observed>,
  items: readonly ItemRecord[],
  moment: progress.Moment,
): Answer {
  const firstSeen = new Map<string, Observed>();
  const moved = items.map((item) => {
    const one = seen.get(item.plan.nativeId) ?? null;
    if (item.checked) return progress.afterLook(item, one, moment);
    if (one) firstSeen.set(item.plan.resourceId, one);
    return progress.afterFirstLook(item, one, moment);
  });
  return { items: moved, accepted: new Map(), firstSeen };
}
