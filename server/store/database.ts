import { closeSync, mkdirSync, openSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { type Config, createClient, type Client as LibsqlClient } from "@libsql/client";
import { PrismaLibSql } from "@prisma/adapter-libsql";
import { PrismaPg } from "@prisma/adapter-pg";
import { type Dialect, postgres, sqlite } from "./dialect";
import { PrismaClient as PostgresClient } from "./generated/postgres/client";
import { Prisma, PrismaClient as SqliteClient } from "./generated/sqlite/client";

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
/** How long SQLite waits for another process's write lock. A PRAGMA for this is lost with its connection. */
const sqliteBusyMs = 10_000;
const attempts = 4;

/** Opens a SQLite file that is up to date. */
export function connectSqlite(file: string): Database {
  const adapter = new ImmediateLibSql({ url: pathToFileURL(file).href, intMode: "bigint", timeout: sqliteBusyMs });
  return databaseOf(new SqliteClient({ adapter }), sqlite);
}

/** Opens a Postgres database that is up to date. */
export function connectPostgres(url: string): Database {
  const client = new PostgresClient({ adapter: new PrismaPg({ connectionString: url }) });
  // Both clients are generated from one schema; their types differ in filters only that SQLite lacks.
  return databaseOf(client as unknown as SqliteClient, postgres);
}

function databaseOf(client: SqliteClient, dialect: Dialect): Database {
  return {
    client,
    dialect,
    transact: async (work) => {
      for (let attempt = 1; ; attempt++) {
        try {
          return await client.$transaction((tx) => work({ client: tx, dialect }), transactionLimits);
        } catch (error) {
          if (attempt === attempts || !isDeadlock(error)) throw error;
        }
      }
    },
    close: () => client.$disconnect(),
  };
}

/** Makes the file and its folder, for this user only: it holds password hashes and saved configurations. */
export function prepareSqliteFile(databaseUrl: string): string {
  const file = path.resolve(databaseUrl.replace(/^file:(\/\/)?/, ""));
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  closeSync(openSync(file, "a", 0o600));
  return file;
}

/**
 * Prisma's adapter begins deferred, and opens a new connection for each transaction. Deferred, 150 of 1,200 writes of
 * four processes failed, because a read cannot become a write once somebody else has written; begun immediate, none.
 * And one connection keeps its PRAGMAs. The adapter's own lock keeps other statements out while a transaction is open.
 */
class ImmediateLibSql extends PrismaLibSql {
  override createClient(config: Config): LibsqlClient {
    const client = createClient(config);
    const execute = client.execute.bind(client);
    const ready = client.executeMultiple("PRAGMA foreign_keys=ON; PRAGMA synchronous=FULL;");
    const end = async (statement: "COMMIT" | "ROLLBACK") => {
      await execute(statement);
    };
    const transaction = async () => {
      await ready;
      await execute("BEGIN IMMEDIATE");
      return {
        execute,
        commit: () => end("COMMIT").catch((error) => end("ROLLBACK").then(() => Promise.reject(error))),
        rollback: () => end("ROLLBACK"),
      };
    };
    return Object.assign(client, { transaction });
  }
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
