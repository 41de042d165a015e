"use client";

import { useRights } from "@/components/access/use-rights";
import { formatMoney } from "@/components/ui/format";
import { Key } from "@/components/ui/key";
import { StateGlyph } from "@/components/ui/state";
import type { WirePlan } from "@/server/contract/plans";
import type { Total } from "@/server/core/money";
import { moneyOf } from "./amount";
import { joinNames, sentence } from "./names";
import styles from "./plan.module.css";
import { ProblemNote } from "./problem-note";
import { accepting, withProtected } from "./requests";
import { acceptable, keptByGroup, type SkippedSort, skippedBy } from "./skipped";
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
      {skippedBy(skipped).map((sort) => (
        <Sort key={sort.code} sort={sort} />
      ))}
      <IncludeAccepted plan={plan} />
      <IncludeProtected plan={plan} />
    </section>
  );
}

/** A plan of everything leaves two hundred alone for a hundred reasons: thirteen screens of a phone, if all were open. */
function Sort({ sort }: { readonly sort: SkippedSort }) {
  const hourly = hourlyText(sort.hourly, sort.count);
  return (
    <details className={styles.sort} open={sort.isShort}>
      <summary>
        <span className="b">{sort.label}</span>
        {hourly !== "" && <span className="dim">, {hourly}</span>}
      </summary>
      <ul className="m-0 list-none p-0">
        {sort.groups.map((group) => (
          <li key={`${group.label} ${group.text}`} className={styles.skipped}>
            <span>{group.label}</span>
            <span className="mid" title={group.items.map((item) => item.name).join(", ")}>
              {group.text}
            </span>
            <span className="r dim">{hourlyText(group.hourly, group.items.length)}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}

/** The way to stop what is off unless somebody asks: each with the reason that is accepted by it. */
function IncludeAccepted({ plan }: { readonly plan: WirePlan }) {
  const next = useOpenPlan();
  const { mayOperate } = useRights();
  if (!mayOperate) return null;
  return acceptable(plan).map((one, index) => (
    <div key={`${one.kind} ${one.option} ${one.reason}`} className={styles.kept}>
      <p className="mid" id={`accept-${index}`}>
        {joinNames(one.names)}: {sentence(one.reason)}
      </p>
      <Key
        size="sm"
        busy={next.busy}
        aria-describedby={`accept-${index}`}
        onClick={() => next.open(accepting(plan, [one]))}
      >
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

/** Of so many resources. Nothing has no words, no price is never nothing. */
function hourlyText({ hourly, unpriced }: Total, count: number): string {
  if (unpriced === count) return "no price";
  const known = hourly === 0 ? "" : formatMoney(moneyOf(hourly), { digits: 3, per: "hour" });
  if (unpriced === 0) return known;
  return known === "" ? `${unpriced} without a price` : `at least ${known}`;
}
