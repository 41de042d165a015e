import { z } from "zod";
import { none } from "./common";
import { defineEndpoint } from "./endpoint";

/** Signing in and out: the browser's two endpoints that set a cookie. Scripts use a bearer token instead. */

export const signIn = defineEndpoint({
  id: "signIn",
  method: "POST",
  path: "/sign-in",
  summary: "Start a browser session; sets an HttpOnly cookie",
  permission: "public",
  params: none,
  query: none,
  body: z.strictObject({ email: z.string().trim().min(1).max(254), password: z.string().min(1).max(256) }),
  status: 200,
  response: z.object({ name: z.string(), role: z.enum(["viewer", "operator", "admin"]) }),
});

export const signOut = defineEndpoint({
  id: "signOut",
  method: "POST",
  path: "/sign-out",
  summary: "End the browser session and remove its cookie",
  permission: "public",
  params: none,
  query: none,
  body: none,
  status: 204,
  response: none,
});

export const sessionEndpoints = { signIn, signOut } as const;
