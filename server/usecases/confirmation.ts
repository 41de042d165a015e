import type { Actor } from "../core/actor";
import { RefusalError } from "../core/fault";
import { type Confirmation, manyResources, type Plan, type PlanContent } from "../core/plan";
import type { Limits } from "../core/settings";
import type { Deps } from "./deps";
import { readSettings } from "./get-settings";
import type { CheckedScope } from "./scope";

/** What a confirmation is decided from. */
export interface Weighed {
  readonly content: PlanContent;
  /** What a person calls the scope: the text to type. */
  readonly name: string;
  /** The protected groups whose resources the plan takes all the same. */
  readonly lifted: readonly string[];
  readonly limits: Limits;
  /** How many resources run in each account that the plan touches. */
  readonly running: readonly { readonly accountId: string; readonly name: string; readonly count: number }[];
}

/** Reads what the decision needs: the settings, and how much runs where a share of it has a limit. */
export async function weigh(
  deps: Deps,
  content: PlanContent,
  { accounts }: Pick<CheckedScope, "accounts">,
  { name, lifted }: Pick<Weighed, "name" | "lifted">,
): Promise<Weighed> {
  const { limits } = await readSettings(deps);
  const weighed = { content, name, lifted, limits, running: [] };
  if (content.action === "resume" || limits.share === null || content.items.length <= manyResources) return weighed;
  const touched = new Set(content.items.map((item) => item.accountId));
  const known = await deps.store.inventory.summaries([...touched]);
  const runs = known.filter((resource) => resource.state === "running" && resource.ownerId === null);
  const running = [...touched].map((accountId) => ({
    accountId,
    name: accounts.find((account) => account.id === accountId)?.name ?? accountId,
    count: runs.filter((resource) => resource.accountId === accountId).length,
  }));
  return { ...weighed, running };
}

/**
 * How hard the confirmation is, from what the plan would do: what a group protects asks for a second person, a stop
 * over a limit and data that can be lost for a word to be typed, many resources for a held key, everything else for a
 * click. Starting is never harder than a click. Pure.
 */
export function confirmationFor(weighed: Weighed): Confirmation {
  const { name, lifted } = weighed;
  const { action, items } = weighed.content;
  if (action === "resume") return { level: "click", reason: "Starts what Standby paused" };
  if (lifted.length > 0)
    return { level: "approve", reason: `${lifted.join(", ")} is protected: a second person says yes`, text: name };
  const over = overLimit(weighed);
  if (over) return { level: "type", reason: over, text: name, always: true };
  const loses = items.some((item) => item.hazards.some((hazard) => hazard.level === "dataLoss"));
  if (loses) return { level: "type", reason: "Asked because data can be lost", text: name };
  const recreated = items.some((item) => item.restore === "recreated" || item.restore === "lossy");
  if (recreated || items.length > manyResources)
    return { level: "hold", reason: recreated ? "Not everything comes back as it was" : "Many resources stop at once" };
  return { level: "click", reason: "Everything comes back as it was" };
}

/**
 * The limit that the stop is over, in numbers; null when it is over none. A share says nothing of few resources: three
 * of an account's four are a normal evening.
 */
function overLimit({ content: { items }, limits, running }: Weighed): string | null {
  for (const { accountId, name, count } of running) {
    const taken = items.filter((item) => item.accountId === accountId).length;
    if (limits.share === null || taken <= manyResources || taken <= limits.share * count) continue;
    const share = `${percent(taken / count)} of what runs in ${name}`;
    return `${taken} resources, ${share}; the limit is ${percent(limits.share)}`;
  }
  if (limits.resources === null || items.length <= limits.resources) return null;
  return `${items.length} resources; the limit is ${limits.resources}`;
}

function percent(share: number): string {
  return `${Math.round(Math.min(1, share) * 100)} %`;
}

export interface Given {
  readonly actor: Actor;
  readonly confirmText?: string | undefined;
  readonly force?: true | undefined;
  /** The plan's hash was sent: a script has read what it confirms. */
  readonly hashed: boolean;
}

/**
 * Lets a plan pass that is confirmed as it asks for. A script confirms by the hash of the plan that it read, or by
 * force; a limit and a second person are asked of everybody.
 * @throws RefusalError unconfirmed, with what to send; forbidden
 */
export function checkConfirmed(plan: Plan, given: Given): void {
  const { confirm } = plan;
  if (confirm.level !== "type" && confirm.level !== "approve") return;
  if (confirm.level === "approve") checkApproved(plan, given.actor);
  const byScript = given.force || (given.hashed && given.actor.type !== "user");
  if (confirm.level === "type" && byScript && !confirm.always) return;
  if (given.confirmText === confirm.text) return;
  const detail = `must be ${JSON.stringify(confirm.text)} (${confirm.reason})`;
  throw new RefusalError("unconfirmed", `Not confirmed: confirmText ${detail}`, [{ pointer: "/confirmText", detail }]);
}

function checkApproved({ id, approval, createdBy, createdById }: Plan, actor: Actor): void {
  if (!approval) {
    const detail = `a second person, not ${createdBy}, has to approve plan ${id} first: POST /plans/${id}/approve`;
    throw new RefusalError("unconfirmed", `Not approved: ${detail}`, [{ pointer: "/approval", detail }]);
  }
  if (actor.id === createdById || actor.id === approval.byId) return;
  throw new RefusalError(
    "forbidden",
    `Only ${createdBy}, who planned it, or ${approval.by}, who approved it, starts it`,
  );
}
