import { execFileSync, spawn } from "node:child_process";
import { freePort, startMoto } from "../e2e/aws/wire";
// scratch: moto + crowd + proxy, then runs _dev.ts
const scale = process.argv[2] ?? "0.2"; const limits = process.argv[3] === "limits" ? ["--limits", "bench/limits.json"] : [];
const moto = await startMoto(); const port = await freePort();
execFileSync("python3", ["bench/crowd.py", "build", "--scale", scale], { env: { ...process.env, AWS_ENDPOINT_URL: moto.url }, stdio: "inherit" });
const proxy = spawn(process.execPath, ["bench/proxy.mjs", "--listen", String(port), "--target", moto.url, "--latency", "60-120", ...limits], { stdio: "inherit" });
await new Promise((r) => setTimeout(r, 800));
try { const env = { ...process.env, PROXY: `http://127.0.0.1:${port}` };
  await new Promise((done) => spawn(process.execPath, [...(process.env.PROF ? ["--cpu-prof", "--cpu-prof-dir=/tmp/standby-prof"] : []), "--no-warnings", "--import", "tsx", "bench/_dev.ts"], { env, stdio: "inherit" }).once("exit", done));
} finally { proxy.kill("SIGKILL"); await moto.stop(); }
process.exit(0);
