import type { Notice } from "../core/notice";
import { type Context, createContext } from "./context";
import type { Deps } from "./deps";

export const guardId = "guard";

/** The guard as the one who does something. */
export function guardContext({ clock, newId }: Deps): Context {
  const actor = { type: "system", id: guardId, name: "Guard" } as const;
  return createContext({ actor, requestId: newId("req"), ip: null, now: clock.now() });
}

type About = Pick<Notice, "accountId" | "name"> & { readonly id: string };

export function noticeOf(
  { newId }: Deps,
  { id: resourceId, accountId, name }: About,
  what: Pick<Notice, "at" | "kind" | "groupId" | "text"> & Partial<Pick<Notice, "operationId" | "endedAt">>,
): Notice {
  return { id: newId("notice"), accountId, resourceId, name, operationId: null, endedAt: null, ...what };
}
