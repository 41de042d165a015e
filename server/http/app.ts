import type { Access } from "../access/access";
import type { BodyOf, Endpoint, ParamsOf, QueryOf, ResponseOf } from "../contract/endpoint";
import type { endpoints } from "../contract/endpoints";
import type { WireOperationEvent } from "../contract/operations";
import type { Clock, NewId } from "../core/ports";
import type { Context } from "../usecases/context";
import type { ExportedFile } from "../usecases/present/report-file";

/** What the HTTP layer needs of the application. */
export interface HttpApp {
  readonly clock: Clock;
  readonly newId: NewId;
  readonly log: Log;
  readonly access: Access;
  readonly usecases: UseCases;
}

/** The part of pino that is used. */
export interface Log {
  info(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export interface InputOf<E> {
  readonly params: ParamsOf<E>;
  readonly query: QueryOf<E>;
  readonly body: BodyOf<E>;
}

type Endpoints = typeof endpoints;
/** Answered by the HTTP layer and `access` themselves, or not a plain call. */
type Special = "healthz" | "me" | "setup" | "streamOperation";

/** What they give is the file itself, in the form that was asked for. */
type Files = "exportCosts" | "exportSavings";

/** One use case per endpoint, under the endpoint's id. */
export type UseCases = {
  readonly [Id in Exclude<keyof Endpoints, Special>]: (
    ctx: Context,
    input: InputOf<Endpoints[Id]>,
  ) => Promise<Id extends Files ? ExportedFile : ResponseOf<Endpoints[Id]>>;
} & { readonly streamOperation: StreamOperation };

/** @throws RefusalError not-found, from the call or from the first step of the iteration */
export type StreamOperation = (
  ctx: Context,
  input: Pick<InputOf<Endpoints["streamOperation"]>, "params" | "query"> & {
    /** Number of the last event the caller has; 0 when it has none. */
    readonly lastEventId: number;
    /** Aborted when the caller is gone. */
    readonly signal: AbortSignal;
  },
) => AsyncIterable<WireOperationEvent>;

export interface Reply<Body> {
  readonly body: Body;
  /** Where it is not the endpoint's own. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Does what an endpoint is for. */
export type Perform<E extends Endpoint> = (
  app: HttpApp,
  ctx: Context,
  input: InputOf<E>,
  request: Request,
) => Promise<Reply<ResponseOf<E>>>;
