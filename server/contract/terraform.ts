import { z } from "zod";
import { idParams, instant, none } from "./common";
import { defineEndpoint } from "./endpoint";

/** A state of Terraform that was imported. Of what it says, only addresses, types, ids and ARNs are kept. */
const terraformState = z.object({
  id: z.string(),
  accountId: z.string(),
  name: z.string(),
  lineage: z.string(),
  serial: z.number(),
  /** How many resources of AWS it manages. */
  resources: z.number(),
  importedAt: instant,
  importedBy: z.string(),
});
export type WireTerraformState = z.infer<typeof terraformState>;

export const listTerraformStates = defineEndpoint({
  id: "listTerraformStates",
  method: "GET",
  path: "/terraform-states",
  summary: "The states of Terraform that were imported",
  permission: "inventory:read",
  params: none,
  query: none,
  body: none,
  status: 200,
  response: z.object({ items: z.array(terraformState) }),
});

export const importTerraformState = defineEndpoint({
  id: "importTerraformState",
  method: "POST",
  path: "/terraform-states",
  summary:
    "Import a state of Terraform or OpenTofu (version 4, up to 16 MiB), or a newer one of the same lineage; only addresses, types, ids and ARNs of what it manages are kept",
  permission: "settings:write",
  params: none,
  query: none,
  body: z.strictObject({
    accountId: z.string().min(1).max(128),
    name: z.string().trim().min(1).max(64),
    /** As `terraform state pull` prints it. */
    state: z.record(z.string(), z.unknown()),
  }),
  bodyAtMostMiB: 16,
  status: 201,
  response: terraformState,
});

export const deleteTerraformState = defineEndpoint({
  id: "deleteTerraformState",
  method: "DELETE",
  path: "/terraform-states/{id}",
  summary: "Forget a state of Terraform; its resources stay as they are",
  permission: "settings:write",
  params: idParams,
  query: none,
  body: none,
  status: 204,
  response: none,
});
