import type { Identity } from "../access/actor";
import { refuseForeign } from "../access/csrf";
import type { Endpoint, ResponseOf } from "../contract/endpoint";
import { RefusalError } from "../core/fault";
import { anonymous, type Context, createContext } from "../usecases/context";
import type { HttpApp, InputOf, Perform, Reply } from "./app";
import { parsePart, readBody, readQuery } from "./parse";
import { isExpected, methodNotAllowedResponse, problemResponse } from "./problem";
import { isNews } from "./trouble";

/** What Next calls. `endpoint` marks it as wrapped; null for an answer that needs no identity (404, 405). */
export type RouteHandler = ((
  request: Request,
  route: { readonly params: Promise<object | undefined> },
) => Promise<Response>) & {
  readonly endpoint: Endpoint | null;
};

/** Everything about a request but what it is for. */
export interface Asked<E extends Endpoint> {
  readonly app: HttpApp;
  readonly ctx: Context;
  readonly input: InputOf<E>;
  readonly request: Request;
}

/**
 * The one way in: request id, who asks, may they, is it well-formed, do it, answer. Whatever is thrown becomes a
 * problem document. `respond` makes the answer; it is a plain JSON answer for all endpoints but streams.
 */
export function handleWith<E extends Endpoint>(
  endpoint: E,
  getApp: () => Promise<HttpApp>,
  respond: (asked: Asked<E>) => Promise<Response>,
): RouteHandler {
  const handler = async (
    request: Request,
    route: { readonly params: Promise<object | undefined> },
  ): Promise<Response> => {
    const path = new URL(request.url).pathname;
    const app = await getApp().catch(() => null);
    const requestId = requestIdOf(request.headers, app);
    if (!app)
      return problemResponse(new RefusalError("unavailable", "Standby did not start; its log has the reason."), {
        requestId,
        path,
      });

    const startedAt = app.clock.now();
    let by = "nobody";
    const response = await (async () => {
      try {
        const identity = await identify(endpoint, app, request, startedAt);
        const ctx = createContext({
          actor: identity.actor ?? anonymous,
          requestId,
          ip: addressOf(request.headers),
          now: startedAt,
        });
        by = ctx.actor.id;
        if (endpoint.permission !== "public") ctx.require(endpoint.permission);
        const input = await readInput(endpoint, request, route.params);
        return await respond({ app, ctx, input, request });
      } catch (error) {
        if (!isExpected(error) || isNews(app, error))
          app.log.error({ err: error, requestId, path }, "a request failed");
        return problemResponse(error, { requestId, path });
      }
    })();
    const ms = app.clock.now().getTime() - startedAt.getTime();
    app.log.info({ requestId, method: request.method, path, status: response.status, ms, by }, "request");
    return response;
  };
  return Object.assign(handler, { endpoint });
}

/** A plain endpoint: JSON in, JSON out. */
export function handle<E extends Endpoint>(
  endpoint: E,
  getApp: () => Promise<HttpApp>,
  perform: Perform<E> = byUseCase(endpoint),
): RouteHandler {
  return handleWith(endpoint, getApp, async ({ app, ctx, input, request }) =>
    jsonResponse(endpoint, ctx.requestId, await perform(app, ctx, input, request)),
  );
}

/** Handlers that say which methods an address takes, for every method that it does not. */
export function methodNotAllowed(
  ...allowed: readonly string[]
): Record<"GET" | "POST" | "PUT" | "PATCH" | "DELETE", RouteHandler> {
  const allow = allowed.join(", ");
  const handler = wrapped((asked) => methodNotAllowedResponse(asked, allow));
  return { GET: handler, POST: handler, PUT: handler, PATCH: handler, DELETE: handler };
}

/** For every address below /api/v1 that is none. */
export const notFound: RouteHandler = wrapped((asked) =>
  problemResponse(new RefusalError("not-found", "There is no such address; /openapi.json lists them all."), asked),
);

function wrapped(answer: (asked: { requestId: string; path: string }) => Response): RouteHandler {
  const handler = async (request: Request) =>
    answer({ requestId: requestIdOf(request.headers, null), path: new URL(request.url).pathname });
  return Object.assign(handler, { endpoint: null });
}

/** A public endpoint asks nobody who they are: it must answer when the database does not. */
async function identify(endpoint: Endpoint, app: HttpApp, request: Request, now: Date): Promise<Identity> {
  const { headers, method } = request;
  const isPublic = endpoint.permission === "public";
  const identity: Identity = isPublic ? { known: "nobody", actor: null } : await app.access.identify(headers, now);
  refuseForeign(method, headers, identity.known);
  return identity;
}

async function readInput<E extends Endpoint>(
  endpoint: E,
  request: Request,
  params: Promise<object | undefined>,
): Promise<InputOf<E>> {
  const query = readQuery(new URL(request.url).searchParams);
  const input = {
    params: parsePart("address", endpoint.params, (await params) ?? {}),
    query: parsePart("query", endpoint.query, query),
    body: parsePart(
      "body",
      endpoint.body,
      endpoint.method === "GET" ? {} : await readBody(request, endpoint.bodyAtMostMiB),
    ),
  };
  return input as InputOf<E>;
}

function jsonResponse(endpoint: Endpoint, requestId: string, reply: Reply<unknown>): Response {
  const status = reply.status ?? endpoint.status;
  const location = locationOf(endpoint, reply.body);
  const headers = {
    "content-type": "application/json",
    "cache-control": "no-store",
    "x-request-id": requestId,
    ...(location === null ? {} : { location }),
    ...(status === 202 ? { "retry-after": "2" } : {}),
    ...reply.headers,
  };
  if (status !== 204) return new Response(JSON.stringify(reply.body), { status, headers });
  const { "content-type": _, ...bare } = headers;
  return new Response(null, { status, headers: bare });
}

/** Where the thing is that a collection has just taken: `POST /plans` → `/api/v1/plans/{id}`. */
function locationOf({ status, path }: Endpoint, body: unknown): string | null {
  if ((status !== 201 && status !== 202) || path.includes("{")) return null;
  if (typeof body !== "object" || body === null || !("id" in body) || typeof body.id !== "string") return null;
  return `/api/v1${path}/${encodeURIComponent(body.id)}`;
}

function byUseCase<E extends Endpoint>(endpoint: E): Perform<E> {
  return async (app, ctx, input) => {
    const usecases = app.usecases as unknown as Readonly<
      Record<string, (ctx: Context, input: InputOf<E>) => Promise<ResponseOf<E>>>
    >;
    const usecase = usecases[endpoint.id];
    if (!usecase) throw new Error(`No use case is wired for ${endpoint.id}`);
    return { body: await usecase(ctx, input) };
  };
}

/** The caller's own id where it is a sane one, so that its log and ours can be read together. */
function requestIdOf(headers: Headers, app: HttpApp | null): string {
  const given = headers.get("x-request-id") ?? "";
  if (/^[\w.:-]{1,128}$/.test(given)) return given;
  return app ? app.newId("req") : "req_none";
}

/** The address that the nearest proxy (or the server itself) wrote down; those before it are the caller's own claim. */
function addressOf(headers: Headers): string | null {
  const last = headers.get("x-forwarded-for")?.split(",").at(-1)?.trim();
  return last === undefined || last === "" ? null : last.slice(0, 64);
}
