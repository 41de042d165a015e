import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const alias = { "@": fileURLToPath(new URL(".", import.meta.url)) };

/**
 * fast: pure and in-process, seconds. The others start real parts (Postgres, the wire server, a built app, a browser)
 * and run one file at a time.
 */
export default defineConfig({
  resolve: { alias },
  test: {
    projects: [
      {
        resolve: { alias },
        test: {
          name: "fast",
          include: ["{server,components,scripts}/**/*.test.{ts,tsx}"],
          exclude: ["**/*.slow.test.ts"],
        },
      },
      {
        resolve: { alias },
        test: {
          name: "slow",
          include: ["server/**/*.slow.test.ts", "e2e/{api,aws,crash}/**/*.test.ts"],
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
