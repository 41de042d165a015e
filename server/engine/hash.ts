import { createHash } from "node:crypto";
import { canonicalJson } from "../core/canonical-json";

/** SHA-256, hex, of a value's canonical JSON: equal values hash equal whatever the order of their keys. */
export function hashOf(value: unknown): string {
  return createHash("sha256").update(canonicalJson(value)).digest("hex");
}
