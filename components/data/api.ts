import type { z } from "zod";
import type { WireProblem } from "@/server/contract/common";
import type { ParamsOf, QueryOf, ResponseOf } from "@/server/contract/endpoint";
import { type EndpointId, endpointTable, type WireEndpoints } from "./endpoint-table";

/** A part of a request: may be left out when every field of it may. */
type Part<Name extends string, Value> =
  Record<never, never> extends Value ? { readonly [Key in Name]?: Value } : { readonly [Key in Name]: Value };

export type CallInput<Id extends EndpointId> = Part<"params", ParamsOf<WireEndpoints[Id]>> &
  Part<"query", Partial<QueryOf<WireEndpoints[Id]>>> &
  Part<"body", z.input<WireEndpoints[Id]["body"]>> & { readonly signal?: AbortSignal };

export type CallAnswer<Id extends EndpointId> = ResponseOf<WireEndpoints[Id]>;

/**
 * Calls one endpoint: `call("getResource", { params: { id } })`.
 * @throws ApiProblem for every answer that is not a success, and when no answer came (code `unreachable`).
 */
export async function call<Id extends EndpointId>(id: Id, input: CallInput<Id>): Promise<CallAnswer<Id>> {
  const request: LooseInput = input;
  const [method] = endpointTable[id];
  const response = await send(urlOf(id, request), {
    ...payload(method, request.body),
    ...(request.signal ? { signal: request.signal } : {}),
    method,
    credentials: "same-origin",
    cache: "no-store",
  });
  if (!response.ok) throw new ApiProblem(await readProblem(response));
  if (response.status === 204) return {} as CallAnswer<Id>;
  return (await response.json()) as CallAnswer<Id>;
}

/** The address of an endpoint: its path with the parameters filled in, and the query. */
export function urlOf(id: EndpointId, input: Pick<LooseInput, "params" | "query">): string {
  const [, path] = endpointTable[id];
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String(input.params?.[name] ?? "")),
  );
  const search = searchOf(input.query ?? {});
  return `/api/v1${filled}${search === "" ? "" : `?${search}`}`;
}

/** What went wrong, as the server said it (RFC 9457). `problem.code` is stable; `problem.detail` is for people. */
export class ApiProblem extends Error {
  constructor(readonly problem: WireProblem) {
    super(problem.detail);
    this.name = "ApiProblem";
  }
}

interface LooseInput {
  readonly params?: Readonly<Record<string, unknown>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
  readonly signal?: AbortSignal;
}

/** The server takes a change from a browser only as JSON, so that no form of a foreign page can send one. */
function payload(method: string, body: unknown): RequestInit {
  if (method === "GET") return {};
  return { headers: { "content-type": "application/json" }, body: JSON.stringify(body ?? {}) };
}

async function send(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (error) {
    if (init.signal?.aborted) throw error;
    throw new ApiProblem(localProblem(url, 0, "unreachable", "Standby does not answer. Is the server running?"));
  }
}

async function readProblem(response: Response): Promise<WireProblem> {
  const body: unknown = await response.json().catch(() => null);
  if (isProblem(body)) return body;
  const detail = `Something between here and Standby answered ${response.status}.`;
  return localProblem(response.url, response.status, "unexpected-answer", detail);
}

function isProblem(body: unknown): body is WireProblem {
  return typeof body === "object" && body !== null && "code" in body && "detail" in body && "requestId" in body;
}

function localProblem(instance: string, status: number, code: string, detail: string): WireProblem {
  const retryable = status === 0 || status >= 500;
  return { type: "about:blank", title: detail, status, detail, instance, code, requestId: "", retryable, errors: [] };
}

function searchOf(query: Readonly<Record<string, unknown>>): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== null) search.append(key, String(one));
    }
  }
  return search.toString();
}
