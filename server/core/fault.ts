/**
 * Everything that can go wrong, as a closed list. A fault says what happened, whether trying again helps,
 * and what a person can do about it.
 */

export const faultCodes = [
  "throttled", // AWS asked to slow down
  "transient", // 5xx, network, timeout: the call may or may not have happened
  "busy", // the resource is in the middle of something else; look again
  "denied", // a permission is missing; `action` names it
  "gone", // the resource does not exist any more
  "refused", // AWS will not do this to this resource
  "capacity", // AWS has no machines of this kind right now
  "quota", // an account limit or a daily budget is used up
  "unknown", // an error name nobody has classified yet: never retried, never guessed at
] as const;
export type FaultCode = (typeof faultCodes)[number];

export interface Fault {
  readonly code: FaultCode;
  /** One calm sentence: what AWS said or what was found. */
  readonly reason: string;
  /** One sentence: what to do. Empty when nothing can be done. */
  readonly remedy: string;
  /** The IAM action that is missing, for `denied`. */
  readonly action?: string;
  /** The error name as AWS sent it. */
  readonly awsError?: string;
  readonly awsRequestId?: string;
}

/** A fault that is thrown. Everything below the engine throws these and nothing else on purpose. */
export class FaultError extends Error {
  constructor(readonly fault: Fault) {
    super(fault.reason);
    this.name = "FaultError";
  }

  /** By name: Next bundles the start, pages and routes apart, so one process holds several copies of this class. */
  static override [Symbol.hasInstance](value: unknown): value is FaultError {
    return value instanceof Error && value.name === "FaultError" && "fault" in value;
  }
}

/** True where the same call may succeed without anybody doing anything. */
export function isRetryable(code: FaultCode): boolean {
  return code === "throttled" || code === "transient" || code === "busy";
}

/** A request that Standby itself turns down: becomes a problem document on the wire. */
export const refusalCodes = [
  "invalid",
  "not-found",
  "unauthenticated",
  "forbidden",
  "conflict",
  "plan-stale",
  "plan-expired",
  "unconfirmed",
  "too-many-requests",
  "unavailable",
] as const;
export type RefusalCode = (typeof refusalCodes)[number];

export interface FieldError {
  /** JSON pointer to the field. */
  readonly pointer: string;
  readonly detail: string;
}

export class RefusalError extends Error {
  constructor(
    readonly code: RefusalCode,
    message: string,
    readonly errors: readonly FieldError[] = [],
    readonly retryAfterSeconds?: number,
  ) {
    super(message);
    this.name = "RefusalError";
  }

  /** By name, as for FaultError. */
  static override [Symbol.hasInstance](value: unknown): value is RefusalError {
    return value instanceof Error && value.name === "RefusalError" && "code" in value;
  }
}

export function assertNever(value: never): never {
  throw new Error(`Impossible value: ${JSON.stringify(value)}`);
}
