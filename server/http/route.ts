import type { Endpoint } from "../contract/endpoint";
import type { streamOperation } from "../contract/operations";
import type { reportOperation } from "../contract/report";
import { getApp } from "../runtime/running";
import type { Perform } from "./app";
import { handle, methodNotAllowed, notFound, type RouteHandler } from "./handle";
import { handleReport } from "./report";
import { handleStream } from "./stream";

export { methodNotAllowed, notFound };

/** The handler of an endpoint, bound to the running application: `export const GET = route(endpoints.listResources)`. */
export function route<E extends Endpoint>(endpoint: E, perform?: Perform<E>): RouteHandler {
  return handle(endpoint, getApp, perform);
}

export function reportRoute(endpoint: typeof reportOperation): RouteHandler {
  return handleReport(endpoint, getApp);
}

export function streamRoute(endpoint: typeof streamOperation): RouteHandler {
  return handleStream(endpoint, getApp);
}
