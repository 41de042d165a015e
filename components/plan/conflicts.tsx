"use client";

import { useRights } from "@/components/access/use-rights";
import { Differences } from "@/components/ui/differences";
import { Key } from "@/components/ui/key";
import { StateGlyph } from "@/components/ui/state";
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
    <section className="mb-3" aria-labelledby="conflicts">
      <h2 id="conflicts" className="st warn mb-1.5 text-base">
        <StateGlyph state="drifted" />
        {changed.length === 1 ? "1 was changed while it was paused" : `${changed.length} were changed while paused`}
      </h2>
      {changed.map(({ resourceId, name, differences = [], choices }) => (
        <div key={resourceId} className="pl-6">
          <Differences title={name} differences={differences} />
          {!choices?.includes("ours") && <p className="dim pb-2">Standby cannot set this back; AWS can.</p>}
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
