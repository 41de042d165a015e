/**
 * Derives prisma/postgres.prisma from prisma/schema.prisma and generates both clients into server/store/generated.
 * Does nothing when nothing changed. `--check` writes nothing and fails when the committed twin is not what the source gives.
 */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const paths = {
  source: `${root}prisma/schema.prisma`,
  twin: `${root}prisma/postgres.prisma`,
  generated: `${root}server/store/generated`,
  stamp: `${root}server/store/generated/.stamp`,
};
const clients = ["sqlite", "postgres"];

/** The Postgres schema of a SQLite one: provider and output swapped, nothing else. */
function twinOf(source) {
  const swaps = [
    ['provider = "sqlite"', 'provider = "postgresql"'],
    ["store/generated/sqlite", "store/generated/postgres"],
  ];
  const start = source.indexOf("generator client");
  const body = swaps.reduce((text, [from, to]) => {
    if (text.split(from).length !== 2) throw new Error(`prisma/schema.prisma must hold exactly one \`${from}\``);
    return text.replace(from, to);
  }, source.slice(start));
  return `// Derived from schema.prisma by \`npm run generate\`. Edit that one.\n\n${body}`;
}

function main() {
  const twin = twinOf(readFileSync(paths.source, "utf8"));
  if (process.argv.includes("--check")) return check(twin);
  if (!existsSync(paths.twin) || readFileSync(paths.twin, "utf8") !== twin) writeFileSync(paths.twin, twin);

  const stamp = stampOf(twin);
  if (isFresh(stamp)) return;
  for (const schema of [paths.source, paths.twin]) generate(schema);
  mkdirSync(paths.generated, { recursive: true });
  writeFileSync(paths.stamp, stamp);
}

function check(twin) {
  if (existsSync(paths.twin) && readFileSync(paths.twin, "utf8") === twin) return;
  console.error("prisma/postgres.prisma is not what prisma/schema.prisma gives. Run `npm run generate` and commit it.");
  process.exitCode = 1;
}

/** What the generated clients depend on: the schema and Prisma's version. */
function stampOf(twin) {
  const { version } = createRequire(import.meta.url)("prisma/package.json");
  return createHash("sha256").update(version).update(twin).digest("hex");
}

function isFresh(stamp) {
  return (
    clients.every((client) => existsSync(`${paths.generated}/${client}/client.ts`)) &&
    existsSync(paths.stamp) &&
    readFileSync(paths.stamp, "utf8") === stamp
  );
}

function generate(schema) {
  const cli = createRequire(import.meta.url).resolve("prisma/build/index.js");
  // `generate` never runs the schema engine, but looks for it, and would download it: naming any file that exists is enough.
  const env = { PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, ...process.env };
  const output = execFileSync(process.execPath, [cli, "generate", "--schema", schema], {
    cwd: root,
    env: { ...env, PRISMA_HIDE_UPDATE_MESSAGE: "1", CHECKPOINT_DISABLE: "1" },
    encoding: "utf8",
  });
  console.error(output.split("\n").find((line) => line.includes("Generated")) ?? output);
}

main();
