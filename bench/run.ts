import { execFile, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs, promisify } from "node:util";
import { type Standby, startStandby } from "../e2e/aws/standby";
import { answers, freePort, startMoto, stop } from "../e2e/aws/wire";

/**
 * Measures Standby against the crowd: calls and seconds of a scan, a plan, a pause and a resume on a fake AWS with
 * latency, beside the fewest calls that AWS's own page and batch limits allow. Exits 1 when something came back wrong.
 *
 *   npm run bench -- [--scale 0.2] [--latency 60-120] [--limits] [--operations]
 *
 * --limits throttles like AWS does; --operations also prints each phase's calls by operation.
 */

const { values: flags } = parseArgs({
  options: {
    scale: { type: "string", default: "0.2" },
    latency: { type: "string", default: "60-120" },
    limits: { type: "boolean", default: false },
    operations: { type: "boolean", default: false },
  },
});

const here = import.meta.dirname;
const regions = ["us-east-1", "us-west-2", "eu-central-1", "ap-southeast-2"];
/** The crowd's name of each kind that Standby pauses; the others are in the crowd and stay out of the comparison. */
const kinds = ["ec2", "rds", "ecs", "lambda", "alarm", "asg"];
const scope = { tags: ["env=dev"] };
const run = promisify(execFile);

interface Stats {
  readonly calls: number;
  readonly throttled: number;
  readonly peakInFlight: number;
  readonly operations: Readonly<Record<string, number>>;
}

type Snapshot = Readonly<Record<string, Readonly<Record<string, unknown>>>>;
type Floor = Readonly<Record<string, { readonly calls: number }>>;

interface Row extends Stats {
  readonly phase: string;
  readonly seconds: number;
  readonly floor: number | null;
}

const folder = mkdtempSync(join(tmpdir(), "standby-bench-"));
const moto = await startMoto();
const proxy = await startProxy(moto.url);
let isRight = false;
try {
  isRight = await bench();
} finally {
  await Promise.all([proxy.stop(), moto.stop()]);
  rmSync(folder, { recursive: true });
}
process.exit(isRight ? 0 : 1);

async function bench(): Promise<boolean> {
  console.log(`Building the crowd at scale ${flags.scale} …`);
  await python("crowd.py", ["build", "--scale", flags.scale]);
  const floor = JSON.parse(await python("floor.py", ["--scale", flags.scale])) as Floor;
  const before = await snapshot("before");
  const rows: Row[] = [];
  const measure = async <T>(phase: string, work: () => Promise<T>, floorCalls: number | null = null): Promise<T> => {
    await proxy.ask("/__reset");
    const startedAt = performance.now();
    const result = await work();
    const seconds = (performance.now() - startedAt) / 1000;
    rows.push({ phase, seconds, floor: floorCalls, ...(await proxy.ask("/__stats")) });
    return result;
  };

  const standby = await startStandby({ endpoint: proxy.url, regions, pace: 1 });
  try {
    await measure("scan", () => standby.scan(), floor["all that resume needs"]?.calls);
    await measureReplayed(standby, measure);
    await standby.scan();
    const pausing = await measure("plan a pause", () => standby.plan("pause", { scope }));
    const paused = await measure("pause", () => standby.apply(pausing), floor.pause?.calls);
    const off = await snapshot("off");
    const resuming = await measure("plan a resume", () => standby.plan("resume", { scope }));
    const resumed = await measure("resume", () => standby.apply(resuming), floor.resume?.calls);
    const after = await snapshot("after");

    const wrong = changes(before, after);
    const still = stillOn(off);
    print(rows);
    console.log(`pause: ${paused.counts.done} of ${paused.counts.total} done; still on after it: ${summary(still)}`);
    console.log(`resume: ${resumed.counts.done} of ${resumed.counts.total} done; wrong after it: ${summary(wrong)}`);
    console.log(`peak memory of the process: ${Math.round(process.resourceUsage().maxRSS / 1024)} MB`);
    return still.length === 0 && wrong.length === 0;
  } finally {
    await standby.stop();
  }
}

/** The same scan with the fake AWS's own time out of it: what remains is the latency and Standby. */
async function measureReplayed(
  standby: Standby,
  measure: (phase: string, work: () => Promise<unknown>) => Promise<unknown>,
): Promise<void> {
  await proxy.ask("/__config", { replay: true });
  await standby.scan();
  await measure("scan, replayed", () => standby.scan());
  await proxy.ask("/__config", { replay: false });
}

async function startProxy(target: string) {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const limits = flags.limits ? ["--limits", join(here, "limits.json")] : [];
  const args = ["--listen", String(port), "--target", target, "--latency", flags.latency, ...limits];
  const child = spawn(process.execPath, [fileURLToPath(new URL("./proxy.mjs", import.meta.url)), ...args], {
    stdio: ["ignore", "ignore", "pipe"],
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

async function python(script: string, args: readonly string[]): Promise<string> {
  const env = { ...process.env, AWS_ENDPOINT_URL: moto.url };
  const { stdout } = await run("python3", [join(here, script), ...args], { env, maxBuffer: 2 ** 26 });
  return stdout;
}

async function snapshot(name: string): Promise<Snapshot> {
  const file = join(folder, `${name}.json`);
  await python("crowd.py", ["snapshot", file]);
  const all = Object.entries(JSON.parse(readFileSync(file, "utf8")) as Snapshot);
  return Object.fromEntries(all.filter(([key]) => kinds.includes(kindOf(key))));
}

function kindOf(key: string): string {
  return key.split("/")[0] ?? "";
}

/** Each resource and field that is not as it was, by kind. */
function changes(before: Snapshot, after: Snapshot): readonly string[] {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keys].flatMap((key) => {
    const old = before[key];
    const now = after[key];
    if (!old || !now) return [`${kindOf(key)} ${old ? "gone" : "new"}`];
    const fields = Object.keys(old).filter((field) => JSON.stringify(old[field]) !== JSON.stringify(now[field]));
    return fields.map((field) => `${kindOf(key)}.${field}`);
  });
}

/** What a pause of the whole crowd has to have stopped. A group is off when its members are. */
function stillOn(off: Snapshot): readonly string[] {
  return Object.entries(off).flatMap(([key, one]) => {
    const isOn =
      (one.state ?? "stopped") !== "stopped" ||
      (one.status ?? "stopped") !== "stopped" ||
      (kindOf(key) === "ecs" && one.desired !== 0) ||
      (kindOf(key) === "lambda" && one.reserved !== 0) ||
      one.actions === true;
    return isOn ? [kindOf(key)] : [];
  });
}

/** "none", or how often each. */
function summary(words: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts].map(([word, count]) => `${count} × ${word}`).join(", ") || "none";
}

function print(rows: readonly Row[]): void {
  const line = (cells: readonly string[]) =>
    console.log(cells.map((cell, at) => (at === 0 ? cell.padEnd(16) : cell.padStart(11))).join(""));
  line(["phase", "calls", "floor", "ratio", "seconds", "throttled", "in flight"]);
  for (const { phase, calls, floor, seconds, throttled, peakInFlight, operations } of rows) {
    const ratio = floor === null ? "" : (calls / floor).toFixed(2);
    line([
      phase,
      String(calls),
      String(floor ?? ""),
      ratio,
      seconds.toFixed(1),
      String(throttled),
      String(peakInFlight),
    ]);
    if (!flags.operations) continue;
    const byCount = Object.entries(operations).sort(([, a], [, b]) => b - a);
    for (const [operation, count] of byCount) console.log(`  ${String(count).padStart(6)} ${operation}`);
  }
}
