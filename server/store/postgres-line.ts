import pg from "pg";
import type { Clock } from "../core/ports";
import { locks } from "./locks";

/** A way to Postgres beside Prisma's, for what hands work out: statements as they are, and messages between processes. */
export interface PostgresLine {
  query(text: string, values?: unknown[]): Promise<{ rows: never[] }>;
  /** Tells every process that listens, this one too. */
  tell(message: string): Promise<void>;
  /** Calls back with what is told; with null where something may have been missed, as after a lost connection. */
  listen(heard: (message: string | null) => void): void;
  /** Does something while no other process does it: what sets tables up would wait for each other in a circle. */
  alone(work: () => Promise<void>): Promise<void>;
  close(): Promise<void>;
}

const channel = "standby";
/** Few statements, all short: what works needs its own connections. */
const connections = 4;
const connectMs = 10_000;
/** A statement that takes longer has lost its connection without knowing. */
const answerMs = 60_000;
const againAfterMs = 1_000;

export function openPostgresLine(url: string, clock: Clock): PostgresLine {
  const config = { connectionString: url, connectionTimeoutMillis: connectMs, query_timeout: answerMs };
  const pool = new pg.Pool({ ...config, max: connections, application_name: "standby-jobs" });
  // A connection that breaks while nobody uses it: whoever needs one next gets a new one, or the error.
  pool.on("error", () => {});
  const closing = new AbortController();
  const listening: Promise<void>[] = [];

  async function listen(heard: (message: string | null) => void): Promise<void> {
    while (!closing.signal.aborted) {
      const client = new pg.Client({ ...config, keepAlive: true, application_name: "standby-listen" });
      const over = new Promise<void>((resolve) => {
        // Stays for as long as the client does: an error that nobody hears ends the process.
        client.on("error", () => resolve());
        client.on("end", () => resolve());
        closing.signal.addEventListener("abort", () => resolve(), { once: true });
      });
      client.on("notification", ({ payload }) => heard(payload ?? null));
      try {
        await client.connect();
        await client.query(`LISTEN ${channel}`);
        heard(null);
        await over;
      } catch {
        // What is wrong is said by the statements. Without messages work is found by looking, a little later.
      }
      await client.end().catch(() => {});
      await clock.sleep(againAfterMs, closing.signal);
    }
  }

  return {
    query: (text, values) => pool.query(text, values),
    tell: async (message) => {
      await pool.query("SELECT pg_notify($1, $2)", [channel, message]);
    },
    listen: (heard) => {
      listening.push(listen(heard));
    },
    alone: async (work) => {
      const client = new pg.Client(config);
      await client.connect();
      try {
        await client.query(`SELECT pg_advisory_lock(${locks.jobs})`);
        await work();
      } finally {
        // Ends the session, and with it the lock.
        await client.end();
      }
    },
    close: async () => {
      closing.abort();
      await Promise.all([...listening, pool.end()]);
    },
  };
}
