import { z } from "zod";
import { RefusalError } from "../core/fault";
import type { Page } from "../usecases/ports";

/** The order of lists that grow; rows of one instant by their id. */
export const newestFirst = [{ createdAt: "desc" as const }, { id: "desc" as const }];

const place = z.object({ createdAt: z.iso.datetime().transform((text) => new Date(text)), id: z.string() });
type Place = z.output<typeof place>;

/** The rows that follow where the page before ended, in the order of `newestFirst`: all of them without a cursor. */
export function following(cursor: string | undefined) {
  if (cursor === undefined) return {};
  const { createdAt, id } = placeOf(cursor);
  return { OR: [{ createdAt: { lt: createdAt } }, { createdAt, id: { lt: id } }] };
}

/** Where the page before ended. */
export function placeOf(cursor: string): Place {
  return decodeCursor(cursor, place);
}

/** The page of `rows`, which were read with one more than its limit: that one says that there is another page. */
export function pageOf<Row extends Place>(rows: readonly Row[], limit: number): Page<Row> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  const next = rows.length > limit && last ? encodeCursor({ createdAt: last.createdAt, id: last.id }) : null;
  return { items, next };
}

/** Where the next page starts: the last row's sort key, opaque on the wire. */
function encodeCursor(key: unknown): string {
  return Buffer.from(JSON.stringify(key)).toString("base64url");
}

/** @throws RefusalError invalid when it is not a cursor that this list gave */
function decodeCursor<T>(cursor: string, schema: z.ZodType<T>): T {
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
