import { afterAll, beforeAll } from "vitest";
import { createDatabase, startPostgres, type ThrowawayPostgres } from "../../scripts/postgres.mjs";
import { describeUpgrade } from "./suite";

let server: ThrowawayPostgres;

beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server.stop());

describeUpgrade({
  database: "postgres",
  fresh: async () => {
    const { url, stop } = await createDatabase(server.url);
    return { databaseUrl: url, remove: stop };
  },
});
