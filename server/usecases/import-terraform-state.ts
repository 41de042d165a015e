import type { BodyOf, ResponseOf } from "../contract/endpoint";
import type { endpoints } from "../contract/endpoints";
import { RefusalError } from "../core/fault";
import { readTerraformState } from "../core/terraform-state";
import { auditOf } from "./audit-of";
import type { Context } from "./context";
import type { Deps } from "./deps";
import { wireTerraformState } from "./list-terraform-states";
import { namedAccount } from "./scope";

type E = typeof endpoints.importTerraformState;

/**
 * Keeps which resources a state of Terraform manages, in the place of what an older one of its lineage said. Nothing else
 * of it is kept, nor written to the audit trail or the log: states hold secrets.
 * @throws RefusalError invalid, conflict when a newer one is known
 */
export async function importTerraformState(
  deps: Deps,
  ctx: Context,
  { body }: { body: BodyOf<E> },
): Promise<ResponseOf<E>> {
  ctx.require("settings:write");
  const { lineage, serial, addresses } = readTerraformState(body.state);
  const account = namedAccount(await deps.store.accounts.list(), body.accountId, "/accountId");
  const said = { accountId: account.id, name: body.name, lineage, serial };
  const state = { ...said, id: deps.newId("tfs"), importedAt: ctx.now, importedBy: ctx.actor.name };
  const after = { ...said, resources: addresses.length };
  const result = await deps.store.terraform.keep(
    state,
    addresses,
    auditOf(ctx, "terraform.import", state.id, { after }),
  );
  if ("newer" in result) {
    const { name, serial: known } = result.newer;
    throw new RefusalError(
      "conflict",
      `The state ${name} is known with serial ${known}, and this one is older (${serial}). Pull the newest one, or remove ${name} first.`,
    );
  }
  return wireTerraformState(result.kept);
}
