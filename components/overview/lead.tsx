"use client";

import { RotateCw } from "lucide-react";
import Link from "next/link";
import { hrefWithAccount } from "@/components/shell/screens";
import { RelativeTime, useZone } from "@/components/ui/clock";
import { formatMoney, formatNumber, formatPlaceAndTime } from "@/components/ui/format";
import { Rocker } from "@/components/ui/rocker";
import { StateGlyph } from "@/components/ui/state";
import type { WireOverview } from "@/server/contract/overview";
import { halvesOf, headOf, type RockerHands } from "./rockers";
import { sentence } from "./words";

/** The one figure of the page, what it is made of, and the switch for everything. */
export function Lead({
  overview,
  account,
  now,
  hands,
  reading,
  onRead,
}: {
  overview: WireOverview;
  account: string | null;
  now: string;
  hands: RockerHands;
  reading: boolean;
  /** Null for those who may not have the accounts read. */
  onRead: (() => void) | null;
}) {
  const zone = useZone();
  const { counts, ungrouped } = overview;
  const halves = halvesOf(
    {
      name: "all",
      counts,
      rocker: overview.rocker,
      protected: false,
      pausedSince: null,
      head: headOf(overview.rocker, overview.operations),
      now,
      wide: true,
    },
    hands,
  );

  return (
    <div className="lead">
      <div>
        <p className="mb-2 flex flex-wrap items-center gap-x-3 text-moon-2">
          {formatPlaceAndTime(now, zone)}
          {onRead ? (
            <button
              type="button"
              className="read-key"
              onClick={reading ? undefined : onRead}
              aria-busy={reading || undefined}
            >
              {reading ? (
                <StateGlyph state="changing" className="turning" />
              ) : (
                <RotateCw size={12} strokeWidth={1.5} aria-hidden="true" />
              )}
              {reading ? "Reading" : <ReadAgo at={overview.scannedAt} now={overview.at} />}
              {!reading && <span className="sr-only">, read again</span>}
            </button>
          ) : (
            <span className="text-xs text-moon-3">
              <ReadAgo at={overview.scannedAt} now={overview.at} />
            </span>
          )}
        </p>
        <h1 className="big">
          {formatMoney(overview.hourly)}
          <small>an hour</small>
        </h1>
        <p className="mt-0.5 text-base text-moon-2">
          {formatMoney(overview.daily, { digits: 0 })} a day, {formatMoney(overview.monthly, { digits: 0 })} a month at
          this rate
          {overview.unpriced > 0 && `, ${formatNumber(overview.unpriced)} without a price`}
        </p>
      </div>
      <p className="my-3 text-base">
        {sentence(counts)}{" "}
        {ungrouped.count > 0 && (
          <span className="text-moon-2">
            {formatNumber(ungrouped.count)} {ungrouped.count === 1 ? "belongs" : "belong"} to no environment and{" "}
            {ungrouped.count === 1 ? "costs" : "cost"} {formatMoney(ungrouped.hourly, { per: "hour" })}.{" "}
            <Link href={noGroupHref(account)}>Look at {ungrouped.count === 1 ? "it" : "them"}</Link>
          </span>
        )}
      </p>
      <Rocker label="Everything" {...halves} />
    </div>
  );
}

function ReadAgo({ at, now }: { at: string | null; now: string }) {
  if (at === null) return "not read yet";
  return (
    <>
      read <RelativeTime at={at} now={now} />
    </>
  );
}

function noGroupHref(account: string | null): string {
  const href = hrefWithAccount("/resources", account);
  return `${href}${account === null ? "?" : "&"}group=none`;
}
