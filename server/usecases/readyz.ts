import type { ResponseOf } from "../contract/endpoint";
import type { endpoints } from "../contract/endpoints";
import type { Context } from "./context";
import type { Deps } from "./deps";

/** Whether work can be done: the database takes writes. Without that nothing is sent to AWS either. */
export async function readyz(deps: Pick<Deps, "store">, _ctx: Context): Promise<ResponseOf<typeof endpoints.readyz>> {
  const database = await deps.store.probe().then(
    () => ({ name: "database", ok: true, detail: "takes writes" }),
    (error: unknown) => ({
      name: "database",
      ok: false,
      detail: error instanceof Error ? error.message : String(error),
    }),
  );
  return { status: database.ok ? "ready" : "notReady", checks: [database] };
}
