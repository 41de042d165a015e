"use client";

import Link from "next/link";
import { useState } from "react";
import { useNotices } from "@/components/data/use-notices";
import { useQueue } from "@/components/data/use-queue";
import { sentence } from "@/components/plan/names";
import { RelativeTime } from "@/components/ui/clock";
import { StateWord } from "@/components/ui/state";
import type { WireNotice } from "@/server/contract/notices";
import type { WireOverview } from "@/server/contract/overview";
import { moneyWords, noticeWord, queueWords, toTell } from "./notices";

/** So many lines are enough to see that something is to be looked at. */
const shownAtMost = 4;

interface Told {
  readonly account: string | null;
  readonly now: string;
  readonly money: WireOverview["money"];
}

/** What happened without anybody asking Standby for it, what it cost, and what waits for AWS. Nothing when there is nothing. */
export function Happened({ account, now, money }: Told) {
  const notices = toTell(useNotices().data?.items ?? [], account, now);
  const queue = queueWords(useQueue().data?.items ?? [], account);
  const [all, setAll] = useState(false);
  const costly = moneyWords(money);
  if (notices.length === 0 && queue === null && costly.length === 0) return null;
  const more = notices.length - shownAtMost;
  return (
    <section className="happened" aria-labelledby="happened">
      <div className="hd">
        <h2 id="happened">Worth a look</h2>
        <small>what happened by itself in the last 3 days, and what still holds</small>
        <span className="sp" />
        {more > 0 && (
          <button type="button" className="more" aria-expanded={all} onClick={() => setAll(!all)}>
            {all ? "Show fewer" : `${more} more`}
          </button>
        )}
      </div>
      <ul className="list">
        {queue && (
          <li>
            <StateWord state="alwaysOn" word="Waiting" />
            <span className="min-w-0 wrap-anywhere">
              <Link href="/operations#waits" className="font-[550]">
                {queue.word}
              </Link>
              <br />
              <small>{queue.names}, tried again for as long as it takes</small>
            </span>
          </li>
        )}
        {costly.map(({ word, text }) => (
          <li key={word}>
            <StateWord state="warn" word="Money" />
            <span className="min-w-0 wrap-anywhere">
              <Link href="/costs" className="font-[550]">
                {word}
              </Link>
              <br />
              <small>{text}</small>
            </span>
          </li>
        ))}
        {notices.slice(0, all ? undefined : shownAtMost).map((notice) => (
          <Notice key={notice.id} notice={notice} now={now} />
        ))}
      </ul>
    </section>
  );
}

function Notice({ notice, now }: { notice: WireNotice; now: string }) {
  return (
    <li>
      <StateWord {...noticeWord(notice.kind)} />
      <span className="min-w-0 wrap-anywhere">
        <Link href={`/resources?id=${encodeURIComponent(notice.resourceId)}`} className="font-[550]">
          {notice.name}
        </Link>
        {notice.group && <span className="text-ink-2"> in {notice.group}</span>}
        <br />
        <small>
          {sentence(notice.text)}
          {notice.operationId && (
            <>
              {" "}
              <Link href={`/operations/${notice.operationId}`} className="decoration-ink-3!">
                The operation
              </Link>
            </>
          )}
        </small>
      </span>
      <RelativeTime at={notice.at} now={now} className="mid nw" />
    </li>
  );
}
