import type { WirePlan } from "@/server/contract/plans";
import type { Scope } from "@/server/core/filter";
import type { Action, Choice } from "@/server/core/plan";

export interface PlanRequest {
  readonly action: Action;
  readonly scope: Scope;
  readonly options: Record<string, unknown>;
  readonly includeProtected?: boolean;
  readonly conflicts?: Choice;
}

type Wish = Pick<WirePlan, "action" | "scope" | "options" | "includeProtected" | "conflicts">;

/** A scope takes at most this many ids (`server/core/filter.ts`). */
export const maxIds = 500;

/** The same request once more, over the inventory as it is now. */
export function again({ action, scope, options, includeProtected, conflicts }: Wish): PlanRequest {
  return { action, scope, options, ...(includeProtected && { includeProtected }), ...(conflicts && { conflicts }) };
}

/** The same request without these resources. */
export function without(plan: Wish, ids: readonly string[]): PlanRequest {
  const left = new Set([...(plan.scope.exclude?.ids ?? []), ...ids]);
  return { ...again(plan), scope: { ...plan.scope, exclude: { ...plan.scope.exclude, ids: [...left] } } };
}

/** The same request, and what protected groups keep as well. */
export function withProtected(plan: Wish): PlanRequest {
  return { ...again(plan), includeProtected: true };
}

/** The same request, and what somebody accepts: these options of these kinds. */
export function accepting(plan: Wish, accepted: readonly { readonly kind: string; readonly option: string }[]) {
  const options = { ...plan.options };
  for (const { kind, option } of accepted) options[kind] = { ...(options[kind] as object), [option]: true };
  return { ...again(plan), options } satisfies PlanRequest;
}

/** The same request, with a decision whose values count where somebody changed something meanwhile. */
export function keeping(plan: Wish, conflicts: Choice): PlanRequest {
  return { ...again(plan), conflicts };
}

/** A plan for exactly these resources. */
export function planFor(action: Action, ids: readonly string[]): PlanRequest {
  return { action, scope: { ids: [...ids] }, options: {} };
}

export interface StartRequest {
  readonly planId: string;
  readonly planHash: string;
  readonly confirmText?: string;
}

/** What the key sends: the plan by its hash, and the typed text where the plan asks for one. */
export function startRequest(plan: Pick<WirePlan, "id" | "hash" | "confirm">): StartRequest {
  const { text } = plan.confirm;
  return { planId: plan.id, planHash: plan.hash, ...(text === null ? {} : { confirmText: text }) };
}

/** The call that the key makes, for a shell. The token stays in the reader's environment. */
export function startCurl(origin: string, plan: Pick<WirePlan, "id" | "hash" | "confirm">): string {
  const body = JSON.stringify(startRequest(plan)).replaceAll("'", "'\\''");
  return [
    `curl -sS -X POST '${origin}/api/v1/operations'`,
    `  -H "Authorization: Bearer $STANDBY_TOKEN"`,
    `  -H 'Content-Type: application/json'`,
    `  -d '${body}'`,
  ].join(" \\\n");
}
