import { differencesBetween } from "../core/differences";
import type { Fault } from "../core/fault";
import type { Difference } from "../core/operation";
import type { Action, Hazard, Step } from "../core/plan";
import type { Observed } from "../core/resource";
import type { Classified, Meanwhile, PausePlan, Refused, ResumePlan, StepStatus, Verdict } from "./contract";

/**
 * Kinds with a switch of their own: one call turns the resource off, one turns it on, and nothing else of it changes.
 * What they share is here once; a kind says its words and its calls. All of it is pure.
 */

/** What AWS says of it: the state in AWS's own word, and everything that must be the same after a resume. */
export interface Switched<Configuration> {
  readonly state: string;
  readonly configuration: Configuration;
}

export interface Advice {
  readonly reason: string;
  readonly remedy: string;
}

/** A step's call, and what it sends beside the state that it leads to. */
export interface Turn<Op extends string> {
  readonly op: Op;
  readonly params?: object;
}

type Saved<On extends string, Configuration> = { readonly state: On; readonly configuration: Configuration };

export interface Switch<Detail extends Switched<Configuration>, Configuration, On extends string, Op extends string> {
  /** What sentences call it: "rule". */
  readonly thing: string;
  /** AWS's words for on and off; the first word for off is what a pause leads to. Any word of neither is under way. */
  readonly on: readonly On[];
  readonly off: readonly [string, ...string[]];
  /** Why this one cannot be switched at all. */
  whyNot?(seen: Observed<Detail>): Advice | null;
  /** Of words that no waiting ends. */
  broken?(state: string): Advice | null;
  readonly turnOff: Op;
  /** What brings it back to what was saved. `isSame`: it is off, and nobody changed its configuration meanwhile. */
  turnOn(saved: Saved<On, Configuration>, isSame: boolean): Turn<Op>;
  /** Whether that call sets back all that somebody else may have changed. */
  readonly setsBack: boolean;
  hazards(detail: Detail): readonly (Hazard | false)[];
}

/** Of what only starts other things. */
export const savesNothingItself: Hazard = {
  level: "note",
  code: "saves-nothing-itself",
  title: "Saves nothing by itself",
  detail: "It costs next to nothing. It is turned off so that it starts nothing that is paused.",
};

/** Of what runs by a schedule. */
export function runsMissed(schedule: string): Hazard {
  return {
    level: "note",
    code: "runs-missed",
    title: "Runs in the meantime are not made up",
    detail: `It goes on by ${schedule} once it is on again.`,
  };
}

