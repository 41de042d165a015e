import type { WireProblem } from "../contract/common";
import {
  assertNever,
  type Fault,
  FaultError,
  type FieldError,
  isRetryable,
  type RefusalCode,
  RefusalError,
} from "../core/fault";

const refusalStatus: Readonly<Record<RefusalCode, number>> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  "not-found": 404,
  conflict: 409,
  "plan-stale": 409,
  "plan-expired": 409,
  unconfirmed: 409,
  "too-many-requests": 429,
  unavailable: 503,
};

const refusalTitle: Readonly<Record<RefusalCode, string>> = {
  invalid: "The request is not well-formed",
  unauthenticated: "Nobody is signed in",
  forbidden: "Not allowed",
  "not-found": "Not found",
  conflict: "In conflict with what is there",
  "plan-stale": "The plan no longer fits",
  "plan-expired": "The plan is too old",
  unconfirmed: "Not confirmed yet",
  "too-many-requests": "Too many requests",
  unavailable: "Not available at the moment",
};

interface Asked {
  readonly requestId: string;
  readonly path: string;
}

/** The answer to a request that went wrong: a problem document (RFC 9457). An unknown error tells nothing of itself. */
export function problemResponse(error: unknown, asked: Asked): Response {
  if (error instanceof RefusalError) return refusalResponse(error, asked);
  if (error instanceof FaultError) return faultResponse(error.fault, asked);
  return respond(asked, {
    status: 500,
    code: "internal",
    title: "Something went wrong inside Standby",
    detail: `The server's log has the reason, under request ${asked.requestId}.`,
    retryable: false,
  });
}

/** True when the error is one of the two that are thrown on purpose. */
export function isExpected(error: unknown): boolean {
  return error instanceof RefusalError || error instanceof FaultError;
}

export function methodNotAllowedResponse(asked: Asked, allow: string): Response {
  const detail = `This address takes ${allow} only.`;
  const title = "Method not allowed";
  return respond(asked, {
    status: 405,
    code: "method-not-allowed",
    title,
    detail,
    retryable: false,
    headers: { allow },
  });
}

function refusalResponse({ code, message, errors, retryAfterSeconds }: RefusalError, asked: Asked): Response {
  return respond(asked, {
    status: refusalStatus[code],
    code,
    title: refusalTitle[code],
    detail: message,
    retryable: code === "too-many-requests" || code === "unavailable",
    errors,
    headers: {
      ...(retryAfterSeconds === undefined ? {} : { "retry-after": String(retryAfterSeconds) }),
      ...(code === "unauthenticated" ? { "www-authenticate": "Bearer" } : {}),
    },
  });
}

function faultResponse(fault: Fault, asked: Asked): Response {
  return respond(asked, {
    status: faultStatus(fault),
    code: `aws-${fault.code}`,
    title: "AWS did not do it",
    detail: [fault.reason, fault.remedy].filter((part) => part !== "").join(" "),
    retryable: isRetryable(fault.code),
  });
}

function faultStatus({ code }: Fault): number {
  switch (code) {
    case "throttled":
    case "transient":
    case "capacity":
    case "quota":
      return 503;
    case "busy":
    case "refused":
      return 409;
    case "gone":
      return 404;
    case "denied":
    case "unknown":
      return 502;
    default:
      return assertNever(code);
  }
}

interface Problem {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly retryable: boolean;
  readonly errors?: readonly FieldError[];
  readonly headers?: Readonly<Record<string, string>>;
}

function respond({ requestId, path }: Asked, { headers = {}, errors = [], ...problem }: Problem): Response {
  const body: WireProblem = {
    type: `urn:standby:problem:${problem.code}`,
    title: problem.title,
    status: problem.status,
    detail: problem.detail,
    instance: path,
    code: problem.code,
    requestId,
    retryable: problem.retryable,
    errors: [...errors],
  };
  return new Response(JSON.stringify(body), {
    status: problem.status,
    headers: {
      ...headers,
      "content-type": "application/problem+json",
      "cache-control": "no-store",
      "x-request-id": requestId,
    },
  });
}
