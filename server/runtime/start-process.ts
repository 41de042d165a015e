/** A server as Next starts it, without Next: one of the processes that sqlite.slow.test.ts lets meet on one file. */
import { start } from "./start";

try {
  await start();
  process.stdout.write("ready\n");
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
