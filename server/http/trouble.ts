import { RefusalError } from "../core/fault";
import type { HttpApp } from "./app";

/** Every request meets the same trouble, and each has its own line: what is behind it is told once a minute. */
const againMs = 60_000;
const toldBy = new WeakMap<HttpApp, Map<string, number>>();

/**
 * True when the log should have the error with what caused it, although its answer is a refusal: something that Standby
 * works with is in trouble (a database that is full or does not answer), and this is the first that is heard of it.
 */
export function isNews(app: HttpApp, error: unknown): boolean {
  if (!(error instanceof RefusalError) || error.cause === undefined) return false;
  const now = app.clock.now().getTime();
  const told = toldBy.get(app) ?? new Map<string, number>();
  const toldAt = told.get(error.message);
  if (toldAt !== undefined && now - toldAt < againMs) return false;
  toldBy.set(app, told.set(error.message, now));
  return true;
}
