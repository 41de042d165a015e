/**
 * Every test there is: fast, long, slow (databases, the wire) and the browser's journeys. The last line counts them all.
 * A test that cannot run because a part is missing (Postgres, moto, Chromium) is named and counted as skipped; where
 * nothing may be skipped (CI=true or STANDBY_REQUIRE_ALL=1) that is a failure.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { stripVTControlCharacters } from "node:util";
import { findTerraform } from "./terraform.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const reports = mkdtempSync(join(tmpdir(), "standby-tests-"));
const requireAll = process.env.CI === "true" || process.env.STANDBY_REQUIRE_ALL === "1";
const bin = (name) => `${root}node_modules/.bin/${name}`;

run(process.execPath, ["scripts/generate.mjs"]);
const results = [
  vitest("fast", "fast*"),
  vitest("long"),
  hasPostgres()
    ? vitest("postgres")
    : missing("postgres", "no Postgres: apt-get install postgresql, or set TEST_DATABASE_URL"),
  hasMoto() ? vitest("wire") : missing("wire", 'no moto: pip install "moto[server]==5.2.1"'),
  hasMoto() ? terraform() : missing("terraform", 'no moto: pip install "moto[server]==5.2.1"'),
  vitest("slow"),
  ...(hasJourneys() ? [journeys()] : []),
];
rmSync(reports, { recursive: true, force: true });
conclude(results);

/** `pattern`: which projects of vitest.config.ts it is. */
function vitest(project, pattern = project) {
  heading(`${project} tests`);
  const report = join(reports, `${project}.json`);
  const args = [
    "run",
    "--project",
    pattern,
    "--passWithNoTests",
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${report}`,
  ];
  const status = run(bin("vitest"), args);
  if (!existsSync(report)) return broken(project);
  const { numPassedTests, testResults } = JSON.parse(readFileSync(report, "utf8"));
  const all = testResults.flatMap(({ name, assertionResults }) =>
    assertionResults.map((test) => ({ ...test, file: name })),
  );
  const skipped = all.filter(({ status }) => ["skipped", "pending", "todo", "disabled"].includes(status));
  // A file that cannot even be loaded fails as a suite and holds no tests.
  const unloaded = testResults.filter((file) => file.status === "failed" && file.assertionResults.length === 0);
  const failed = [
    ...all.filter((test) => test.status === "failed").map((test) => `${titleOf(test)}${whyOf(test.failureMessages)}`),
    ...unloaded.map(({ name }) => `${name.replace(root, "")}: cannot be loaded`),
  ];
  return {
    passed: numPassedTests,
    failed: status !== 0 && failed.length === 0 ? [`${project}: the runner ended with ${status}`] : failed,
    skipped: skipped.map(titleOf),
  };
}

function titleOf({ file, fullName }) {
  return `${file.replace(root, "")}: ${fullName}`;
}

/** The beginning of what it said: a failure that does not come again can be told from nothing else. */
function whyOf(messages) {
  const lines = stripVTControlCharacters(messages.join("\n")).split("\n");
  return lines
    .slice(0, 40)
    .map((line) => `\n      ${line.slice(0, 200)}`)
    .join("");
}

/** The tests of a project whose part is not on this machine, each named as skipped. */
function missing(project, why) {
  heading(`${project} tests: ${why}`);
  const { stdout } = spawnSync(bin("vitest"), ["list", "--project", project, "--filesOnly"], {
    cwd: root,
    encoding: "utf8",
  });
  const files = (stdout ?? "").split("\n").filter((line) => line.includes(".test."));
  return { passed: 0, failed: [], skipped: files.map((file) => `${file.trim()} (${why})`) };
}

/** The one suite that may be left out, also where nothing else may: Terraform and its provider come from no package. */
function terraform() {
  const found = findTerraform();
  if (!("missing" in found)) return vitest("terraform");
  console.log(`\nterraform tests did not run: ${found.missing}`);
  return { passed: 0, failed: [], skipped: [] };
}

function hasPostgres() {
  const debian = "/usr/lib/postgresql";
  if (process.env.TEST_DATABASE_URL) return true;
  return existsSync(debian) && readdirSync(debian).some((version) => existsSync(`${debian}/${version}/bin/postgres`));
}

function hasMoto() {
  return spawnSync("python3", ["-c", "import moto, boto3, flask"], { stdio: "ignore" }).status === 0;
}

function journeys() {
  heading("journeys in the browser");
  const chromium = findChromium();
  if (!chromium) return { passed: 0, failed: [], skipped: listJourneys() };
  run(process.execPath, ["scripts/build.mjs"]);
  const report = join(reports, "journeys.json");
  const env = { CHROMIUM_PATH: chromium, PLAYWRIGHT_JSON_OUTPUT_NAME: report, PLAYWRIGHT_JSON_OUTPUT_FILE: report };
  const status = run(bin("playwright"), ["test", "--reporter=list,json"], env);
  if (!existsSync(report)) return broken("journeys");
  const { stats, suites, errors } = JSON.parse(readFileSync(report, "utf8"));
  const specs = specsOf(suites);
  const failed = [
    ...specs.filter(({ ok }) => !ok).map((spec) => `${journeyOf(spec)}${whyOf(messagesOf(spec))}`),
    ...errors.map(({ message }) => `journeys: ${message}`),
  ];
  return {
    passed: stats.expected + stats.flaky,
    failed: status !== 0 && failed.length === 0 ? [`journeys: the runner ended with ${status}`] : failed,
    skipped: specs.filter(isSkipped).map(journeyOf),
  };
}

/** Playwright's own Chromium where it was installed, else the one that is configured, else Debian's. */
function findChromium() {
  const own = spawnSync(
    process.execPath,
    ["--input-type=module", "-e", "import { chromium } from 'playwright'; console.log(chromium.executablePath())"],
    {
      cwd: root,
      encoding: "utf8",
    },
  );
  const candidates = [
    process.env.CHROMIUM_PATH,
    own.stdout?.trim(),
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome",
  ];
  return candidates.find((path) => path && existsSync(path));
}

function listJourneys() {
  const { stdout } = spawnSync(bin("playwright"), ["test", "--list", "--reporter=json"], {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
  console.error("No Chromium was found. Install it (apt-get install chromium) or set CHROMIUM_PATH.");
  const { suites = [] } = JSON.parse(stdout || "{}");
  const titles = specsOf(suites).map((spec) => `${journeyOf(spec)} (no Chromium)`);
  return titles.length > 0 ? titles : ["e2e: all journeys (no Chromium)"];
}

function specsOf(suites) {
  return suites.flatMap((suite) => [...(suite.specs ?? []), ...specsOf(suite.suites ?? [])]);
}

function journeyOf({ file, title }) {
  return `e2e/${file}: ${title}`;
}

function messagesOf({ tests }) {
  return tests.flatMap(({ results }) => results.flatMap(({ errors }) => errors.map(({ message }) => message ?? "")));
}

function isSkipped({ tests }) {
  return tests.every(({ status }) => status === "skipped");
}

function hasJourneys() {
  const configured = existsSync(`${root}playwright.config.ts`);
  return configured && readdirSync(`${root}e2e`, { recursive: true }).some((file) => file.endsWith(".spec.ts"));
}

function broken(name) {
  return { passed: 0, failed: [`${name}: the runner ended without a report`], skipped: [] };
}

function run(command, args, env = {}) {
  const { status } = spawnSync(command, args, {
    cwd: root,
    stdio: "inherit",
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: "1", ...env },
  });
  return status ?? 1;
}

function heading(text) {
  console.log(`\n── ${text}`);
}

/** What failed is named once more at the very end: whoever reads the foot of a long log needs to know where to look. */
function conclude(results) {
  const skipped = results.flatMap((result) => result.skipped);
  const failed = results.flatMap((result) => result.failed);
  const passed = results.reduce((total, result) => total + result.passed, 0);
  list(skipped, `SKIPPED${requireAll ? ", and nothing may be skipped here" : ""}`);
  list(failed, "FAILED");
  process.exitCode = failed.length > 0 || (requireAll && skipped.length > 0) ? 1 : 0;
  console.log(`\n${passed} passed, ${failed.length} failed, ${skipped.length} skipped`);
}

function list(titles, what) {
  if (titles.length === 0) return;
  console.log(`\n${titles.length} ${what}:`);
  for (const title of titles) console.log(`  ${title}`);
}
