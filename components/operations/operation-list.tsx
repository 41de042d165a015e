"use client";

import Link from "next/link";
import { useOperations } from "@/components/data/use-operations";
import { useQueue } from "@/components/data/use-queue";
import { ProblemNote } from "@/components/plan/problem-note";
import { Time, useNow } from "@/components/ui/clock";
import { Empty } from "@/components/ui/empty";
import { formatDuration, formatNumber } from "@/components/ui/format";
import { Key, KeyLink } from "@/components/ui/key";
import { StateWord } from "@/components/ui/state";
import type { WireOperationHead } from "@/server/contract/operations";
import styles from "./history.module.css";
import { historySize } from "./history-size";
import { HourlyChange } from "./hourly-change";
import { operationSeconds } from "./sections";
import { WaitsForAws } from "./waits-for-aws";
import { waitingOfQueued } from "./waits-words";
import { operationWord, shareWord } from "./words";

/** The history: who switched what, when, and what it changed on the meter. */
export function OperationList({ now: first }: { readonly now: string }) {
  const list = useOperations(historySize);
  const queue = useQueue();
  const now = useNow(first);
  const heads = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <div className="pad pt-4.5 pb-10">
      <h1 className="mb-3 text-xl tracking-[-0.022em]">Operations</h1>
      <ProblemNote error={list.error ?? queue.error} />
      <WaitsForAws id="waits" items={(queue.data?.items ?? []).map(waitingOfQueued)} now={now} />
      {heads.length > 0 && <History heads={heads} now={now} />}
      {list.data && heads.length === 0 && (
        <Empty
          title="Nothing was stopped or started yet"
          action={
            <KeyLink href="/resources" variant="lamp">
              Look at the resources
            </KeyLink>
          }
        >
          Each stop and each start is kept here with everything it did.
        </Empty>
      )}
      {list.hasNextPage && (
        <Key className="mt-4" busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {list.isFetchingNextPage ? "Reading older ones" : "Older"}
        </Key>
      )}
    </div>
  );
}

function History({ heads, now }: { readonly heads: readonly WireOperationHead[]; readonly now: string }) {
  return (
    <table className={styles.history}>
      <caption className="sr-only">Operations, newest first</caption>
      <thead>
        <tr>
          <th scope="col">State</th>
          <th scope="col">Operation</th>
          <th scope="col">Done</th>
          <th scope="col">By</th>
          <th scope="col">When</th>
          <th scope="col" className="r">
            Took
          </th>
          <th scope="col" className="r">
            An hour, before → after
          </th>
        </tr>
      </thead>
      <tbody>
        {heads.map((head) => (
          <Row key={head.id} head={head} now={now} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ head, now }: { readonly head: WireOperationHead; readonly now: string }) {
  const { state, word } = operationWord(head);
  const seconds = operationSeconds(head, now);
  return (
    <tr>
      <td>
        <StateWord state={state} word={word} />
      </td>
      <td className="cut">
        <Link href={`/operations/${head.id}`} className={styles.link}>
          {head.title}
        </Link>{" "}
        <span className="dim">{head.number}</span>
      </td>
      <td className="nw">
        {shareWord(head.counts)}
        {head.counts.failed > 0 && <span className="text-ember">, {formatNumber(head.counts.failed)} not</span>}
      </td>
      <td className="mid cut">{head.by}</td>
      <td className="mid">
        <Time at={head.startedAt ?? head.createdAt} form="date" />
      </td>
      <td className="r mid">{seconds === null ? "" : formatDuration(seconds)}</td>
      <td className="r">
        <HourlyChange head={head} />
      </td>
    </tr>
  );
}
