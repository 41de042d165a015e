import type { ResponseOf } from "../contract/endpoint";
import type { endpoints } from "../contract/endpoints";
import type { Context } from "./context";
import type { Deps } from "./deps";
import { wireAccount } from "./present/account";

export async function listAccounts(deps: Deps, ctx: Context): Promise<ResponseOf<typeof endpoints.listAccounts>> {
  ctx.require("inventory:read");
  return { items: (await deps.store.accounts.list()).map(wireAccount) };
}
