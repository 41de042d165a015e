/** Where to go after signing in: a path of this site, or the overview. Never another site. */
export function safeNext(next: string | string[] | undefined): string {
  if (typeof next !== "string" || !next.startsWith("/")) return "/";
  const base = "http://standby.invalid";
  const url = URL.canParse(next, base) ? new URL(next, base) : null;
  return url?.origin === base && !url.pathname.startsWith("//") ? `${url.pathname}${url.search}` : "/";
}
