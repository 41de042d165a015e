import type { ActDoor } from "../../server/aws/door";
import { runSlice } from "../../server/engine/run";
import { createApp } from "../../server/runtime/app";
import { readEnv } from "../../server/runtime/env";

/**
 * Runs one operation and kills itself at the n-th boundary between database and AWS: around each commit and around
 * each changing call. `child.ts DATA_DIR OPERATION_ID KILL_AT`; 0 never kills. Prints the boundaries.
 */
const [dataDir = "", operationId = "", killAt = "0"] = process.argv.slice(2);
let boundaries = 0;

function boundary(): void {
  boundaries += 1;
  if (boundaries === Number(killAt)) process.kill(process.pid, "SIGKILL");
}

/**
 * What is durable changes only by commits and by AWS's calls, so the moment before one is the moment after the one
 * before: dying after each, and once before the first, is dying at every boundary.
 */
async function between<T>(work: () => Promise<T>): Promise<T> {
  const result = await work();
  boundary();
  return result;
}

const env = { STANDBY_DATA_DIR: dataDir, STANDBY_SANDBOX_PACE: "0.001", STANDBY_LOG: "silent" };
const app = await createApp(readEnv(env), { work: false });
const { store, doors } = app.engine;
const engine = {
  ...app.engine,
  leaseMs: 300,
  store: {
    ...store,
    commit: (...args: Parameters<typeof store.commit>) => between(() => store.commit(...args)),
    finish: (...args: Parameters<typeof store.finish>) => between(() => store.finish(...args)),
  },
  doors: {
    read: doors.read,
    pace: doors.pace,
    act: async (accountId: string, region: string): Promise<ActDoor> => {
      const door = await doors.act(accountId, region);
      return {
        accountId,
        region,
        read: door.read.bind(door),
        act: (client, command) => between(() => door.act(client, command)),
      };
    },
  },
};

boundary();
const never = new AbortController().signal;
for (let end = ""; end !== "over"; ) {
  const [slice] = (await store.claimable(app.clock.now())).filter((one) => one.operationId === operationId);
  if (slice) end = await runSlice(engine, slice, never);
  else await app.clock.sleep(50);
}
await app.stop();
console.log(JSON.stringify({ boundaries }));
