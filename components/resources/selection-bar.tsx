"use client";

import { maxIds, planFor } from "@/components/plan/requests";
import type { useOpenPlan } from "@/components/plan/use-open-plan";
import { formatNumber } from "@/components/ui/format";
import { Key } from "@/components/ui/key";
import { StateGlyph } from "@/components/ui/state";
import type { WireResource } from "@/server/contract/resources";
import type { Scope } from "@/server/core/filter";
import type { Action } from "@/server/core/plan";
import styles from "./resources.module.css";
import { selectionOf } from "./selection";

interface Props {
  readonly rows: readonly WireResource[];
  readonly selected: ReadonlySet<string>;
  readonly total: number;
  /** The filter as a scope; null where a scope cannot say it. */
  readonly scope: Scope | null;
  readonly plan: ReturnType<typeof useOpenPlan>;
  readonly onClear: () => void;
}

/** What is selected and what can be planned for it. */
export function SelectionBar({ rows, selected, total, scope, plan, onClear }: Props) {
  const summary = selectionOf(rows, selected);
  // Every row that is read is selected, and there are more: then the filter itself can be planned.
  const whole = scope !== null && selected.size >= rows.length && total > rows.length ? scope : null;
  const says = [summary.stop?.text, summary.start?.text].filter((text) => text !== undefined).join(", ");
  const ask = (action: Action, ids: readonly string[]) =>
    plan.open(whole ? { action, scope: whole, options: {} } : planFor(action, ids));
  const keys = [
    { action: "pause", part: summary.stop, word: "Plan a stop", glyph: "paused" },
    { action: "resume", part: summary.start, word: "Plan a start", glyph: "running" },
  ] as const;
  const tooMany = whole === null && keys.some(({ part }) => (part?.ids.length ?? 0) > maxIds);
  return (
    <section className={`selbar ${styles.selection}`} aria-label="Selection">
      <p role="status" className={styles.says}>
        <b className="b">{whole ? `All ${formatNumber(total)} of this filter` : summary.count}</b>{" "}
        <span className="text-moon-2">
          {whole ? "" : `of ${formatNumber(total)}, ${says === "" ? "none of them can be switched" : says}`}
        </span>
      </p>
      {tooMany && <span className="text-moon-2">A plan takes at most {maxIds} picked rows. Narrow the filter.</span>}
      {!tooMany &&
        keys.map(
          ({ action, part, word, glyph }) =>
            (part || whole) && (
              <Key
                key={action}
                size="sm"
                className={styles[action] ?? ""}
                busy={plan.busy}
                onClick={() => ask(action, part?.ids ?? [])}
              >
                <StateGlyph state={glyph} />
                {word}
              </Key>
            ),
        )}
      <Key size="sm" variant="gho" className={styles.clear ?? ""} onClick={onClear}>
        Clear <span className="kbd">Esc</span>
      </Key>
    </section>
  );
}
