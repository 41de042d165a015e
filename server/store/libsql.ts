import { setImmediate as othersTurn } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Config, InStatement, Client as LibsqlClient } from "@libsql/client";
import { PrismaLibSql } from "@prisma/adapter-libsql";
import Database from "libsql/promise";

/** How long SQLite waits for another process's write lock. A PRAGMA for this is lost with its connection. */
const busyMs = 10_000;

interface Statement {
  /** True when it answers rows. */
  readonly reader: boolean;
  safeIntegers(on: boolean): this;
  raw(on: boolean): this;
  columns(): readonly { readonly name: string; readonly type: string | null }[];
  all(values: readonly unknown[]): Promise<readonly (readonly unknown[])[]>;
  run(values: readonly unknown[]): { readonly changes: number };
}

/**
 * How Prisma talks to a SQLite file. Its own adapter begins deferred and opens a new connection for each transaction.
 * Deferred, 150 of 1,200 writes of four processes failed, because a read cannot become a write once somebody else has
 * written; begun immediate, none. And one connection keeps its PRAGMAs. The adapter's own lock keeps other statements
 * out while a transaction is open.
 *
 * The adapter's own client also does everything on the program's thread without ever letting go of it: a scan of 10,000
 * resources stopped the event loop for 1.3 s. Here everybody else has a turn after each statement, and a transaction is
 * committed on another thread (100 ms after 10,000 rows: two fsyncs, and the log is copied into the file). And rows stay
 * arrays: 50,000 are read in half of the time.
 */
export class ImmediateLibSql extends PrismaLibSql {
  override createClient({ url }: Config): LibsqlClient {
    // Prisma's adapter asks for nothing else.
    return clientOf(new Database(fileURLToPath(url), { timeout: busyMs })) as unknown as LibsqlClient;
  }
}

/** So many statements stay prepared, and none that is longer: lists of many values differ each time. */
const keptStatements = { count: 200, length: 10_000 };

/** The statements of one connection. Preparing takes another thread's turn, and a third of the time of a small one. */
class Statements {
  readonly #idle = new Map<string, Statement>();

  constructor(private readonly db: Database) {}

  /** Nobody else has the statement while it is used; one that failed is not used again. */
  async use<T>(sql: string, run: (statement: Statement) => T | Promise<T>): Promise<T> {
    const idle = this.#idle.get(sql);
    this.#idle.delete(sql);
    const statement = idle ?? ((await this.db.prepare(sql)) as Statement);
    const result = await run(statement);
    if (sql.length <= keptStatements.length) this.#keep(sql, statement);
    return result;
  }

  #keep(sql: string, statement: Statement): void {
    this.#idle.set(sql, statement);
    const [oldest] = this.#idle.keys();
    if (this.#idle.size > keptStatements.count && oldest !== undefined) this.#idle.delete(oldest);
  }
}

function clientOf(db: Database) {
  const statements = new Statements(db);
  const exec = (sql: string): Promise<void> => db.exec(sql);
  const ready = exec("PRAGMA foreign_keys=ON; PRAGMA synchronous=FULL;");
  const execute = async (statement: InStatement) => {
    await ready;
    const result = await run(statements, statement);
    await othersTurn();
    return result;
  };
  // A disk that is full or fails ends the transaction by itself; that nothing is left to undo must not hide why.
  const rollback = () =>
    exec("ROLLBACK").catch((error: unknown) => {
      if (!String(error).includes("no transaction is active")) throw error;
    });
  const transaction = async () => {
    await ready;
    await exec("BEGIN IMMEDIATE");
    return {
      execute,
      commit: () => exec("COMMIT").catch((error) => rollback().then(() => Promise.reject(error))),
      rollback,
    };
  };
  return { execute, transaction, executeMultiple: exec, close: () => db.close() };
}

async function run(statements: Statements, statement: InStatement) {
  const { sql, args = [] } = typeof statement === "string" ? { sql: statement } : statement;
  if (!Array.isArray(args)) throw new Error("Statements take a list of values");
  const values = args.map((value) => (typeof value === "boolean" ? Number(value) : value));
  return statements.use(sql, async (prepared) => {
    if (!prepared.reader) return { columns: [], columnTypes: [], rows: [], rowsAffected: prepared.run(values).changes };
    const rows = await prepared.safeIntegers(true).raw(true).all(values);
    const columns = prepared.columns();
    return {
      columns: columns.map(({ name }) => name),
      columnTypes: columns.map(({ type }) => type ?? ""),
      rows,
      rowsAffected: 0,
    };
  });
}
