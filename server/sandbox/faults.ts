import type { AwsCall } from "../aws/door";
import type { SandboxFault } from "./contract";
import { awsError } from "./errors";

/** Decides for each call whether a fault is due. Counts are kept per rule. */
export interface FaultPlan {
  next(call: AwsCall): SandboxFault["fault"] | null;
}

export function createFaultPlan(rules: readonly SandboxFault[]): FaultPlan {
  const counted = rules.map((rule) => ({ rule, fits: 0 }));
  return {
    next(call) {
      for (const entry of counted) {
        if (!fits(entry.rule, call)) continue;
        entry.fits += 1;
        if (isActive(entry.rule, entry.fits)) return entry.rule.fault;
      }
      return null;
    },
  };
}

/** Only a start can find no machine, so `capacity` passes all else by. */
const needsCapacity = ["StartInstances", "StartDBInstance"];

function fits(rule: SandboxFault, call: AwsCall): boolean {
  if (rule.service !== "*" && rule.service !== call.service) return false;
  if (rule.operation !== "*" && rule.operation !== call.operation) return false;
  if (rule.region !== undefined && rule.region !== call.region) return false;
  if (rule.fault === "capacity" && !needsCapacity.includes(call.operation)) return false;
  return rule.match === undefined || JSON.stringify(call.input).includes(rule.match);
}

function isActive(rule: SandboxFault, count: number): boolean {
  if (rule.nth !== undefined) return count === rule.nth;
  return rule.first === undefined || count <= rule.first;
}

interface Words {
  readonly throttle: readonly [name: string, status: number];
  readonly denied: readonly [name: string, status: number];
  readonly error500: string;
}

/** Each service has words of its own for the same thing; most are those of the query protocol. */
const queryWords: Words = { throttle: ["Throttling", 400], denied: ["AccessDenied", 403], error500: "InternalFailure" };

const words: Readonly<Record<string, Words>> = {
  ec2: { throttle: ["RequestLimitExceeded", 503], denied: ["UnauthorizedOperation", 403], error500: "InternalError" },
  cloudwatch: { ...queryWords, error500: "InternalServiceFault" },
  ecs: {
    throttle: ["ThrottlingException", 400],
    denied: ["AccessDeniedException", 400],
    error500: "ServerException",
  },
  "application-autoscaling": {
    throttle: ["ThrottlingException", 400],
    denied: ["AccessDeniedException", 400],
    error500: "InternalServiceException",
  },
  ce: {
    throttle: ["LimitExceededException", 400],
    denied: ["AccessDeniedException", 400],
    error500: "InternalFailure",
  },
  lambda: {
    throttle: ["TooManyRequestsException", 429],
    denied: ["AccessDeniedException", 403],
    error500: "ServiceException",
  },
  sagemaker: {
    throttle: ["ThrottlingException", 400],
    denied: ["AccessDeniedException", 400],
    error500: "InternalFailure",
  },
  tag: {
    throttle: ["ThrottledException", 400],
    denied: ["AccessDeniedException", 400],
    error500: "InternalServiceException",
  },
};

/** The error that a service answers with. `lost` is none: the world does it first. */
export function faultError(fault: Exclude<SandboxFault["fault"], "lost">, call: AwsCall, identityArn: string): Error {
  const { throttle, denied, error500 } = words[call.service] ?? queryWords;
  switch (fault) {
    case "throttle": {
      const message = call.service === "ec2" ? "Request limit exceeded." : "Rate exceeded";
      const fields = call.service === "lambda" ? { retryAfterSeconds: "1" } : {};
      return awsError(throttle[0], message, { status: throttle[1], fields });
    }
    case "denied":
      return awsError(denied[0], deniedMessage(call, identityArn), { status: denied[1] });
    case "error500":
      return awsError(error500, "An internal error has occurred", { status: 500 });
    case "capacity":
      return capacityError(call);
  }
}

function deniedMessage(call: AwsCall, identityArn: string): string {
  const action = `${call.service}:${call.operation}`;
  const reason = `User: ${identityArn} is not authorized to perform: ${action} because no identity-based policy allows the ${action} action`;
  return call.service === "ec2" ? `You are not authorized to perform this operation. ${reason}.` : reason;
}

function capacityError(call: AwsCall): Error {
  if (call.service === "rds") {
    return awsError("InsufficientDBInstanceCapacityFault", "The requested DB instance class is not available now.");
  }
  const message = "We currently do not have sufficient capacity in the Availability Zone you requested.";
  return awsError("InsufficientInstanceCapacity", message, { status: 500 });
}
