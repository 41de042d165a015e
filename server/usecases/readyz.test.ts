import { expect, test } from "vitest";
import { anonymous, createContext } from "./context";
import { readyz } from "./readyz";

const now = new Date("2026-11-20T12:00:00Z");
const clock = { now: () => now, sleep: async () => {} };
const never = { now: () => now, sleep: () => new Promise<void>(() => {}) };
const ctx = createContext({ actor: anonymous, requestId: "req", ip: null, now });

function check(parts: { probe?: () => Promise<void>; lookedAt?: Date | null; hangs?: boolean }) {
  const { probe = async () => {}, lookedAt = now, hangs = false } = parts;
  const store = { probe } as Parameters<typeof readyz>[0]["store"];
  return readyz({ store, clock: hangs ? clock : never, lookedForWorkAt: () => lookedAt }, ctx);
}

test("is ready while the database takes writes and work is looked for", async () => {
  expect(await check({})).toEqual({
    status: "ready",
    checks: [
      { name: "database", ok: true, detail: "takes writes" },
      { name: "work", ok: true, detail: "is looked for" },
    ],
  });
});

test("is not ready when the database refuses a write, and says its reason", async () => {
  const probe = () => Promise.reject(new Error("attempt to write a readonly database"));
  expect(await check({ probe })).toMatchObject({
    status: "notReady",
    checks: [{ ok: false, detail: "attempt to write a readonly database" }, { ok: true }],
  });
});

test("is not ready when the database does not answer at all", async () => {
  const probe = () => new Promise<void>(() => {});
  expect(await check({ probe, hangs: true })).toMatchObject({
    status: "notReady",
    checks: [{ ok: false, detail: "did not answer within 5 seconds" }, { ok: true }],
  });
});

test("is not ready when this process has not looked for work for over a minute", async () => {
  const ago = (seconds: number) => new Date(now.getTime() - seconds * 1000);
  expect(await check({ lookedAt: ago(60) })).toMatchObject({ status: "ready" });
  expect(await check({ lookedAt: ago(61) })).toMatchObject({
    status: "notReady",
    checks: [{ ok: true }, { name: "work", ok: false, detail: "was last looked for 61 seconds ago" }],
  });
});

test("is ready where the work is left to other processes", async () => {
  expect(await check({ lookedAt: null })).toMatchObject({ status: "ready" });
});
