import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, test } from "vitest";
import {
  createDatabase,
  hasServer,
  type OwnPostgres,
  startServer,
  type ThrowawayPostgres,
} from "../../scripts/postgres.mjs";
import { type Cable, plugIn } from "../support/cable";
import { endsRight, prepare, type Trouble, trouble } from "./suite";

/** The write that says the first calls, and one after them; run.test.ts goes through them all. */
const writes = [3, 5] as const;

/** A server of its own: it is killed and started again. */
describe.skipIf(!hasServer())("Postgres in trouble", () => {
  let server: OwnPostgres;
  let database: ThrowawayPostgres;
  let dataDir: string;

  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.stop());
  beforeEach(async () => {
    database = await createDatabase(server.url);
    dataDir = mkdtempSync(join(tmpdir(), "standby-trouble-"));
  });
  afterEach(async () => {
    await database.stop();
    rmSync(dataDir, { recursive: true });
  });

  async function gets(waitAt: number, what: Trouble, databaseUrl = database.url): Promise<void> {
    const prepared = await prepare({ dataDir, databaseUrl: database.url });
    await trouble({ dataDir, databaseUrl, waitAt }, what);
    await endsRight(prepared);
  }

  async function admin(...statements: readonly string[]): Promise<void> {
    const client = new pg.Client({ connectionString: server.url });
    await client.connect();
    for (const statement of statements) await client.query(statement);
    await client.end();
  }

  const unreachable = /^The database does not answer: start \S+:\d+\/\w+, or mend the way there\./m;

  test.each(writes)("a server that dies and comes back, from write %i on", async (waitAt) => {
    await gets(waitAt, { begin: server.down, end: server.up, ready: unreachable, log: unreachable });
  });

  test("a server that only reads, as a standby does after a failover", async () => {
    const readOnly = (value: string) =>
      admin(
        "SET default_transaction_read_only = off",
        `ALTER SYSTEM SET default_transaction_read_only = ${value}`,
        "SELECT pg_reload_conf()",
      );
    const says = /^The database can only be read: make 127\.0\.0\.1:\d+\/\w+ writable\./m;
    await gets(3, { begin: () => readOnly("on"), end: () => readOnly("off"), ready: says, log: says });
  });

  describe("a connection", () => {
    let cable: Cable;
    let url: string;

    beforeEach(async () => {
      cable = await plugIn(server.url);
      url = database.url.replace(new URL(server.url).host, new URL(cable.origin).host);
    });
    afterEach(() => cable.remove());

    test("that is cut", async () => {
      await gets(3, { begin: () => cable.cut(), end: () => cable.mend(), ready: unreachable, log: unreachable }, url);
    });
  });
});
