import type { Fault } from "../core/fault";
import type { Observed } from "../core/resource";
import type { Told } from "./decide";
import type { Return } from "./perform";
import type { ItemRecord } from "./ports";
import * as progress from "./progress";

/** What came back from one effect, told to each of its items. Pure. */

export interface Answer {
  readonly items: readonly ItemRecord[];
  /** By resource: AWS's yes to its last call, or that it is in effect. Null takes an earlier word back. */
  readonly told: ReadonlyMap<string, Told | null>;
  /** By resource, what a first look saw: a hold keeps it. */
  readonly firstSeen: ReadonlyMap<string, Observed>;
}

/** `items`: those of the effect as they are now; they may have moved since it began. */
export function answerOf(returned: Return, items: readonly ItemRecord[], moment: progress.Moment): Answer {
  if ("outcomes" in returned) return answerOfCall(returned.outcomes, items, moment);
  const { seen, glanced: glances } = returned;
  const glanced = answerOfGlance(glances, items, moment);
  const rest = items.filter(({ plan }) => !glances.has(plan.nativeId));
  if (seen instanceof Map) {
    const looked = answerOfLook(seen, rest, moment);
    return { ...looked, items: [...glanced.items, ...looked.items], told: new Map([...looked.told, ...glanced.told]) };
  }
  const fault = seen as Fault;
  const move = (item: ItemRecord) =>
    item.checked ? progress.afterFailedLook(item, fault, moment) : progress.afterFailedFirstLook(item, fault, moment);
  return { ...glanced, items: [...glanced.items, ...rest.map(move)] };
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
    told: new Map(
      items.map((item) => [
        item.plan.resourceId,
        faultOf(item) === null && progress.isLastStep(item) ? "accepted" : null,
      ]),
    ),
    firstSeen: new Map(),
  };
}

function answerOfGlance(
  glances: Extract<Return, { glanced: unknown }>["glanced"],
  items: readonly ItemRecord[],
  moment: progress.Moment,
): Answer {
  const told = new Map<string, Told>();
  const moved = items.flatMap((item) => {
    const status = glances.get(item.plan.nativeId);
    if (!status) return [];
    if (status.status === "done" && progress.isLastStep(item)) told.set(item.plan.resourceId, "inEffect");
    return [progress.afterGlance(item, status, moment)];
  });
  return { items: moved, told, firstSeen: new Map() };
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
  // Where the whole shows another thing than a glance, the glance's word counts no more.
  const isOpen = (item: ItemRecord) => item.checked && item.stepIndex < item.plan.steps.length;
  const told = new Map(moved.filter(isOpen).map((item) => [item.plan.resourceId, null]));
  return { items: moved, told: moment.adapter.glance ? told : new Map(), firstSeen };
}
