/**
 * Starts Standby: builds when something changed, then serves on PORT (3000). `--dev` serves from the sources with
 * reloading. Needs nothing but Node and `npm ci`.
 */
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createServer } from "node:net";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * Standby is asked little and runs beside other things, so it trades CPU time for memory: at half of the bench's crowd the
 * peak is 208 MB with these flags, and was 446 MB with a nursery of 4 to 8 MB, baseline code and the heap's own growth. Of
 * the nursery: with 2 MB it was swept 1,505 times in that run for 3.9 s, with 4 MB 740 times for 2.5 s at the same peak, with
 * 8 MB 360 times for 2.0 s and 10 MB more. A heap that grows by 50 % saves 0.1 s and takes 24 MB.
 */
const modest = [
  "--min-semi-space-size=4",
  "--max-semi-space-size=4",
  "--v8-pool-size=2",
  "--heap-growing-percent=20",
  "--no-sparkplug",
  "--no-parallel-scavenge",
];

/**
 * glibc gives every thread a heap of its own, and the more was freed at once the more it keeps for the next time: at rest
 * 60 MB that are never used again.
 */
const giveBack = { MALLOC_ARENA_MAX: "2", MALLOC_TRIM_THRESHOLD_: "131072" };

const root = fileURLToPath(new URL("..", import.meta.url));
/** Standby saves what is under way within 25 seconds of a signal. */
const stopSeconds = 28;

const dev = process.argv.includes("--dev");
const unknown = process.argv.slice(2).filter((argument) => argument !== "--dev");
if (unknown.length > 0) fail(`npm start does not know "${unknown.join(" ")}". The address is set by PORT and HOST.`, 2);
if (!existsSync(`${root}node_modules/next`)) fail("The packages are not installed. Run: npm ci", 1);

const port = readPort(process.env.PORT ?? "3000");
const host = process.env.HOST || undefined;
await refuseTakenPort();

const { build, next } = await import("./build.mjs");
if (dev) await runToEnd("scripts/generate.mjs");
else build();
announce();
serve();

function serve() {
  const args = [
    ...(dev ? [] : modest),
    next,
    dev ? "dev" : "start",
    "--port",
    String(port),
    ...(host ? ["--hostname", host] : []),
  ];
  const env = {
    ...giveBack,
    ...process.env,
    NEXT_TELEMETRY_DISABLED: "1",
    // A remark about Node versions of 2027; the versions here are pinned.
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
    // Standby answers signals itself: Next would leave before what is under way is saved.
    NEXT_MANUAL_SIG_HANDLE: dev ? "" : "1",
  };
  const child = spawn(process.execPath, args, { cwd: root, stdio: "inherit", env });
  const stop = (signal) => {
    // A terminal sends Ctrl-C to the child as well.
    if (signal !== "SIGINT" || !process.stdin.isTTY) child.kill(signal === "SIGHUP" ? "SIGTERM" : signal);
    setTimeout(() => child.kill("SIGKILL"), stopSeconds * 1000).unref();
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, stop);
  if (process.env.npm_lifecycle_event) whenOrphaned(() => stop("SIGTERM"));
  child.on("exit", (code, signal) => process.exit(code ?? (signal === "SIGINT" || signal === "SIGTERM" ? 0 : 1)));
}

/** npm hands a signal to its shell, and that ends without a word to anybody: what it started has another parent then. */
function whenOrphaned(act) {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    act();
  }, 500);
  timer.unref();
}

function announce() {
  const dataDir = resolve(root, process.env.STANDBY_DATA_DIR || "data");
  const database = process.env.DATABASE_URL?.startsWith("postgres") ? "Postgres" : "SQLite in the data folder";
  const configured = Boolean(process.env.STANDBY_ADMIN_EMAIL);
  const lines = [
    `Standby ${dev ? "(development) " : ""}on http://${host ?? "localhost"}:${port}`,
    `  data      ${dataDir}`,
    `  database  ${database}`,
    `  sandbox   ${process.env.STANDBY_SANDBOX === "0" ? "off" : "on: a built-in account to try everything on"}`,
    configured
      ? `  admin     ${process.env.STANDBY_ADMIN_EMAIL}, if nobody is admin yet`
      : `  admin     the first start prints a setup token below; it is also in ${resolve(dataDir, "setup-token")}`,
  ];
  console.error(lines.join("\n"));
}

function readPort(text) {
  const number = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (number < 1 || number > 65_535) fail(`PORT is "${text}"; it must be a number from 1 to 65535.`, 2);
  return number;
}

async function refuseTakenPort() {
  const probe = createServer();
  await new Promise((done) => {
    probe.once("error", (error) => {
      if (error.code === "EADDRINUSE") fail(`Port ${port} is taken. Choose another: PORT=3001 npm start`, 1);
      fail(`Cannot listen on port ${port}: ${error.message}`, 1);
    });
    probe.listen(port, host, () => probe.close(done));
  });
}

async function runToEnd(script) {
  const child = spawn(process.execPath, [script], { cwd: root, stdio: "inherit" });
  const code = await new Promise((done) => child.on("exit", done));
  if (code !== 0) process.exit(code ?? 1);
}

function fail(message, code) {
  console.error(message);
  process.exit(code);
}
