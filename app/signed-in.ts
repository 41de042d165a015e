import "server-only";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { cache } from "react";
import { needsSetup, pageContext } from "@/server/http/page";
import { getApp } from "@/server/runtime/running";

/** The application and who looks at it, once for each request. Leads away when nobody is signed in. */
export const signedIn = cache(async () => {
  const ctx = await pageContext();
  if (!ctx) redirect((await needsSetup()) ? "/setup" : await signInPath());
  return { app: await getApp(), ctx };
});

/** The sign-in screen, which leads back to the page that was asked for (proxy.ts names it). */
async function signInPath(): Promise<string> {
  const path = (await headers()).get("x-path") ?? "/";
  return path === "/" ? "/sign-in" : `/sign-in?next=${encodeURIComponent(path)}`;
}
