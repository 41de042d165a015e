import "server-only";
import { headers } from "next/headers";
import { getApp } from "../runtime/running";
import { type Context, createContext } from "../usecases/context";

/**
 * Who looks at this page, as the context with which it calls use cases; null when nobody is signed in. Only the session
 * cookie counts here: tokens are for scripts.
 */
export async function pageContext(): Promise<Context | null> {
  const app = await getApp();
  const now = app.clock.now();
  const given = await headers();
  const cookieOnly = new Headers(
    ["cookie", "x-forwarded-proto"].flatMap((name): [string, string][] => {
      const value = given.get(name);
      return value === null ? [] : [[name, value]];
    }),
  );
  const { actor } = await app.access.identify(cookieOnly, now);
  if (!actor) return null;
  return createContext({ actor, requestId: app.newId("req"), ip: null, now });
}

/** True until the first admin exists: show the setup page. */
export async function needsSetup(): Promise<boolean> {
  const app = await getApp();
  return (await app.access.setup.token()) !== null;
}
