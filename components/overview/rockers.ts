import { onlyWaits, undoSecondsLeft } from "@/components/operations/sections";
import { formatMoney, isZero, plural } from "@/components/ui/format";
import type { RockerHalf } from "@/components/ui/rocker";
import type { WireMoney } from "@/server/contract/common";
import type { WireOperationHead } from "@/server/contract/operations";
import type { WireCounts, WireRocker } from "@/server/contract/overview";
import { verbFor } from "@/server/core/operation";
import type { Action } from "@/server/core/plan";

/** What one rocker is about: a house, or everything. */
export interface RockerScope {
  /** `dev`, `all`: stands on the keys after Stop and Start. */
  readonly name: string;
  readonly counts: WireCounts;
  readonly rocker: WireRocker;
  readonly protected: boolean;
  /** `since Tue, 20:04`, or null when it is not known. */
  readonly pausedSince: string | null;
  /** The operation that is at work here, where the overview still lists it: when it begins, and whether it only waits. */
  readonly head: WireOperationHead | null;
  /** The moment that the undo window is counted against. */
  readonly now: string;
  /** Wide enough to say a count beside the money on both keys at once; a house is not. */
  readonly wide: boolean;
}

export interface RockerHands {
  /** False for those who may only look. */
  readonly mayPlan: boolean;
  /** What is being planned for this scope at the moment. */
  readonly asked: Action | null;
  readonly press: (action: Action) => void;
  /** The operation that is being taken back at the moment. */
  readonly undoing: string | null;
  /** Takes back an operation of which nothing was sent yet. */
  readonly undo: (operationId: string) => void;
}

export interface Halves {
  readonly left: RockerHalf;
  readonly right: RockerHalf;
}

/** What the two halves say and do. The half that sticks up is what can be done, the one that is down is what is true. */
export function halvesOf(scope: RockerScope, hands: RockerHands): Halves {
  const { rocker, counts } = scope;
  if (rocker.operation) return atWork(rocker.operation, scope, hands);
  const canStop = rocker.canStop > 0;
  const canStart = rocker.canStart > 0;
  if (!hands.mayPlan && (canStop || canStart)) return lookOnly(scope);
  const [stop, start] = keysOf(scope, canStop && canStart);
  if (canStop && canStart) return { left: keyHalf(stop, scope, hands), right: keyHalf(start, scope, hands) };
  if (canStop) return { left: keyHalf(stop, scope, hands), right: runningHalf(counts) };
  if (canStart) return { left: pausedHalf(scope), right: keyHalf(start, scope, hands) };
  if (scope.protected) return { left: protectedHalf, right: runningHalf(counts) };
  return { left: noSwitch(counts), right: runningHalf(counts) };
}

const protectedHalf: RockerHalf = {
  face: "down",
  tone: "protected",
  glyph: "protected",
  word: "Protected",
  line: "asks a second person",
};

/** The head of the operation that a rocker follows; null when the overview does not list it any more. */
export function headOf({ operation }: WireRocker, heads: readonly WireOperationHead[]): WireOperationHead | null {
  return heads.find(({ id }) => id === operation?.id) ?? null;
}

type AtWork = NonNullable<WireRocker["operation"]>;

function atWork(operation: AtWork, { head, now }: RockerScope, hands: RockerHands): Halves {
  const startsIn = head && undoSecondsLeft(head, now);
  if (startsIn !== null && hands.mayPlan) return undoWindow(operation, startsIn, hands);
  const href = `/operations/${operation.id}`;
  const waits = head !== null && onlyWaits(head);
  const line = `${operation.done} of ${operation.total}`;
  return {
    left: waits
      ? { face: "down", glyph: "alwaysOn", word: "Waits for AWS", line, href }
      : { face: "down", tone: "changing", glyph: "changing", word: verbFor(operation.action).doing, line, href },
    right: { face: "outline", word: "Watch", line: "step by step", href },
  };
}

