"use client";

import { Clock } from "lucide-react";
import Link from "next/link";
import { HourlyChange } from "@/components/operations/hourly-change";
import { operationWord, shareWord } from "@/components/operations/words";
import { RelativeTime, Time, useNow } from "@/components/ui/clock";
import { formatMoney, formatNumber, plural } from "@/components/ui/format";
import { Note } from "@/components/ui/note";
import { StateWord } from "@/components/ui/state";
import type { WireOperationHead } from "@/server/contract/operations";
import type { WireOverview } from "@/server/contract/overview";
import { few, reasonsOf } from "./not-read";
import { Spending } from "./spending";
import { wakesIn } from "./words";

/** Below the money: what was done, what bills although it is paused, and what wakes by itself. */
export function Lists({ overview }: { overview: WireOverview }) {
  return (
    <section className="ov-low" aria-label="Details">
      <div>
        <Spending overview={overview} />
        <LastOperations operations={overview.operations.slice(0, shownOperations)} now={overview.at} />
      </div>
      <StillBills overview={overview} />
      <div>
        <Wakes wakes={overview.wakes} now={overview.at} />
        <NotRead notRead={overview.notRead} />
        <p className="mt-4 text-xs text-ink-3">{overview.prices}</p>
      </div>
    </section>
  );
}

const shownOperations = 5;

function LastOperations({ operations, now }: { operations: readonly WireOperationHead[]; now: string }) {
  return (
    <div>
      <div className="hd">
        <h2>Last operations</h2>
        <span className="sp" />
        {operations.length > 0 && (
          <Link href="/operations" className="more">
            All
          </Link>
        )}
      </div>
      {operations.length === 0 ? (
        <p className="max-w-[52ch] text-ink-2">
          Nothing was stopped or started yet. A press on a switch makes a plan first: it shows what would happen, what
          it saves and what stays, and sends nothing to AWS.
        </p>
      ) : (
        <ul className="list ops">
          {operations.map((operation) => (
            <li key={operation.id}>
              <StateWord {...operationWord(operation)} />
              <span className="min-w-0">
                <Link href={`/operations/${operation.id}`} className="font-[550]">
                  {operation.title}
                </Link>
                <br />
                <small>
                  {operation.by}, <RelativeTime at={operation.createdAt} now={now} />
                </small>
              </span>
              <span className="r">
                {shareWord(operation.counts)}
                <br />
                <small>
                  <HourlyChange head={operation} /> an hour
                </small>
              </span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function StillBills({ overview }: { overview: WireOverview }) {
  const { stillBills, stillBillsTotal, stillBillsUnpriced } = overview;
  return (
    <div>
      <div className="hd">
        <h2>Still bills while paused</h2>
      </div>
      {stillBills.length === 0 ? (
        <p className="text-ink-2">Nothing that is paused costs anything, and everything has a stop.</p>
      ) : (
        <>
          <p className="-mt-1 mb-1 text-ink-2">
            Together {stillBillsUnpriced > 0 && "at least "}
            {formatMoney(stillBillsTotal, { digits: 3, per: "hour" })}
            {stillBillsUnpriced > 0 && `; ${formatNumber(stillBillsUnpriced)} have no price`}.
          </p>
          <ul className="list">
            {stillBills.map((bill) => (
              <li key={bill.id ?? bill.name}>
                <span className="min-w-0 wrap-anywhere">
                  {bill.id === null ? (
                    <Link href="/resources?state=paused,alwaysOn">{bill.name}</Link>
                  ) : (
                    <Link href={resourceHref(bill.id)}>{bill.name}</Link>
                  )}
                  {bill.note && (
                    <>
                      <br />
                      <small>{bill.note}</small>
                    </>
                  )}
                </span>
                <span className={bill.hourly ? "" : "text-ink-3"}>{formatMoney(bill.hourly, { digits: 3 })}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

function resourceHref(id: string): string {
  return `/resources?id=${encodeURIComponent(id)}`;
}

/** The soonest are enough to act on. */
const shownWakes = 5;

function Wakes({ wakes, now }: { wakes: WireOverview["wakes"]; now: string }) {
  const moment = useNow(now);
  return (
    <>
      <div className="hd">
        <h2>Wakes by itself</h2>
      </div>
      {wakes.length === 0 ? (
        <p className="text-ink-2">
          Nothing. AWS starts a stopped database again after 7 days; when one is paused, its time stands here.
        </p>
      ) : (
        <ul className="list">
          {wakes.slice(0, shownWakes).map((wake) => (
            <li key={wake.resourceId}>
              <span className="flex min-w-0 gap-2">
                <Clock size={16} strokeWidth={1.5} className="mt-px flex-none text-ink-2" aria-hidden="true" />
                <span className="min-w-0">
                  AWS starts{" "}
                  <Link href={resourceHref(wake.resourceId)} className="decoration-ink-3!">
                    {wake.name}
                  </Link>{" "}
                  again <span className="nw">{wakesIn(wake.at, moment)}</span>
                  <br />
                  <small>
                    <Time at={wake.at} form="date" />
                  </small>
                </span>
              </span>
            </li>
          ))}
          {wakes.length > shownWakes && (
            <li>
              <Link href="/resources?state=paused" className="inline-block leading-6">
                {formatNumber(wakes.length - shownWakes)} more, later
              </Link>
            </li>
          )}
        </ul>
      )}
    </>
  );
}

function NotRead({ notRead }: { notRead: WireOverview["notRead"] }) {
  const reasons = reasonsOf(notRead);
  if (reasons.length === 0) return null;
  return (
    <Note tone="ember" title={`${plural(notRead.length, "list was", "lists were")} not read`} className="mt-3">
      <ul className="mt-1 flex flex-col gap-2 text-xs">
        {reasons.slice(0, 3).map((reason) => (
          <li key={`${reason.reason} ${reason.remedy}`} className="wrap-anywhere">
            <b className="font-semibold text-ink">
              {few(reason.kinds)} in {few(reason.regions)}
            </b>
            <br />
            {reason.reason} {reason.remedy}
          </li>
        ))}
        {reasons.length > 3 && <li>{plural(reasons.length - 3, "more reason")}</li>}
      </ul>
      <Link href="/resources?state=unknown" className="text-xs">
        Look at what is unknown
      </Link>
    </Note>
  );
}
