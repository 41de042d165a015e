"use client";

import { plural } from "@/components/ui/format";
import { Key } from "@/components/ui/key";
import { type ShownState, StateGlyph } from "@/components/ui/state";
import type { WirePlan } from "@/server/contract/plans";
import type { HazardGroup } from "./hazards";
import styles from "./plan.module.css";
import { ProblemNote } from "./problem-note";
import { without } from "./requests";
import { useOpenPlan } from "./use-open-plan";

/** What must be known before the key is pressed, worst first. Lost data can be left out of the plan here. */
export function HazardList({ plan, hazards }: { readonly plan: WirePlan; readonly hazards: readonly HazardGroup[] }) {
  const warnings = hazards.filter((hazard) => hazard.level !== "note");
  const notes = hazards.filter((hazard) => hazard.level === "note");
  if (hazards.length === 0) return null;
  return (
    <section aria-label="To know before" className="mb-3">
      {warnings.length > 0 && (
        <>
          <h2 className="st warn mb-1.5 text-base">
            <StateGlyph state="warn" />
            {warnings.length === 1 ? "1 thing to know" : `${warnings.length} things to know`}
          </h2>
          {warnings.map((hazard) => (
            <Hazard key={hazard.code} plan={plan} hazard={hazard} />
          ))}
        </>
      )}
      {notes.length > 0 && (
        <details className={styles.notes} open={warnings.length === 0 && notes.length <= 3}>
          <summary>{plural(notes.length, "note")}</summary>
          {notes.map((hazard) => (
            <Hazard key={hazard.code} plan={plan} hazard={hazard} />
          ))}
        </details>
      )}
    </section>
  );
}

function Hazard({ plan, hazard }: { readonly plan: WirePlan; readonly hazard: HazardGroup }) {
  const next = useOpenPlan();
  const canLeave = hazard.level === "dataLoss" && plan.operationId === null && plan.action === "pause";
  return (
    <div className="haz">
      <span className={`st ${toneOf(hazard.level)}`}>
        <StateGlyph state={glyphOf(hazard.level)} />
      </span>
      <span className="min-w-0">
        <b className="b wrap-anywhere" title={hazard.names.join(", ")}>
          {hazard.title}
        </b>
        <small>{hazard.detail}</small>
        <ProblemNote error={next.error} />
      </span>
      {canLeave && (
        <Key size="sm" className="self-center" busy={next.busy} onClick={() => next.open(without(plan, hazard.ids))}>
          {hazard.ids.length === 1 ? "Leave it running" : `Leave these ${hazard.ids.length} running`}
        </Key>
      )}
    </div>
  );
}

function glyphOf(level: HazardGroup["level"]): ShownState {
  return level === "note" ? "alwaysOn" : "warn";
}

function toneOf(level: HazardGroup["level"]): string {
  if (level === "dataLoss") return "failed";
  return level === "warning" ? "warn" : "always";
}
