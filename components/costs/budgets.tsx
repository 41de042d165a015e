"use client";

import { useState } from "react";
import { useRights } from "@/components/access/use-rights";
import { useBudgets } from "@/components/data/use-budgets";
import { useDeleteBudget } from "@/components/data/use-delete-budget";
import { ProblemNote } from "@/components/plan/problem-note";
import { Time } from "@/components/ui/clock";
import { Dialog } from "@/components/ui/dialog";
import { Key } from "@/components/ui/key";
import { StateWord } from "@/components/ui/state";
import type { WireBudget } from "@/server/contract/budgets";
import { billed } from "./amounts";
import { BudgetDialog } from "./budget-dialog";
import styles from "./costs.module.css";
import { periodWord } from "./words";

/** All budgets, with what is spent of each and which of its thresholds were passed. */
export function Budgets({ currency, account }: { readonly currency: string; readonly account: string | undefined }) {
  const { data, error } = useBudgets();
  const { mayAdminister } = useRights();
  const [editing, setEditing] = useState<WireBudget | "new" | null>(null);
  const [removing, setRemoving] = useState<WireBudget | null>(null);
  return (
    <section className="mt-7" aria-label="Budgets">
      <div className="hd items-center!">
        <h2>Budgets</h2>
        <span className="sp" />
        {mayAdminister && (
          <Key size="sm" onClick={() => setEditing("new")}>
            Make a budget
          </Key>
        )}
      </div>
      <ProblemNote error={error} />
      {data?.items.length === 0 && (
        <p className="mid">
          No budget yet. A budget tells when what is spent, or what is forecast, passes a share of its limit.
        </p>
      )}
      {data && data.items.length > 0 && (
        <ul className="list cards">
          {data.items.map((budget) => (
            <li key={budget.id}>
              <Line budget={budget} />
              {mayAdminister && (
                <div className="flex items-center gap-2">
                  <Key size="sm" aria-label={`Edit ${budget.name}`} onClick={() => setEditing(budget)}>
                    Edit
                  </Key>
                  <Key size="sm" variant="gho" aria-label={`Remove ${budget.name}`} onClick={() => setRemoving(budget)}>
                    Remove
                  </Key>
                </div>
              )}
            </li>
          ))}
        </ul>
      )}
      <BudgetDialog editing={editing} currency={currency} account={account} onClose={() => setEditing(null)} />
      <RemoveDialog budget={removing} onClose={() => setRemoving(null)} />
    </section>
  );
}

function Line({ budget }: { readonly budget: WireBudget }) {
  const { name, scopeName, period, current, limit, actual, isComplete, forecast, reason, currency, thresholds } =
    budget;
  const spent = actual === null ? null : Number(actual) / Number(limit);
  return (
    <div className="min-w-0">
      <h3 className="wrap-anywhere">
        {name}{" "}
        <span className="dim font-normal">
          {scopeName}, a {period}
        </span>
      </h3>
      <p className="mid">
        {periodWord(current)}: {!isComplete && actual !== null && "at least "}
        <b>{billed(actual, currency)}</b> of {billed(limit, currency)}
        {spent !== null && `, ${Math.round(spent * 100)} %`}
        {forecast !== null && `; forecast ${billed(forecast, currency)}`}
        {reason !== null && `. ${reason}`}
      </p>
      {spent !== null && (
        <div className={styles.budget} aria-hidden="true">
          <i className={styles.spent} style={{ width: `${Math.min(100, Math.max(0, spent * 100))}%` }} />
        </div>
      )}
      <ul className={styles.thresholds}>
        {thresholds.map((threshold) => (
          <li key={`${threshold.on} ${threshold.share}`}>
            <Threshold threshold={threshold} currency={currency} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function Threshold({
  threshold: { on, share, amount, state, firedAt },
  currency,
}: {
  readonly threshold: WireBudget["thresholds"][number];
  readonly currency: string;
}) {
  const what = `${Math.round(share * 1e4) / 100} % ${on === "actual" ? "spent" : "forecast"}, ${billed(amount, currency, 0)}`;
  const isPassed = state === "fires" || state === "fired" || state === "overtaken";
  if (!isPassed)
    return (
      <span className="dim">
        {what}
        {state === "unknown" ? ": not known" : ""}
      </span>
    );
  return (
    <span className="row gap-1.5!">
      <StateWord state="warn" word="Passed" />
      <span>
        {what}
        {firedAt !== null && (
          <>
            , told <Time at={firedAt} form="date" />
          </>
        )}
      </span>
    </span>
  );
}

function RemoveDialog({ budget, onClose }: { readonly budget: WireBudget | null; readonly onClose: () => void }) {
  const remove = useDeleteBudget();
  return (
    <Dialog
      open={budget !== null}
      onOpenChange={(open) => !open && onClose()}
      title={budget ? `Remove the budget ${budget.name}` : "Remove"}
      footer={
        <>
          <Key variant="gho" onClick={onClose}>
            Keep it
          </Key>
          <Key
            variant="pri"
            busy={remove.isPending}
            onClick={() => budget && remove.mutate(budget.id, { onSuccess: onClose })}
          >
            Remove
          </Key>
        </>
      }
    >
      <p>Nothing is told of {budget?.scopeName ?? "it"} any more. The costs and their history stay.</p>
      <ProblemNote error={remove.error} />
    </Dialog>
  );
}
