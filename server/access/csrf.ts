import { RefusalError } from "../core/fault";

const safeMethods = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Refuses a change that a foreign page could have made a browser send. A cookie goes along by itself, so a request
 * that is known by one must prove where it comes from (Sec-Fetch-Site; Origin where the browser sends none, as on
 * plain http in a local network) and must be JSON, which no HTML form can send. A request without a cookie has nothing
 * to steal, but signing somebody in from a foreign page is refused as well. A bearer token needs none of this.
 * @throws RefusalError forbidden
 */
export function refuseForeign(method: string, headers: Headers, known: "cookie" | "token" | "nobody"): void {
  if (safeMethods.has(method) || known === "token") return;
  const origin = originOf(headers);
  if (origin === "foreign") throw new RefusalError("forbidden", "A page of another site may not send this request.");
  if (known === "nobody") return;
  if (origin === "untold") {
    throw new RefusalError(
      "forbidden",
      "The browser did not tell where this request comes from; scripts use a bearer token.",
    );
  }
  if (!isJson(headers)) throw new RefusalError("forbidden", "Send JSON with Content-Type: application/json.");
}

export function isJson(headers: Headers): boolean {
  return /^application\/json\s*(;|$)/i.test(headers.get("content-type") ?? "");
}

function originOf(headers: Headers): "own" | "foreign" | "untold" {
  const site = headers.get("sec-fetch-site");
  if (site !== null) return site === "same-origin" || site === "none" ? "own" : "foreign";
  const origin = headers.get("origin");
  if (origin === null) return "untold";
  const host = headers.get("x-forwarded-host") ?? headers.get("host");
  return URL.canParse(origin) && new URL(origin).host === host ? "own" : "foreign";
}
