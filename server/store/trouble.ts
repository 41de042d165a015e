import { RefusalError } from "../core/fault";

/**
 * What keeps a database from doing its work, said so that somebody can mend it. Both drivers, Prisma and the migrations
 * name the same trouble differently; everything that is not trouble of the database itself stays as it is.
 */

type Trouble = "full" | "readOnly" | "locked" | "failing" | "damaged" | "unreachable" | "crowded";

const sayings: Readonly<Record<Trouble, (where: string) => string>> = {
  full: (where) => `The database is full: free space for ${where}.`,
  readOnly: (where) => `The database can only be read: make ${where} writable.`,
  locked: (where) => `Another program keeps the database locked: end what writes to ${where}.`,
  failing: (where) => `The disk of the database fails: look at the disk of ${where} and at the system's log.`,
  damaged: (where) => `The database is damaged: restore the last backup of ${where}.`,
  unreachable: (where) => `The database does not answer: start ${where}, or mend the way there.`,
  crowded: (where) => `The database has too much to do: see what else uses ${where}.`,
};
const meanwhile = "Until then nothing is sent to AWS; afterwards everything goes on by itself.";

/** SQLite's primary result codes, as its own driver names them and as Prisma numbers them (sqlite.org/rescode.html). */
const bySqlite: Readonly<Record<string, Trouble>> = {
  SQLITE_BUSY: "locked",
  5: "locked",
  SQLITE_LOCKED: "locked",
  6: "locked",
  SQLITE_READONLY: "readOnly",
  8: "readOnly",
  SQLITE_IOERR: "failing",
  10: "failing",
  SQLITE_CORRUPT: "damaged",
  11: "damaged",
  SQLITE_FULL: "full",
  13: "full",
  SQLITE_CANTOPEN: "failing",
  14: "failing",
  SQLITE_NOTADB: "damaged",
  26: "damaged",
};

/** SQLSTATEs of Postgres, errors of the system, and Prisma's own codes and kinds for them. */
const byName: Readonly<Record<string, Trouble>> = {
  "53100": "full",
  "25006": "readOnly",
  "58030": "failing",
  XX001: "damaged",
  XX002: "damaged",
  "53300": "crowded",
  TooManyConnections: "crowded",
  P2024: "crowded",
  P2028: "crowded",
  "57P01": "unreachable",
  "57P02": "unreachable",
  "57P03": "unreachable",
  "25P03": "unreachable",
  "08000": "unreachable",
  "08003": "unreachable",
  "08006": "unreachable",
  P1001: "unreachable",
  P1002: "unreachable",
  P1008: "unreachable",
  P1017: "unreachable",
  EROFS: "readOnly",
  EACCES: "readOnly",
  ENOSPC: "full",
  EIO: "failing",
  ECONNREFUSED: "unreachable",
  ECONNRESET: "unreachable",
  EHOSTUNREACH: "unreachable",
  ENOTFOUND: "unreachable",
  EPIPE: "unreachable",
  ETIMEDOUT: "unreachable",
};

/**
 * The error as people should read it, or as it is. `where`: the file or the server. `hope`: what happens until it is
 * mended, and then.
 */
export function asTrouble(error: unknown, where: string, hope = meanwhile): unknown {
  const trouble = troubleIn(error);
  return trouble === null ? error : Object.assign(troubleAt(trouble, where, hope), { cause: error });
}

export function troubleAt(trouble: Trouble, where: string, hope = meanwhile): RefusalError {
  return new RefusalError("unavailable", `${sayings[trouble](where)} ${hope}`, [], 10);
}

/** What the driver of Postgres says without a code. */
const lostConnection = /^Connection terminated|is not queryable|timeout exceeded when trying to connect/;

interface Facts {
  readonly code?: unknown;
  readonly meta?: { readonly driverAdapterError?: { readonly cause?: DriverFacts } };
}

interface DriverFacts {
  readonly kind?: string;
  readonly originalCode?: string;
}

function troubleIn(error: unknown): Trouble | null {
  if (!(error instanceof Error) || error instanceof RefusalError) return null;
  const { code, meta } = error as Facts;
  const { originalCode = "", kind = "" } = meta?.driverAdapterError?.cause ?? {};
  const names = [primary(originalCode), originalCode, kind, primary(String(code)), String(code)];
  const known = names.map((name) => bySqlite[name] ?? byName[name]).find((trouble) => trouble !== undefined);
  if (known) return known;
  return lostConnection.test(error.message) ? "unreachable" : troubleIn(error.cause);
}

/** SQLite's extended codes have more in their higher bytes, or after the second word. */
function primary(code: string): string {
  if (/^\d{1,4}$/.test(code)) return String(Number(code) & 0xff);
  return code.replace(/^(SQLITE_[A-Z]+)_.*/, "$1");
}
