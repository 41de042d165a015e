import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import type { Actor, Role } from "../core/actor";
import type { NewId } from "../core/ports";
import type { AccessStore, TokenRecord } from "../usecases/access-ports";
import { type RandomBytes, randomBase62, toBase62 } from "./random";

/**
 * `stb_`, 30 random characters (178 bits) and 6 that are the CRC32 of those 30, in base 62: a scanner can tell a real
 * token from a look-alike without asking, and a mistyped one never reaches the database. The form is GitHub's
 * (github.blog, "Behind GitHub's new authentication token formats", 2021).
 */
const shape = /^stb_([0-9A-Za-z]{30})([0-9A-Za-z]{6})$/;

const touchEveryMs = 60_000;

export interface NewToken {
  readonly name: string;
  readonly role: Role;
  /** Null: it never expires. */
  readonly expiresAt: Date | null;
}

interface Parts {
  readonly store: Pick<AccessStore, "createToken">;
  readonly newId: NewId;
  readonly randomBytes: RandomBytes;
  readonly now: Date;
  readonly by: Actor;
}

/** Makes and keeps a token; the text it returns is shown once and is nowhere else. */
export async function createToken(parts: Parts, { name, role, expiresAt }: NewToken): Promise<string> {
  const text = tokenText(parts.randomBytes);
  const id = parts.newId("tok");
  const record: TokenRecord = {
    id,
    name,
    hash: hashToken(text),
    lastFour: text.slice(-4),
    role,
    createdAt: parts.now,
    expiresAt,
    lastUsedAt: null,
  };
  await parts.store.createToken(record, {
    at: parts.now,
    actorType: parts.by.type,
    actorId: parts.by.id,
    actorName: parts.by.name,
    action: "token.create",
    subject: id,
    before: null,
    after: { name, role, expiresAt: expiresAt?.toISOString() ?? null },
    outcome: "ok",
    requestId: null,
    ip: null,
  });
  return text;
}

/** The actor of a token, or null when it is malformed, unknown or expired. Notes its use at most once a minute. */
export async function actorOfToken(
  store: Pick<AccessStore, "tokenByHash" | "touchToken">,
  text: string,
  now: Date,
): Promise<Actor | null> {
  if (!isToken(text)) return null;
  const token = await store.tokenByHash(hashToken(text));
  if (!token) return null;
  if (token.expiresAt !== null && token.expiresAt <= now) return null;
  if (token.lastUsedAt === null || now.getTime() - token.lastUsedAt.getTime() >= touchEveryMs) {
    await store.touchToken(token.id, now);
  }
  return { type: "token", id: token.id, name: token.name, role: token.role };
}

/** True when the text has a token's form and its checksum fits. Pure. */
export function isToken(text: string): boolean {
  const [, secret, checksum] = shape.exec(text) ?? [];
  return secret !== undefined && checksum === checksumOf(secret);
}

/** SHA-256, hex. Enough for 178 random bits: there is nothing to guess, so no slow hash is needed. */
export function hashToken(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function tokenText(randomBytes: RandomBytes): string {
  const secret = randomBase62(30, randomBytes);
  return `stb_${secret}${checksumOf(secret)}`;
}

/** The largest CRC32 has six digits in base 62. */
function checksumOf(secret: string): string {
  return toBase62(crc32(secret), 6);
}
