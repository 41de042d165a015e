import { z } from "zod";
import { differencesBetween } from "../core/differences";
import type { Difference } from "../core/operation";
import type { Action, Hazard, Step } from "../core/plan";
import type { Observed } from "../core/resource";
import type { Classified, Meanwhile, PausePlan, Refused, ResumePlan, StepStatus, Verdict } from "./contract";
import { acceptable } from "./options";
import {
  capacityRestored,
  describeScaling,
  fullRestoration,
  matchesParams,
  restoreParamsSchema,
  type Scaling,
  scalingDifferences,
  scalingSchema,
} from "./scaling-hold";
import type { Advice } from "./switch";

/**
 * Kinds that keep room for desktops which people stream: stopped and started, with a size that Application Auto Scaling
 * may move. A pause holds the scaling around the stop; a resume starts, sets the size back, restores the scaling. What
 * they share is here once; a kind says its words and how it holds. All of it is pure.
 */

/** What AWS says of one, and everything that must be the same after a resume. */
interface Desktops<Configuration> {
  readonly state: string;
  /** The size that it is set to, and the sessions that people have open now; null where AWS does not say. */
  readonly desired: number | null;
  readonly sessions: number | null;
  readonly errors: readonly string[];
  readonly configuration: Configuration;
  readonly scaling: Scaling | null;
}

type Saved<Configuration> = Pick<Desktops<Configuration>, "desired" | "configuration" | "scaling"> & {
  readonly state: "RUNNING";
};

export function desktopsSaved<Configuration extends z.ZodType>(configuration: Configuration) {
  return z.strictObject({
    state: z.literal("RUNNING"),
    desired: z.int().min(0).nullable(),
    configuration,
    scaling: scalingSchema.nullable(),
  });
}

export const desktopOptions = z.strictObject({
  endSessions: acceptable("streaming sessions end, and what people have open in them is lost"),
});
type Options = z.infer<typeof desktopOptions>;

/** How a pause keeps the scaling still, and what of a target is then not the pause's doing. */
interface Hold<Op extends string> {
  readonly op: Op;
  /** What a person reads of a target that is held: "scaling held". */
  readonly held: string;
  isHeld(scaling: Scaling): boolean;
  /** The target as somebody else has it, without what the hold set; null where they removed it or made it meanwhile. */
  theirs(saved: Scaling | null, seen: Scaling | null): Scaling | null;
}

interface DesktopKind<Detail extends Desktops<Configuration>, Configuration, HoldOp extends string> {
  readonly kind: string;
  /** What sentences call it: "fleet". */
  readonly thing: string;
  readonly hold: Hold<HoldOp>;
  /** Why this one cannot be stopped at all. */
  whyNot(detail: Detail): Advice | null;
  /** "3 people stream from it" */
  inUse(sessions: number): string;
  /** What its size is counted in: "instances". */
  unit(configuration: Configuration): string;
  /** What the call needs that sets the size. */
  sizeParams(configuration: Configuration, desired: number): { readonly desired: number };
  hazards(detail: Detail): readonly Hazard[];
}

const sizeParams = z.object({ desired: z.int().min(0) });

export type DesktopOp<HoldOp extends string> = HoldOp | "stop" | "start" | "setCapacity" | "restoreScaling";

