import {
  type AnyAdapter,
  type Finding,
  type Meanwhile,
  type PausePlan,
  type Refused,
  type ResumePlan,
  savedOf,
} from "../adapters/contract";
import { pathsOf } from "../core/differences";
import type { ResourceRecord } from "../core/inventory";
import type { Difference, Hold } from "../core/operation";
import { type Action, type Choice, choices, type SkipCode, type Spent } from "../core/plan";
import type { Observed } from "../core/resource";
import { hashOf } from "./hash";

/** One resource that a plan looks at, as the inventory saw it last. `seen` null: AWS does not know it any more. */
export interface Candidate {
  readonly record: ResourceRecord;
  readonly seen: Observed | null;
  readonly hold: Hold | null;
  /** Why it is never paused: a tag, or a protected group. */
  readonly protectedBy: string | null;
}

export interface JudgeInput {
  readonly action: Action;
  /** By kind, already checked by the adapter's own schema. */
  readonly options: Readonly<Record<string, unknown>>;
  /** Whose values are kept where somebody changed them meanwhile; null: nobody decided yet. */
  readonly conflicts?: Choice | null | undefined;
  /** By resource: the calls that were spent of those that AWS allows only so often. */
  readonly spent?: ReadonlyMap<string, Spent>;
  readonly adapterFor: (kind: string) => AnyAdapter;
}

/** A candidate, and what would be done with it or why it is left alone. */
export interface Judged {
  readonly candidate: Candidate;
  readonly decision: Planned | Left;
}

/** What an adapter planned, with what is saved for it. */
export interface Planned {
  readonly plan: PausePlan<unknown> | ResumePlan;
  readonly saved: unknown;
  readonly savedVersion: number;
  /** Equal digests mean that nothing that matters changed since the plan was shown. */
  readonly digest: string;
}

export interface Left {
  readonly skip: SkipCode;
  readonly reason: string;
  readonly remedy: string;
  readonly differences?: readonly Difference[];
  readonly choices?: readonly Choice[];
  readonly accepts?: string;
}

/** What becomes of one resource, as far as it tells by itself. Pure. */
export function judge(candidate: Candidate, input: JudgeInput): Judged {
  const decision = input.action === "pause" ? planPause(candidate, input) : planResume(candidate, input);
  return { candidate, decision };
}

/** What was found ahead counts only for what would be done. */
export function withFinding(decision: Planned | Left, finding: Finding | undefined): Planned | Left {
  if (!finding || !("plan" in decision)) return decision;
  if (finding.refused) return refused(finding.refused);
  const { plan } = decision;
  return { ...decision, plan: { ...plan, hazards: [...plan.hazards, ...finding.hazards] } };
}

/**
 * Digest of one resource's part: equal digests mean that nothing that matters changed since the plan was shown.
 * `differences`: what somebody changed meanwhile, and the plan sets back.
 */
export function digestOf(
  plan: PausePlan<unknown> | ResumePlan,
  saved: unknown,
  differences: readonly Difference[] = [],
): string {
  return hashOf({ steps: plan.steps, saved, ...(differences.length > 0 && { differences }) });
}

function planPause(candidate: Candidate, input: JudgeInput): Planned | Left {
  const { record, seen, hold, protectedBy } = candidate;
  const adapter = input.adapterFor(record.kind);
  if (protectedBy) return left("protected", `Protected by ${protectedBy}`);
  // A pause may delete what a resume makes again: while it is held, the inventory knows it as paused.
  const isDeleted = !seen && hold !== null && record.state === "paused";
  if (isDeleted) return left("alreadyPaused", "Already paused, its hold is kept");
  if (!seen || record.state === "gone") return left("gone", "AWS does not know it any more");
  if (record.state === "unknown") return stateUnknown(record);
  const classified = adapter.classify(seen);
  if (classified.state === "unsupported") return left("alwaysOn", classified.reason, classified.remedy);
  if (record.ownerId) return owned();
  if (classified.state === "gone") return left("gone", `AWS says ${classified.saw}`);
  if (classified.state === "changing")
    return left("changing", `AWS says ${classified.saw}`, "Plan again when it is done");
  if (classified.state === "paused") {
    return left("alreadyPaused", hold ? "Already paused, its hold is kept" : "Was off before, stays off");
  }
  const remade = hold && madeOtherwise(adapter, hold, seen);
  if (remade) return inItsPlace(remade);
  const options = adapter.options.parse(input.options[record.kind] ?? {});
  const plan = adapter.planPause(seen, options, input.spent?.get(record.id));
  if (plan.result === "refused") return refused(plan);
  if (plan.steps.length === 0) return left("alreadyPaused", "There is nothing to switch off");
  return { plan, saved: plan.saved, savedVersion: adapter.saved.version, digest: digestOf(plan, plan.saved) };
}

