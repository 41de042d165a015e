import type { z } from "zod";
import { RefusalError } from "../core/fault";

/** Where the next page starts: the last row's sort key, opaque on the wire. */
export function encodeCursor(key: unknown): string {
  return Buffer.from(JSON.stringify(key)).toString("base64url");
}

/** @throws RefusalError invalid when it is not a cursor that this list gave */
export function decodeCursor<T>(cursor: string, schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(jsonOf(Buffer.from(cursor, "base64url").toString("utf8")));
  if (parsed.success) return parsed.data;
  throw new RefusalError(
    "invalid",
    "The cursor is not one that this list gave; leave it out to start from the first page",
    [{ pointer: "/cursor", detail: "is not a cursor of this list" }],
  );
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
