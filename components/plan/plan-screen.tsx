"use client";

import { ArrowDown } from "lucide-react";
import Link from "next/link";
import { usePlan } from "@/components/data/use-plan";
import { parentWords } from "@/components/operations/follow-up-words";
import { Time, useNow } from "@/components/ui/clock";
import { KeyLink } from "@/components/ui/key";
import type { WirePlan } from "@/server/contract/plans";
import { Conflicts } from "./conflicts";
import { HazardList } from "./hazard-list";
import { hazardsOf } from "./hazards";
import { goodFor, nothingToDo, planTitle } from "./outcome";
import styles from "./plan.module.css";
import { asideId, PlanAside } from "./plan-aside";
import { SkippedList } from "./skipped-list";
import { WaveList } from "./wave-list";

/** A plan, and the key that applies it. */
export function PlanScreen({ initial, now: first }: { readonly initial: WirePlan; readonly now: string }) {
  const plan = usePlan(initial.id, initial).data ?? initial;
  const now = useNow(first, 1_000);
  const left = goodFor(plan.expiresAt, now);
  return (
    <div className="two">
      <div className="min-w-0">
        <header className="ph">
          <p className="mid">
            Plan {plan.number}{" "}
            <span className="dim">
              made <Time at={plan.createdAt} /> by {plan.createdBy}, <Validity plan={plan} left={left} />
            </span>
            {plan.parent && (
              <>
                . {parentWords(plan.parent.relation)}{" "}
                <Link href={`/operations/${plan.parent.id}`}>an earlier operation</Link>
              </>
            )}
          </p>
          <h1>{planTitle(plan)}</h1>
          {/* The lists of a large plan are many screens of a phone. */}
          <a className={`key sec ${styles.toKey}`} href={`#${asideId}`}>
            <ArrowDown size={14} strokeWidth={1.5} aria-hidden="true" />
            Cost and confirmation
          </a>
        </header>
        <Conflicts plan={plan} />
        <HazardList plan={plan} hazards={hazardsOf(plan.steps)} />
        {plan.steps.length === 0 ? <Nothing plan={plan} /> : <WaveList plan={plan} />}
        <SkippedList plan={plan} />
      </div>
      <PlanAside plan={plan} expired={left === null} className={styles.aside ?? ""} />
    </div>
  );
}

function Validity({ plan, left }: { readonly plan: WirePlan; readonly left: string | null }) {
  if (plan.operationId !== null) return "applied";
  return left === null ? "over its time" : `good for ${left}`;
}

function Nothing({ plan }: { readonly plan: WirePlan }) {
  return (
    <section className="border-t border-line py-6">
      <h2>Nothing to do</h2>
      <p className="mid mt-1 mb-3">{nothingToDo(plan)}</p>
      <KeyLink href="/resources">Look at the resources</KeyLink>
    </section>
  );
}
