import { closeSync, mkdirSync, openSync, realpathSync } from "node:fs";
import path from "node:path";
import Database from "libsql";
import { prepareSqliteFile } from "./database";

export interface FileLock {
  release(): void;
}

/**
 * Takes a SQLite database for this process alone. The lock is on a file of its own beside it, so that commands still
 * work beside the server.
 * @throws Error that says what to do when another process has it
 */
export function lockDatabase(databaseUrl: string): FileLock {
  const file = realpathSync(prepareSqliteFile(databaseUrl));
  const lock = lockFile(`${file}.lock`);
  if (lock) return lock;
  throw new Error(
    `Another Standby process is using ${file}: stop that one first, or set DATABASE_URL to a Postgres database, which any number of processes may share.`,
  );
}

/**
 * Takes a file for this process alone; null: another process has it. The lock is SQLite's own on an empty file, which the
 * operating system takes away when the process ends, however it ends: nothing is left to clean up after a kill -9.
 */
export function lockFile(file: string): FileLock | null {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  closeSync(openSync(file, "a", 0o600));
  const db = new Database(file, { timeout: 0 });
  try {
    db.exec("BEGIN EXCLUSIVE");
    return { release: () => db.close() };
  } catch (error) {
    db.close();
    if (isBusy(error)) return null;
    throw error;
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && "code" in error && String(error.code).startsWith("SQLITE_BUSY");
}
