import { formatMoney, isZero, plural } from "@/components/ui/format";
import type { RockerHalf } from "@/components/ui/rocker";
import type { WireMoney } from "@/server/contract/common";
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
}

export interface RockerHands {
  /** False for those who may only look. */
  readonly mayPlan: boolean;
  /** What is being planned for this scope at the moment. */
  readonly asked: Action | null;
  readonly press: (action: Action) => void;
}

export interface Halves {
  readonly left: RockerHalf;
  readonly right: RockerHalf;
}

/** What the two halves say and do. The half that sticks up is what can be done, the one that is down is what is true. */
export function halvesOf(scope: RockerScope, hands: RockerHands): Halves {
  const { rocker, counts } = scope;
  if (rocker.operation) return atWork(rocker.operation);
  const canStop = rocker.canStop > 0;
  const canStart = rocker.canStart > 0;
  if (!hands.mayPlan && (canStop || canStart)) return lookOnly(scope);
  if (canStop && canStart) return { left: stopKey(scope, hands, "both"), right: startKey(scope, hands, "both") };
  if (canStop) return { left: stopKey(scope, hands, "one"), right: runningHalf(counts) };
  if (canStart) return { left: pausedHalf(scope), right: startKey(scope, hands, "one") };
  if (scope.protected) return { left: protectedHalf, right: runningHalf(counts) };
  return { left: noSwitch(counts), right: runningHalf(counts) };
}

const protectedHalf: RockerHalf = {
  face: "down",
  tone: "protected",
  glyph: "protected",
  word: "Protected",
  line: "is never paused",
};

function atWork(operation: NonNullable<WireRocker["operation"]>): Halves {
  const href = `/operations/${operation.id}`;
  return {
    left: {
      face: "down",
      tone: "changing",
      glyph: "changing",
      word: verbFor(operation.action).doing,
      line: `${operation.done} of ${operation.total}`,
      href,
    },
    right: { face: "outline", word: "Watch", line: "step by step", href },
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

function stopKey({ name, rocker }: RockerScope, hands: RockerHands, room: "one" | "both"): RockerHalf {
  const saves = isZero(rocker.stopSaves) ? "" : `saves ${formatMoney(rocker.stopSaves, { per: "hour" })}`;
  return {
    face: "stop",
    glyph: "paused",
    word: `Stop ${name}`,
    line:
      room === "both" ? countAndMoney(rocker.canStop, rocker.stopSaves) : saves || plural(rocker.canStop, "resource"),
    ...keyOf("pause", hands),
  };
}

function startKey({ name, rocker }: RockerScope, hands: RockerHands, room: "one" | "both"): RockerHalf {
  const costs = isZero(rocker.startCosts) ? "" : `costs ${formatMoney(rocker.startCosts, { per: "hour" })}`;
  return {
    face: "start",
    glyph: "running",
    word: `Start ${name}`,
    line:
      room === "both"
        ? countAndMoney(rocker.canStart, rocker.startCosts)
        : costs || plural(rocker.canStart, "resource"),
    ...keyOf("resume", hands),
  };
}

/** What a key does; while its plan is made, its second line says so. */
function keyOf(action: Action, hands: RockerHands): Pick<RockerHalf, "onPress" | "busy"> & { readonly line?: string } {
  const key = { onPress: () => hands.press(action), busy: hands.asked !== null };
  return hands.asked === action ? { ...key, line: "making the plan" } : key;
}

/** `43 resources, $5.96/h`; without an amount the count alone, because nothing known is not nothing. */
function countAndMoney(count: number, money: WireMoney): string {
  const words = plural(count, "resource");
  return isZero(money) ? words : `${words}, ${formatMoney(money, { per: "h" })}`;
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
