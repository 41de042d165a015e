import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { createToken } from "../e2e/api/server";
import { freePort } from "../e2e/aws/wire";
import type { ResponseOf } from "../server/contract/endpoint";
import type { endpoints } from "../server/contract/endpoints";
import type { WireOperation } from "../server/contract/operations";
import type { Action } from "../server/core/plan";

/** The real server, built and started as a user does, driven over its API: nothing of the bench is in its process. */
export interface Standby {
  scan(): Promise<ResponseOf<typeof endpoints.scanAccount>>;
  /** Plans, starts and waits until it is over, in one request as a script does. */
  run(action: Action): Promise<WireOperation>;
  usage(): Usage;
  stop(): Promise<void>;
}

/** What the server's process has used up to now. */
export interface Usage {
  readonly cpuSeconds: number;
  readonly memoryMb: number;
  /** The most that it ever had. */
  readonly peakMemoryMb: number;
}

const root = fileURLToPath(new URL("..", import.meta.url));
/** A build takes a minute or two on a small machine. */
const readyWithinMs = 300_000;

/** The environment of a process whose clocks go so many times slower (dilate.mjs). */
export function dilated(factor: string): NodeJS.ProcessEnv {
  if (!(Number(factor) >= 1)) throw new Error(`--dilate is "${factor}"; it must be a number from 1`);
  if (Number(factor) === 1) return process.env;
  const preload = `--import ${new URL("./dilate.mjs", import.meta.url).href}`;
  return { ...process.env, STANDBY_BENCH_DILATE: factor, NODE_OPTIONS: preload };
}

/** `kinds`: those of the crowd, so that nothing else's calls are counted. */
export async function startStandby(
  endpoint: string,
  regions: readonly string[],
  kinds: readonly string[],
  base: NodeJS.ProcessEnv = process.env,
): Promise<Standby> {
  const dataDir = mkdtempSync(join(tmpdir(), "standby-bench-"));
  const port = await freePort();
  const env = {
    ...base,
    NODE_ENV: "production" as const,
    PORT: String(port),
    STANDBY_DATA_DIR: dataDir,
    STANDBY_SANDBOX: "0",
    STANDBY_SCAN_MINUTES: "0",
    STANDBY_KINDS: kinds.join(","),
    STANDBY_LOG: "warn",
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: "testing",
    AWS_SECRET_ACCESS_KEY: "testing",
  };
  const launcher = spawn(process.execPath, ["scripts/start.mjs"], { cwd: root, env, stdio: ["ignore", 2, 2] });
  const over = new Promise((resolve) => launcher.once("exit", resolve));
  const stop = async () => {
    launcher.kill("SIGTERM");
    await over;
    rmSync(dataDir, { recursive: true, force: true });
  };
  const url = `http://127.0.0.1:${port}`;
  try {
    await ready(url, () => launcher.exitCode !== null);
    const pid = serverOf(launcher.pid ?? 0);
    const token = (await createToken(dataDir, "bench", "admin")).trim();
    return { ...(await client(`${url}/api/v1`, token, regions)), usage: () => usageOf(pid), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function ready(url: string, isOver: () => boolean): Promise<void> {
  const giveUpAt = performance.now() + readyWithinMs;
  while (performance.now() < giveUpAt && !isOver()) {
    const isReady = await fetch(`${url}/readyz`).then(
      (response) => response.ok,
      () => false,
    );
    if (isReady) return;
    await sleep(250);
  }
  throw new Error("The server did not start; what it said is above");
}

/** Endpoints are deleted and made again: only where somebody says so. */
const consent = { "sagemaker.endpoint": { recreate: true } };

async function client(api: string, token: string, regions: readonly string[]) {
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const ask = async <T>(method: "GET" | "PATCH" | "POST", path: string, body?: object): Promise<T> => {
    const response = await fetch(`${api}${path}`, { method, headers, ...(body && { body: JSON.stringify(body) }) });
    if (!response.ok)
      throw new Error(`${method} ${path} was answered with ${response.status}: ${await response.text()}`);
    return (await response.json()) as T;
  };
  const credentials = { type: "environment" };
  const account = await ask<{ id: string }>("POST", "/accounts", { name: "crowd", credentials, regions });
  // A stop of this size asks for a typed text otherwise.
  await ask("PATCH", "/settings", { limits: { resources: 10_000, share: 1 } });
  const over = async (id: string): Promise<WireOperation> => {
    for (;;) {
      const operation = await ask<WireOperation>("GET", `/operations/${id}?wait=60s`);
      if (operation.state !== "queued" && operation.state !== "running") return operation;
    }
  };
  return {
    scan: () => ask<ResponseOf<typeof endpoints.scanAccount>>("POST", `/accounts/${account.id}/scan?wait=120s`),
    run: async (action: Action) => {
      const options = action === "pause" ? consent : {};
      const body = { action, scope: { tags: ["env=dev"] }, options, force: true };
      return over((await ask<{ id: string }>("POST", "/operations", body)).id);
    },
  };
}

/** The launcher builds and then starts the server as its only child. */
function serverOf(launcher: number): number {
  const children = readFileSync(`/proc/${launcher}/task/${launcher}/children`, "utf8").trim().split(" ");
  return Number(children[0]);
}

/** Ticks of /proc: 100 a second on every Linux (sysconf _SC_CLK_TCK). */
const ticksPerSecond = 100;

function usageOf(pid: number): Usage {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  const megabytes = (name: string) => Math.round(Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1]) / 1024);
  // Fields 14 and 15 of the whole line; the name in brackets may hold blanks.
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
    .replace(/^.*\) /, "")
    .split(" ");
  const cpuSeconds = (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
  return { cpuSeconds, memoryMb: megabytes("VmRSS"), peakMemoryMb: megabytes("VmHWM") };
}
