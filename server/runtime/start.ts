import { ensureFirstAdmin } from "../access/first-admin";
import { createContext } from "../usecases/context";
import { startScan } from "../usecases/scan-inventory";
import { type App, getApp } from "./app";

/** Runs once, before the first request: database, worker, first admin, sandbox account, and what the log should say. */
export async function start(): Promise<void> {
  const app = await getApp();
  const { env, log, access, newId, clock, deps } = app;
  stopOnSignal(app);
  if (env.admin) await ensureFirstAdmin({ store: deps.store, newId, now: clock.now() }, env.admin);
  const token = await access.setup.token();
  if (token) log.info({ setupToken: token }, `Nobody is admin yet. Open /setup and use this one-time token: ${token}`);
  if (env.sandbox) await openSandbox(app);
}

/** A newcomer finds an account to press the button on: made once, on an empty database. */
async function openSandbox({ deps, usecases, newId, clock, log }: App): Promise<void> {
  const done = "sandbox.created";
  const system = { type: "system", id: "start", name: "Standby" } as const;
  const ctx = { actor: system, requestId: newId("req"), ip: null, now: clock.now() };
  const context = { ...createContext(ctx), require: () => {} };
  if ((await deps.store.accounts.list()).length > 0 || (await deps.store.settings.get(done))) return;
  const account = await usecases.createAccount(context, {
    params: {},
    query: {},
    body: { name: "tidewater-main", credentials: { type: "sandbox" } },
  });
  await deps.store.settings.set(done, account.id);
  const { rows } = await startScan(deps, context, account.id).finished;
  log.info({ found: rows.reduce((sum, row) => sum + row.found, 0) }, "The sandbox account tidewater-main is ready");
}

/** On a signal the calls under way are answered and saved; what is open goes on at the next start. */
function stopOnSignal(app: App): void {
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.once(signal, () => {
      void app.stop().finally(() => process.exit(0));
    });
  }
}
