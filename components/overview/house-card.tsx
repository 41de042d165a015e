"use client";

import { AlarmClock } from "lucide-react";
import Link from "next/link";
import { awakeWords, isAwake } from "@/components/groups/awake-times";
import { useZone } from "@/components/ui/clock";
import { formatMoney, formatTime, plural } from "@/components/ui/format";
import { House, HouseWalls } from "@/components/ui/house";
import { Rocker } from "@/components/ui/rocker";
import type { WireOperationHead } from "@/server/contract/operations";
import type { WireHouse, WirePane } from "@/server/contract/overview";
import { halvesOf, headOf, type RockerHands } from "./rockers";
import { houseWords } from "./words";

/** One environment: its windows, its name and price, its switch. */
export function HouseCard({
  house,
  account,
  operations,
  now,
  awakeUntil,
  hands,
}: {
  house: WireHouse;
  account: string | null;
  operations: readonly WireOperationHead[];
  now: string;
  /** Until then the guard leaves the house alone. */
  awakeUntil: string | null;
  hands: RockerHands;
}) {
  const zone = useZone();
  const { name, counts, rocker } = house;
  const pausedSince = house.pausedSince ? `since ${formatTime(house.pausedSince, { zone, form: "day" })}` : null;
  const head = headOf(rocker, operations);
  const halves = halvesOf(
    { name, counts, rocker, protected: house.protected, pausedSince, head, now, wide: false },
    hands,
  );

  return (
    <article className="house" aria-label={name}>
      <div className="up">
        {house.panes.length === 0 ? (
          <HouseWalls />
        ) : (
          <House label={houseLabel(house)} panes={house.panes} hrefOf={(pane) => hrefOf(pane, house, account)} />
        )}
      </div>
      <div className="plate">
        <div className="nm">
          <h2 className="cut">
            <Link href={resourcesHref(name, account)}>{name}</Link>
          </h2>
          <span className="rate nw">
            {formatMoney(house.hourly)} <small>an hour</small>
          </span>
        </div>
        <div className="sub">
          <span className="cut" title={houseWords(counts)}>
            {houseWords(counts)}
          </span>
          {isAwake(awakeUntil, now) ? (
            <span className="row nw flex-none gap-1!" title="The guard leaves what wakes in it alone">
              <AlarmClock size={12} strokeWidth={1.5} aria-hidden="true" />
              awake {awakeWords(awakeUntil, now, zone)}
            </span>
          ) : (
            <span className="nw">{sideNote(house)}</span>
          )}
        </div>
        <Rocker label={name} {...halves} />
      </div>
    </article>
  );
}

function houseLabel({ name, panes, grouped }: WireHouse): string {
  const windows = plural(panes.length, "window");
  return grouped ? `${name}, ${windows}, one window stands for several resources` : `${name}, ${windows}`;
}

function sideNote({ protected: kept, unpriced, grouped, panes, counts }: WireHouse): string {
  if (kept) return "never paused";
  if (unpriced > 0) return `${unpriced} without a price`;
  if (grouped) return `${panes.length} windows for ${counts.total}`;
  return "";
}

function resourcesHref(group: string, account: string | null): string {
  const params = new URLSearchParams({ group, ...(account === null ? {} : { account }) });
  return `/resources?${params}`;
}

/** A window leads to its resource; one that stands for several leads to all of its kind. */
function hrefOf(pane: WirePane, house: WireHouse, account: string | null): string {
  const base = resourcesHref(house.name, account);
  const last = pane.stands > 1 ? { kind: pane.kind } : { id: pane.id };
  return `${base}&${new URLSearchParams(last)}`;
}
