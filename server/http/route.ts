import type { Endpoint } from "../contract/endpoint";
import type { streamOperation } from "../contract/operations";
import { getApp } from "../runtime/running";
import type { ExportedFile } from "../usecases/present/report-file";
import type { Perform } from "./app";
import { handleFile } from "./export";
import { type Asked, handle, methodNotAllowed, notFound, type RouteHandler } from "./handle";
import { handleStream } from "./stream";

export { methodNotAllowed, notFound };

/** The handler of an endpoint, bound to the running application: `export const GET = route(endpoints.listResources)`. */
export function route<E extends Endpoint>(endpoint: E, perform?: Perform<E>): RouteHandler {
  return handle(endpoint, getApp, perform);
}

export function fileRoute<E extends Endpoint>(
  endpoint: E,
  fileOf: (asked: Asked<E>) => Promise<ExportedFile>,
): RouteHandler {
  return handleFile(endpoint, getApp, fileOf);
}

export function streamRoute(endpoint: typeof streamOperation): RouteHandler {
  return handleStream(endpoint, getApp);
}
