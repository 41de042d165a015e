import type { AnyAdapter } from "../adapters/contract";
import { groupBy, type NonEmpty } from "../core/group-by";
import { type ItemState, isSettled } from "../core/operation";
import { laneOf, type PlanItem } from "../core/plan";
import type { ItemRecord, OperationRecord } from "./ports";
import { isLastStep } from "./progress";

/** What the engine does next. Pure: the operation as saved, what is in flight, and the time go in; effects come out. */

export interface Situation {
  readonly operation: OperationRecord;
  /** Resources with a call or a look under way in this process. */
  readonly inFlight: ReadonlySet<string>;
  /** By resource, what AWS told this process of its last call. Another process knows nothing, and waits for the read-back. */
  readonly told: ReadonlyMap<string, Told>;
  /** Another slice of the operation has calls to send. */
  readonly othersSend?: boolean;
  readonly now: Date;
  readonly adapterFor: (kind: string) => AnyAdapter;
  /** How fast waiting goes in an account: 1 for AWS. */
  readonly pace: (accountId: string) => number;
}

/** accepted: AWS said yes to the call · inEffect: a glance saw it done; what is left is to read it whole. */
export type Told = "accepted" | "inEffect";

interface Place {
  readonly accountId: string;
  readonly region: string;
  readonly kind: string;
}

export type Effect =
  /** `isGlance`: all of them have a step that takes effect, and no more is asked than where that stands. */
  | (Place & { readonly type: "look"; readonly isGlance: boolean; readonly items: readonly ItemRecord[] })
  | (Place & { readonly type: "act"; readonly op: string; readonly items: readonly ItemRecord[] });

export interface Decision {
  readonly effects: readonly Effect[];
  /** Items whose holds are to be saved now, all in one commit, before any call is sent. */
  readonly hold: readonly ItemRecord[];
  /** Items that a cancel takes out: nothing was sent for them, or AWS has not done it. */
  readonly cancel: readonly ItemRecord[];
  /** When to decide again if nothing else happens; null: when something in flight ends. */
  readonly wakeAt: Date | null;
  readonly finished: boolean;
  /** Something of the slice is still to be sent, or on its way. */
  readonly isSending: boolean;
}

/** Most items that one look names; a discovery may read whole lists instead when that is cheaper. */
const lookAtMost = 1000;
/**
 * A read-back that nobody waits for gives way to what is still to be sent, for so long: it draws from the same buckets of
 * AWS (a hundred functions take Lambda's 15 calls a second for six), and one list then proves all of a kind.
 */
const proofGivesWayMs = 5000;

const nothing: Decision = { effects: [], hold: [], cancel: [], wakeAt: null, finished: false, isSending: false };

export function decide(situation: Situation): Decision {
  const { operation, inFlight } = situation;
  const open = operation.items.filter((item) => !isSettled(item.state));
  if (open.length === 0) return { ...nothing, finished: true };
  if (operation.cancelRequested) {
    const untouched = open.filter(
      (item) => (!item.startedAt || item.state === "deferred") && !inFlight.has(item.plan.resourceId),
    );
    if (untouched.length > 0) return { ...nothing, cancel: untouched };
  }
  const idle = open.filter((item) => !inFlight.has(item.plan.resourceId));
  const unchecked = open.filter((item) => !item.checked);
  // Law 1: everything is looked at, then every hold is saved, and only then is the first call sent.
  if (unchecked.length > 0)
    return scheduled(
      situation,
      idle.filter((item) => !item.checked),
      [],
    );
  const unheld = open.filter((item) => item.holdId === null);
  if (unheld.length > 0) return { ...nothing, hold: unheld };
  const turn = whoseTurn(situation);
  const toSend = idle.filter((item) => item.state === "waiting" && (item.startedAt !== null || turn(item)));
  // A look waits for the calls of its kind that are on their way: one list then shows the effect of all of them.
  const asked = new Set(open.filter((item) => item.state === "applying" && !idle.includes(item)).map(placeKey));
  // What AWS could not do yet is looked at again before its next try: minutes have passed, and people help themselves.
  const looked: readonly ItemState[] = ["applying", "settling", "deferred"];
  const toLook = idle.filter((item) => looked.includes(item.state) && !asked.has(placeKey(item)));
  const unsent = open.filter(isUnsent);
  const isSending = unsent.length > 0;
  const decision = scheduled(
    situation,
    [...toLook, ...toSend.filter(isThrough)],
    toSend.filter((item) => !isThrough(item)),
    isSending || situation.othersSend ? givesWay(situation, unsent) : undefined,
  );
  return { ...decision, isSending };
}

