"use client";

import { useMemo } from "react";
import { formatAbout, plural } from "@/components/ui/format";
import { House } from "@/components/ui/house";
import { Money } from "@/components/ui/money";
import type { WirePlan } from "@/server/contract/plans";
import { Confirm } from "./confirm";
import { comesBack } from "./outcome";
import { planPanes } from "./panes";

/** Where the head of a plan leads to when there is no right column. */
export const asideId = "cost-and-confirmation";

/** The right column: what it costs now and after, and the key. */
export function PlanAside({
  plan,
  expired,
  className,
}: {
  readonly plan: WirePlan;
  readonly expired: boolean;
  readonly className: string;
}) {
  const panes = useMemo(() => planPanes(plan), [plan]);
  const { totals } = plan;
  return (
    <aside id={asideId} className={`conf ${className}`} aria-label="Cost and confirmation">
      <div className="street overflow-hidden rounded-key px-5 pt-4">
        <dl className="m-0 flex items-start">
          <div>
            <dt className="text-moon-3">Now</dt>
            <dd className="money m-0 text-xl text-moon-2">
              <Money value={totals.hourlyNow} />
            </dd>
          </div>
          <span className="mx-3.5 text-lg text-moon-3" aria-hidden="true">
            →
          </span>
          <div>
            <dt className="text-moon-3">After, an hour</dt>
            <dd className="money m-0 text-xl">
              <Money value={totals.hourlyAfter} />
            </dd>
          </div>
        </dl>
        {panes.length > 0 && (
          <div className="bld pt-3.5">
            <House label="As it will be after" panes={panes} />
          </div>
        )}
      </div>
      {plan.steps.length > 0 && <Sums plan={plan} />}
      <Confirm plan={plan} expired={expired} />
    </aside>
  );
}

function Sums({ plan }: { readonly plan: WirePlan }) {
  const { totals, action } = plan;
  const costs = { ...totals.saves, amount: totals.saves.amount.replace(/^-/, "") };
  return (
    <dl className="sumr m-0 grid grid-cols-[auto_1fr] gap-x-4 gap-y-[3px] px-0.5 pt-3.5 *:m-0">
      <dt className="mid">{action === "pause" ? "Saves an hour" : "Costs more an hour"}</dt>
      <dd className="b text-right">
        <Money value={costs} digits={3} />
      </dd>
      {totals.unpriced > 0 && (
        <>
          <dt className="mid">Not counted</dt>
          <dd className="text-right">{plural(totals.unpriced, "resource")} without a price</dd>
        </>
      )}
      <dt className="mid">Takes</dt>
      <dd className="text-right">{formatAbout(totals.expectedSeconds)}</dd>
      <dt className="mid">{action === "pause" ? "Comes back" : "Comes up"}</dt>
      <dd className="text-right">{comesBack(plan.steps)}</dd>
    </dl>
  );
}
