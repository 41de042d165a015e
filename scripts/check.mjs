/**
 * Everything that can be known without starting anything. Stops at the first step that fails.
 * --without-tests: for CI, where `npm test` runs the fast ones right after.
 */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const bin = (name) => `${root}node_modules/.bin/${name}`;
const node = process.execPath;

const steps = [
  ["generated clients", node, "scripts/generate.mjs"],
  // A fresh clone lacks the types that Next writes on its first start.
  ...(existsSync(`${root}next-env.d.ts`) ? [] : [["Next's types", bin("next"), "typegen"]]),
  ["format and lint", bin("biome"), "check", "--error-on-warnings", "."],
  ["types", bin("tsc"), "--noEmit"],
  ["boundaries", node, "scripts/boundaries.mjs"],
  ["dead code", bin("knip")],
  ["generated: Postgres schema", node, "scripts/generate.mjs", "--check"],
  ["generated: OpenAPI", node, "--import", "tsx", "scripts/openapi.ts", "--check"],
  ["generated: kinds, policies", node, "--import", "tsx", "scripts/kinds.ts", "--check"],
  ...(process.argv.includes("--without-tests") ? [] : [["fast tests", bin("vitest"), "run", "--project", "fast*"]]),
];

for (const [title, command, ...args] of steps) {
  const startedAt = performance.now();
  const env = { ...process.env, NEXT_TELEMETRY_DISABLED: "1" };
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: root, env, encoding: "utf8", maxBuffer: 2 ** 28 });
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  if (status !== 0) {
    console.error(stdout ?? "", stderr ?? "");
    console.error(`check: ${title} failed after ${seconds} s`);
    process.exit(1);
  }
  console.log(`${title.padEnd(28)} ok  ${seconds.padStart(5)} s`);
}
