import { openStage } from "./stage";

/**
 * Works on one operation and kills itself after the n-th change that outlives it; 0 never kills. Prints what these
 * changes were.
 */
const [dataDir = "", databaseUrl = "", operationId = "", startsAt = "", owner = "", killAt = "0"] =
  process.argv.slice(2);
const changes: string[] = [];

const stage = await openStage({
  dataDir,
  databaseUrl,
  startsAt: new Date(startsAt),
  owner,
  durable: (what) => {
    changes.push(what);
    if (changes.length === Number(killAt)) process.kill(process.pid, "SIGKILL");
  },
});
await stage.work(operationId);
await stage.close();
console.log(JSON.stringify(changes));
