import type { Finding } from "../adapters/contract";
import type { ResourceRecord } from "../core/inventory";
import type { PlanContent, PlanItem, Skipped } from "../core/plan";
import { type Candidate, type Judged, type JudgeInput, judge, type Left, type Planned, withFinding } from "./judge";
import { hourlyWithMembers, totalsOf } from "./plan-money";
import { expectedSeconds, inOrder, withNeeds, withWaits } from "./plan-order";

export interface Taken extends Candidate {
  readonly saved: unknown;
}

export interface PlanInput extends JudgeInput {
  readonly candidates: readonly Candidate[];
  /** Everything of the same accounts that is acted on through an owner: its money is counted with the owner's. */
  readonly owned: readonly ResourceRecord[];
  /** By resource: what was looked up ahead of the plan. */
  readonly findings?: ReadonlyMap<string, Finding>;
  /** How fast an account's clock runs: 1 on AWS, less in the sandbox. */
  readonly pace: (accountId: string) => number;
}

/**
 * What would be done, in which order, with which money, and what is left alone and why. Pure: the same input gives the
 * same plan, so a plan that was shown can be proved by its hash. `judged`: the candidates, where they were judged before.
 */
export function makePlan(input: PlanInput, judged = judgeAll(input)): PlanContent {
  const items: PlanItem[] = [];
  const skipped: Skipped[] = [];
  const inScope = new Set(input.candidates.map((candidate) => candidate.record.id));
  const decided = judged.flatMap(({ candidate, decision: own }) => {
    const decision = withFinding(own, input.findings?.get(candidate.record.id));
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

export function judgeAll(input: PlanInput): readonly Judged[] {
  return input.candidates.map((candidate) => judge(candidate, input));
}

/** What a plan would take as far as its input tells, and what it would save: that is what is looked up ahead. */
export function takenBy(judged: readonly Judged[]): readonly Taken[] {
  return judged.flatMap(({ candidate, decision }) =>
    "plan" in decision ? [{ ...candidate, saved: decision.saved }] : [],
  );
}

function isOwned(decision: Planned | Left): boolean {
  return "skip" in decision && decision.skip === "owned";
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
  const { plan, saved, savedVersion, digest } = decision;
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
    seenHash: digest,
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
