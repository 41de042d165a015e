import { execFile, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs, promisify } from "node:util";
import { answers, freePort, startMoto, stop } from "../e2e/aws/wire";
import type { WireOperation } from "../server/contract/operations";
import { changesBetween, comparedKinds, crowdKinds, only, type Snapshot, stillOn } from "./compare";
import { dilated, type Standby, startStandby } from "./standby";
import { type ActingFloor, print, type Row, type Stats, summary } from "./table";

/**
 * Measures Standby against the crowd: calls and seconds of a scan, a plan, a pause and a resume on a fake AWS with
 * latency, beside the fewest calls that AWS's own page and batch limits allow, and beside a plain batched script
 * (batched.py) on the same crowd. Exits 1 when Standby left something on or brought something back wrong.
 *
 *   npm run bench -- [--scale 0.2] [--latency 60-120] [--limits] [--operations] [--dilate 1]
 *
 * --limits throttles like AWS does; --operations also prints each phase's calls by operation. --dilate 5: the clocks of
 * Standby and of the way to AWS go five times slower, so what is acting shows (not the other seconds) is what a machine five
 * times as fast would; databases, the script and the fake AWS are that much faster, too.
 */

const { values: flags } = parseArgs({
  options: {
    scale: { type: "string", default: "0.2" },
    latency: { type: "string", default: "60-120" },
    limits: { type: "boolean", default: false },
    operations: { type: "boolean", default: false },
    dilate: { type: "string", default: "1" },
  },
});

const here = import.meta.dirname;
const limits = flags.limits ? ["--limits", join(here, "limits.json")] : [];
const regions = ["us-east-1", "us-west-2", "eu-central-1", "ap-southeast-2"];
const run = promisify(execFile);

/** By phase (floor.py). */
type Floor = Readonly<Record<string, { readonly calls: number; readonly seconds?: ActingFloor } | undefined>>;

const folder = mkdtempSync(join(tmpdir(), "standby-bench-"));
const moto = await startMoto();
const proxy = await startProxy(moto.url);
let isRight = false;
try {
  console.log(`Building the crowd at scale ${flags.scale} …`);
  await python("crowd.py", ["build", "--scale", flags.scale]);
  isRight = await bench();
} finally {
  await Promise.all([proxy.stop(), moto.stop()]);
  rmSync(folder, { recursive: true });
}
process.exit(isRight ? 0 : 1);

async function bench(): Promise<boolean> {
  const before = await snapshot("before");
  const standby = await startStandby(proxy.url, regions, crowdKinds, dilated(flags.dilate));
  try {
    const kinds = comparedKinds;
    const sizes = ["--scale", flags.scale, "--kinds", kinds.join(","), "--latency", flags.latency];
    const floor = JSON.parse(await python("floor.py", [...sizes, ...limits])) as Floor;
    console.log(`Compared: ${kinds.join(", ")}. The server starts with ${standby.usage().memoryMb} MB.`);
    const rows: Row[] = [];
    const isRight = await measureStandby(standby, { before, kinds, floor, rows });
    await measureScript({ before, kinds, floor, rows });
    print(rows, flags.operations);
    console.log(`peak memory of the server: ${standby.usage().peakMemoryMb} MB`);
    return isRight;
  } finally {
    await standby.stop();
  }
}

interface Contest {
  readonly before: Snapshot;
  readonly kinds: readonly string[];
  readonly floor: Floor;
  /** What was measured is added here. */
  readonly rows: Row[];
}

/** Phases of floor.py that make up one of ours. */
type Floors = readonly string[];

