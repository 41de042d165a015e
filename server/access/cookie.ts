/**
 * The session cookie. Over https it has the `__Host-` prefix, which a browser takes only with Secure, Path=/ and no
 * Domain; over plain http (a laptop, a test) no browser takes that, so the name goes without.
 */
const plainName = "standby.session";
const hostName = `__Host-${plainName}`;

export function isHttps(headers: Headers): boolean {
  return headers.get("x-forwarded-proto")?.split(",")[0]?.trim() === "https";
}

export function sessionCookie(https: boolean, value: string, maxAgeSeconds: number): string {
  const name = https ? hostName : plainName;
  const secure = https ? "; Secure" : "";
  return `${name}=${value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${maxAgeSeconds}${secure}`;
}

/** What the browser sent, or null. Over https only the prefixed cookie counts: another could be planted from http. */
export function readSessionCookie(headers: Headers): string | null {
  const wanted = isHttps(headers) ? hostName : plainName;
  for (const pair of (headers.get("cookie") ?? "").split(";")) {
    const at = pair.indexOf("=");
    if (at > 0 && pair.slice(0, at).trim() === wanted) return pair.slice(at + 1).trim();
  }
  return null;
}
