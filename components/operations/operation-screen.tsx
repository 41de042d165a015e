"use client";

import Link from "next/link";
import { useEffect } from "react";
import { useOperation } from "@/components/data/use-operation";
import { useOperationEvents } from "@/components/data/use-operation-events";
import { useAnnounce } from "@/components/shell/announcer";
import { useNow } from "@/components/ui/clock";
import type { WireOperation } from "@/server/contract/operations";
import { EventLog } from "./event-log";
import { ItemSections } from "./item-sections";
import { NeedsYou } from "./needs-you";
import { OperationHero } from "./operation-hero";
import { ReportLinks } from "./report-links";
import { SavedSince } from "./saved-since";
import { isOver, operationWaves, undoSecondsLeft } from "./sections";
import { useThrottled } from "./use-throttled";
import { WaveTable } from "./wave-table";
import { announcement, holdsText, operationTitle } from "./words";

/** An operation, live: what needs somebody first, then what moves, then what is proved. */
export function OperationScreen({ initial, now: first }: { readonly initial: WireOperation; readonly now: string }) {
  const operation = useOperation(initial.id, initial).data ?? initial;
  const over = isOver(operation);
  const { events, connection } = useOperationEvents(initial.id, true);
  const now = useNow(first, over ? 60_000 : 1_000);
  const announce = useAnnounce();
  const startsIn = undoSecondsLeft(operation, now);
  const said = useThrottled(announcement(operation, startsIn), 5_000);
  useEffect(() => announce(said), [announce, said]);
  const holds = holdsText(operation);
  const title = operationTitle(operation, startsIn);
  useEffect(() => {
    document.title = `${title} · Standby`;
  }, [title]);
  return (
    <>
      <OperationHero operation={operation} connection={connection} now={now} />
      <div className="opbody">
        <div className="min-w-0">
          {operation.counts.total === 0 && <NothingToDo planId={operation.planId} />}
          <NeedsYou operation={operation} />
          <ItemSections operation={operation} now={now} />
        </div>
        <aside className="max-[1100px]:mt-6" aria-label="About this operation">
          {operation.counts.total > 0 && <WaveTable waves={operationWaves(operation, now)} />}
          {operation.action === "pause" && operation.counts.total > 0 && holds !== null && (
            <>
              <h2 className="mt-5">Saved before the first call</h2>
              <p className="mid mt-0.5">{holds}</p>
            </>
          )}
          {operation.action === "pause" && isOver(operation) && operation.counts.done > 0 && (
            <SavedSince operationId={operation.id} />
          )}
          <ReportLinks operation={operation} />
          <EventLog events={events} resources={operation.resources} />
        </aside>
      </div>
    </>
  );
}

function NothingToDo({ planId }: { readonly planId: string }) {
  return (
    <>
      <h2>Nothing had to be done</h2>
      <p className="mid mt-1">
        Nothing was sent to AWS. <Link href={`/plans/${planId}`}>The plan</Link> says why each resource stays as it is.
      </p>
    </>
  );
}
