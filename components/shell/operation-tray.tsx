"use client";

import Link from "next/link";
import { StateGlyph } from "@/components/ui/state";
import type { WireOperationHead } from "@/server/contract/operations";
import { verbFor } from "@/server/core/operation";

/** What is at work, wherever one is. Nothing when nothing is. */
export function OperationTray({ operations }: { operations: readonly WireOperationHead[] }) {
  const atWork = operations.filter(({ state }) => state === "queued" || state === "running");
  const [first] = atWork;
  if (!first) return null;
  const { done, total } = first.counts;
  return (
    <Link href={atWork.length === 1 ? `/operations/${first.id}` : "/operations"} className="tray">
      <StateGlyph state="changing" className="turning" />
      <span className="tray-word">
        {atWork.length === 1 ? verbFor(first.action).doing : `${atWork.length} at work`}
      </span>
      <span>
        {done} of {total}
      </span>
    </Link>
  );
}
