import "server-only";
import { redirect } from "next/navigation";
import { cache } from "react";
import { needsSetup, pageContext } from "@/server/http/page";
import { getApp } from "@/server/runtime/app";

/** The application and who looks at it, once for each request. Leads away when nobody is signed in. */
export const signedIn = cache(async () => {
  const ctx = await pageContext();
  if (!ctx) redirect((await needsSetup()) ? "/setup" : "/sign-in");
  return { app: await getApp(), ctx };
});
