/**
 * One of several workers that read a large organisation together, for postgres.slow.test.ts of the use cases. Notes each
 * region that it reads in a file, so that also one that is killed has told. On SIGTERM it says how much memory it took.
 */
import { appendFileSync } from "node:fs";
import { adapterFor } from "../adapters/registry";
import { kinds, organisation } from "../testing/organisation";
import { createApp } from "./app";
import { readEnv } from "./env";

const [notes = ""] = process.argv.slice(2);
const sandbox = organisation(({ accountId, region }) => appendFileSync(notes, `${accountId} ${region}\n`));
const app = await createApp(readEnv(), { sandbox, adapters: kinds.map(adapterFor) });
process.once("SIGTERM", () => {
  void app.stop().then(() => process.stdout.write(`${Math.round(process.resourceUsage().maxRSS / 1024)} megabytes`));
});
process.stdout.write("ready\n");
