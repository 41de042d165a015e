import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canonicalJson, canonicalPieces } from "./canonical-json";

describe("canonicalJson", () => {
  test("sorts keys at every depth and keeps the order of lists", () => {
    expect(canonicalJson({ b: [{ d: 1, c: 2 }, 1], a: null })).toBe('{"a":null,"b":[{"c":2,"d":1},1]}');
  });

  test("is the same after a round trip through JSON, for any value", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(canonicalJson(JSON.parse(canonicalJson(value)))).toBe(canonicalJson(value));
      }),
    );
  });

  test("is the same in pieces, for any record", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.oneof(fc.jsonValue(), fc.constant(undefined))), (record) => {
        expect([...canonicalPieces(record)].join("")).toBe(canonicalJson(record));
      }),
    );
  });
});
