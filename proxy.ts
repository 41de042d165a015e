import { type NextRequest, NextResponse } from "next/server";

/**
 * Sets a policy with a nonce for the page's own scripts (Next reads it from the request's policy); what is the same for
 * every answer is in next.config.mjs. Turns down an address that cannot be decoded, which Next would answer with a bare
 * 500. Who may do what is decided in server/http and nowhere here: a proxy can be gone around.
 */
export function proxy(request: NextRequest): NextResponse {
  const { pathname } = request.nextUrl;
  if (!isDecodable(pathname)) return malformed(pathname);
  const nonce = btoa(crypto.randomUUID());
  const policy = contentSecurityPolicy(nonce);
  const headers = new Headers(request.headers);
  headers.set("content-security-policy", policy);
  headers.set("x-nonce", nonce);
  // A page does not know its own address; who has to sign in first must find back to it.
  headers.set("x-path", pathname + request.nextUrl.search);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  return response;
}

function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}

/** A problem document as server/http makes them. */
function malformed(instance: string): NextResponse {
  const problem = {
    type: "urn:standby:problem:invalid",
    title: "The request is not well-formed",
    status: 400,
    detail: "The address holds a percent sign that is no escape; write it as %25.",
    instance,
    code: "invalid",
    requestId: "req_none",
    retryable: false,
    errors: [],
  };
  const headers = { "content-type": "application/problem+json", "cache-control": "no-store" };
  return new NextResponse(JSON.stringify(problem), { status: 400, headers });
}

/**
 * The API goes past it, but for an address with a percent sign. Next reads all of a body before a proxy is asked: it would
 * hold 10 MiB of anybody's, cut off what is longer (a Terraform state may be 16 MiB), and log each body that breaks off.
 */
export const config = { matcher: ["/((?!_next/static/|favicon|logo|api/).*)", "/api/(.*%.*)"] };

function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'`,
    // Rows of long lists are placed by style attributes, and dialogs lock scrolling by a style element.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "frame-ancestors 'none'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
  ].join("; ");
}
