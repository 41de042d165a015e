"use client";

import { useRouter } from "next/navigation";
import { useCreatePlan } from "@/components/data/use-create-plan";
import type { PlanRequest } from "./requests";

/** Asks for a plan and goes to it. Every stop and start key ends here: a press opens a plan, never an AWS call. */
export function useOpenPlan() {
  const router = useRouter();
  const plan = useCreatePlan();
  return {
    open: (request: PlanRequest) => plan.mutate(request, { onSuccess: (made) => router.push(`/plans/${made.id}`) }),
    /** The request that is being planned, so that the key which asked can show it. */
    asked: plan.isPending ? plan.variables : null,
    busy: plan.isPending,
    error: plan.error,
  };
}
