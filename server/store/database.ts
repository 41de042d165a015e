import { closeSync, mkdirSync, openSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { PrismaPg } from "@prisma/adapter-pg";
import { type Dialect, postgres, sqlite } from "./dialect";
import { PrismaClient as PostgresClient } from "./generated/postgres/client";
import { Prisma, PrismaClient as SqliteClient } from "./generated/sqlite/client";
import { ImmediateLibSql } from "./libsql";
import { asTrouble } from "./trouble";

/** What a repository works with: the typed client, and how this database says what Prisma cannot. */
export interface Tx {
  readonly client: Prisma.TransactionClient;
  readonly dialect: Dialect;
}

export interface Database extends Tx {
  /** All or nothing. `work` may run again after a deadlock, so it does nothing but reads and writes through `tx`. */
  transact<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** How long a transaction may wait for its turn, and then last. */
const transactionLimits = { maxWait: 30_000, timeout: 30_000 };
const attempts = 4;
/**
 * After so long Postgres ends the session of a process that stands still in the middle of a transaction (SIGSTOP, a
 * laptop's lid): its row locks and the audit trail's would hold up everybody else. The URL may say another time.
 */
const standsStillMs = 10_000;

/** Opens a SQLite file that is up to date. */
export function connectSqlite(file: string): Database {
  const adapter = new ImmediateLibSql({ url: pathToFileURL(file).href });
  return databaseOf(new SqliteClient({ adapter }), sqlite, file);
}

/** Opens a Postgres database that is up to date. */
export function connectPostgres(url: string): Database {
  const limits = { idle_in_transaction_session_timeout: standsStillMs };
  const client = new PostgresClient({ adapter: new PrismaPg({ connectionString: url, ...limits }) });
  // Both clients are generated from one schema; their types differ in filters only that SQLite lacks.
  return databaseOf(client as unknown as SqliteClient, postgres, serverOf(url));
}

/** `where`: the file or the server, as errors name it. */
function databaseOf(plain: SqliteClient, dialect: Dialect, where: string): Database {
  const client = sayingTrouble(plain, where);
  return {
    client,
    dialect,
    transact: async (work) => {
      for (let attempt = 1; ; attempt++) {
        try {
          return await client.$transaction((tx) => work({ client: tx, dialect }), transactionLimits);
        } catch (error) {
          if (attempt === attempts || !isDeadlock(error)) throw asTrouble(error, where);
        }
      }
    },
    close: () => client.$disconnect(),
  };
}

/** Without user and password: this is shown to people. */
export function serverOf(url: string): string {
  const { host, pathname } = new URL(url);
  return `${host}${pathname}`;
}

function sayingTrouble(client: SqliteClient, where: string): SqliteClient {
  const extended = client.$extends({
    query: {
      $allOperations: async ({ args, query }) => {
        try {
          return await query(args);
        } catch (error) {
          throw asTrouble(error, where);
        }
      },
    },
  });
  // Nothing is added or taken away; only what is thrown changes.
  return extended as unknown as SqliteClient;
}

export function fileOf(databaseUrl: string): string {
  return path.resolve(databaseUrl.replace(/^file:(\/\/)?/, ""));
}

/** Makes the file and its folder, for this user only: it holds password hashes and saved configurations. */
export function prepareSqliteFile(databaseUrl: string): string {
  const file = fileOf(databaseUrl);
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  closeSync(openSync(file, "a", 0o600));
  return file;
}

/** True when a unique index refused the row. */
export function isUniqueViolation(error: unknown): boolean {
  return error instanceof Prisma.PrismaClientKnownRequestError && error.code === "P2002";
}

/** Two transactions of Postgres waited for each other, and this one was the one that it ended. */
function isDeadlock(error: unknown): boolean {
  if (!(error instanceof Prisma.PrismaClientKnownRequestError)) return false;
  return error.code === "P2034" || (error.code === "P2010" && /\b40(P01|001)\b/.test(error.message));
}
