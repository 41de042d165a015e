import { expect, test } from "vitest";
import { type Permission, permissions, type Role, roles } from "../core/actor";
import { RefusalError } from "../core/fault";
import { anonymous, createContext } from "../usecases/context";
import { can, rolesWith } from "./can";

/** Written out once more on purpose: a change of the table has to be meant. */
const expected: Record<Permission, readonly Role[]> = {
  "inventory:read": ["viewer", "operator", "admin"],
  "operations:read": ["viewer", "operator", "admin"],
  "audit:read": ["viewer", "operator", "admin"],
  "inventory:scan": ["operator", "admin"],
  "operations:plan": ["operator", "admin"],
  "operations:run": ["operator", "admin"],
  "accounts:write": ["admin"],
  "groups:write": ["admin"],
  "settings:write": ["admin"],
};

test.each(permissions)("%s", (permission) => {
  for (const role of roles) {
    const allowed = expected[permission].includes(role);
    expect(can({ type: "user", id: "usr_1", name: "Mara", role }, permission)).toBe(allowed);
    expect(can({ type: "token", id: "tok_1", name: "ci", role }, permission)).toBe(allowed);
  }
  expect(can({ type: "system", id: "schedule", name: "schedule" }, permission)).toBe(true);
  expect(rolesWith(permission)).toEqual(expected[permission]);
});

test("a context refuses: nobody has to sign in, and a viewer is told which role it takes", () => {
  const rest = { requestId: "req_1", ip: null, now: new Date("2026-11-20T12:00:00Z") };
  const nobody = createContext({ ...rest, actor: anonymous });
  expect(() => nobody.require("inventory:read")).toThrow(expect.objectContaining({ code: "unauthenticated" }));
  const viewer = createContext({ ...rest, actor: { type: "user", id: "usr_1", name: "Mara", role: "viewer" } });
  expect(() => viewer.require("inventory:read")).not.toThrow();
  expect(() => viewer.require("operations:run")).toThrow(RefusalError);
  expect(() => viewer.require("operations:run")).toThrow(/operator or admin; Mara/);
});
