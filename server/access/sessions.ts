import { createHash } from "node:crypto";
import { decode, encode } from "next-auth/jwt";
import type { Actor } from "../core/actor";
import type { AccessStore, UserRecord } from "../usecases/access-ports";
import type { RandomBytes } from "./random";
import { toHex } from "./random";

/**
 * A browser's session. The cookie is an encrypted JWT of next-auth that carries nothing but a random id; the session's
 * row is read on every request, so that signing out, a new role or a disabled user take effect at once. The row keeps
 * the id's hash: whoever reads the database cannot sign in with it.
 */

const idleMs = 12 * 3_600_000;
const absoluteMs = 7 * 24 * 3_600_000;
const touchEveryMs = 60_000;

export interface NewSession {
  readonly cookieValue: string;
  readonly maxAgeSeconds: number;
}

interface Parts {
  readonly store: Pick<AccessStore, "createSession">;
  readonly secret: string;
  readonly randomBytes: RandomBytes;
  readonly now: Date;
  readonly requestId: string;
  readonly ip: string | null;
}

export async function startSession(parts: Parts, user: UserRecord): Promise<NewSession> {
  const sid = toHex(parts.randomBytes(32));
  const id = rowId(sid);
  const expiresAt = new Date(parts.now.getTime() + absoluteMs);
  await parts.store.createSession(
    { id, userId: user.id, createdAt: parts.now, seenAt: parts.now, expiresAt },
    {
      at: parts.now,
      actorType: "user",
      actorId: user.id,
      actorName: user.name,
      action: "session.create",
      subject: user.id,
      before: null,
      after: { expiresAt: expiresAt.toISOString() },
      outcome: "ok",
      requestId: parts.requestId,
      ip: parts.ip,
    },
  );
  const maxAgeSeconds = absoluteMs / 1000;
  return { cookieValue: await encode({ token: { sid }, secret: parts.secret, maxAge: maxAgeSeconds }), maxAgeSeconds };
}

/** The user behind a cookie, or null when the session is over, idle for too long, or was never one of ours. */
export async function actorOfSession(
  store: Pick<AccessStore, "session" | "touchSession" | "endSession">,
  secret: string,
  cookieValue: string,
  now: Date,
): Promise<Actor | null> {
  const id = await sessionIdOf(cookieValue, secret);
  if (id === null) return null;
  const found = await store.session(id, now);
  if (!found) return null;
  const idle = now.getTime() - found.session.seenAt.getTime();
  if (idle >= idleMs) {
    await store.endSession(id);
    return null;
  }
  if (idle >= touchEveryMs) await store.touchSession(id, now);
  return { type: "user", id: found.user.id, name: found.user.name, role: found.user.role };
}

export async function endSession(
  store: Pick<AccessStore, "endSession">,
  secret: string,
  cookieValue: string,
): Promise<void> {
  const id = await sessionIdOf(cookieValue, secret);
  if (id !== null) await store.endSession(id);
}

/** Null for a cookie that was not encrypted with this secret, is damaged or too old. */
async function sessionIdOf(cookieValue: string, secret: string): Promise<string | null> {
  const payload = await decode({ token: cookieValue, secret }).catch(() => null);
  const sid = payload?.sid;
  return typeof sid === "string" ? rowId(sid) : null;
}

function rowId(sid: string): string {
  return createHash("sha256").update(sid).digest("hex");
}
