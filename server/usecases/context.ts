import { can, rolesWith } from "../access/can";
import type { Actor, Permission } from "../core/actor";
import { RefusalError } from "../core/fault";

/** Who asks, for what request, from where and when: the first argument of every use case. */
export interface Context {
  readonly actor: Actor;
  readonly requestId: string;
  readonly ip: string | null;
  readonly now: Date;
  /** @throws RefusalError forbidden, or unauthenticated when nobody is known */
  require(permission: Permission): void;
}

/** The actor of a public endpoint, where nobody has to be known. May do nothing else. */
export const anonymous: Actor = { type: "system", id: "anonymous", name: "nobody" };

export function createContext(parts: Omit<Context, "require">): Context {
  return { ...parts, require: (permission) => requirePermission(parts.actor, permission) };
}

function requirePermission(actor: Actor, permission: Permission): void {
  if (actor.id === anonymous.id && actor.type === anonymous.type)
    throw new RefusalError("unauthenticated", "Sign in first.");
  if (can(actor, permission)) return;
  const roles = rolesWith(permission).join(" or ");
  throw new RefusalError("forbidden", `This needs the role ${roles}; ${actor.name} does not have it.`);
}
