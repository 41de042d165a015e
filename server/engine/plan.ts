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
import {
  type Action,
  type Choice,
  choices,
  type PlanContent,
  type PlanItem,
  type SkipCode,
  type Skipped,
  type Spent,
} from "../core/plan";
import type { Observed } from "../core/resource";
import { hashOf } from "./hash";
import { hourlyWithMembers, totalsOf } from "./plan-money";
import { expectedSeconds, inOrder, withNeeds, withWaits } from "./plan-order";

/** One resource that a plan looks at, as the inventory saw it last. `seen` null: AWS does not know it any more. */
export interface Candidate {
  readonly record: ResourceRecord;
  readonly seen: Observed | null;
  readonly hold: Hold | null;
  /** Why it is never paused: a tag, or a protected group. */
  readonly protectedBy: string | null;
}

export interface Taken extends Candidate {
  readonly saved: unknown;
}

export interface PlanInput {
  readonly action: Action;
  readonly candidates: readonly Candidate[];
  /** Everything of the same accounts that is acted on through an owner: its money is counted with the owner's. */
  readonly owned: readonly ResourceRecord[];
  /** By kind, already checked by the adapter's own schema. */
  readonly options: Readonly<Record<string, unknown>>;
  /** Whose values are kept where somebody changed them meanwhile; null: nobody decided yet. */
  readonly conflicts?: Choice | null | undefined;
  /** By resource: the calls that were spent of those that AWS allows only so often. */
  readonly spent?: ReadonlyMap<string, Spent>;
  /** By resource: what was looked up ahead of the plan. */
  readonly findings?: ReadonlyMap<string, Finding>;
  readonly adapterFor: (kind: string) => AnyAdapter;
  /** How fast an account's clock runs: 1 on AWS, less in the sandbox. */
  readonly pace: (accountId: string) => number;
}

/** What an adapter planned, with what is saved for it. */
interface Planned {
  readonly plan: PausePlan<unknown> | ResumePlan;
  readonly saved: unknown;
  readonly savedVersion: number;
  readonly differences: readonly Difference[];
}

interface Left {
  readonly skip: SkipCode;
  readonly reason: string;
  readonly remedy: string;
  readonly differences?: readonly Difference[];
  readonly choices?: readonly Choice[];
  readonly accepts?: string;
}

/**
 * What would be done, in which order, with which money, and what is left alone and why. Pure: the same input gives the
 * same plan, so a plan that was shown can be proved by its hash.
 */
export function makePlan(input: PlanInput): PlanContent {
  const items: PlanItem[] = [];
  const skipped: Skipped[] = [];
  const inScope = new Set(input.candidates.map((candidate) => candidate.record.id));
  const decided = input.candidates.flatMap((candidate) => {
    const decision = decide(candidate, input);
    // A member whose owner is in the plan too is not "left alone": it is stopped through the owner.
    const throughOwner = isOwned(decision) && inScope.has(candidate.record.ownerId ?? "");
    return throughOwner ? [] : [{ candidate, decision }];
  });
  // What is listed by itself is counted by itself, everything else of an owner's with the owner.
  const listed = new Set(decided.map(({ candidate }) => candidate.record.id));
  const members = byOwner(input.owned.filter(({ id }) => !listed.has(id)));
  for (const { candidate, decision } of decided) {
    const mine = members.get(candidate.record.id) ?? [];
    if ("plan" in decision) items.push(itemFrom(candidate, decision, mine, input));
    else skipped.push(skippedFrom(candidate, decision, mine));
  }
  const ordered = inOrder(withWaits(withNeeds(items, input), input), input.action);
  const totals = totalsOf(ordered, skipped, expectedSeconds(ordered));
  return { action: input.action, items: ordered, skipped, totals };
}

/** What a plan would take as far as its input tells, and what it would save: that is what is looked up ahead. */
export function takenBy(input: PlanInput): readonly Taken[] {
  return input.candidates.flatMap((candidate) => {
    const decision = decide(candidate, input);
    return "plan" in decision ? [{ ...candidate, saved: decision.saved }] : [];
  });
}

function decide(candidate: Candidate, input: PlanInput): Planned | Left {
  const own = input.action === "pause" ? planPause(candidate, input) : planResume(candidate, input);
  return withFinding(own, input.findings?.get(candidate.record.id));
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

function planPause(candidate: Candidate, input: PlanInput): Planned | Left {
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
  return { plan, saved: plan.saved, savedVersion: adapter.saved.version, differences: [] };
}

function planResume(candidate: Candidate, input: PlanInput): Planned | Left {
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
  return { plan, saved, savedVersion: adapter.saved.version, differences };
}

/** What was found ahead counts only for what would be done. */
function withFinding(decision: Planned | Left, finding: Finding | undefined): Planned | Left {
  if (!finding || !("plan" in decision)) return decision;
  if (finding.refused) return refused(finding.refused);
  const { plan } = decision;
  return { ...decision, plan: { ...plan, hazards: [...plan.hazards, ...finding.hazards] } };
}

function isDecided({ canSetBack }: Meanwhile<unknown>, choice: PlanInput["conflicts"]): boolean {
  return choice === "theirs" || (choice === "ours" && canSetBack);
}

/** Never trampled: what somebody changed while it was paused is shown, and somebody decides. */
function conflict({ differences, canSetBack }: Meanwhile<unknown>, choice: PlanInput["conflicts"]): Left {
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

function isOwned(decision: Planned | Left): boolean {
  return "skip" in decision && decision.skip === "owned";
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

function byOwner(owned: readonly ResourceRecord[]): ReadonlyMap<string, readonly ResourceRecord[]> {
  const members = new Map<string, ResourceRecord[]>();
  for (const member of owned) {
    const known = members.get(member.ownerId ?? "");
    if (known) known.push(member);
    else members.set(member.ownerId ?? "", [member]);
  }
  return members;
}

function itemFrom(
  candidate: Candidate,
  decision: Planned,
  members: readonly ResourceRecord[],
  input: PlanInput,
): PlanItem {
  const { record, hold } = candidate;
  const adapter = input.adapterFor(record.kind);
  const { plan, saved, savedVersion, differences } = decision;
  const pause = input.action === "pause";
  const spent = input.spent?.get(record.id);
  return {
    resourceId: record.id,
    accountId: record.accountId,
    region: record.region,
    kind: record.kind,
    nativeId: record.nativeId,
    name: record.name,
    type: record.type,
    wave: adapter.wave,
    steps: plan.steps,
    hazards: plan.hazards,
    restore: "restore" in plan ? plan.restore : "exact",
    expectedSeconds: Math.ceil(
      (pause ? adapter.timing.expectSeconds.pause : adapter.timing.expectSeconds.resume) * input.pace(record.accountId),
    ),
    after: [],
    hourlyNow: hourlyWithMembers(record, members, "now"),
    hourlyAfter: hourlyWithMembers(record, members, pause ? "paused" : "running"),
    saved,
    savedVersion,
    options: input.options[record.kind] ?? {},
    holdId: hold?.id ?? null,
    seenHash: digestOf(plan, saved, differences),
    ...(spent && { spent }),
  };
}

function skippedFrom({ record }: Candidate, { skip, ...why }: Left, members: readonly ResourceRecord[]): Skipped {
  const { id, kind, name, region } = record;
  return {
    resourceId: id,
    kind,
    name,
    region,
    code: skip,
    hourlyNow: hourlyWithMembers(record, members, "now"),
    ...why,
  };
}
