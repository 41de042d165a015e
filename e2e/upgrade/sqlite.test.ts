import { join } from "node:path";
import { describeUpgrade } from "./suite";

describeUpgrade({
  database: "sqlite",
  fresh: async (dataDir) => ({ databaseUrl: `file:${join(dataDir, "standby.db")}`, remove: async () => {} }),
});
