/**
 * A throwaway Postgres for tests and for writing migrations: `TEST_DATABASE_URL` where it is set, else a server of its
 * own from the binaries that Debian and Ubuntu install. Nothing of it outlives `stop()`.
 */
import { execFileSync, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";

const startSeconds = 30;
const debianBinaries = "/usr/lib/postgresql";

/**
 * An empty database and how to end it.
 * @returns {Promise<{ url: string, stop: () => Promise<void> }>}
 */
export async function startPostgres() {
  const given = process.env.TEST_DATABASE_URL;
  return given ? createDatabase(given) : startServer();
}

/** An empty database beside the one that `url` names. */
export async function createDatabase(url) {
  const name = `standby_test_${randomUUID().replaceAll("-", "")}`;
  await query(url, `CREATE DATABASE "${name}"`);
  const own = new URL(url);
  own.pathname = `/${name}`;
  return { url: own.href, stop: () => query(url, `DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`) };
}

/** The whole database as SQL that any client can run again: without psql's own commands, which begin with a backslash. */
export function dumpPostgres(url) {
  const args = ["--inserts", "--no-owner", "--no-privileges", "--dbname", url];
  const sql = execFileSync(path.join(binaries(), "pg_dump"), args, { encoding: "utf8", maxBuffer: 2 ** 28 });
  return sql.replace(/^--\n-- .*\n--\n+|^\\.*\n+/gm, "");
}

async function query(url, sql) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

/**
 * A server of its own, whatever TEST_DATABASE_URL says, that can die and come back: for tests of that.
 * @returns {Promise<{ url: string, down: () => Promise<void>, up: () => Promise<void>, stop: () => Promise<void> }>}
 */
export async function startServer() {
  const bin = binaries();
  const data = mkdtempSync(path.join(tmpdir(), "standby-postgres-"));
  const user = serverUser();
  if (user) chownSync(data, user.uid, user.gid);
  const remove = () => rmSync(data, { recursive: true, force: true });

  try {
    const cluster = path.join(data, "cluster");
    execFileSync(
      path.join(bin, "initdb"),
      ["-D", cluster, "-U", "standby", "-A", "trust", "-E", "UTF8", "--no-sync", ...locale(bin)],
      { ...user, cwd: data, stdio: ["ignore", "ignore", "pipe"] },
    );
    const port = await freePort();
    const url = `postgres://standby@127.0.0.1:${port}/postgres`;
    let server = null;
    const up = async () => {
      server = spawn(path.join(bin, "postgres"), ["-D", cluster, ...settings(port)], {
        ...user,
        cwd: data,
        stdio: ["ignore", "ignore", "pipe"],
      });
      await answers(server, url);
    };
    // SIGINT is Postgres' fast stop: it ends the sessions and goes. SIGQUIT is a crash, which the next start repairs.
    const end = (signal) => (server ? signalled(server, signal) : Promise.resolve());
    const stop = () => end("SIGINT").finally(remove);
    process.once("exit", () => {
      server?.kill("SIGQUIT");
      remove();
    });
    await up().catch((error) => stop().then(() => Promise.reject(error)));
    return { url, up, down: () => end("SIGQUIT"), stop };
  } catch (error) {
    remove();
    throw error;
  }
}

/** Whether `startServer` can. */
export function hasServer() {
  return newestBinaries() !== undefined;
}

function binaries() {
  const found = newestBinaries();
  if (found) return found;
  throw new Error(
    `No Postgres for the tests: there is no ${debianBinaries}/*/bin. ` +
      "Install it (apt-get install postgresql), or set TEST_DATABASE_URL to a server where databases may be created.",
  );
}

function newestBinaries() {
  const versions = existsSync(debianBinaries) ? readdirSync(debianBinaries).sort((a, b) => Number(b) - Number(a)) : [];
  return versions.map((version) => `${debianBinaries}/${version}/bin`).find((bin) => existsSync(`${bin}/initdb`));
}

/** Sorts as people do, not by bytes, as most real servers are set up: the store must not depend on it. */
function locale(bin) {
  const version = Number(path.basename(path.dirname(bin)));
  const icu = version >= 15 ? ["--locale-provider=icu", "--icu-locale=en-US"] : [];
  return ["--locale=C.UTF-8", ...icu];
}

/** Postgres refuses to run as root: a user without rights runs it then. */
function serverUser() {
  if (process.getuid?.() !== 0) return undefined;
  const idOf = (flag) => Number(execFileSync("id", [flag, "nobody"], { encoding: "utf8" }));
  return { uid: idOf("-u"), gid: idOf("-g") };
}

/**
 * Only this machine reaches it, and nothing waits for a disk: it is thrown away. What is committed is handed to the
 * operating system all the same, so that it outlives a crash of the server.
 */
function settings(port) {
  const values = {
    port,
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    fsync: "off",
    full_page_writes: "off",
    max_connections: 100,
    timezone: "UTC",
  };
  return Object.entries(values).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

async function answers(server, url) {
  let said = "";
  server.stderr.on("data", (chunk) => {
    said = `${said}${chunk}`.slice(-2000);
  });
  for (let attempt = 0; attempt < startSeconds * 10; attempt++) {
    if (server.exitCode !== null) throw new Error(`Postgres ended while starting:\n${said}`);
    const ready = await query(url, "SELECT 1").then(
      () => true,
      () => false,
    );
    if (ready) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`Postgres did not answer within ${startSeconds} seconds:\n${said}`);
}

function signalled(server, signal) {
  if (server.exitCode !== null || server.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    server.once("exit", () => resolve());
    server.kill(signal);
  });
}
