"use client";

import { ApiProblem } from "@/components/data/api";
import { Time } from "@/components/ui/clock";
import { StateGlyph } from "@/components/ui/state";

/** Says under the bar when the figures on the page are no longer fresh, and why. */
export function ConnectionLine({ error, readAt }: { error: Error | null; readAt: string | null }) {
  if (!error || (error instanceof ApiProblem && error.problem.status === 401)) return null;
  return (
    <div role="status" className="connection">
      <StateGlyph state="warn" />
      <span>
        {error.message}{" "}
        {readAt && (
          <>
            What you see is of <Time at={readAt} />.{" "}
          </>
        )}
        Trying again.
      </span>
    </div>
  );
}
