import { randomBytes as cryptoRandomBytes } from "node:crypto";
import type { NewId } from "../core/ports";
import type { UserRecord } from "../usecases/access-ports";
import type { Context } from "../usecases/context";
import type { Store } from "../usecases/ports";
import { actorFrom, type Identity } from "./actor";
import { isHttps, readSessionCookie, sessionCookie } from "./cookie";
import type { RandomBytes } from "./random";
import { sessionSecret } from "./secret";
import { endSession, startSession } from "./sessions";
import { createSetup, type Setup } from "./setup";
import { createSignIn } from "./sign-in";

export interface Access {
  /** @throws RefusalError unauthenticated for a bearer token that names nobody */
  identify(headers: Headers, now: Date): Promise<Identity>;
  /** @throws RefusalError unauthenticated or too-many-requests */
  signIn(context: Context, headers: Headers, input: { email: string; password: string }): Promise<SignedIn>;
  /** Ends the session. Answers with the cookie that removes the browser's. */
  signOut(headers: Headers): Promise<{ readonly setCookie: string }>;
  readonly setup: Setup;
}

export interface SignedIn {
  readonly user: UserRecord;
  readonly setCookie: string;
}

interface Parts {
  readonly store: Pick<Store, "access" | "audit" | "settings">;
  readonly newId: NewId;
  /** Where the setup token's file goes. */
  readonly dataDir: string;
  /** NEXTAUTH_SECRET, or null: one is made and kept in the database. */
  readonly secret: string | null;
  readonly randomBytes?: RandomBytes;
}

/** Everything about who may come in. One per process: it remembers wrong tries. */
export function createAccess({ store, newId, dataDir, secret, randomBytes = cryptoRandomBytes }: Parts): Access {
  const check = createSignIn(store);
  const cookieKey = () => sessionSecret(store.settings, secret, randomBytes);

  return {
    identify: (headers, now) => actorFrom(store.access, cookieKey, headers, now),

    async signIn(context, headers, input) {
      const user = await check(context, input);
      const { now, requestId, ip } = context;
      const parts = { store: store.access, secret: await cookieKey(), randomBytes, now, requestId, ip };
      const { cookieValue, maxAgeSeconds } = await startSession(parts, user);
      return { user, setCookie: sessionCookie(isHttps(headers), cookieValue, maxAgeSeconds) };
    },

    async signOut(headers) {
      const cookie = readSessionCookie(headers);
      if (cookie !== null) await endSession(store.access, await cookieKey(), cookie);
      return { setCookie: sessionCookie(isHttps(headers), "", 0) };
    },

    setup: createSetup({ store: store.access, newId, randomBytes, dataDir }),
  };
}
