import type { ActDoor } from "../../server/aws/door";
import { runSlice } from "../../server/engine/run";
import { openApp } from "../support/sandbox-app";

/**
 * Runs an operation, and dies when AWS has answered the n-th changing call and nobody has saved that yet:
 * `half-way.ts DATA_DIR DATABASE_URL OPERATION_ID N`.
 */
const [dataDir = "", databaseUrl = "", operationId = "", calls = "1"] = process.argv.slice(2);
const app = await openApp({ dataDir, databaseUrl });
const { doors } = app.engine;
let answered = 0;

async function act(accountId: string, region: string): Promise<ActDoor> {
  const door = await doors.act(accountId, region);
  return {
    accountId,
    region,
    read: door.read.bind(door),
    now: door.now,
    facts: door.facts,
    async act(client, command) {
      const answer = await door.act(client, command);
      answered += 1;
      if (answered === Number(calls)) process.kill(process.pid, "SIGKILL");
      return answer;
    },
  };
}

const engine = { ...app.engine, owner: "process-1", leaseMs: 300, doors: { read: doors.read, pace: doors.pace, act } };
for (const slice of await engine.store.claimable(app.clock.now())) {
  if (slice.operationId === operationId) await runSlice(engine, slice, new AbortController().signal);
}
throw new Error(`The operation was over after ${answered} calls, so it was not left half way`);
