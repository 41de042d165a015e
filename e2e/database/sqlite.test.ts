import { execFileSync, spawnSync } from "node:child_process";
import { appendFileSync, existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "libsql";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { startPatient } from "./process";
import { endsRight, prepare, type Trouble, trouble } from "./suite";

/** The write that says the first calls, and one after them; run.test.ts goes through them all. */
const writes = [3, 5] as const;

let dataDir: string;
let file: string;

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), "standby-trouble-"));
  file = join(dataDir, "standby.db");
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

async function gets(waitAt: number, what: Trouble): Promise<void> {
  const place = { dataDir, databaseUrl: `file:${file}` };
  const prepared = await prepare(place);
  await trouble({ ...place, waitAt }, what);
  await endsRight(prepared);
}

describe("SQLite in trouble", () => {
  test.each(writes)("a file that can only be read, from write %i on", async (waitAt) => {
    await gets(waitAt, {
      begin: (patient) => patient.ask("read only"),
      end: (patient) => patient.ask("writable"),
      ready: /^The database can only be read: make .*standby\.db writable\./,
      log: /The database can only be read/,
    });
  });

  test("another program that keeps it locked for longer than anybody waits", async () => {
    let other: Database.Database | null = null;
    await gets(3, {
      begin: () => {
        other = new Database(file);
        other.exec("BEGIN IMMEDIATE");
      },
      end: () => {
        other?.exec("ROLLBACK");
        other?.close();
      },
      ready: /^did not answer within 5 seconds|^Another program keeps the database locked/,
      log: /Another program keeps the database locked: end what writes to .*standby\.db\./,
    });
  });

  // The system refuses every write beyond a size, for root as well: to SQLite that is a disk that fails.
  test.skipIf(!has("prlimit"))("a disk that fails", async () => {
    const limit = (pid: number, bytes: string) =>
      execFileSync("prlimit", ["--pid", String(pid), `--fsize=${bytes}:unlimited`]);
    await gets(3, {
      begin: ({ pid }) => void limit(pid, "4096"),
      end: ({ pid }) => void limit(pid, "unlimited"),
      ready: /^The disk of the database fails: look at the disk of .*standby\.db/,
      log: /The disk of the database fails/,
    });
  });

  test.skipIf(!canMount()).each(writes)("a disk that is full, from write %i on", async (waitAt) => {
    const place = { dataDir, databaseUrl: `file:${file}` };
    const small = join(dataDir, "small");
    mkdirSync(small);
    const prepared = await prepare(place);
    const shell = `mount -t tmpfs -o size=16m tmpfs '${small}'; cp '${file}'* '${small}'; "$0" "$@"; cp '${small}'/standby.db* '${dataDir}'`;
    const filler = (pid: number) => join(`/proc/${pid}/root`, small, "filler");
    const start = { dataDir, databaseUrl: `file:${join(small, "standby.db")}`, waitAt, inOwnMounts: shell };
    await trouble(start, {
      begin: ({ pid }) => fill(filler(pid)),
      end: ({ pid }) => rmSync(filler(pid)),
      ready: /^The database is full: free space for .*standby\.db\./,
      log: /The database is full/,
    });
    await endsRight(prepared);
  });

  test.skipIf(!canMount())("readiness turns red before the disk is full", async () => {
    const small = join(dataDir, "small");
    mkdirSync(small);
    await prepare({ dataDir, databaseUrl: `file:${file}` });
    const shell = `mount -t tmpfs -o size=7m tmpfs '${small}'; cp '${file}'* '${small}'; "$0" "$@"`;
    const patient = await startPatient({
      ...{ dataDir, databaseUrl: `file:${join(small, "standby.db")}`, waitAt: 1 },
      inOwnMounts: shell,
    });
    try {
      await patient.waiting;
      const { readiness, callsAtFailure } = await patient.state();
      expect({ ...readiness, callsAtFailure }).toMatchObject({ ok: false, callsAtFailure: null });
      expect(readiness.detail).toMatch(/^The database is full: free space for/);
    } finally {
      patient.ask("go on");
      await patient.stop();
    }
  });
});

function fill(path: string): void {
  for (const size of [2 ** 16, 2 ** 12]) {
    try {
      for (;;) appendFileSync(path, Buffer.alloc(size));
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "ENOSPC")) throw error;
    }
  }
}

function has(program: string): boolean {
  return spawnSync(program, ["--version"], { stdio: "ignore" }).status === 0;
}

/** Mounts of its own, which the system may forbid. */
function canMount(): boolean {
  const mount = "mount -t tmpfs -o size=1m tmpfs /mnt";
  const isAllowed = spawnSync("unshare", ["--mount", "--map-root-user", "sh", "-c", mount], { stdio: "ignore" });
  return existsSync("/proc/self/root") && isAllowed.status === 0;
}
