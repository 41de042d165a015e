import { ApiProblem } from "@/components/data/api";
import { Key } from "@/components/ui/key";
import { Note } from "@/components/ui/note";

/** So many changes are named; the new plan shows them all. */
const namedAtMost = 8;

/** The plan no longer fits what is there: what changed since, and the key that plans the same scope once more. */
export function Outdated({
  error,
  busy,
  onAgain,
}: {
  readonly error: Error | null;
  readonly busy: boolean;
  readonly onAgain: () => void;
}) {
  const problem = error instanceof ApiProblem ? error.problem : null;
  const changes = problem?.errors ?? [];
  const more = changes.length - namedAtMost;
  const stale = problem?.code === "plan-stale";
  return (
    <Note tone="ember" title={stale ? "Something changed since this plan was made" : "This plan is over its time"} live>
      {changes.length > 0 ? (
        <ul className="mt-1 flex flex-col gap-1">
          {changes.slice(0, namedAtMost).map((one) => (
            <li key={`${one.pointer} ${one.detail}`} className="wrap-anywhere">
              {one.detail}
            </li>
          ))}
          {more > 0 && <li>and {more} more</li>}
        </ul>
      ) : (
        <p className="wrap-anywhere">{problem?.detail}</p>
      )}
      <p className="mt-1.5">Nothing was sent. A new plan shows the same scope as it is now.</p>
      <Key variant="pri" className="mt-2.5" busy={busy} onClick={onAgain}>
        Plan again
      </Key>
    </Note>
  );
}