/** Nothing was sent yet: what sticks up is the way back. */
function undoWindow({ id, action }: AtWork, startsIn: number, { undo, undoing }: RockerHands): Halves {
  const pause = action === "pause";
  const stays = pause ? "running" : "paused";
  const busy = undoing === id;
  return {
    left: {
      face: "down",
      glyph: pause ? "paused" : "running",
      word: `${pause ? "Stops" : "Starts"} in ${startsIn} s`,
      line: "nothing sent yet",
      href: `/operations/${id}`,
    },
    right: {
      face: "stop",
      glyph: busy ? "changing" : stays,
      word: "Undo",
      line: `keeps it ${stays}`,
      onPress: () => undo(id),
      busy,
    },
  };
}

function lookOnly(scope: RockerScope): Halves {
  const { rocker, counts } = scope;
  const verb = rocker.canStop > 0 ? "Stop" : "Start";
  const truth = rocker.canStop > 0 ? runningHalf(counts) : pausedHalf(scope);
  return {
    left: { face: "down", tone: "dim", glyph: "lock", word: `${verb} ${scope.name}`, line: "operators only" },
    right: truth,
  };
}

interface RockerKey {
  readonly action: Action;
  readonly verb: "Stop" | "Start";
  readonly line: string;
}

function keysOf({ rocker, wide }: RockerScope, both: boolean): readonly [RockerKey, RockerKey] {
  const line = (count: number, verb: string, money: WireMoney) => {
    const words = plural(count, "resource");
    // Without an amount the count alone, because nothing known is not nothing.
    if (isZero(money)) return words;
    if (!both) return `${verb} ${formatMoney(money, { per: "hour" })}`;
    return `${wide ? `${words},` : verb} ${formatMoney(money, { per: "h" })}`;
  };
  return [
    { action: "pause", verb: "Stop", line: line(rocker.canStop, "saves", rocker.stopSaves) },
    { action: "resume", verb: "Start", line: line(rocker.canStart, "costs", rocker.startCosts) },
  ];
}

/** The half that sticks up. While its plan is made, it says so. */
function keyHalf({ action, verb, line }: RockerKey, { name }: RockerScope, hands: RockerHands): RockerHalf {
  const asked = hands.asked === action;
  const still = action === "pause" ? "paused" : "running";
  return {
    face: action === "pause" ? "stop" : "start",
    glyph: asked ? "changing" : still,
    word: `${verb} ${name}`,
    line: asked ? "making the plan" : line,
    onPress: () => hands.press(action),
    busy: hands.asked !== null,
  };
}

function runningHalf({ running, paused }: WireCounts): RockerHalf {
  if (running > 0)
    return { face: "down", tone: "lit", glyph: "running", word: "Running", line: `${plural(running, "resource")} on` };
  if (paused > 0) return { face: "down", glyph: "paused", word: "Paused", line: `${plural(paused, "resource")} off` };
  return { face: "down", tone: "dim", word: "No start", line: "nothing is paused" };
}

function pausedHalf({ counts, pausedSince }: RockerScope): RockerHalf {
  return {
    face: "down",
    glyph: "paused",
    word: "Paused",
    line: pausedSince ?? `${plural(counts.paused, "resource")} off`,
  };
}

/** The left half when nothing can be stopped or started: what is there instead. */
function noSwitch({ total, unknown, alwaysOn, protected: kept }: WireCounts): RockerHalf {
  const half = { face: "down", tone: "dim" } as const;
  if (total === 0) return { ...half, word: "Empty", line: "no resources" };
  if (unknown === total) return { ...half, glyph: "unknown", word: "Unknown", line: "nothing is touched" };
  if (kept > 0) return { ...half, glyph: "protected", word: "Protected", line: plural(kept, "resource") };
  return { ...half, glyph: "alwaysOn", word: "No stop", line: `${plural(alwaysOn, "resource")} always on` };
}
