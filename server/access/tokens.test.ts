import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { memoryAccess } from "../testing/access-store";
import { randomBase62 } from "./random";
import { actorOfToken, createToken, hashToken, isToken } from "./tokens";

const now = new Date("2026-11-20T12:00:00Z");
const by = { type: "system", id: "cli", name: "command line" } as const;

async function made(expiresAt: Date | null = null) {
  const store = memoryAccess();
  const text = await createToken(
    { store: store.access, newId: (prefix) => `${prefix}_1`, randomBytes, now, by },
    { name: "ci", role: "operator", expiresAt },
  );
  return { store, text };
}

test("a token has its form, is kept only as a hash, and leaves an audit row", async () => {
  const { store, text } = await made();
  expect(text).toMatch(/^stb_[0-9A-Za-z]{36}$/);
  expect(isToken(text)).toBe(true);
  const kept = JSON.stringify([...store.tokens.values(), ...store.entries]);
  expect(kept).not.toContain(text);
  expect(kept).toContain(hashToken(text));
  expect(store.entries).toMatchObject([{ action: "token.create", subject: "tok_1", outcome: "ok" }]);
});

test("names its actor, and notes its use at most once a minute", async () => {
  const { store, text } = await made();
  const later = (seconds: number) => new Date(now.getTime() + seconds * 1000);
  expect(await actorOfToken(store.access, text, now)).toEqual({
    type: "token",
    id: "tok_1",
    name: "ci",
    role: "operator",
  });
  await actorOfToken(store.access, text, later(59));
  expect(store.tokens.get("tok_1")?.lastUsedAt).toEqual(now);
  await actorOfToken(store.access, text, later(60));
  expect(store.tokens.get("tok_1")?.lastUsedAt).toEqual(later(60));
});

test("an expired token names nobody from the very second", async () => {
  const { store, text } = await made(new Date("2026-11-20T13:00:00Z"));
  expect(await actorOfToken(store.access, text, new Date("2026-11-20T12:59:59Z"))).not.toBeNull();
  expect(await actorOfToken(store.access, text, new Date("2026-11-20T13:00:00Z"))).toBeNull();
});

test("a mistyped token never reaches the database", async () => {
  const { text } = await made();
  const store = { tokenByHash: () => Promise.reject(new Error("asked")), touchToken: async () => undefined };
  for (let at = 0; at < text.length; at += 1) {
    const wrong = `${text.slice(0, at)}${text[at] === "x" ? "y" : "x"}${text.slice(at + 1)}`;
    expect(await actorOfToken(store, wrong, now)).toBeNull();
  }
});

test("no made-up text is taken for a token", () => {
  fc.assert(fc.property(fc.string({ unit: "grapheme", maxLength: 60 }), (text) => !isToken(text)));
  expect(isToken("")).toBe(false);
});

test("every character of base 62 is drawn, and nothing else", () => {
  const text = randomBase62(20_000, randomBytes);
  expect(text).toMatch(/^[0-9A-Za-z]{20000}$/);
  expect(new Set(text).size).toBe(62);
});