async function measureStandby(standby: Standby, { before, kinds, floor, rows }: Contest): Promise<boolean> {
  const calls = (phases: readonly string[]) => phases.reduce((sum, phase) => sum + (floor[phase]?.calls ?? 0), 0);
  const measure = async <T>(phase: string, work: () => Promise<T>, bare: Floors, whole: Floors): Promise<T> => {
    await proxy.ask("/__reset");
    const started = { at: performance.now(), cpuSeconds: standby.usage().cpuSeconds };
    const result = await work();
    const seconds = (performance.now() - started.at) / 1000;
    const usage = standby.usage();
    const cpuSeconds = usage.cpuSeconds - started.cpuSeconds;
    const floors = { floor: calls(bare), whole: calls(whole), fewestSeconds: floor[phase]?.seconds ?? null };
    rows.push({ phase, seconds, ...floors, usage, cpuSeconds, ...(await proxy.ask("/__stats")) });
    return result;
  };

  const listed = ["all that resume needs"];
  const shown = ["all that Standby shows"];
  await measure("first scan", () => standby.scan(), listed, shown);
  await proxy.ask("/__config", { replay: true });
  await standby.scan();
  // The fake AWS's own time is out of this one: what remains is the latency and Standby.
  const scan = await measure("scan, replayed", () => standby.scan(), listed, shown);
  await proxy.ask("/__config", { replay: false });
  console.log(onScreen(scan));
  // A fresh look, the changes, and what was changed read back.
  const paused = await measure(
    "pause",
    () => standby.run("pause"),
    [...listed, "pause"],
    [...shown, "pause, read back"],
  );
  const still = stillOn(only(await snapshot("off"), kinds));
  const resumed = await measure(
    "resume",
    () => standby.run("resume"),
    [...listed, "resume"],
    [...shown, "resume, read back"],
  );
  console.log(leftBy("pause", paused) + leftBy("resume", resumed));
  const wrong = changesBetween(only(before, kinds), only(await snapshot("after"), kinds));
  console.log(`pause: ${paused.counts.done} of ${paused.counts.total} done; still on after it: ${summary(still)}`);
  console.log(`resume: ${resumed.counts.done} of ${resumed.counts.total} done; wrong after it: ${summary(wrong)}`);
  return still.length === 0 && wrong.length === 0;
}

/** What was not done, with the reason of the first. */
function leftBy(action: string, { resources }: WireOperation): string {
  const left = resources.filter(({ state }) => state !== "done");
  return left
    .map(({ kind, name, state, saw, fault }) => `${action}: ${kind} ${name} ${state}: ${fault?.reason ?? saw}\n`)
    .join("");
}

/** When a person who looks on sees the first kind in a region, and when the last. */
function onScreen({ rows }: Awaited<ReturnType<Standby["scan"]>>): string {
  const seconds = rows.map((row) => row.milliseconds / 1000).sort((a, b) => a - b);
  return `scan, replayed: the first kind of a region after ${seconds[0]?.toFixed(2)} s, the last after ${seconds.at(-1)?.toFixed(2)} s`;
}

/** The same work as a user would script it: batched, 32 threads, a state file, nothing read back. */
async function measureScript({ before, kinds, floor, rows }: Contest): Promise<void> {
  const floors: Readonly<Record<string, string>> = {
    discover: "all that resume needs",
    pause: "pause",
    resume: "resume",
  };
  for (const [phase, floorOf] of Object.entries(floors)) {
    await proxy.ask("/__reset");
    const args = [phase, "--kinds", kinds.join(","), "--state", join(folder, "state.json")];
    const { seconds, errors } = JSON.parse(await python("batched.py", args, proxy.url)) as Said;
    const stats = await proxy.ask("/__stats");
    const { calls = null, seconds: fewestSeconds = null } = floor[floorOf] ?? {};
    rows.push({
      phase: `script: ${phase}`,
      seconds,
      floor: calls,
      whole: null,
      fewestSeconds,
      usage: null,
      cpuSeconds: null,
      ...stats,
    });
    if (errors.length > 0) console.log(`script: ${phase} failed ${errors.length} times, first: ${errors[0]}`);
  }
  const wrong = changesBetween(only(before, kinds), only(await snapshot("scripted"), kinds));
  console.log(`script: wrong after its resume: ${summary(wrong)}`);
}

interface Said {
  readonly seconds: number;
  readonly errors: readonly string[];
}

async function startProxy(target: string) {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const args = ["--listen", String(port), "--target", target, "--latency", flags.latency, ...limits];
  const child = spawn(process.execPath, [fileURLToPath(new URL("./proxy.mjs", import.meta.url)), ...args], {
    stdio: ["ignore", "ignore", "pipe"],
    env: dilated(flags.dilate),
  });
  await answers(`${url}/__stats`, child, "the counting proxy");
  return {
    url,
    ask: async (path: string, body: object = {}): Promise<Stats> => {
      const response = await fetch(`${url}${path}`, { method: "POST", body: JSON.stringify(body) });
      return (await response.json()) as Stats;
    },
    stop: () => stop(child),
  };
}

async function python(script: string, args: readonly string[], endpoint = moto.url): Promise<string> {
  const env = {
    ...process.env,
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: "testing",
    AWS_SECRET_ACCESS_KEY: "testing",
  };
  const { stdout } = await run("python3", [join(here, script), ...args], { env, maxBuffer: 2 ** 26 });
  return stdout;
}

async function snapshot(name: string): Promise<Snapshot> {
  const file = join(folder, `${name}.json`);
  await python("crowd.py", ["snapshot", file]);
  return JSON.parse(readFileSync(file, "utf8")) as Snapshot;
}
