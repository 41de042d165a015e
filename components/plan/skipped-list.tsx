"use client";

import { useRights } from "@/components/access/use-rights";
import { formatMoney } from "@/components/ui/format";
import { Key } from "@/components/ui/key";
import { StateGlyph } from "@/components/ui/state";
import type { WirePlan } from "@/server/contract/plans";
import { moneyOf } from "./amount";
import { joinNames, sentence } from "./names";
import styles from "./plan.module.css";
import { ProblemNote } from "./problem-note";
import { accepting, withProtected } from "./requests";
import { acceptable, keptByGroup, type SkippedGroup, skippedBy } from "./skipped";
import { useOpenPlan } from "./use-open-plan";

/** What the plan leaves as it is, and why. */
export function SkippedList({ plan }: { readonly plan: WirePlan }) {
  const { skipped } = plan;
  if (skipped.length === 0) return null;
  return (
    <section className="wave pb-6" aria-labelledby="stay">
      <div className="wh">
        <span className="st always">
          <StateGlyph state="alwaysOn" />
        </span>
        <h3 id="stay" className="font-semibold">
          {skipped.length === 1 ? "1 stays as it is" : `${skipped.length} stay as they are`}
        </h3>
      </div>
      <ul className="m-0 list-none p-0">
        {skippedBy(skipped).map((group) => (
          <li key={`${group.code} ${group.text}`} className={styles.skipped}>
            <span className="cut" title={group.label}>
              {group.label}
            </span>
            <span className="mid" title={group.items.map((item) => item.name).join(", ")}>
              {group.text}
            </span>
            <span className="r dim">{hourlyText(group)}</span>
          </li>
        ))}
      </ul>
      <IncludeAccepted plan={plan} />
      <IncludeProtected plan={plan} />
    </section>
  );
}

/** The way to stop what is off unless somebody asks: each with the reason that is accepted by it. */
function IncludeAccepted({ plan }: { readonly plan: WirePlan }) {
  const next = useOpenPlan();
  const { mayOperate } = useRights();
  if (!mayOperate) return null;
  return acceptable(plan).map((one) => (
    <div key={`${one.kind} ${one.option} ${one.reason}`} className={styles.kept}>
      <p className="mid">
        {joinNames(one.names)}: {sentence(one.reason)}
      </p>
      <Key size="sm" busy={next.busy} onClick={() => next.open(accepting(plan, [one]))}>
        Accept that and plan again
      </Key>
      <ProblemNote error={next.error} />
    </div>
  ));
}

/** The way to stop what a protected group keeps: never by one person alone. */
function IncludeProtected({ plan }: { readonly plan: WirePlan }) {
  const next = useOpenPlan();
  const { mayOperate } = useRights();
  const kept = keptByGroup(plan).length;
  if (kept === 0 || !mayOperate) return null;
  return (
    <div className={styles.kept}>
      <p className="mid">
        Stop the protected {kept === 1 ? "one" : `${kept}`} too? Only for an emergency: a second person has to approve
        that plan before anything is sent.
      </p>
      <Key size="sm" busy={next.busy} onClick={() => next.open(withProtected(plan))}>
        Plan with {kept === 1 ? "it" : `these ${kept}`}
      </Key>
      <ProblemNote error={next.error} />
    </div>
  );
}

function hourlyText({ hourly, items }: SkippedGroup): string {
  if (hourly.unpriced === items.length) return "no price";
  if (hourly.hourly === 0) return "";
  return formatMoney(moneyOf(hourly.hourly), { digits: 3, per: "hour" });
}
