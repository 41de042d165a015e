import { join } from "node:path";
import { describeCrash } from "./crash-suite";

const at = (dataDir: string) => ({ dataDir, databaseUrl: `file:${join(dataDir, "standby.db")}` });

describeCrash(async () => ({
  name: "SQLite",
  stride: 10,
  create: async (dataDir) => at(dataDir),
  // The database is a file of the data folder.
  copy: async (_from, dataDir) => at(dataDir),
  remove: async () => {},
  stop: async () => {},
}));
