import type { Arrival } from "./world";

/**
 * What the database itself saw: a trigger notes every change of a lease and of an item with the session that made it
 * (its application_name) and its transaction. The checks are pure: they read this record and the world's, and trust
 * nothing that a process says of itself.
 */

export const recordHistory = `
CREATE SCHEMA watch;
CREATE TABLE watch.history (
  n bigserial PRIMARY KEY,
  at double precision NOT NULL DEFAULT extract(epoch FROM clock_timestamp()) * 1000,
  tx bigint NOT NULL DEFAULT txid_current(),
  session text NOT NULL DEFAULT current_setting('application_name'),
  what text NOT NULL, operation text NOT NULL, lane text NOT NULL,
  old jsonb NOT NULL, new jsonb NOT NULL
);
CREATE FUNCTION watch.note() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO watch.history (what, operation, lane, old, new)
  VALUES (TG_TABLE_NAME, NEW."operationId", NEW."lane", to_jsonb(OLD) - 'plan', to_jsonb(NEW) - 'plan');
  RETURN NULL;
END $$;
CREATE TRIGGER note AFTER UPDATE ON "OperationSlice" FOR EACH ROW EXECUTE FUNCTION watch.note();
CREATE TRIGGER note AFTER UPDATE ON "OperationItem" FOR EACH ROW
  WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION watch.note();`;

/** In the order in which the rows of one slice were changed: the number is given under the row's lock. */
export const readHistory = `SELECT n::float8 AS n, at, tx::text AS tx, session, what, operation, lane, old, new
  FROM watch.history ORDER BY n`;

/** How many slices are this process's, also where their leases ran out and nobody took them up yet. */
export const countOwned = `SELECT count(*)::int AS count FROM "OperationSlice"
  WHERE "leaseOwner" = $1 AND NOT "isOver"`;

interface LeaseColumns {
  readonly leaseOwner: string | null;
  readonly leaseUntil: string | null;
  readonly leaseEpoch: number;
  readonly isOver: boolean;
}

export interface Noted {
  readonly n: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly tx: string;
  readonly session: string;
  readonly what: "OperationSlice" | "OperationItem";
  readonly operation: string;
  readonly lane: string;
  readonly old: LeaseColumns;
  readonly new: LeaseColumns;
}

export interface Claim {
  readonly slice: string;
  readonly process: string;
  readonly epoch: number;
  readonly at: number;
  /** When the lease that was taken over ran out; null: it was free. */
  readonly ranOutAt: number | null;
  readonly takenFrom: string | null;
}

/** Leases may be noted a moment apart from the clock that the claim was made by. */
const clockGrainMs = 2;

export function claimsIn(history: readonly Noted[]): readonly Claim[] {
  return history.filter(isClaim).map((row) => ({
    slice: sliceOf(row),
    process: row.new.leaseOwner ?? "",
    epoch: row.new.leaseEpoch,
    at: row.at,
    ranOutAt: instantOf(row.old.leaseUntil),
    takenFrom: row.old.leaseOwner,
  }));
}

/**
 * What is wrong with the leases: a slice claimed while somebody held it, an epoch that did not grow by one, anything
 * written by a session that did not hold the lease at that moment.
 */
export function wrongWrites(history: readonly Noted[]): readonly string[] {
  const fences = new Map<string, Noted>();
  const wrong: string[] = [];
  for (const row of history) {
    const place = `${row.n}: ${row.session} in ${sliceOf(row)}`;
    if (row.what === "OperationItem") {
      const fence = fences.get(`${row.tx} ${sliceOf(row)}`);
      if (!fence || fence.old.leaseOwner !== row.session) wrong.push(`${place} changed an item without its lease`);
    } else if (isClaim(row)) {
      const until = instantOf(row.old.leaseUntil);
      if (row.new.leaseEpoch !== row.old.leaseEpoch + 1) wrong.push(`${place} skipped an epoch`);
      if (row.new.leaseOwner !== row.session) wrong.push(`${place} claimed for somebody else`);
      if (until !== null && until > row.at + clockGrainMs)
        wrong.push(`${place} claimed what ${row.old.leaseOwner} held`);
    } else {
      if (row.old.leaseOwner !== row.session) wrong.push(`${place} wrote with the lease of ${row.old.leaseOwner}`);
      fences.set(`${row.tx} ${sliceOf(row)}`, row);
    }
  }
  return wrong;
}

/** Who held a slice at an instant, by the database's record. */
export function holders(history: readonly Noted[]): (slice: string, at: number) => string | null {
  const bySlice = new Map<string, Noted[]>();
  for (const row of history) {
    if (row.what !== "OperationSlice") continue;
    const rows = bySlice.get(sliceOf(row)) ?? [];
    rows.push(row);
    bySlice.set(sliceOf(row), rows);
  }
  return (slice, at) => {
    const last = bySlice.get(slice)?.findLast((row) => row.at <= at + clockGrainMs);
    return last?.new.leaseOwner ?? null;
  };
}

/** The slice that a call belongs to. */
export function sliceOfCall({ token, nativeId }: Arrival): string {
  const [operation = ""] = token.split("-");
  return sliceOf({ operation, lane: `acc_lamps ${nativeId.slice(nativeId.indexOf("@") + 1)}` });
}

/**
 * The call was on its way for half of a lease or more: its process, or the whole machine, stood still since it had asked
 * for its lease, which lasts for at least that long then (see Lease.keep). Somebody else may have taken the work up.
 */
export function cameLate({ sentAt, at }: Arrival, leaseMs: number): boolean {
  return at - sentAt >= leaseMs / 2;
}

/** Calls that were needless: what they ask for was so already, or on its way there, and AWS had shown it. */
export function needless(arrivals: readonly Arrival[]): readonly Arrival[] {
  return arrivals.filter(({ isNeeded, isLost }) => !isNeeded && !isLost);
}

/** Steps that took effect more than once: operation, resource and step. */
export function doubles(arrivals: readonly Arrival[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const { token, isLost } of arrivals) if (!isLost) counts.set(token, (counts.get(token) ?? 0) + 1);
  return [...counts].filter(([, count]) => count > 1).map(([token]) => token);
}

export function sliceOf({ operation, lane }: Pick<Noted, "operation" | "lane">): string {
  return `${operation} ${lane}`;
}

function isClaim(row: Noted): boolean {
  return row.what === "OperationSlice" && row.new.leaseEpoch !== row.old.leaseEpoch;
}

/** Timestamps have no zone in the database; they are UTC. */
function instantOf(text: string | null): number | null {
  return text === null ? null : Date.parse(`${text}Z`);
}
