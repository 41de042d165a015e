"use client";

import { useRouter } from "next/navigation";
import { useTransition } from "react";
import { useCreatePlan } from "@/components/data/use-create-plan";
import { usePlanFollowUp } from "@/components/data/use-plan-follow-up";
import type { WirePlan } from "@/server/contract/plans";
import type { Relation } from "@/server/core/operation";
import { again, type PlanRequest } from "./requests";

/** Asks for a plan and goes to it. Every stop and start key ends here: a press opens a plan, never an AWS call. */
export function useOpenPlan() {
  const router = useRouter();
  const plan = useCreatePlan();
  const followUp = usePlanFollowUp();
  // The key stays busy until the plan's page is there, not only until the plan is made.
  const [going, startGoing] = useTransition();
  const go = ({ id }: { readonly id: string }) => startGoing(() => router.push(`/plans/${id}`));
  const open = (request: PlanRequest) => plan.mutate(request, { onSuccess: go });
  const follow = (operationId: string, relation: Relation) =>
    followUp.mutate({ operationId, relation }, { onSuccess: go });
  const busy = plan.isPending || followUp.isPending || going;
  return {
    open,
    /** The plan of what continues, retries or undoes an operation. */
    follow,
    /** The same wish once more, over the inventory as it is now. */
    replan: (old: WirePlan) => (old.parent ? follow(old.parent.id, old.parent.relation) : open(again(old))),
    /** The request that is being planned, so that the key which asked can show it. */
    asked: busy ? (plan.variables ?? null) : null,
    /** The same for what follows an operation. */
    following: busy ? (followUp.variables?.relation ?? null) : null,
    busy,
    error: plan.error ?? followUp.error,
  };
}
