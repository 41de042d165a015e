import { randomUUID } from "node:crypto";
import pg from "pg";
import { startPostgres } from "../../scripts/postgres.mjs";
import { describeCrash } from "./crash-suite";
import type { Place } from "./stage";

describeCrash(async () => {
  const server = await startPostgres();
  // One connection: what is copied is copied for one story after the other.
  const admin = new pg.Pool({ connectionString: server.url, max: 1 });
  const make = async (dataDir: string, from?: Place): Promise<Place> => {
    const name = `standby_crash_${randomUUID().replaceAll("-", "")}`;
    // A copy of files takes some 50 ms; nobody may be connected to what is copied.
    await admin.query(`CREATE DATABASE "${name}"${from ? ` TEMPLATE "${nameOf(from)}"` : ""}`);
    const url = new URL(server.url);
    url.pathname = `/${name}`;
    return { dataDir, databaseUrl: url.href };
  };
  return {
    name: "Postgres",
    stride: 20,
    create: (dataDir) => make(dataDir),
    copy: (from, dataDir) => make(dataDir, from),
    remove: async (place) => {
      await admin.query(`DROP DATABASE "${nameOf(place)}" WITH (FORCE)`);
    },
    stop: async () => {
      await admin.end();
      await server.stop();
    },
  };
});

function nameOf({ databaseUrl }: Place): string {
  return new URL(databaseUrl).pathname.slice(1);
}
