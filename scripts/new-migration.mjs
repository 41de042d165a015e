/**
 * Writes the migration that leads from prisma/migrations to prisma/schema.prisma, for both databases:
 * `npm run migration -- add-schedules`. What Prisma does not know (triggers, collations) is then added by hand.
 * `--check` writes nothing and fails when the migrations do not lead to the schema.
 *
 * Prisma's own `migrate dev` needs a native engine from a host that is not everywhere in reach; the same engine as
 * WebAssembly comes from the npm registry. It allows one instance per process, so each database gets a process.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { PrismaLibSql } from "@prisma/adapter-libsql";
import { PrismaPg } from "@prisma/adapter-pg";
import { startPostgres } from "./postgres.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const databases = {
  sqlite: { provider: "sqlite", schema: `${root}prisma/schema.prisma`, diff: diffOnSqlite },
  postgres: { provider: "postgresql", schema: `${root}prisma/postgres.prisma`, diff: diffOnPostgres },
};

async function main([first, second]) {
  if (first === "--diff") return printDiff(second);
  if (first === "--check") return check();
  if (!first || !/^[a-z][a-z0-9-]*$/.test(first)) {
    throw new Error("Name the migration: npm run migration -- add-schedules");
  }
  execFileSync(process.execPath, [`${root}scripts/generate.mjs`], { stdio: "inherit" });
  const folder = `${new Date().toISOString().replace(/\D/g, "").slice(0, 14)}_${first}`;
  for (const database of Object.keys(databases)) {
    const sql = diffOf(database);
    if (sql === null) {
      console.log(`${database}: prisma/migrations leads to the schema already`);
      continue;
    }
    const directory = `${root}prisma/migrations/${database}/${folder}`;
    mkdirSync(directory, { recursive: true });
    writeFileSync(`${directory}/migration.sql`, sql);
    console.log(`${database}: ${path.relative(root, directory)}/migration.sql`);
  }
}

function check() {
  for (const database of Object.keys(databases)) {
    const isThere = diffOf(database) === null;
    console.log(`${database}: prisma/migrations ${isThere ? "leads" : "does not lead"} to the schema`);
    if (!isThere) process.exitCode = 1;
  }
}

/** The SQL that is missing, or null. */
function diffOf(database) {
  const { status, stdout } = spawnSync(process.execPath, [fileURLToPath(import.meta.url), "--diff", database], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (status !== 0) throw new Error(`${database}: the difference could not be worked out; see above`);
  return stdout.includes("This is an empty migration") ? null : stdout;
}

async function printDiff(database) {
  const { schema, diff } = databases[database];
  process.stdout.write(await diff(schema, migrationsOf(database)));
}

async function diffOnSqlite(schema, migrations) {
  const factory = new PrismaLibSql({ url: ":memory:" });
  return diffWith({ factory, schema, migrations, runScript: (shadow) => shadow.executeScript.bind(shadow) });
}

async function diffOnPostgres(schema, migrations) {
  const { url, stop } = await startPostgres();
  try {
    const factory = new PrismaPg({ connectionString: url });
    return await diffWith({ factory, schema, migrations, runScript: postgresScripts });
  } finally {
    await stop();
  }
}

/** Postgres' own type "char", which its catalogue uses and the adapter does not know, read as char(1). */
const systemChar = 18;
const blankPaddedChar = 1042;

function postgresScripts(shadow) {
  const pool = shadow.underlyingDriver();
  const query = pool.query.bind(pool);
  pool.query = async (...args) => {
    const result = await query(...args);
    for (const field of result.fields ?? []) {
      if (field.dataTypeID === systemChar) field.dataTypeID = blankPaddedChar;
    }
    return result;
  };
  // The adapter splits scripts at every semicolon, which cuts the body of a trigger function in two.
  return (script) => query(script);
}

/** The SQL from the migrations, replayed on a shadow database, to the schema. */
async function diffWith({ factory, schema, migrations, runScript }) {
  const engine = await openEngine(replayingWith(factory, runScript));
  const result = await engine.diff({
    from: { tag: "migrations", ...migrations },
    to: { tag: "schemaDatamodel", files: [{ path: schema, content: readFileSync(schema, "utf8") }] },
    script: true,
    shadowDatabaseUrl: null,
    exitCode: null,
    filters: { externalTables: [], externalEnums: [] },
  });
  return result.stdout ?? "";
}

/** On SQLite the engine sends a whole migration through executeRaw, which runs only its first statement. */
function replayingWith(factory, runScript) {
  const connectToShadowDb = factory.connectToShadowDb.bind(factory);
  return Object.assign(factory, {
    connectToShadowDb: async () => {
      const shadow = await connectToShadowDb();
      const runOn = runScript(shadow);
      const run = async (script) => {
        await runOn(script);
      };
      return Object.assign(shadow, { executeScript: run, executeRaw: ({ sql }) => run(sql).then(() => 0) });
    },
  });
}

async function openEngine(factory) {
  globalThis.PRISMA_WASM_PANIC_REGISTRY = {
    set_message(message) {
      throw new Error(`The schema engine gave up: ${message}`);
    },
  };
  // Node 20 cannot import a .wasm file, so the two halves of the package are joined by hand.
  const folder = path.dirname(createRequire(import.meta.url).resolve("@prisma/schema-engine-wasm"));
  const glue = await import(`${folder}/schema_engine_bg.js`);
  const { instance } = await WebAssembly.instantiate(readFileSync(`${folder}/schema_engine_bg.wasm`), {
    "./schema_engine_bg.js": glue,
  });
  glue.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  // A part of the adapters, in the very version that they use.
  const ofAdapters = createRequire(createRequire(import.meta.url).resolve("@prisma/adapter-pg"));
  const { bindMigrationAwareSqlAdapterFactory } = ofAdapters("@prisma/driver-adapter-utils");
  return glue.SchemaEngine.new({ datamodels: undefined }, () => {}, bindMigrationAwareSqlAdapterFactory(factory));
}

function migrationsOf(database) {
  const baseDir = `${root}prisma/migrations/${database}`;
  const folders = existsSync(baseDir)
    ? readdirSync(baseDir)
        .filter((name) => /^\d{14}_/.test(name))
        .sort()
    : [];
  return {
    baseDir,
    lockfile: { path: "migration_lock.toml", content: `provider = "${databases[database].provider}"\n` },
    shadowDbInitScript: "",
    migrationDirectories: folders.map((folder) => ({
      path: folder,
      migrationFile: {
        path: "migration.sql",
        content: { tag: "ok", value: readFileSync(`${baseDir}/${folder}/migration.sql`, "utf8") },
      },
    })),
  };
}

await main(process.argv.slice(2));
