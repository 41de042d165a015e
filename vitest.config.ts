import { readdirSync, readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const root = fileURLToPath(new URL(".", import.meta.url));
const alias = { "@": root };
const setupFiles = ["server/testing/set-seed.ts"];

/** Vitest leaves one core free, which of two is half of them. */
const maxWorkers = Math.max(2, availableParallelism() - 1);

/** Fast tests that would be in the way of others in one process. */
const mocking = ["server", "components", "scripts"]
  .flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map((file) => join(folder, file)),
  )
  .filter(
    (file) => /(?<!\.slow)\.test\.tsx?$/.test(file) && readFileSync(join(root, file), "utf8").includes("vi.mock("),
  );

/**
 * fast: pure and in-process, seconds; a worker loads what the files import once, which is half of the time. fast-alone: the
 * same, but each file loads its own, as it puts something in the place of a module. long: minutes. The others start real
 * parts, one file at a time: a Postgres server (postgres), the wire-level AWS (wire), Terraform against it (terraform),
 * processes that are killed and the built server (slow).
 */
export default defineConfig({
  resolve: { alias },
  test: {
    projects: [
      {
        resolve: { alias },
        test: {
          name: "fast",
          isolate: false,
          include: ["{server,components,scripts}/**/*.test.{ts,tsx}"],
          exclude: ["**/*.slow.test.ts", ...mocking],
          testTimeout: 30_000,
          setupFiles,
          maxWorkers,
        },
      },
      {
        resolve: { alias },
        test: { name: "fast-alone", include: mocking, testTimeout: 30_000, setupFiles, maxWorkers },
      },
      {
        resolve: { alias },
        test: {
          name: "long",
          include: ["server/properties/**/*.slow.test.ts", "e2e/model/**/*.test.ts"],
          setupFiles,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          maxWorkers,
        },
      },
      slow("postgres", ["server/**/postgres.slow.test.ts", "e2e/{crash,race,database,upgrade}/**/postgres*.test.ts"]),
      slow("wire", ["e2e/aws/**/*.test.ts"]),
      slow("terraform", ["e2e/terraform/**/*.test.ts"]),
      slow("slow", [
        "server/**/sqlite.slow.test.ts",
        "e2e/{api,guard}/**/*.test.ts",
        "e2e/{crash,database,upgrade}/**/sqlite*.test.ts",
        "e2e/crash/repeats.test.ts",
      ]),
    ],
  },
});

function slow(name: string, include: string[]) {
  return {
    resolve: { alias },
    test: { name, include, setupFiles, fileParallelism: false, testTimeout: 120_000, hookTimeout: 120_000 },
  };
}
