import type { ResponseOf } from "../contract/endpoint";
import type { endpoints } from "../contract/endpoints";
import type { Context } from "./context";
import type { Deps } from "./deps";
import { within } from "./wait";

/** A database that hangs is as bad as one that refuses. */
const answerMs = 5_000;
/** Work is looked for every two seconds: whoever has not for a minute does not come to it any more. */
const lookedWithinMs = 60_000;

/**
 * Whether work can be done: the database takes writes, without which nothing is sent to AWS either, and this process
 * looks for work. Red says what is wrong, and turns green by itself.
 */
export async function readyz(
  deps: Pick<Deps, "store" | "clock" | "lookedForWorkAt">,
  _ctx: Context,
): Promise<ResponseOf<typeof endpoints.readyz>> {
  const checks = [await database(deps), work(deps)];
  return { status: checks.every((check) => check.ok) ? "ready" : "notReady", checks };
}

async function database({ store, clock }: Pick<Deps, "store" | "clock">) {
  const name = "database";
  const probed = store.probe().then(
    () => ({ name, ok: true, detail: "takes writes" }),
    (error: unknown) => ({ name, ok: false, detail: error instanceof Error ? error.message : String(error) }),
  );
  const silent = { name, ok: false, detail: `did not answer within ${answerMs / 1000} seconds` };
  return (await within(clock, answerMs, probed)) ?? silent;
}

function work({ clock, lookedForWorkAt }: Pick<Deps, "clock" | "lookedForWorkAt">) {
  const name = "work";
  const lookedAt = lookedForWorkAt();
  if (lookedAt === null) return { name, ok: true, detail: "is left to other processes" };
  const seconds = Math.round((clock.now().getTime() - lookedAt.getTime()) / 1000);
  const ok = seconds * 1000 <= lookedWithinMs;
  return { name, ok, detail: ok ? "is looked for" : `was last looked for ${seconds} seconds ago` };
}
