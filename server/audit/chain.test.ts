import { describe, expect, test } from "vitest";
import { chainOn, chainStart, entryHash, firstBroken } from "./chain";
import type { AuditInput } from "./entry";

function input(change: Partial<AuditInput> = {}): AuditInput {
  return {
    at: new Date("2026-11-20T08:00:00.000Z"),
    actorType: "user",
    actorId: "usr_1",
    actorName: "Ada",
    action: "group.create",
    subject: "grp_1",
    before: null,
    after: { name: "dev", filter: { tags: ["Environment=dev"] } },
    outcome: "ok",
    requestId: "req_1",
    ip: "192.0.2.7",
    ...change,
  };
}

describe("the chain", () => {
  const entries = [...chainOn(chainStart, [input(), input({ subject: "grp_2" }), input({ outcome: "refused" })])];

  test("numbers from 1, and each row names the hash before it", () => {
    expect(entries.map((entry) => entry.seq)).toEqual([1, 2, 3]);
    expect(entries.map((entry) => entry.previousHash)).toEqual([chainStart.hash, entries[0]?.hash, entries[1]?.hash]);
    expect(firstBroken(chainStart, entries)).toBeNull();
  });

  test("covers every field: a known row has a known hash", () => {
    const row = { ...input({ at: new Date(0) }), seq: 1, previousHash: chainStart.hash };
    const changes: Partial<typeof row>[] = [
      { at: new Date(1) },
      { actorType: "token" },
      { actorId: "usr_2" },
      { actorName: "Bob" },
      { action: "group.remove" },
      { subject: "grp_2" },
      { before: 0 },
      { after: null },
      { outcome: "failed" },
      { requestId: null },
      { ip: null },
      { seq: 2 },
      { previousHash: "1".repeat(64) },
    ];
    const hashes = changes.map((change) => entryHash({ ...row, ...change }));
    expect(Object.keys(row).sort()).toEqual(changes.flatMap((change) => Object.keys(change)).sort());
    expect(new Set([entryHash(row), ...hashes]).size).toBe(changes.length + 1);
  });

  test("does not depend on the order of keys, nor on undefined", () => {
    const row = { ...input({ after: { a: 1, b: 2 } }), seq: 1, previousHash: "" };
    expect(entryHash({ ...row, after: { b: 2, a: 1 } })).toBe(entryHash(row));
    expect(entryHash({ ...row, before: undefined })).toBe(entryHash(row));
  });

  test("tells the first row that was changed, removed or put in between", () => {
    const changed = entries.map((entry) => (entry.seq === 2 ? { ...entry, actorName: "Mallory" } : entry));
    expect(firstBroken(chainStart, changed)).toBe(2);
    expect(
      firstBroken(
        chainStart,
        entries.filter((entry) => entry.seq !== 2),
      ),
    ).toBe(3);
    const forged = chainOn({ seq: 1, hash: "f".repeat(64) }, [input()]);
    expect(firstBroken(chainStart, [...entries.slice(0, 1), ...forged])).toBe(2);
  });
});
