"use client";

import { useEffect, useRef } from "react";
import type { useScan } from "@/components/data/use-scan";
import { ProblemNote } from "@/components/plan/problem-note";
import { HouseWalls } from "@/components/ui/house";
import { Key } from "@/components/ui/key";
import { StateGlyph } from "@/components/ui/state";
import type { WireOverview } from "@/server/contract/overview";
import { Street } from "./street";

const stages = [
  [
    "First the lists",
    "AWS is asked what there is, in every region. What it refuses to tell is named, with the permission that is missing.",
  ],
  [
    "Then the prices",
    "Each resource gets its price an hour from the price list. What has no price says so and is not counted.",
  ],
  ["Then the environments", "Tags such as env=dev become houses. They can be changed under Groups."],
] as const;

/** An account is connected, and nothing of it was read yet. Reading changes nothing, so it begins by itself. */
export function FirstRead({
  accounts,
  scan,
  onRead,
}: {
  accounts: WireOverview["accounts"];
  scan: ReturnType<typeof useScan>;
  /** Null for those who may not have it read. */
  onRead: (() => void) | null;
}) {
  const begun = useRef(false);
  useEffect(() => {
    if (begun.current || !onRead) return;
    begun.current = true;
    onRead();
  }, [onRead]);

  const names = accounts.map(({ name }) => name).join(", ");
  return (
    <>
      <Street label="First reading">
        <div className="first">
          <div className="pb-16">
            <h1>{scan.isPending ? `Reading ${names}.` : `${names} was not read yet.`}</h1>
            <p role="status">
              {scan.isPending
                ? "Every kind of resource in every region is listed, one call after the other. This changes nothing in AWS. A large account takes some minutes; you can leave this page."
                : "Standby lists what is there. This changes nothing in AWS."}
            </p>
            {scan.isPending ? (
              <p className="text-[oklch(0.8_0.1_235)]">
                <span className="inline-flex items-center gap-2">
                  <StateGlyph state="changing" className="turning" />
                  Reading
                </span>
              </p>
            ) : (
              <Key
                reason={onRead ? null : "Operators and admins can have it read"}
                variant="lamp"
                size="lg"
                className="mt-6"
                onClick={onRead ?? undefined}
              >
                Read it now
              </Key>
            )}
          </div>
          <div className="first-houses" aria-hidden="true">
            <HouseWalls panes={24} columns={6} />
            <HouseWalls panes={48} columns={8} />
            <HouseWalls panes={15} columns={5} />
          </div>
        </div>
      </Street>
      <div className="pad pt-6">
        <ProblemNote error={scan.error} />
        <div className="grid gap-x-12 gap-y-6 sm:grid-cols-3">
          {stages.map(([title, words]) => (
            <div key={title}>
              <h2>{title}</h2>
              <p className="mt-1 text-ink-2">{words}</p>
            </div>
          ))}
        </div>
      </div>
    </>
  );
}
