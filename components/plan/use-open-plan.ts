"use client";

import { useRouter } from "next/navigation";
import { useTransition } from "react";
import { useCreatePlan } from "@/components/data/use-create-plan";
import type { PlanRequest } from "./requests";

/** Asks for a plan and goes to it. Every stop and start key ends here: a press opens a plan, never an AWS call. */
export function useOpenPlan() {
  const router = useRouter();
  const plan = useCreatePlan();
  // The key stays busy until the plan's page is there, not only until the plan is made.
  const [going, startGoing] = useTransition();
  const busy = plan.isPending || going;
  const go = (id: string) => startGoing(() => router.push(`/plans/${id}`));
  return {
    open: (request: PlanRequest) => plan.mutate(request, { onSuccess: (made) => go(made.id) }),
    /** The request that is being planned, so that the key which asked can show it. */
    asked: busy ? (plan.variables ?? null) : null,
    busy,
    error: plan.error,
  };
}