/** It has a call to be sent, or on its way. What waits for AWS to have room does not count: that may take hours. */
function isUnsent(item: ItemRecord): boolean {
  if (item.state === "deferred" || isThrough(item)) return false;
  return item.state !== "settling" || !isLastStep(item);
}

/** Whether AWS took its last call and nobody of those that are to be sent waits for what comes of it. */
function givesWay({ told }: Situation, unsent: readonly ItemRecord[]): (item: ItemRecord) => boolean {
  const isInWaves = unsent.some(({ plan }) => !plan.waits);
  const named = new Set(unsent.flatMap(({ plan }) => plan.after));
  // All of a kind in a lane wait for the same kinds.
  const kinds = new Set(
    groupBy(unsent, placeKey).flatMap(([{ plan }]) =>
      (plan.waits?.settled ?? []).map((kind) => `${laneOf(plan)} ${kind}`),
    ),
  );
  const isAwaited = ({ plan }: ItemRecord) =>
    isInWaves || named.has(plan.resourceId) || kinds.has(`${laneOf(plan)} ${plan.kind}`);
  return (item) => {
    const word = item.state === "settling" ? told.get(item.plan.resourceId) : undefined;
    return word === "inEffect" || (word === "accepted" && !isAwaited(item));
  };
}

function placeKey({ plan }: ItemRecord): string {
  return [plan.accountId, plan.region, plan.kind].join(" ");
}

/** All steps are seen in effect (or there were none): what is left is to verify. */
function isThrough(item: ItemRecord): boolean {
  return item.stepIndex >= item.plan.steps.length;
}

/** Splits what is due from what has to wait. */
function scheduled(
  situation: Situation,
  look: readonly ItemRecord[],
  send: readonly ItemRecord[],
  givesWay: (item: ItemRecord) => boolean = () => false,
): Decision {
  const now = situation.now.getTime();
  const dueAt = (item: ItemRecord) => {
    const asked = item.notBefore?.getTime() ?? now;
    const sentAt = item.sentAt?.getTime();
    if (sentAt === undefined || !givesWay(item)) return asked;
    const patienceMs = proofGivesWayMs * situation.pace(item.plan.accountId);
    // A clock that was set back would let it wait for as long.
    return Math.abs(now - sentAt) < patienceMs ? Math.max(asked, sentAt + patienceMs) : asked;
  };
  const isDue = (item: ItemRecord) => dueAt(item) <= now;
  const later = [...look, ...send].filter((item) => !isDue(item)).map(dueAt);
  return {
    ...nothing,
    effects: [...looks(look.filter(isDue), situation), ...acts(send.filter(isDue), situation)],
    wakeAt: later.length > 0 ? new Date(Math.min(...later)) : null,
  };
}

/**
 * Whether a resource's time has come: nothing is open of the kinds that it waits for in its lane, and everything is
 * settled that it waits for by name. A failed item counts as settled, and so do one that AWS cannot do yet (one resource
 * never stops another) and one that a glance saw in effect.
 */