export function switchOf<Detail extends Switched<Configuration>, Configuration, On extends string, Op extends string>(
  own: Switch<Detail, Configuration, On, Op>,
) {
  type Seen = Observed<Detail>;
  type Kept = Saved<On, Configuration>;
  const { thing, on, off } = own;
  const [offWord] = off;
  const broken = (state: string) => own.broken?.(state) ?? null;
  const isOff = (state: string) => off.includes(state);
  /** The state as one of the words for on. */
  const onWord = (state: string) => on.find((word) => word === state);

  function classify(seen: Seen): Classified {
    const { state } = seen.detail;
    const trouble = own.whyNot?.(seen) ?? broken(state);
    if (trouble) return { state: "unsupported", saw: state, ...trouble };
    if (isOff(state)) return { state: "paused", saw: state };
    return { state: onWord(state) === undefined ? "changing" : "running", saw: state };
  }

  function planPause({ detail }: Seen): PausePlan<Kept, Op> | Refused {
    const state = onWord(detail.state);
    if (state === undefined) {
      return { result: "refused", reason: `The ${thing} is ${detail.state}`, remedy: "Scan again, then plan again" };
    }
    const hazards = own.hazards(detail).filter((hazard) => hazard !== false);
    const step = { op: own.turnOff, params: { state: offWord }, before: state, after: offWord, settle: true };
    return {
      result: "planned",
      saved: { state, configuration: detail.configuration },
      steps: [step],
      hazards,
      restore: "exact",
    };
  }

  function planResume(saved: Kept, seen: Seen | null): ResumePlan<Op> | Refused {
    if (!seen) return { result: "refused", ...goneOf(thing) };
    const { detail } = seen;
    const trouble = broken(detail.state);
    if (trouble) return { result: "refused", ...trouble };
    const isSame = differences(saved, detail).length === 0;
    // A call that cannot set anything back has nothing to do for one that is on.
    if (detail.state === saved.state && (isSame || !own.setsBack)) return { result: "planned", steps: [], hazards: [] };
    const { op, params } = own.turnOn(saved, isSame && onWord(detail.state) === undefined);
    const step = {
      op,
      params: { state: saved.state, ...params },
      before: detail.state,
      after: saved.state,
      settle: true,
    };
    return { result: "planned", steps: [step], hazards: [] };
  }

  function meanwhile(saved: Kept, { detail }: Seen): Meanwhile<Kept> | null {
    const state = onWord(detail.state) ?? saved.state;
    const changed = differencesBetween(saved, { state, configuration: detail.configuration }).map(named);
    if (changed.length === 0) return null;
    return {
      differences: changed,
      theirs: { state, configuration: detail.configuration },
      canSetBack: own.setsBack || differences(saved, detail).length === 0,
    };
  }

  function check({ params }: Step, seen: Seen | null): StepStatus {
    if (!seen) return { status: "blocked", saw: "deleted", fault: { code: "gone", ...goneOf(thing) } };
    const { state } = seen.detail;
    const trouble = broken(state);
    if (trouble) return { status: "blocked", saw: state, fault: { code: "refused", ...trouble } satisfies Fault };
    const wanted = goalOf(params);
    const isThere = isOff(wanted) ? isOff(state) : state === wanted && !isToSet(params, seen.detail);
    if (isThere) return { status: "done", saw: state };
    return { status: isOff(state) || onWord(state) !== undefined ? "todo" : "pending", saw: state };
  }

  /** A step that carries a configuration is done only when that is seen, too. */
  function isToSet(params: unknown, { configuration }: Detail): boolean {
    const wanted = fieldOf(params, "configuration");
    return wanted !== undefined && differencesBetween(wanted, configuration).length > 0;
  }

  function verify(action: Action, saved: Kept, seen: Seen | null): Verdict {
    if (!seen) return { verdict: "gone", saw: "deleted" };
    const { state } = seen.detail;
    const isSteady = isOff(state) || onWord(state) !== undefined || broken(state) !== null;
    if (!isSteady) return { verdict: "pending", saw: state };
    const wanted = action === "pause" ? offWord : saved.state;
    const isThere = action === "pause" ? isOff(state) : state === wanted;
    const wrong = [
      ...(isThere ? [] : [{ path: "state", saved: wanted, now: state }]),
      ...(action === "pause" ? [] : differences(saved, seen.detail)),
    ];
    return wrong.length > 0 ? { verdict: "wrong", saw: state, differences: wrong } : { verdict: "reached", saw: state };
  }

  function differences(saved: Kept, now: Detail): readonly Difference[] {
    return differencesBetween(saved.configuration, now.configuration);
  }

  return { classify, planPause, planResume, meanwhile, check, verify };
}

function goneOf(thing: string): Advice {
  return {
    reason: `The ${thing} was deleted while it was paused`,
    remedy: "Create it again from its saved configuration, then end the hold",
  };
}

function goalOf(params: unknown): string {
  const state = fieldOf(params, "state");
  if (typeof state !== "string") throw new Error("A step of a switch says which state it leads to");
  return state;
}

function fieldOf(params: unknown, name: string): unknown {
  return typeof params === "object" && params !== null ? Reflect.get(params, name) : undefined;
}

/** "configuration.schedule" → "schedule": what it is called in a verdict, too. */
function named({ path, ...values }: Difference): Difference {
  return { path: path.replace(/^configuration\./, ""), ...values };
}
