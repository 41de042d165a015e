"use client";

import { useRights } from "@/components/access/use-rights";
import { Differences } from "@/components/ui/differences";
import { Key } from "@/components/ui/key";
import type { WirePlan } from "@/server/contract/plans";
import type { Choice } from "@/server/core/plan";
import styles from "./plan.module.css";
import { ProblemNote } from "./problem-note";
import { keeping } from "./requests";
import { useOpenPlan } from "./use-open-plan";

/** What somebody changed while it was paused. Nothing of it is touched until somebody says whose values count. */
export function Conflicts({ plan }: { readonly plan: WirePlan }) {
  const next = useOpenPlan();
  const { mayOperate } = useRights();
  const changed = plan.skipped.filter(({ code }) => code === "conflict");
  if (changed.length === 0) return null;
  const canChoose = (choice: Choice) => changed.some(({ choices }) => choices?.includes(choice));
  return (
    <section className="wave pb-6" aria-labelledby="conflicts">
      <div className="wh">
        <h3 id="conflicts" className="font-semibold">
          {changed.length === 1 ? "1 was changed while it was paused" : `${changed.length} were changed while paused`}
        </h3>
      </div>
      {changed.map(({ resourceId, name, differences = [] }) => (
        <div key={resourceId} className="pl-6">
          <Differences title={name} differences={differences} />
        </div>
      ))}
      {mayOperate && plan.operationId === null && canChoose("theirs") && (
        <div className={styles.kept}>
          <p className="mid">Whose values count? The plan is made again with your choice; nothing is sent by it.</p>
          {canChoose("ours") && (
            <Key size="sm" busy={next.busy} onClick={() => next.open(keeping(plan, "ours"))}>
              Bring back what was saved
            </Key>
          )}
          <Key size="sm" busy={next.busy} onClick={() => next.open(keeping(plan, "theirs"))}>
            Keep what is there now
          </Key>
          <ProblemNote error={next.error} />
        </div>
      )}
    </section>
  );
}
