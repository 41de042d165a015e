import "server-only";
import { headers } from "next/headers";
import type { Actor } from "../core/actor";
import { getApp } from "../runtime/app";
import { type Context, createContext } from "../usecases/context";

/** Who looks at this page, or null. Only the session cookie counts here; tokens are for scripts. */
export async function currentActor(): Promise<Actor | null> {
  const context = await pageContext();
  return context?.actor ?? null;
}

/** The context with which a page calls use cases; null when nobody is signed in. */
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
