import { type ChildProcess, spawn } from "node:child_process";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";

/** A wire-level AWS on loopback: moto with AWS's own refusals and settling states, and a proxy that injects faults. */

export interface Wire {
  /** What clients speak to: the proxy. */
  readonly url: string;
  /** Past the proxy, for building and capturing estates. */
  readonly direct: string;
  /** Replaces the fault rules; counters start again. See tap.py for the grammar. */
  faults(rules: readonly object[]): Promise<void>;
  /** Calls since the last reset, in order. */
  calls(): Promise<readonly WireCall[]>;
  clearCalls(): Promise<void>;
  /** What AWS would have refused and moto would not, since the start. */
  refusals(): Promise<readonly string[]>;
  /** Forgets every resource. */
  reset(): Promise<void>;
  stop(): Promise<void>;
}

export interface WireCall {
  readonly service: string;
  readonly operation: string;
  readonly region: string;
  readonly status: number;
  readonly fault?: string;
  /** The identifying ones. */
  readonly params: Readonly<Record<string, unknown>>;
}

/** What an injected fault's chance is drawn from; calls run side by side, so a run is alike and not the same. */
const seed = 7;

const here = fileURLToPath(new URL(".", import.meta.url));

/** A fake AWS without the proxy. */
export interface Moto {
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts both on free ports. @throws Error that says what is missing */
export async function startWire(options: { readonly settleSeconds?: number } = {}): Promise<Wire> {
  const moto = await startMoto(options);
  const direct = moto.url;
  const tapPort = await freePort();
  const url = `http://127.0.0.1:${tapPort}`;
  const tap = python(["tap.py", "--to", direct, "--port", String(tapPort), "--seed", String(seed)]);
  await answers(`${url}/tap/summary`, tap, "the fault proxy");
  return {
    url,
    direct,
    faults: (rules) => put(`${url}/tap/faults`, JSON.stringify(rules)),
    calls: async () => (await (await fetch(`${url}/tap/calls`)).json()) as readonly WireCall[],
    refusals: async () => (await (await fetch(`${direct}/plus/refusals`)).json()) as readonly string[],
    clearCalls: () => put(`${url}/tap/reset`, ""),
    reset: async () => {
      await fetch(`${direct}/moto-api/reset`, { method: "POST" });
      await put(`${url}/tap/faults`, "[]");
      await put(`${url}/tap/reset`, "");
    },
    stop: async () => {
      await Promise.all([stop(tap), moto.stop()]);
    },
  };
}

function python(args: readonly string[]): ChildProcess {
  return spawn("python3", [...args], { cwd: here, stdio: ["ignore", "ignore", "pipe"] });
}

/** Waits until the child that was started answers: a port that somebody else took first must not be mistaken for it. */
export async function answers(url: string, child: ChildProcess, name: string): Promise<void> {
  let said = "";
  child.stderr?.on("data", (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-2000);
  });
  for (let tries = 0; tries < 300; tries += 1) {
    if (child.exitCode !== null) throw new Error(`${name} did not start (pip install "moto[server]==5.2.1"): ${said}`);
    const ok = await fetch(url).then(
      (response) => response.ok,
      () => false,
    );
    if (ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${name} did not answer within 30 s: ${said}`);
}

/** Starts moto with AWS's refusals on a free port. @throws Error that says what is missing */
export async function startMoto({ settleSeconds }: { readonly settleSeconds?: number } = {}): Promise<Moto> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const settle = settleSeconds ? ["--settle", String(settleSeconds)] : [];
  const moto = python(["moto_plus.py", "-p", String(port), ...settle]);
  await answers(`${url}/moto-api/data.json`, moto, "moto");
  return { url, stop: () => stop(moto) };
}

/** By name, or by method and path where the proxy knows no name; Batch posts its reads. */
const reads = /^(Describe|List|Get|Simulate|AssumeRole|GET |POST \/v1\/describe)/;

/** The calls that may change something. */
export function changing(calls: readonly WireCall[]): readonly WireCall[] {
  return calls.filter((call) => !reads.test(call.operation));
}

async function put(url: string, body: string): Promise<void> {
  const response = await fetch(url, { method: "PUT", body });
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
}

export async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const gone = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGKILL");
  await gone;
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      const port = typeof address === "object" && address ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}
