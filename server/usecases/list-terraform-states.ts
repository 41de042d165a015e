import type { ResponseOf } from "../contract/endpoint";
import type { endpoints } from "../contract/endpoints";
import type { WireTerraformState } from "../contract/terraform";
import type { TerraformState } from "../core/terraform";
import type { Context } from "./context";
import type { Deps } from "./deps";

/** The states of Terraform that were imported, by name. */
export async function listTerraformStates(
  deps: Deps,
  ctx: Context,
): Promise<ResponseOf<typeof endpoints.listTerraformStates>> {
  ctx.require("inventory:read");
  return { items: (await deps.store.terraform.list()).map(wireTerraformState) };
}

export function wireTerraformState(state: TerraformState): WireTerraformState {
  return { ...state, importedAt: state.importedAt.toISOString() };
}
