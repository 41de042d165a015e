import type { ReactNode } from "react";
import { ApiProblem } from "@/components/data/api";
import { Note } from "@/components/ui/note";

const titles: Readonly<Record<string, string>> = {
  "plan-stale": "Something changed since this plan was made",
  "plan-expired": "This plan is over its time",
  conflict: "This cannot be done now",
  unconfirmed: "This is not confirmed yet",
  forbidden: "Your role does not allow this",
  unreachable: "Standby does not answer",
};

/** An answer that is not a success: what was said, which resource it is about, and the one thing to do. */
export function ProblemNote({ error, action }: { error: Error | null; action?: ReactNode }) {
  if (!error) return null;
  const problem = error instanceof ApiProblem ? error.problem : null;
  const title = (problem && titles[problem.code]) ?? problem?.title ?? "This did not work";
  return (
    <Note tone="ember" title={title} live className="my-3">
      <p className="wrap-anywhere">{error.message}</p>
      {problem?.errors.map((one) => (
        <p key={`${one.pointer} ${one.detail}`} className="wrap-anywhere">
          {one.detail}
        </p>
      ))}
      {action && <div className="mt-2">{action}</div>}
    </Note>
  );
}

export function hasCode(error: Error | null, ...codes: readonly string[]): boolean {
  return error instanceof ApiProblem && codes.includes(error.problem.code);
}