export function desktopsOf<Detail extends Desktops<Configuration>, Configuration, HoldOp extends string>(
  own: DesktopKind<Detail, Configuration, HoldOp>,
) {
  type Seen = Observed<Detail>;
  type Kept = Saved<Configuration>;
  type Op = DesktopOp<HoldOp>;
  type OwnStep = Step & { readonly op: Op };
  const { thing, hold } = own;

  function sawScaling(scaling: Scaling | null): string {
    return scaling && hold.isHeld(scaling) ? hold.held : describeScaling(scaling);
  }

  function classify({ detail }: Seen): Classified {
    const saw = sawOf(detail);
    const trouble = own.whyNot(detail);
    if (trouble) return { state: "unsupported", saw, ...trouble };
    if (detail.state === "RUNNING") return { state: "running", saw };
    // STARTING, STOPPING and words yet to come: AWS is at work, look again later.
    return { state: detail.state === "STOPPED" ? "paused" : "changing", saw };
  }

  function planPause({ detail }: Seen, { endSessions }: Options): PausePlan<Kept, Op> | Refused {
    const { state, desired, sessions, configuration, scaling } = detail;
    if (state !== "RUNNING") {
      return { result: "refused", reason: `The ${thing} is ${state}`, remedy: "Scan again, then plan again" };
    }
    if (sessions !== null && sessions > 0 && !endSessions) {
      return {
        result: "refused",
        reason: `${own.inUse(sessions)} now, and a stop ends their sessions`,
        remedy: `Plan again when they have left, or with the option endSessions for ${own.kind} to accept that what they have not saved is lost`,
        accepts: "endSessions",
      };
    }
    const still: OwnStep = { op: hold.op, params: {}, before: sawScaling(scaling), after: hold.held, settle: true };
    const stop: OwnStep = { op: "stop", params: {}, before: "RUNNING", after: "STOPPED", settle: true };
    return {
      result: "planned",
      saved: { state, desired, configuration, scaling },
      // First what would change the size of one that is stopped.
      steps: scaling && !hold.isHeld(scaling) ? [still, stop] : [stop],
      hazards: own.hazards(detail),
      restore: "exact",
    };
  }

  function planResume(saved: Kept, seen: Seen | null): ResumePlan<Op> | Refused {
    if (!seen) return { result: "refused", reason: `The ${thing} was deleted while it was paused`, remedy: makeAgain };
    const { detail } = seen;
    const steps: OwnStep[] = [];
    if (detail.state !== "RUNNING") {
      steps.push({ op: "start", params: {}, before: detail.state, after: "RUNNING", settle: true });
    }
    // Once it runs: what a stopped one says may be the size that it has, not the one it was set to.
    if (saved.desired !== null && isResized(saved, detail)) {
      const unit = own.unit(detail.configuration);
      steps.push({
        op: "setCapacity",
        params: own.sizeParams(detail.configuration, saved.desired),
        before: `${detail.desired ?? "?"} ${unit}`,
        after: `${saved.desired} ${unit}`,
        settle: true,
      });
    }
    const params = fullRestoration(saved.scaling, detail.scaling);
    if (params) {
      const after = `scaling ${params.min} to ${params.max}`;
      steps.push({ op: "restoreScaling", params, before: sawScaling(detail.scaling), after, settle: true });
    }
    return { result: "planned", steps, hazards: saved.scaling && !detail.scaling ? [lostTarget] : [] };
  }

  function check(step: Step, seen: Seen | null): StepStatus {
    if (!seen) {
      const fault = { code: "gone" as const, reason: `The ${thing} was deleted`, remedy: makeAgain };
      return { status: "blocked", saw: "deleted", fault };
    }
    const { detail } = seen;
    const { scaling } = detail;
    switch (step.op) {
      case hold.op:
        return { status: !scaling || hold.isHeld(scaling) ? "done" : "todo", saw: sawScaling(scaling) };
      case "stop":
        return checkMove(detail, "RUNNING", "STOPPED");
      case "start":
        // A start that failed ends as STOPPED again, with the reason among the errors.
        return checkMove(detail, "STOPPED", "RUNNING");
      case "setCapacity": {
        const { desired: wanted } = sizeParams.parse(step.params);
        const isThere = detail.desired !== null && capacityRestored(wanted, scaling, detail.desired);
        return onceItRuns(detail, isThere, `${detail.desired ?? "?"} desired`);
      }
      case "restoreScaling": {
        const isThere = matchesParams(scaling, restoreParamsSchema.parse(step.params));
        return isThere ? { status: "done", saw: sawScaling(scaling) } : onceItRuns(detail, false, sawScaling(scaling));
      }
      default:
        throw new Error(`${own.kind} has no step ${step.op}`);
    }
  }

  /** Only one that runs says what it is set to, and only then its scaling may move it. */
  function onceItRuns(detail: Detail, isThere: boolean, saw: string): StepStatus {
    if (detail.state === "RUNNING") return { status: isThere ? "done" : "todo", saw };
    if (detail.state !== "STOPPED") return { status: "pending", saw: sawOf(detail) };
    const reason = `Somebody stopped the ${thing} again`;
    return { status: "blocked", saw: sawOf(detail), fault: { code: "refused", reason, remedy: "Resume it again" } };
  }

  function verify(action: Action, saved: Kept, seen: Seen | null): Verdict {
    if (!seen) return { verdict: "gone", saw: "deleted" };
    const { detail } = seen;
    const saw = sawOf(detail);
    const goal = action === "pause" ? "STOPPED" : "RUNNING";
    if (detail.state !== "STOPPED" && detail.state !== "RUNNING") return { verdict: "pending", saw };
    const differences = [
      ...(detail.state === goal ? [] : [{ path: "state", saved: goal, now: detail.state }]),
      ...(action === "pause" ? notHeld(saved, detail) : notRestored(saved, detail)),
    ];
    return differences.length > 0 ? { verdict: "wrong", saw, differences } : { verdict: "reached", saw };
  }

  function notHeld(saved: Kept, { scaling }: Detail): readonly Difference[] {
    if (!saved.scaling || !scaling || hold.isHeld(scaling)) return [];
    return [{ path: "scaling", saved: hold.held, now: sawScaling(scaling) }];
  }

  function notRestored(saved: Kept, detail: Detail): readonly Difference[] {
    return [
      ...differencesBetween(saved.configuration, detail.configuration),
      ...(isResized(saved, detail) ? [sizes(saved, detail)] : []),
      ...scalingDifferences("scaling", saved.scaling, detail.scaling),
    ];
  }

  /** None is what a stopped one may say of itself, so it is nobody's. A resume sets back size and scaling, nothing else. */
  function meanwhile(saved: Kept, { detail }: Seen): Meanwhile<Kept> | null {
    const { configuration, desired } = detail;
    const changed = differencesBetween(saved.configuration, configuration);
    const isTheirs = desired !== 0 && isResized(saved, detail);
    const scaling = hold.theirs(saved.scaling, detail.scaling);
    const differences = [
      ...changed,
      ...(isTheirs ? [sizes(saved, detail)] : []),
      ...scalingDifferences("scaling", saved.scaling, scaling),
    ];
    if (differences.length === 0) return null;
    return {
      differences,
      theirs: { ...saved, configuration, desired: isTheirs ? desired : saved.desired, scaling },
      canSetBack: changed.length === 0,
    };
  }

  return { classify, planPause, planResume, meanwhile, check, verify };
}

const makeAgain = "Create it again from its saved configuration, then end the hold";

const lostTarget: Hazard = {
  level: "warning",
  code: "scaling-target-lost",
  title: "The scaling target was removed",
  detail: "It is registered again with its limits. Its policies and scheduled actions went with it and are not.",
};

type Sized = Pick<Desktops<unknown>, "desired" | "scaling">;

/** "RUNNING", or "STOPPED, IMAGE_NOT_FOUND: …". */
function sawOf({ state, errors }: Desktops<unknown>): string {
  return [state, ...errors].join(", ");
}

function checkMove(detail: Desktops<unknown>, from: string, goal: string): StepStatus {
  const { state } = detail;
  if (state === goal) return { status: "done", saw: sawOf(detail) };
  return { status: state === from ? "todo" : "pending", saw: sawOf(detail) };
}

/** Its size is another one, and no live policy explains that. While scaling is held none may. */
function isResized(saved: Sized, { desired, scaling }: Sized): boolean {
  if (saved.desired === null || desired === null) return false;
  return !capacityRestored(saved.desired, scaling, desired);
}

function sizes(saved: Sized, now: Sized): Difference {
  return { path: "desired", saved: String(saved.desired), now: String(now.desired) };
}
