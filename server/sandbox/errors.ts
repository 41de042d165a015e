/** Errors as the SDK's clients reject with them. */

export interface AwsErrorDetail {
  readonly status?: number;
  readonly fault?: "client" | "server";
  /** Fields that the error's own model has: `retryAfterSeconds`, `Type`. */
  readonly fields?: Readonly<Record<string, string>>;
}

export interface AwsError extends Error {
  $fault: "client" | "server";
  $metadata: { httpStatusCode: number; requestId: string; attempts: number; totalRetryDelay: number };
}

/** An error in the shape of an SDK ServiceException. The sandbox fills in the request id. */
export function awsError(name: string, message: string, detail: AwsErrorDetail = {}): AwsError {
  const status = detail.status ?? 400;
  const error = Object.assign(new Error(message), {
    $fault: detail.fault ?? (status >= 500 ? ("server" as const) : ("client" as const)),
    $metadata: { httpStatusCode: status, requestId: "", attempts: 1, totalRetryDelay: 0 },
    ...detail.fields,
  });
  error.name = name;
  return error;
}

export function isAwsError(error: unknown): error is AwsError {
  return error instanceof Error && "$metadata" in error;
}

/** A call that reached AWS and whose answer was lost: what Node's HTTP handler makes of a reset connection. */
export function lostAnswer(): Error {
  const error = Object.assign(new Error("socket hang up"), { code: "ECONNRESET" });
  error.name = "TimeoutError";
  return error;
}
