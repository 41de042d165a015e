"use client";

import { useRights } from "@/components/access/use-rights";
import { sentence } from "@/components/plan/names";
import { ProblemNote } from "@/components/plan/problem-note";
import { planFor } from "@/components/plan/requests";
import { useOpenPlan } from "@/components/plan/use-open-plan";
import { CopyButton } from "@/components/ui/copy-button";
import { formatMoney } from "@/components/ui/format";
import { Key } from "@/components/ui/key";
import { StateGlyph } from "@/components/ui/state";
import type { WireOperation, WireOperationItem } from "@/server/contract/operations";
import { Details, hasDetails } from "./item-details";
import styles from "./operations.module.css";
import { isOver, sectionsOf } from "./sections";
import { policyFor } from "./words";

/** What failed: which resource, what it is now, why, and the one thing that helps. */
export function NeedsYou({ operation }: { readonly operation: WireOperation }) {
  const next = useOpenPlan();
  const { mayOperate } = useRights();
  const failed = sectionsOf(operation.resources).needsYou;
  if (failed.length === 0) return null;
  const over = isOver(operation);
  return (
    <section className="mb-5" aria-labelledby="needs-you">
      <div className="hd">
        <h2 id="needs-you" className="st warn text-base">
          <StateGlyph state="warn" />
          {failed.length === 1 ? "1 needs you" : `${failed.length} need you`}
        </h2>
      </div>
      <ul className="fails m-0 list-none">
        {failed.map((item) => (
          <li key={item.resourceId} className="fail">
            <span className="st failed h-5 self-start">
              <StateGlyph state="failed" />
            </span>
            <div className="min-w-0 wrap-anywhere">
              <h3 className="inline font-semibold">{item.name}</h3> <span className="mid">{whereOf(item)}</span>
              <p>{sentence(item.fault?.reason ?? (item.saw || "AWS gave no reason"))}</p>
              {item.fault && item.fault.remedy !== "" && <p className="mid">{sentence(item.fault.remedy)}</p>}
              {item.fault?.awsError && (
                <p className="dim text-xs">
                  <span className="mono">{item.fault.awsError}</span>
                  {item.fault.awsRequestId && `, request ${item.fault.awsRequestId}`}
                </p>
              )}
              {hasDetails(item) && <Details item={item} />}
            </div>
            <div className={`row ra ${styles.remedies}`}>
              {item.fault?.action && <CopyButton label="Policy" text={policyFor(item.fault.action)} />}
              {over && mayOperate && (
                <Key
                  size="sm"
                  busy={next.asked?.scope?.ids?.join() === item.resourceId}
                  onClick={() => next.open(planFor(operation.action, [item.resourceId]))}
                >
                  Try again<span className="sr-only">: {item.name}</span>
                </Key>
              )}
            </div>
          </li>
        ))}
      </ul>
      {!over && mayOperate && (
        <p className="dim mt-1.5 text-xs">Trying again is possible once the rest of this operation is settled.</p>
      )}
      <ProblemNote error={next.error} />
    </section>
  );
}

function whereOf(item: WireOperationItem): string {
  const cost = item.hourlyBefore === null ? "no price" : formatMoney(item.hourlyBefore, { digits: 3, per: "hour" });
  const saw = item.saw === "" ? "" : ` Last seen: ${item.saw}.`;
  return `${item.kind}, ${item.region}, ${cost}.${saw}`;
}
