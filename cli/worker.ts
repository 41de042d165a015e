import { startWorkerOnly } from "../server/runtime/start";

/** `npm run worker`: one more process that works for a team on Postgres, beside the servers. */
startWorkerOnly().catch((error: unknown) => {
  console.error(`The worker did not start: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
});
