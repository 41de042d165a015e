import { type Fault, type FaultCode, FaultError } from "../core/fault";
import { limitExceeded, namedCodes } from "./error-names";
import { credentialNames, remedies, settingDenials } from "./error-remedies";
import { iamAction } from "./services";

/** The call that failed. */
export interface FailedCall {
  readonly service: string;
  readonly operation: string;
  readonly region: string;
}

/**
 * What went wrong, in Standby's words. A name that nobody has classified is `unknown`: it is said as it is and never
 * retried. A name is looked at before the status, because EC2 reports a lack of machines with status 500.
 */
export function faultFrom(error: unknown, call: FailedCall): Fault {
  if (error instanceof FaultError) return error.fault;
  const seen = read(error);
  const code = codeOf(seen, call);
  const facts = {
    code,
    reason:
      seen.message || `AWS answered ${seen.name || "without a reason"} to ${iamAction(call.service, call.operation)}`,
    ...(seen.name && { awsError: seen.name }),
    ...(seen.requestId && { awsRequestId: seen.requestId }),
  };
  if (code === "denied") return { ...facts, ...denial(seen, call) };
  return { ...facts, remedy: remedyOf(code, seen, call) };
}

/** Seconds after which AWS asks to try again; null when it did not say. Lambda and HTTP's Retry-After do. */
export function retryAfterSeconds(error: unknown): number | null {
  const asked = field(error, "retryAfterSeconds") ?? field(field(field(error, "$response"), "headers"), "retry-after");
  const seconds = typeof asked === "string" || typeof asked === "number" ? Number(asked) : Number.NaN;
  return seconds >= 0 ? seconds : null;
}

interface SeenError {
  /** As AWS sent it. */
  readonly name: string;
  /** Without the prefix and suffix that differ between wire codes and SDK classes. */
  readonly plain: string;
  readonly message: string;
  readonly status: number | null;
  readonly requestId: string;
  /** Node's own: "ECONNRESET". */
  readonly system: string;
}

function read(error: unknown): SeenError {
  const metadata = field(error, "$metadata");
  const status = field(metadata, "httpStatusCode");
  const name = text(field(error, "name"));
  return {
    name,
    plain: plainName(name),
    message: sentence(error instanceof Error ? error.message : String(error)),
    status: typeof status === "number" ? status : null,
    requestId: text(field(metadata, "requestId")),
    system: text(field(error, "code")) || text(field(field(error, "cause"), "code")),
  };
}

function field(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** `Server.InsufficientInstanceCapacity`, `DBInstanceNotFoundFault`, `ThrottlingException`: the part that says it. */
function plainName(name: string): string {
  return name.replace(/^(Client|Server)\./, "").replace(/(Fault|Exception)$/, "");
}

/** One line without its full stop, and without the encoded blob that EC2 adds to a denial. */
function sentence(message: string): string {
  return message
    .replace(/\s*Encoded authorization failure message:.*$/s, "")
    .replace(/\s+/g, " ")
    .trim()
    .replace(/\.$/, "");
}

function codeOf(seen: SeenError, call: FailedCall): FaultCode {
  if (seen.plain === "LimitExceeded") return limitExceeded(call, seen.message);
  const named = namedCodes.get(seen.plain);
  if (named === "refused") return codeOfRefusal(seen);
  if (named) return named;
  // EC2 names the thing that is missing: InvalidInstanceID.NotFound, InvalidVolume.NotFound.
  if (seen.plain.endsWith(".NotFound")) return "gone";
  if (seen.status === 429) return "throttled";
  if (isNetworkTrouble(seen) || (seen.status !== null && seen.status >= 500)) return "transient";
  return "unknown";
}

const lackedAction = /does not have ([a-z0-9-]+:[A-Za-z0-9]+) permission/;

/** Services that have one name for every complaint say in the message which it is. */
function codeOfRefusal({ plain, message }: SeenError): FaultCode {
  const isGeneral = plain === "ValidationError" || plain === "Validation";
  // "RecordNotFound" is SageMaker's whole message for a notebook instance that is gone.
  if (isGeneral && /not ?found|does not exist|could not find/i.test(message)) return "gone";
  // SageMaker: "... DeleteEndpoint does not have application-autoscaling:DeregisterScalableTarget permission to ...".
  if (isGeneral && lackedAction.test(message)) return "denied";
  // SageMaker: "Cannot update in-progress endpoint", "Status (Pending) not in ([InService]). Unable to transition to".
  if (isGeneral && /in-progress|unable to transition/i.test(message)) return "busy";
  // Batch has one name for everything that is the caller's: "Cannot update, resource is being modified".
  if (plain === "Client" && /being modified/i.test(message)) return "busy";
  if (plain === "Client" && /not authorized to perform/i.test(message)) return "denied";
  // Lambda's answer when restored reserved concurrency no longer fits into the account's pool.
  if (message.includes("UnreservedConcurrentExecution")) return "quota";
  return "refused";
}

const systemErrors = new Set([
  "EAI_AGAIN",
  "ECONNABORTED",
  "ECONNREFUSED",
  "ECONNRESET",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENOTFOUND",
  "EPIPE",
  "ETIMEDOUT",
]);

function isNetworkTrouble({ plain, system }: SeenError): boolean {
  return systemErrors.has(system) || systemErrors.has(plain);
}

function denial(seen: SeenError, call: FailedCall): Pick<Fault, "remedy" | "action"> {
  const trouble = credentialNames.get(seen.plain) ?? settingDenials.find(({ says }) => says.test(seen.message))?.remedy;
  if (trouble) return { remedy: trouble };
  const named =
    /not authorized to perform:? ([a-z0-9-]+:[A-Za-z0-9]+)/.exec(seen.message)?.[1] ??
    lackedAction.exec(seen.message)?.[1];
  const action = named ?? iamAction(call.service, call.operation);
  return { action, remedy: denialRemedy(action, seen.message, call.region) };
}

function denialRemedy(action: string, message: string, region: string): string {
  if (/service control policy/i.test(message)) {
    return `A service control policy of the organization denies ${action} in ${region}; change it, or leave the region out`;
  }
  if (/explicit deny/i.test(message)) return `A policy denies ${action} explicitly; remove that statement`;
  if (action === "sts:AssumeRole") {
    return "Let the role's trust policy name the identity that Standby runs as, with the same external id, and let that identity's policy allow sts:AssumeRole on the role";
  }
  return `Add ${action} to the role that Standby uses in this account`;
}

function remedyOf(code: Exclude<FaultCode, "denied">, seen: SeenError, call: FailedCall): string {
  const named = remedies.get(`${call.service}:${seen.plain}`) ?? remedies.get(seen.plain);
  if (named) return named;
  switch (code) {
    case "throttled":
      return "Wait a little; other tools may be using up the same limit of the account";
    case "transient":
      return "Try again; if it stays, see the AWS Health Dashboard and the server's way to the internet";
    case "busy":
      return "Wait until AWS is done with the resource, then try again";
    case "gone":
      return "Scan the account again to see what is there now";
    case "refused":
      return "Change what AWS names in its answer, then try again";
    case "capacity":
      return "Try again later, or change the size or the Availability Zone";
    case "quota":
      return `Ask AWS for a higher quota of ${call.service} in ${call.region}, or free some of it`;
    case "unknown":
      return `Standby does not know this answer to ${iamAction(call.service, call.operation)} and has not tried again; look at the resource in the AWS console`;
  }
}
