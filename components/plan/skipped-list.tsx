import { formatMoney } from "@/components/ui/format";
import { StateGlyph } from "@/components/ui/state";
import type { WireSkipped } from "@/server/contract/plans";
import { moneyOf } from "./amount";
import styles from "./plan.module.css";
import { type SkippedGroup, skippedBy } from "./skipped";

/** What the plan leaves as it is, and why. */
export function SkippedList({ skipped }: { readonly skipped: readonly WireSkipped[] }) {
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
    </section>
  );
}

function hourlyText({ hourly, items }: SkippedGroup): string {
  if (hourly.unpriced === items.length) return "no price";
  if (hourly.hourly === 0) return "";
  return formatMoney(moneyOf(hourly.hourly), { digits: 3, per: "hour" });
}
