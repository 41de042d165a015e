"use client";

import Link from "next/link";
import { useNow } from "@/components/ui/clock";
import { formatDuration, formatMoney } from "@/components/ui/format";
import type { WireOverview } from "@/server/contract/overview";
import { hrefWithAccount } from "./screens";

/** A reading older than this is called old. */
const staleAfterSeconds = 15 * 60;

/** What everything costs an hour, always at the top right. Leads to what runs. */
export function Meter({ overview, account }: { overview: WireOverview; account: string | null }) {
  const now = useNow(overview.at);
  const reading = readMeter(overview, now);
  return (
    <Link href={hrefWithAccount("/resources", account)} className={`meter ${reading.look}`}>
      <b aria-hidden="true" />
      {reading.figure} <span>{reading.words}</span>
    </Link>
  );
}

/** What the meter shows: live, old, or not known. Pure. */
export function readMeter(
  overview: Pick<WireOverview, "hourly" | "scannedAt">,
  now: string,
): { readonly look: "live" | "stale" | "unknown"; readonly figure: string; readonly words: string } {
  if (overview.scannedAt === null) return { look: "unknown", figure: "?", words: "not read yet" };
  const age = (Date.parse(now) - Date.parse(overview.scannedAt)) / 1000;
  const figure = formatMoney(overview.hourly);
  if (age < staleAfterSeconds) return { look: "live", figure, words: "an hour" };
  return { look: "stale", figure, words: `an hour, ${formatDuration(Math.floor(age / 60) * 60)} old` };
}
