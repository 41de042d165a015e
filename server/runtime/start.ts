import { ensureFirstAdmin } from "../access/first-admin";
import { createContext } from "../usecases/context";
import { startScan, untilScanned } from "../usecases/scan-inventory";
import { type App, createApp } from "./app";
import { isPostgres, readEnv } from "./env";
import { run } from "./running";

/** The sandbox answers at once; this is for a machine that has a lot to do. */
const sandboxReadyMs = 60_000;

/** Runs once, before the first request: database, work, first admin, sandbox account, and what the log should say. */
export async function start(): Promise<void> {
  const app = await run(createApp(readEnv()));
  const { env, log, access, newId, clock, deps } = app;
  stopOnSignal(app);
  if (env.admin) await ensureFirstAdmin({ store: deps.store, newId, now: clock.now() }, env.admin);
  const token = await access.setup.token();
  if (token) log.info({ setupToken: token }, `Nobody is admin yet. Open /setup and use this one-time token: ${token}`);
  if (env.sandbox) await openSandbox(app);
}

/**
 * One more process of a team: it works, and serves no pages.
 * @throws Error that says what to do where there is no team
 */
export async function startWorkerOnly(): Promise<void> {
  const env = readEnv();
  if (!isPostgres(env.databaseUrl)) {
    throw new Error(
      `A worker joins a team on Postgres, and DATABASE_URL does not name one. With SQLite (${env.databaseUrl.replace("file:", "")}) the server does all the work itself: npm start`,
    );
  }
  if (!env.work) throw new Error("STANDBY_WORK=0 says that this process does no work; a worker needs it to be 1");
  const app = await createApp(env);
  stopOnSignal(app);
  app.log.info({ owner: app.engine.owner }, "This worker takes its share of the work");
}

/** A newcomer finds an account to press the button on: made once, on an empty database. */
async function openSandbox({ env, deps, usecases, newId, clock, log }: App): Promise<void> {
  const done = "sandbox.created";
  if ((await deps.store.accounts.list()).length > 0 || (await deps.store.settings.get(done))) return;
  // Of several processes that start on an empty database one makes it.
  if (!(await deps.store.ticks.take(done, clock.now(), sandboxReadyMs))) return;
  const actor = { type: "system", id: "start", name: "Standby" } as const;
  const context = createContext({ actor, requestId: newId("req"), ip: null, now: clock.now() });
  const account = await usecases.createAccount(
    { ...context, require: () => {} },
    { params: {}, query: {}, body: { name: "tidewater-main", credentials: { type: "sandbox" } } },
  );
  await deps.store.settings.set(done, account.id);
  const askedAt = await startScan(deps, account.id);
  // Where others do the work there may be nobody yet.
  if (!env.work || !(await untilScanned(deps, account.id, askedAt, sandboxReadyMs))) return;
  const found = (await deps.store.inventory.summaries([account.id])).length;
  log.info({ found }, "The sandbox account tidewater-main is ready");
}

/** On a signal the calls under way are answered and saved; what is open goes on at the next start. */
function stopOnSignal(app: App): void {
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.once(signal, () => {
      void app.stop().finally(() => process.exit(0));
    });
  }
}
