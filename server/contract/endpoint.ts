import type { z } from "zod";
import type { Permission } from "../core/actor";

/**
 * One endpoint of the wire, declared once. The handler, the browser's client, the OpenAPI document and the contract
 * tests all derive from it.
 */
export interface Endpoint<
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
  Response extends z.ZodType = z.ZodType,
> {
  /** Verb first: "listResources". */
  readonly id: string;
  readonly method: "GET" | "POST" | "PATCH" | "DELETE";
  /** Below /api/v1, with `{id}` for parameters. */
  readonly path: string;
  readonly summary: string;
  /** `public` needs no identity at all. */
  readonly permission: Permission | "public";
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  /** Where it is not 1. */
  readonly bodyAtMostMiB?: number;
  readonly status: 200 | 201 | 202 | 204;
  readonly response: Response;
  /** Answers with a stream of server-sent events instead of `response`. */
  readonly stream?: boolean;
  /** As what else it answers where `format` says so, with the same figures as `response`. */
  readonly files?: readonly ("text/csv" | "text/html")[];
}

export function defineEndpoint<
  Params extends z.ZodType,
  Query extends z.ZodType,
  Body extends z.ZodType,
  Response extends z.ZodType,
>(endpoint: Endpoint<Params, Query, Body, Response>): Endpoint<Params, Query, Body, Response> {
  return endpoint;
}

export type ParamsOf<E> = E extends Endpoint<infer P, z.ZodType, z.ZodType, z.ZodType> ? z.output<P> : never;
export type QueryOf<E> = E extends Endpoint<z.ZodType, infer Q, z.ZodType, z.ZodType> ? z.output<Q> : never;
export type BodyOf<E> = E extends Endpoint<z.ZodType, z.ZodType, infer B, z.ZodType> ? z.output<B> : never;
export type ResponseOf<E> = E extends Endpoint<z.ZodType, z.ZodType, z.ZodType, infer R> ? z.output<R> : never;
