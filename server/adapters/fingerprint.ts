import { createHash } from "node:crypto";
import { canonicalJson } from "../core/canonical-json";

/**
 * A mark of a value that is compared and never sent back: what is too long to keep with every hold, or may hold keys and
 * passwords that are nobody's to copy. 64 bits of a SHA-256; saved configurations have them, so they stay as they are.
 */
export function fingerprint(value: unknown): string {
  return createHash("sha256").update(canonicalJson(value)).digest("hex").slice(0, 16);
}
