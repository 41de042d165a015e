import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const { createApp } = await import(`../server/runtime/app.ts`);
const { readEnv } = await import(`../server/runtime/env.ts`);
const { createContext } = await import(`../server/usecases/context.ts`);
const url = process.env.PROXY ?? "http://127.0.0.1:5978";
process.env.AWS_ACCESS_KEY_ID = "testing"; process.env.AWS_SECRET_ACCESS_KEY = "testing";
const folder = mkdtempSync(join(tmpdir(), "standby-dev-"));
const app = await createApp(readEnv({ STANDBY_DATA_DIR: folder, STANDBY_PACE: "1", STANDBY_LOG: "warn", AWS_ENDPOINT_URL: url, STANDBY_SANDBOX: "0", STANDBY_SCAN_MINUTES: "0" }));
const u = app.usecases;
const actor = { type: "token", id: "usr_1", name: "Ana", role: "admin" } as const;
const ctx = () => createContext({ actor, requestId: "req", ip: null, now: app.clock.now() });
const no = { params: {}, query: {} };
const ask = async (p: string, body: object = {}) => (await fetch(`${url}${p}`, { method: "POST", body: JSON.stringify(body) })).json() as Promise<any>;
const { id } = await u.createAccount(ctx(), { ...no, body: { name: "main", credentials: { type: "environment" }, regions: ["us-east-1", "us-west-2", "eu-central-1", "ap-southeast-2"] } });
const rows: any[] = [];
async function measure<T>(phase: string, work: () => Promise<T>): Promise<T> {
  await ask("/__reset"); const t = performance.now(); const c = process.cpuUsage();
  const r = await work(); const s = (performance.now() - t) / 1000; const cpu = process.cpuUsage(c);
  const st = await ask("/__stats"); 
  console.log(phase.padEnd(18), String(st.calls).padStart(5), s.toFixed(2)+"s", "cpu", ((cpu.user + cpu.system) / 1e6).toFixed(2), "throttled", st.throttled, "peak", st.peakInFlight);
  if (process.env.OPS) for (const [k, v] of Object.entries(st.operations).sort((a: any, b: any) => b[1] - a[1])) console.log("   ", v, k);
  return r;
}
const scan = () => u.scanAccount(ctx(), { params: { id }, query: { wait: "120s" }, body: {} });
const scope = { tags: ["env=dev"] };
const plan = (action: string) => u.createPlan(ctx(), { ...no, body: { action, scope, options: {} } });
const apply = async (p: any) => { const { id } = await u.startOperation(ctx(), { ...no, body: { planId: p.id, planHash: p.hash, force: true, ...(p.confirm.text ? { confirmText: p.confirm.text } : {}) } });
  for (;;) { const o = await u.getOperation(ctx(), { params: { id }, query: { wait: "60s" }, body: {} }); if (o.state !== "queued" && o.state !== "running") return o; } };
await measure("scan", scan);
if (process.env.REPLAY) { await ask("/__config", { replay: true }); await scan(); await measure("scan replayed", scan); await ask("/__config", { replay: false }); await scan(); }
await measure("scan 2", scan);
if (process.env.ONLYSCAN) { await app.stop(); process.exit(0); }
const p1 = await measure("plan pause", () => plan("pause"));
const o1: any = await measure("pause", () => apply(p1));
console.log("  ", o1.state, JSON.stringify(o1.counts));
for (const r of o1.resources.filter((r: any) => r.state !== "done").slice(0, 5)) console.log("  ", r.kind, r.name, r.state, r.saw, r.fault?.reason);
await new Promise((r) => setTimeout(r, 3000));
const p2 = await measure("plan resume", () => plan("resume"));
const o2: any = await measure("resume", () => apply(p2));
console.log("  ", o2.state, JSON.stringify(o2.counts), "rss", Math.round(process.memoryUsage().rss / 1e6), "hwm", Math.round(process.resourceUsage().maxRSS / 1024));
await app.stop(); rmSync(folder, { recursive: true }); process.exit(0);
