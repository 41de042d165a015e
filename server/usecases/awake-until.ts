import { RefusalError } from "../core/fault";

const awakeDaysAtMost = 30;

/** "Keep awake until" as a group keeps it: in the future, or not at all. @throws RefusalError invalid */
export function awakeUntil(wished: string | null, now: Date): Date | null {
  if (wished === null) return null;
  const until = new Date(wished);
  if (until <= now) throw invalid("is in the past: give a time to come, or null to let the guard go on now");
  if (until.getTime() > now.getTime() + awakeDaysAtMost * 86_400_000) {
    throw invalid(`is more than ${awakeDaysAtMost} days ahead: choose an earlier time, or set guard to report`);
  }
  return until;
}

function invalid(detail: string): RefusalError {
  return new RefusalError("invalid", `awakeUntil ${detail}`, [{ pointer: "/awakeUntil", detail }]);
}
