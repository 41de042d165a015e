import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { memoryAccess } from "../testing/access-store";
import { ensureFirstAdmin } from "./first-admin";
import { createSetup } from "./setup";

const now = new Date("2026-11-20T12:00:00Z");
const context = { now, requestId: "req_1", ip: "10.0.0.9" };
const admin = { name: "Mara", email: " Mara@Example.com ", password: "a lamp in the window" };
const newId = (prefix: string) => `${prefix}_1`;
let dataDir: string;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "standby-setup-"));
});
afterEach(() => rm(dataDir, { recursive: true }));

function fresh() {
  const store = memoryAccess();
  return { store, setup: createSetup({ store: store.access, newId, randomBytes, dataDir }) };
}

test("the token is 32 hex digits, the same for the whole start, and in a file for the owner alone", async () => {
  const { setup } = fresh();
  const token = await setup.token();
  expect(token).toMatch(/^[0-9a-f]{32}$/);
  expect(await setup.token()).toBe(token);
  expect(await readFile(join(dataDir, "setup-token"), "utf8")).toBe(`${token}\n`);
  expect((await stat(join(dataDir, "setup-token"))).mode & 0o777).toBe(0o600);
  expect(await fresh().setup.token()).not.toBe(token);
});

test("the right token makes the first admin, once", async () => {
  const { store, setup } = fresh();
  const token = (await setup.token()) ?? "";
  expect(await setup.redeem(context, { ...admin, token })).toEqual({ email: "mara@example.com" });
  expect([...store.users.values()]).toMatchObject([{ role: "admin", email: "mara@example.com", disabled: false }]);
  expect(store.entries).toMatchObject([{ action: "user.create", ip: "10.0.0.9" }]);
  expect(JSON.stringify(store.entries)).not.toContain("lamp");
  expect(existsSync(join(dataDir, "setup-token"))).toBe(false);
  await expect(setup.redeem(context, { ...admin, token })).rejects.toMatchObject({ code: "not-found" });
  expect(await setup.token()).toBeNull();
});

test("two who have the token at once: one becomes admin, the other finds it done", async () => {
  const { store, setup } = fresh();
  const token = (await setup.token()) ?? "";
  const answers = await Promise.allSettled([
    setup.redeem(context, { ...admin, token }),
    setup.redeem(context, { ...admin, email: "eve@example.com", token }),
  ]);
  expect(answers.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  expect(answers.find((answer) => answer.status === "rejected")).toMatchObject({ reason: { code: "not-found" } });
  expect(store.users.size).toBe(1);
});

test("five wrong tokens close the door for 15 minutes, even for the right one", async () => {
  const { setup } = fresh();
  const token = (await setup.token()) ?? "";
  for (const wrong of ["", "0", `${token}0`, token.slice(1), "f".repeat(32)]) {
    await expect(setup.redeem(context, { ...admin, token: wrong })).rejects.toMatchObject({ code: "forbidden" });
  }
  await expect(setup.redeem(context, { ...admin, token })).rejects.toMatchObject({ code: "too-many-requests" });
  const later = { ...context, now: new Date("2026-11-20T12:15:00Z") };
  expect(await setup.redeem(later, { ...admin, token })).toEqual({ email: "mara@example.com" });
});

test("a weak password is refused with a pointer, and the token stays good", async () => {
  const { setup } = fresh();
  const token = (await setup.token()) ?? "";
  await expect(setup.redeem(context, { ...admin, password: "changeme12345", token })).rejects.toMatchObject({
    code: "invalid",
    errors: [{ pointer: "/password" }],
  });
  await setup.redeem(context, { ...admin, token });
});

test("the configuration makes the first admin, and never a second", async () => {
  const { store } = fresh();
  const configured = { email: "Ops@example.com", password: "a lamp in the window" };
  expect(await ensureFirstAdmin({ store, newId, now }, configured)).toBe(true);
  expect(await ensureFirstAdmin({ store, newId, now }, { ...configured, email: "other@example.com" })).toBe(false);
  expect([...store.users.values()].map(({ email }) => email)).toEqual(["ops@example.com"]);
  const empty = fresh().store;
  await expect(ensureFirstAdmin({ store: empty, newId, now }, { ...configured, email: "ops" })).rejects.toThrow(
    /STANDBY_ADMIN_EMAIL/,
  );
  await expect(ensureFirstAdmin({ store: empty, newId, now }, { ...configured, password: "short" })).rejects.toThrow(
    /12/,
  );
});
