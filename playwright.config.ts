import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium, defineConfig } from "playwright/test";

/**
 * The journeys: the built product as `npm start` gives it, on a fresh data folder with the sandbox account, in a real
 * browser. One worker, because all journeys share that one account; first-run makes its admin and goes first.
 */

// The workers read this file again, and must find the port and the folder of the server that runs.
process.env.STANDBY_E2E_PORT ??= freePort();
const port = Number(process.env.STANDBY_E2E_PORT);
process.env.STANDBY_E2E_DATA ??= mkdtempSync(join(tmpdir(), "standby-e2e-"));
const dataDir = process.env.STANDBY_E2E_DATA;

export default defineConfig({
  testDir: "e2e",
  testMatch: "*.spec.ts",
  outputDir: join(dataDir, "results"),
  workers: 1,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  forbidOnly: process.env.CI === "true",
  reporter: "list",
  use: {
    baseURL: `http://localhost:${port}`,
    locale: "en-GB",
    timezoneId: "Europe/Berlin",
    trace: "off",
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: findChromium(),
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
      ],
    },
  },
  projects: [
    { name: "first run", testMatch: "first-run.spec.ts" },
    {
      name: "journeys",
      testIgnore: "first-run.spec.ts",
      dependencies: ["first run"],
      use: { storageState: join(dataDir, "session.json") },
    },
  ],
  webServer: {
    command: "node scripts/start.mjs",
    url: `http://localhost:${port}/healthz`,
    timeout: 240_000,
    gracefulShutdown: { signal: "SIGTERM", timeout: 30_000 },
    env: {
      PORT: String(port),
      STANDBY_DATA_DIR: dataDir,
      STANDBY_SANDBOX_PACE: "0.02",
      STANDBY_LOG: "warn",
      // The journeys are about the product itself, whatever stands in the environment of who runs them.
      DATABASE_URL: "",
      STANDBY_ADMIN_EMAIL: "",
      STANDBY_ADMIN_PASSWORD: "",
    },
  },
});

function findChromium(): string {
  const candidates = [process.env.CHROMIUM_PATH, chromium.executablePath(), "/usr/bin/chromium"];
  return candidates.find((path) => path && existsSync(path)) ?? "/usr/bin/chromium";
}

/** A port that nobody uses now: the journeys must never meet a server of somebody else. */
function freePort(): string {
  const script =
    "const s = require('net').createServer().listen(0, () => { console.log(s.address().port); s.close(); })";
  return execFileSync(process.execPath, ["-e", script], { encoding: "utf8" }).trim();
}
