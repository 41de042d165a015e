"use client";

import Link from "next/link";
import { onlyWaits } from "@/components/operations/sections";
import { StateGlyph } from "@/components/ui/state";
import type { WireOperationHead } from "@/server/contract/operations";
import { verbFor } from "@/server/core/operation";

/** What is at work, wherever one is. Nothing when nothing is. */
export function OperationTray({ operations }: { operations: readonly WireOperationHead[] }) {
  const atWork = operations.filter(({ state }) => state === "queued" || state === "running");
  const [first] = atWork;
  if (!first) return null;
  const { done, total } = first.counts;
  const waits = atWork.every((head) => head.state === "queued" || onlyWaits(head));
  return (
    <Link href={atWork.length === 1 ? `/operations/${first.id}` : "/operations"} className="tray">
      {waits ? <StateGlyph state="alwaysOn" /> : <StateGlyph state="changing" className="turning" />}
      <span className="tray-word">{atWork.length === 1 ? wordOf(first) : `${atWork.length} at work`}</span>
      <span>
        {done} of {total}
      </span>
    </Link>
  );
}

function wordOf(head: WireOperationHead): string {
  if (head.state === "queued") return "Waiting";
  return onlyWaits(head) ? "Waits for AWS" : verbFor(head.action).doing;
}
