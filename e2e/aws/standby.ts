import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BodyOf, QueryOf, ResponseOf } from "../../server/contract/endpoint";
import type { endpoints } from "../../server/contract/endpoints";
import type { WireOperation } from "../../server/contract/operations";
import type { WirePlan } from "../../server/contract/plans";
import type { Credentials } from "../../server/core/account";
import type { Scope } from "../../server/core/filter";
import type { Action, Choice } from "../../server/core/plan";
import { type App, createApp } from "../../server/runtime/app";
import { readEnv } from "../../server/runtime/env";
import { createContext } from "../../server/usecases/context";

/** The whole product in process, connected to one account of a fake AWS. */
export interface Standby {
  readonly app: App;
  readonly accountId: string;
  scan(): Promise<ResponseOf<typeof endpoints.scanAccount>>;
  resources(query?: Partial<QueryOf<typeof endpoints.listResources>>): Promise<Resources>;
  /** One of them with all that is known of it. */
  resource(id: string): Promise<ResponseOf<typeof endpoints.getResource>>;
  plan(action: Action, wish?: Wish): Promise<WirePlan>;
  /** Applies a plan that was shown, and waits until it is over. */
  apply(plan: WirePlan): Promise<WireOperation>;
  /** Plans, applies and waits until it is over. */
  run(action: Action, wish?: Wish): Promise<WireOperation>;
  holds(): Promise<ResponseOf<typeof endpoints.listHolds>["items"]>;
  stop(): Promise<void>;
}

export interface Wish {
  readonly scope?: Scope;
  readonly options?: Readonly<Record<string, unknown>>;
  readonly conflicts?: Choice;
}

type Resources = ResponseOf<typeof endpoints.listResources>["items"];

export interface StandbyOptions {
  readonly endpoint: string;
  readonly regions: readonly string[];
  readonly credentials?: Credentials;
  /** How fast waiting goes: 1 as on AWS. */
  readonly pace: number;
}

const devTag = { tags: ["Environment=dev"] };

/** Starts Standby on a new database in a temporary folder and connects the account. Nothing is read yet. */
export async function startStandby({ endpoint, regions, credentials, pace }: StandbyOptions): Promise<Standby> {
  process.env.AWS_ACCESS_KEY_ID = "testing";
  process.env.AWS_SECRET_ACCESS_KEY = "testing";
  const folder = mkdtempSync(join(tmpdir(), "standby-aws-"));
  const env = readEnv({
    STANDBY_DATA_DIR: folder,
    STANDBY_PACE: String(pace),
    // Only what a test asks for is read: its calls are counted.
    STANDBY_SCAN_MINUTES: "0",
    STANDBY_LOG: "silent",
    AWS_ENDPOINT_URL: endpoint,
  });
  const app = await createApp(env);
  const { usecases } = app;
  const actor = { type: "user", id: "usr_1", name: "Ana", role: "admin" } as const;
  const ctx = () => createContext({ actor, requestId: "req", ip: null, now: app.clock.now() });
  const nothing = { params: {}, query: {} };
  const { id: accountId } = await usecases.createAccount(ctx(), {
    ...nothing,
    body: { name: "main", credentials: credentials ?? { type: "environment" }, regions: [...regions] },
  });

  const over = async (id: string): Promise<WireOperation> => {
    for (;;) {
      const operation = await usecases.getOperation(ctx(), { params: { id }, query: { wait: "60s" }, body: {} });
      if (operation.state !== "queued" && operation.state !== "running") return operation;
    }
  };
  const start = async (body: BodyOf<typeof endpoints.startOperation>) =>
    over((await usecases.startOperation(ctx(), { ...nothing, body })).id);
  const wished = ({ scope = devTag, options = {}, conflicts }: Wish = {}) => ({
    scope,
    options: { ...options },
    ...(conflicts && { conflicts }),
  });

  return {
    app,
    accountId,
    scan: () => usecases.scanAccount(ctx(), { params: { id: accountId }, query: { wait: "120s" }, body: {} }),
    resources: async (query = {}) => {
      const answer = await usecases.listResources(ctx(), { params: {}, query: { limit: 500, ...query }, body: {} });
      return answer.items;
    },
    resource: (id) => usecases.getResource(ctx(), { params: { id }, query: {}, body: {} }),
    plan: (action, wish) => usecases.createPlan(ctx(), { ...nothing, body: { action, ...wished(wish) } }),
    apply: ({ id, hash, confirm }) =>
      start({
        planId: id,
        planHash: hash,
        ...(confirm.text === null ? {} : { confirmText: confirm.text }),
        force: true,
      }),
    // More than half of the account stops, which is asked of scripts, too.
    run: (action, wish) => start({ action, ...wished(wish), force: true, confirmText: "dev" }),
    holds: async () => (await usecases.listHolds(ctx(), { params: {}, query: { limit: 500 }, body: {} })).items,
    stop: async () => {
      await app.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
