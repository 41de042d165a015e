import { mkdir } from "node:fs/promises";
import { openStore } from "../store/open";
import { type Env, readEnv } from "./env";
import { newId, random, systemClock } from "./world";

/** The store by the environment, migrated: for the server and for commands that work beside it. */
export async function openRuntimeStore(env: Env = readEnv()) {
  await mkdir(/*turbopackIgnore: true*/ env.dataDir, { recursive: true });
  const { databaseUrl, migrationsDir } = env;
  const store = await openStore({ databaseUrl, migrationsDir, clock: systemClock, newId });
  return { env, store, clock: systemClock, newId, random };
}