function whoseTurn({ operation, told }: Situation): (item: ItemRecord) => boolean {
  const toldOf = (item: ItemRecord) => (item.state === "settling" ? told.get(item.plan.resourceId) : undefined);
  const unsettled = operation.items.filter(
    (item) => !isSettled(item.state) && item.state !== "deferred" && toldOf(item) !== "inEffect",
  );
  const open = new Set(unsettled.map(({ plan }) => plan.resourceId));
  const openKinds = kindsByLane(unsettled);
  const unanswered = kindsByLane(unsettled.filter((item) => toldOf(item) !== "accepted"));
  const isItsWave = byWaves(
    operation,
    unsettled.filter(({ plan }) => !plan.waits),
  );
  const isItsTurn = (plan: PlanItem) => {
    if (!plan.waits) return isItsWave(plan);
    const lane = laneOf(plan);
    const isHeldUp =
      plan.waits.settled.some((kind) => openKinds.get(lane)?.has(kind)) ||
      plan.waits.accepted.some((kind) => unanswered.get(lane)?.has(kind));
    return !isHeldUp;
  };
  return ({ plan }) => isItsTurn(plan) && plan.after.every((other) => !open.has(other));
}

function kindsByLane(items: readonly ItemRecord[]): ReadonlyMap<string, ReadonlySet<string>> {
  const lanes = new Map<string, Set<string>>();
  for (const { plan } of items) {
    const lane = laneOf(plan);
    const kinds = lanes.get(lane);
    if (kinds) kinds.add(plan.kind);
    else lanes.set(lane, new Set([plan.kind]));
  }
  return lanes;
}

/** Plans of earlier versions say no kinds: the earlier waves of a lane are settled first. */
function byWaves({ action }: OperationRecord, unsettled: readonly ItemRecord[]): (plan: PlanItem) => boolean {
  const direction = action === "pause" ? 1 : -1;
  const first = new Map<string, number>();
  for (const { plan } of unsettled) {
    const lane = laneOf(plan);
    first.set(lane, Math.min(first.get(lane) ?? Number.POSITIVE_INFINITY, plan.wave * direction));
  }
  return (plan) => plan.wave * direction <= (first.get(laneOf(plan)) ?? plan.wave * direction);
}

function looks(items: readonly ItemRecord[], { told, adapterFor }: Situation): Effect[] {
  const isGlance = (item: ItemRecord) =>
    item.state === "settling" &&
    item.sentAt !== null &&
    told.get(item.plan.resourceId) !== "inEffect" &&
    adapterFor(item.plan.kind).glance !== undefined;
  const groups = groupBy(items, (item) => `${placeKey(item)} ${isGlance(item)}`);
  return groups.flatMap((group) =>
    chunks(group, lookAtMost).map(
      (chunk): Effect => ({ type: "look", ...placeOf(chunk), isGlance: isGlance(group[0]), items: chunk }),
    ),
  );
}

function acts(items: readonly ItemRecord[], { adapterFor }: Situation): Effect[] {
  const groups = groupBy(items, (item) =>
    [item.plan.accountId, item.plan.region, item.plan.kind, opOf(item)].join(" "),
  );
  return groups.flatMap((group) => {
    const op = opOf(group[0]);
    const atMost = adapterFor(group[0].plan.kind).batch[op] ?? 1;
    return chunks(group, atMost).map((chunk): Effect => ({ type: "act", ...placeOf(chunk), op, items: chunk }));
  });
}

function opOf(item: ItemRecord): string {
  return item.plan.steps[item.stepIndex]?.op ?? "";
}

function placeOf([{ plan }]: NonEmpty<ItemRecord>): Place {
  return { accountId: plan.accountId, region: plan.region, kind: plan.kind };
}

function chunks<T>(items: NonEmpty<T>, size: number): NonEmpty<T>[] {
  const out: NonEmpty<T>[] = [];
  for (let at = 0; at < items.length; at += size) {
    const [first, ...rest] = items.slice(at, at + size);
    if (first !== undefined) out.push([first, ...rest]);
  }
  return out;
}
