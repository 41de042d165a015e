"use client";

import { useState } from "react";
import { useRights } from "@/components/access/use-rights";
import { useRecommendations } from "@/components/data/use-recommendations";
import { ProblemNote } from "@/components/plan/problem-note";
import { maxIds, planFor } from "@/components/plan/requests";
import { useOpenPlan } from "@/components/plan/use-open-plan";
import { Empty } from "@/components/ui/empty";
import { Figure } from "@/components/ui/figure";
import { plural } from "@/components/ui/format";
import { Key } from "@/components/ui/key";
import { Money } from "@/components/ui/money";
import type { WireRecommendations } from "@/server/contract/recommendations";
import { AdviceTable } from "./advice-table";
import { leftOutWords, partsOf, readWords, sumOf, unpricedWords } from "./words";
import { WorthOf } from "./worth-of";

/** What nobody uses, or seldom: what it is worth a month, and one key to a plan of a pause. */
export function RecommendationsScreen({ account }: { readonly account: string | null }) {
  const { data, error } = useRecommendations(account);
  const { mayOperate } = useRights();
  const plan = useOpenPlan();
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const toggle = (ids: readonly string[]) => setSelected((now) => toggled(now, ids));
  const picked = data?.items.filter(({ plannable, resourceId }) => plannable && selected.has(resourceId)) ?? [];
  const all = data?.items.filter(({ plannable, advice }) => plannable && advice === "stop") ?? [];
  const stop = mayOperate
    ? { plan: (id: string) => plan.open(planFor("pause", [id])), planning: plan.asked?.scope?.ids ?? [] }
    : null;
  const chosen = picked.length > 0 ? picked : all;
  return (
    <div className="pad pt-4.5 pb-10">
      <h1 className="mb-3 text-xl tracking-[-0.022em]">Recommendations</h1>
      <ProblemNote error={error ?? plan.error} />
      {data && <Sums data={data} />}
      {data && chosen.length > 0 && mayOperate && (
        <p className="mt-4 flex flex-wrap items-center gap-x-3 gap-y-2">
          <Key
            variant="pri"
            busy={plan.busy}
            reason={chosen.length > maxIds ? `A plan takes at most ${maxIds} picked rows` : null}
            onClick={() =>
              plan.open(
                planFor(
                  "pause",
                  chosen.map(({ resourceId }) => resourceId),
                ),
              )
            }
          >
            Plan a pause of {picked.length > 0 ? "these" : "what nobody uses"}
          </Key>
          <span className="mid" role="status">
            {plural(chosen.length, "resource")}, <WorthOf items={chosen} />. Nothing is sent before you have seen the
            plan.
          </span>
        </p>
      )}
      {data && data.items.length === 0 && (
        <Empty title="Nothing to recommend">
          Idle is {plural(data.idleDays, "day")} without use. CloudWatch is asked once a day for each account.
        </Empty>
      )}
      {data &&
        partsOf(data.items).map((part) => (
          <AdviceTable
            key={part.advice}
            part={part}
            selected={selected}
            onToggle={toggle}
            account={account}
            stop={stop}
          />
        ))}
      {data && <Method data={data} />}
    </div>
  );
}

/** All of them on, unless they are: then off. */
function toggled(now: ReadonlySet<string>, ids: readonly string[]): ReadonlySet<string> {
  const next = new Set(now);
  const isOn = ids.every((id) => now.has(id));
  for (const id of ids) {
    if (isOn) next.delete(id);
    else next.add(id);
  }
  return next;
}

const figures = [
  { advice: "stop", label: "Nobody uses it", todo: "pause" },
  { advice: "schedule", label: "Used at some hours", todo: "schedule" },
] as const;

function Sums({ data }: { readonly data: WireRecommendations }) {
  const { items, total } = data;
  return (
    <section className="figs px-0!" aria-label="What it is worth">
      <Figure label={total.atMost ? "Worth a month, at most" : "Worth a month"} note={unpricedWords(total.unpriced)}>
        <Money value={total.worth} big />
      </Figure>
      {figures.map(({ advice, label, todo }) => {
        const some = items.filter((one) => one.advice === advice);
        return (
          some.length > 0 && (
            <Figure key={advice} label={label} note={`${plural(some.length, "resource")} to ${todo}`}>
              <Money value={sumOf(some)} big />
            </Figure>
          )
        );
      })}
    </section>
  );
}

/** How the verdicts come about, and what could not be told. */
function Method({ data }: { readonly data: WireRecommendations }) {
  const { method, read, prices } = data;
  return (
    <section className="mt-8 max-w-[80ch]" aria-labelledby="how">
      <h2 id="how" className="mb-1">
        How this is known
      </h2>
      <p className="mid">
        {method} {prices} {leftOutWords(data)}
      </p>
      <ul className="mid mt-2">
        {read.map((one) => (
          <li key={one.accountId}>
            {readWords(one)}
            {one.why && (
              <span className="dim">
                {" "}
                Most of what is not known: {one.why.reason}. {one.why.remedy}.
              </span>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
