import type { Actor } from "../core/actor";
import { RefusalError } from "../core/fault";
import type { AccessStore } from "../usecases/access-ports";
import { readSessionCookie } from "./cookie";
import { actorOfSession } from "./sessions";
import { actorOfToken } from "./tokens";

export type Identity =
  | { readonly known: "token" | "cookie"; readonly actor: Actor }
  | { readonly known: "nobody"; readonly actor: null };

/**
 * Who sends this request. A request with both is judged by its bearer token alone: a script with a bad token must
 * never go on as the person whose browser it runs in.
 * @throws RefusalError unauthenticated for an Authorization header that names nobody
 */
export async function actorFrom(
  store: Pick<AccessStore, "tokenByHash" | "touchToken" | "session" | "touchSession" | "endSession">,
  secret: () => Promise<string>,
  headers: Headers,
  now: Date,
): Promise<Identity> {
  const authorization = headers.get("authorization");
  if (authorization !== null) {
    const [, text] = /^Bearer +(\S+)$/i.exec(authorization) ?? [];
    const actor = text === undefined ? null : await actorOfToken(store, text, now);
    if (actor) return { known: "token", actor };
    throw new RefusalError(
      "unauthenticated",
      "This bearer token is not valid. Make one with: npm run token -- create NAME",
    );
  }
  const cookie = readSessionCookie(headers);
  const actor = cookie === null ? null : await actorOfSession(store, await secret(), cookie, now);
  return actor ? { known: "cookie", actor } : { known: "nobody", actor: null };
}
