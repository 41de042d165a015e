"use client";

import { useRights } from "@/components/access/use-rights";
import { useMe } from "@/components/data/use-me";
import { useOverview } from "@/components/data/use-overview";
import { useScan } from "@/components/data/use-scan";
import { ProblemNote } from "@/components/plan/problem-note";
import { useOpenPlan } from "@/components/plan/use-open-plan";
import { Key } from "@/components/ui/key";
import type { WireOverview } from "@/server/contract/overview";
import type { Action } from "@/server/core/plan";
import { Figures } from "./figures";
import { FirstRead } from "./first-read";
import { FirstRun } from "./first-run";
import { HouseCard } from "./house-card";
import { Lead } from "./lead";
import { Lists } from "./lists";
import { Street } from "./street";

/** The first screen: what runs, what it costs, and one switch for each environment. */
export function OverviewScreen({ account, first }: { account: string | null; first: WireOverview }) {
  const overview = useOverview(account ?? undefined, first);
  const me = useMe().data;
  const { mayOperate } = useRights();
  const plan = useOpenPlan();
  const scan = useScan();
  const { data } = overview;

  if (!data) return <NotRead error={overview.error} onRetry={() => void overview.refetch()} />;
  if (data.accounts.length === 0) return <FirstRun name={me?.name ?? null} />;

  const readAll = () => {
    for (const { id } of data.accounts) scan.mutate(id);
  };
  if (data.scannedAt === null) {
    return <FirstRead accounts={data.accounts} scan={scan} onRead={mayOperate ? readAll : null} />;
  }

  const accounts = account === null ? {} : { accounts: [account] };
  const handsFor = (group: string | null) => {
    const scope = group === null ? { accounts: data.accounts.map(({ id }) => id) } : { ...accounts, groups: [group] };
    const isAsked = plan.asked?.scope?.groups?.[0] === (group ?? undefined);
    return {
      mayPlan: mayOperate,
      asked: plan.asked && isAsked ? plan.asked.action : null,
      press: (action: Action) => plan.open({ action, scope, options: {} }),
    };
  };
  const [nearest, rest] = [data.houses.slice(0, 3), data.houses.slice(3)];

  return (
    <>
      <Street>
        <div className={`hero houses-${nearest.length}`}>
          <Lead
            overview={data}
            account={account}
            hands={handsFor(null)}
            reading={scan.isPending}
            onRead={mayOperate ? readAll : null}
          />
          {nearest.map((house) => (
            <HouseCard key={house.id} house={house} account={account} hands={handsFor(house.name)} />
          ))}
        </div>
        {rest.length > 0 && (
          <div className="hero more">
            {rest.map((house) => (
              <HouseCard key={house.id} house={house} account={account} hands={handsFor(house.name)} />
            ))}
          </div>
        )}
      </Street>
      {(plan.error ?? scan.error) && (
        <div className="pad">
          <ProblemNote error={plan.error ?? scan.error} />
        </div>
      )}
      <Figures overview={data} />
      <Lists overview={data} />
    </>
  );
}

function NotRead({ error, onRetry }: { error: Error | null; onRetry: () => void }) {
  return (
    <Street>
      <div className="px-10 py-10 max-sm:px-4">
        <p className="text-base">{error ? error.message : "Reading the account"}</p>
        {error && (
          <Key className="mt-4" onClick={onRetry}>
            Try again
          </Key>
        )}
      </div>
    </Street>
  );
}
