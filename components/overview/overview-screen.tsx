"use client";

import { useRights } from "@/components/access/use-rights";
import { useGroups } from "@/components/data/use-groups";
import { useMe } from "@/components/data/use-me";
import { useOverview } from "@/components/data/use-overview";
import { useScan } from "@/components/data/use-scan";
import { ProblemNote } from "@/components/plan/problem-note";
import { useOpenPlan } from "@/components/plan/use-open-plan";
import { WorthLine } from "@/components/recommendations/worth-line";
import { Key } from "@/components/ui/key";
import type { WireHouse, WireOverview } from "@/server/contract/overview";
import type { Action } from "@/server/core/plan";
import { Figures } from "./figures";
import { FirstRead } from "./first-read";
import { FirstRun } from "./first-run";
import { Happened } from "./happened";
import { HouseCard } from "./house-card";
import { Lead } from "./lead";
import { Lists } from "./lists";
import { Street } from "./street";
import { useUndo } from "./use-undo";

/** The first screen: what runs, what it costs, and one switch for each environment. */
export function OverviewScreen({ account, first }: { account: string | null; first: WireOverview }) {
  const overview = useOverview(account ?? undefined, first);
  const me = useMe().data;
  const { mayOperate } = useRights();
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

  return (
    <>
      <Houses
        overview={data}
        account={account}
        reading={scan.isPending}
        readError={scan.error}
        onRead={mayOperate ? readAll : null}
      />
      <Figures overview={data} />
      <WorthLine account={account} />
      <Happened account={account} now={data.at} money={data.money} />
      <Lists overview={data} />
    </>
  );
}

interface HousesProps {
  readonly overview: WireOverview;
  readonly account: string | null;
  readonly reading: boolean;
  readonly readError: Error | null;
  /** Null for those who may not have the accounts read. */
  readonly onRead: (() => void) | null;
}

/** The street with its houses, and what their switches do. */
function Houses({ overview, account, reading, readError, onRead }: HousesProps) {
  const { mayOperate } = useRights();
  const plan = useOpenPlan();
  const { now, undo, undoing, error: undoError } = useUndo(overview);
  const groups = useGroups().data?.items ?? [];
  const accounts = account === null ? {} : { accounts: [account] };
  const handsFor = (group: string | null) => {
    const all = { accounts: overview.accounts.map(({ id }) => id) };
    const scope = group === null ? all : { ...accounts, groups: [group] };
    const isAsked = plan.asked?.scope?.groups?.[0] === (group ?? undefined);
    return {
      mayPlan: mayOperate,
      asked: plan.asked && isAsked ? plan.asked.action : null,
      press: (action: Action) => plan.open({ action, scope, options: {} }),
      undo,
      undoing,
    };
  };
  const beside = overview.houses.length === 4 ? 4 : 3;
  const [nearest, rest] = [overview.houses.slice(0, beside), overview.houses.slice(beside)];
  const cards = (houses: readonly WireHouse[]) =>
    houses.map((house) => (
      <HouseCard
        key={house.id}
        house={house}
        account={account}
        operations={overview.operations}
        now={now}
        awakeUntil={groups.find(({ id }) => id === house.id)?.awakeUntil ?? null}
        hands={handsFor(house.name)}
      />
    ));
  const error = plan.error ?? undoError ?? readError;
  return (
    <>
      <Street>
        <div className={`hero houses-${nearest.length}`}>
          <Lead
            overview={overview}
            account={account}
            now={now}
            hands={handsFor(null)}
            reading={reading}
            onRead={onRead}
          />
          {cards(nearest)}
        </div>
        {rest.length > 0 && <div className="hero further">{cards(rest)}</div>}
      </Street>
      {error && (
        <div className="pad">
          <ProblemNote error={error} />
        </div>
      )}
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
