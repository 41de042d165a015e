/** Who is doing this. Audit and permissions both switch on it. */
export type Actor =
  | { readonly type: "user"; readonly id: string; readonly name: string; readonly role: Role }
  | { readonly type: "token"; readonly id: string; readonly name: string; readonly role: Role }
  | { readonly type: "system"; readonly id: string; readonly name: string };

export const roles = ["viewer", "operator", "admin"] as const;
export type Role = (typeof roles)[number];

export const permissions = [
  "inventory:read",
  "inventory:scan",
  "accounts:write",
  "groups:write",
  "operations:read",
  "operations:plan",
  "operations:run",
  "audit:read",
  "settings:write",
] as const;
export type Permission = (typeof permissions)[number];
