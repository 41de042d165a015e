import type { z } from "zod";
import { isJson } from "../access/csrf";
import { type FieldError, RefusalError } from "../core/fault";

const mebibyte = 1_048_576;
/** Deeper JSON has no use here and could exhaust the stack where it is written out again. */
const maxDepth = 64;

/** @throws RefusalError invalid, with a JSON pointer to each field that will not do */
export function parsePart<Schema extends z.ZodType>(what: string, schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.flatMap((issue) => fieldErrors(issue, []));
  const shown = errors.slice(0, 3).map(({ pointer, detail }) => `${pointer === "" ? what : pointer} ${detail}`);
  const more = errors.length > shown.length ? ` (and ${errors.length - shown.length} more)` : "";
  throw new RefusalError("invalid", `The ${what} will not do: ${shown.join("; ")}${more}.`, errors);
}

/** A key that is there several times becomes a list. */
export function readQuery(search: URLSearchParams): Readonly<Record<string, string | string[]>> {
  const entries = [...new Set(search.keys())].map((key) => {
    const values = search.getAll(key);
    return [key, values.length === 1 ? (values[0] ?? "") : values] as const;
  });
  return Object.fromEntries(entries);
}

/**
 * The JSON of a body; an empty body is an empty object.
 * @throws RefusalError invalid for what is no JSON, is larger than that or deeper than 64 levels
 */
export async function readBody(request: Request, atMostMiB = 1): Promise<unknown> {
  const text = await readText(request, atMostMiB);
  if (text.trim() === "") return {};
  if (!isJson(request.headers)) throw new RefusalError("invalid", "Send JSON with Content-Type: application/json.");
  const value = parseJson(text);
  if (isDeeper(value, maxDepth))
    throw new RefusalError("invalid", `The body is nested deeper than ${maxDepth} levels.`);
  return value;
}

async function readText(request: Request, atMostMiB: number): Promise<string> {
  if (!request.body) return "";
  const reader = request.body.getReader();
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for (let part = await nextPart(reader); !part.done; part = await nextPart(reader)) {
    bytes += part.value.byteLength;
    if (bytes > atMostMiB * mebibyte) {
      await reader.cancel();
      throw new RefusalError("invalid", `The body is larger than ${atMostMiB} MiB.`);
    }
    chunks.push(part.value);
  }
  return decodeUtf8(Buffer.concat(chunks));
}

/** Whoever sends it may stop half way: that is no trouble of Standby's, and nobody reads the answer. */
async function nextPart(reader: ReadableStreamDefaultReader<Uint8Array>) {
  try {
    return await reader.read();
  } catch {
    throw new RefusalError("invalid", "The body ended before all of it was sent.");
  }
}

function decodeUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new RefusalError("invalid", "The body is not UTF-8.");
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = error instanceof SyntaxError ? error.message : "it cannot be read";
    throw new RefusalError("invalid", `The body is not JSON: ${reason}.`);
  }
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (levels === 0) return true;
  return Object.values(value).some((part) => isDeeper(part, levels - 1));
}

type Issue = z.core.$ZodIssue;

function fieldErrors(issue: Issue, above: readonly PropertyKey[]): readonly FieldError[] {
  const path = [...above, ...issue.path];
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({ pointer: pointerOf([...path, key]), detail: "is not a field here" }));
  }
  if (issue.code === "invalid_union" && issue.errors.length > 0) {
    // The form that was most likely meant: the one with the least to complain about.
    const [closest = []] = [...issue.errors].sort((a, b) => a.length - b.length);
    return closest.flatMap((inner) => fieldErrors(inner, path));
  }
  return [{ pointer: pointerOf(path), detail: issue.message.replace(/^Invalid input: /, "") }];
}

/** RFC 6901. */
function pointerOf(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${String(part).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}
