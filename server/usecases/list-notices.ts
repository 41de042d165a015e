import type { QueryOf, ResponseOf } from "../contract/endpoint";
import type { endpoints } from "../contract/endpoints";
import type { Context } from "./context";
import type { Deps } from "./deps";

type E = typeof endpoints.listNotices;

/** What people should know although nobody did it through Standby: what still holds first, then newest first. */
export async function listNotices(deps: Deps, ctx: Context, { query }: { query: QueryOf<E> }): Promise<ResponseOf<E>> {
  ctx.require("inventory:read");
  const [notices, accounts, groups] = await Promise.all([
    deps.store.notices.list(query.limit),
    deps.store.accounts.list(),
    deps.store.groups.list(),
  ]);
  const accountName = new Map(accounts.map(({ id, name }) => [id, name]));
  const groupName = new Map(groups.map(({ id, name }) => [id, name]));
  const items = notices.map(({ at, endedAt, ...notice }) => ({
    ...notice,
    account: accountName.get(notice.accountId) ?? notice.accountId,
    group: groupName.get(notice.groupId ?? "") ?? null,
    at: at.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
  }));
  return { items };
}
