"use client";

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
import { isOver, operationWaves } from "./sections";
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
  const said = useThrottled(announcement(operation), 5_000);
  useEffect(() => announce(said), [announce, said]);
  const title = operationTitle(operation);
  useEffect(() => {
    document.title = `${title} · Standby`;
  }, [title]);
  return (
    <>
      <OperationHero operation={operation} connection={connection} now={now} />
      <div className="opbody">
        <div className="min-w-0">
          <NeedsYou operation={operation} />
          <ItemSections operation={operation} now={now} />
        </div>
        <aside className="max-[700px]:mt-6" aria-label="About this operation">
          <WaveTable waves={operationWaves(operation, now)} />
          {operation.action === "pause" && (
            <>
              <h2 className="mt-5">Saved before the first call</h2>
              <p className="mid mt-0.5">{holdsText(operation.holds)}</p>
            </>
          )}
          <EventLog events={events} resources={operation.resources} />
        </aside>
      </div>
    </>
  );
}
