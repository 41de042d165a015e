import { type Actor, type Permission, permissions, type Role } from "../core/actor";

const viewer: readonly Permission[] = ["inventory:read", "operations:read", "audit:read"];
const operator: readonly Permission[] = [...viewer, "inventory:scan", "operations:plan", "operations:run"];

/** What each role may do: the whole of the authorisation, as one table. */
export const rolePermissions: Readonly<Record<Role, readonly Permission[]>> = {
  viewer,
  operator,
  admin: permissions,
};

/** True when the actor may do this. Standby itself (schedules, the guard) may do everything. Pure. */
export function can(actor: Actor, permission: Permission): boolean {
  return actor.type === "system" || rolePermissions[actor.role].includes(permission);
}

/** The roles that have a permission, weakest first: for saying who could help. Pure. */
export function rolesWith(permission: Permission): readonly Role[] {
  return (["viewer", "operator", "admin"] as const).filter((role) => rolePermissions[role].includes(permission));
}