function planResume(candidate: Candidate, input: JudgeInput): Planned | Left {
  const { record, seen, hold } = candidate;
  const adapter = input.adapterFor(record.kind);
  if (!hold) {
    if (record.ownerId) return owned();
    if (record.state === "paused") return left("notHeld", "Was off before Standby came, so it stays off");
    if (record.state === "unknown") return stateUnknown(record);
    return left("alreadyRunning", "Standby does not hold it");
  }
  if (record.state === "unknown") return stateUnknown(record);
  const held = savedOf(adapter, hold.saved, hold.savedVersion);
  const meanwhile = seen && adapter.meanwhile?.(held, seen);
  if (meanwhile && !isDecided(meanwhile, input.conflicts)) return conflict(meanwhile, input.conflicts);
  const saved = meanwhile && input.conflicts === "theirs" ? meanwhile.theirs : held;
  const differences = meanwhile && input.conflicts === "ours" ? meanwhile.differences : [];
  const plan = adapter.planResume(saved, seen, input.spent?.get(record.id));
  if (plan.result === "refused") return seen ? refused(plan) : left("gone", plan.reason, plan.remedy);
  return { plan, saved, savedVersion: adapter.saved.version, digest: digestOf(plan, saved, differences) };
}

function isDecided({ canSetBack }: Meanwhile<unknown>, choice: JudgeInput["conflicts"]): boolean {
  return choice === "theirs" || (choice === "ours" && canSetBack);
}

/** Never trampled: what somebody changed while it was paused is shown, and somebody decides. */
function conflict({ differences, canSetBack }: Meanwhile<unknown>, choice: JudgeInput["conflicts"]): Left {
  const what = pathsOf(differences);
  const remedy = canSetBack
    ? "Choose: ours brings back what was saved, theirs keeps what is there now"
    : "Choose theirs to keep what is there now, or set it back in AWS and plan again";
  const reason =
    choice === "ours"
      ? `Standby cannot set back what somebody changed while it was paused: ${what}`
      : `Somebody changed it while it was paused: ${what}`;
  return { ...left("conflict", reason, remedy), differences, choices: canSetBack ? choices : ["theirs"] };
}

/**
 * What a pause deletes lives on in its hold alone, and the first hold is kept (law 2): what somebody made in its place
 * meanwhile would be lost with a second pause. Null: nothing would.
 */
export function madeOtherwise(adapter: AnyAdapter, hold: Hold, seen: Observed): Meanwhile<unknown> | null {
  if (adapter.restore !== "recreated") return null;
  return adapter.meanwhile?.(savedOf(adapter, hold.saved, hold.savedVersion), seen) ?? null;
}

function inItsPlace({ differences }: Meanwhile<unknown>): Left {
  const reason = `Somebody made it again, and not as it was saved: ${pathsOf(differences)}`;
  return { ...left("conflict", reason, "Start it and keep what is there now, then pause that"), differences };
}

function left(skip: SkipCode, reason: string, remedy = ""): Left {
  return { skip, reason, remedy };
}

function refused(plan: Refused): Left {
  return { ...left("refused", plan.reason, plan.remedy), ...(plan.accepts && { accepts: plan.accepts }) };
}

function owned(): Left {
  return left("owned", "A member of a group", "Choose the group: members are stopped and started through it");
}

function stateUnknown(record: ResourceRecord): Left {
  return left("unknown", record.saw || "Its state could not be read", record.remedy || "Scan again");
}
