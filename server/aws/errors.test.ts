import { describe, expect, test } from "vitest";
import { type FaultCode, FaultError } from "../core/fault";
import { faultFrom, retryAfterSeconds } from "./errors";

function awsError(name: string, message = "AWS says so.", status = 400): Error {
  const error = Object.assign(new Error(message), { $metadata: { httpStatusCode: status, requestId: "req-1" } });
  error.name = name;
  return error;
}

const call = { service: "ec2", operation: "StopInstances", region: "eu-central-1" };
const codeOf = (service: string, name: string, message?: string, status?: number) =>
  faultFrom(awsError(name, message, status), { ...call, service }).code;

describe("error names by service", () => {
  const table: readonly [service: string, code: FaultCode, names: readonly string[]][] = [
    ["apigateway", "busy", ["ConflictException"]],
    ["apigateway", "denied", ["UnauthorizedException"]],
    ["apigateway", "gone", ["NotFoundException"]],
    ["apigateway", "refused", ["BadRequestException"]],
    ["apigateway", "throttled", ["LimitExceededException", "TooManyRequestsException"]],
    ["apigateway", "transient", ["ServiceUnavailableException"]],
    ["apprunner", "busy", ["InvalidStateException"]],
    ["apprunner", "refused", ["InvalidRequestException"]],
    ["apprunner", "transient", ["InternalServiceErrorException"]],
    [
      "appstream",
      "busy",
      ["ConcurrentModificationException", "ResourceInUseException", "ResourceNotAvailableException"],
    ],
    [
      "appstream",
      "refused",
      [
        "IncompatibleImageException",
        "InvalidAccountStatusException",
        "InvalidRoleException",
        "OperationNotPermittedException",
      ],
    ],
    ["appstream", "throttled", ["RequestLimitExceededException"]],
    ["backup", "gone", ["ResourceNotFoundException"]],
    ["backup", "refused", ["InvalidParameterValueException", "MissingParameterValueException"]],
    ["bedrock", "transient", ["InternalServerException"]],
    ["dax", "gone", ["ClusterNotFoundFault"]],
    ["dax", "refused", ["InvalidParameterCombinationException", "ServiceLinkedRoleNotFoundFault"]],
    ["directconnect", "refused", ["DirectConnectClientException"]],
    ["directconnect", "transient", ["DirectConnectServerException"]],
    ["ec2", "busy", ["IncorrectInstanceState", "IncorrectState"]],
    ["events", "busy", ["ConcurrentModificationException"]],
    ["events", "refused", ["ManagedRuleException", "InvalidEventPatternException"]],
    ["events", "transient", ["InternalException"]],
    ["glue", "busy", ["ConcurrentModificationException", "ConcurrentRunsExceededException"]],
    ["glue", "busy", ["SchedulerTransitioningException", "SchedulerRunningException", "SchedulerNotRunningException"]],
    ["glue", "gone", ["EntityNotFoundException"]],
    ["glue", "quota", ["ResourceNumberLimitExceededException"]],
    ["glue", "refused", ["InvalidInputException", "NoScheduleException"]],
    ["glue", "transient", ["OperationTimeoutException", "InternalServiceException"]],
    [
      "ec2",
      "refused",
      [
        "UnsupportedOperation",
        "UnsupportedHibernationConfiguration",
        "OperationNotPermitted",
        "InvalidInstanceID.Malformed",
        "InvalidParameterValue",
        "InvalidParameterCombination",
        "MissingParameter",
        "DryRunOperation",
      ],
    ],
    [
      "ec2",
      "gone",
      [
        "InvalidInstanceID.NotFound",
        "InvalidVolume.NotFound",
        "InvalidAllocationID.NotFound",
        "InvalidSpotInstanceRequestID.NotFound",
      ],
    ],
    [
      "ec2",
      "capacity",
      [
        "InsufficientInstanceCapacity",
        "Server.InsufficientInstanceCapacity",
        "InsufficientHostCapacity",
        "SpotMaxPriceTooLow",
      ],
    ],
    ["ec2", "quota", ["InstanceLimitExceeded", "VcpuLimitExceeded", "MaxSpotInstanceCountExceeded"]],
    ["ec2", "throttled", ["RequestLimitExceeded", "Client.RequestLimitExceeded", "EC2ThrottledException"]],
    ["ec2", "denied", ["UnauthorizedOperation", "AuthFailure", "OptInRequired"]],
    ["ec2", "transient", ["InternalError", "Unavailable", "ServiceUnavailable"]],
    [
      "autoscaling",
      "busy",
      [
        "ResourceContention",
        "ResourceContentionFault",
        "ScalingActivityInProgress",
        "ScalingActivityInProgressFault",
        "ResourceInUse",
        "ResourceInUseFault",
      ],
    ],
    ["autoscaling", "quota", ["LimitExceeded", "LimitExceededFault"]],
    ["autoscaling", "refused", ["ValidationError", "InvalidNextToken"]],
    ["autoscaling", "throttled", ["Throttling"]],
    [
      "rds",
      "busy",
      [
        "InvalidDBInstanceState",
        "InvalidDBInstanceStateFault",
        "InvalidDBClusterStateFault",
        "InvalidDBShardGroupState",
      ],
    ],
    ["rds", "gone", ["DBInstanceNotFound", "DBInstanceNotFoundFault", "DBClusterNotFoundFault"]],
    ["rds", "capacity", ["InsufficientDBInstanceCapacity", "InsufficientDBInstanceCapacityFault"]],
    ["rds", "quota", ["SnapshotQuotaExceeded", "SnapshotQuotaExceededFault", "StorageQuotaExceeded"]],
    [
      "rds",
      "refused",
      [
        "KMSKeyNotAccessibleFault",
        "InvalidSubnet",
        "DBSubnetGroupDoesNotCoverEnoughAZs",
        "InvalidVPCNetworkStateFault",
        "VpcEncryptionControlViolationException",
        "DBSnapshotAlreadyExists",
      ],
    ],
    ["ecs", "gone", ["ServiceNotFoundException", "ServiceNotActiveException", "ClusterNotFoundException"]],
    ["ecs", "refused", ["InvalidParameterException", "ClientException", "UnsupportedFeatureException"]],
    ["ecs", "busy", ["UpdateInProgressException"]],
    ["ecs", "denied", ["AccessDeniedException"]],
    ["ecs", "transient", ["ServerException"]],
    ["ecs", "throttled", ["ThrottlingException"]],
    ["lambda", "busy", ["ResourceConflictException", "ResourceInUseException", "ResourceNotReadyException"]],
    ["lambda", "gone", ["ResourceNotFoundException", "ProvisionedConcurrencyConfigNotFoundException"]],
    ["lambda", "refused", ["InvalidParameterValueException"]],
    ["lambda", "throttled", ["TooManyRequestsException"]],
    ["lambda", "transient", ["ServiceException"]],
    ["cloudwatch", "gone", ["ResourceNotFound", "ResourceNotFoundException"]],
    ["cloudwatch", "quota", ["LimitExceededFault", "LimitExceededException"]],
    ["cloudwatch", "transient", ["InternalServiceFault"]],
    ["application-autoscaling", "busy", ["ConcurrentUpdateException"]],
    [
      "application-autoscaling",
      "refused",
      ["ValidationException", "FailedResourceAccessException", "InvalidNextTokenException"],
    ],
    ["application-autoscaling", "gone", ["ObjectNotFoundException"]],
    ["application-autoscaling", "quota", ["LimitExceededException"]],
    ["application-autoscaling", "transient", ["InternalServiceException"]],
    [
      "sts",
      "denied",
      ["AccessDenied", "ExpiredTokenException", "ExpiredToken", "RegionDisabledException", "InvalidClientTokenId"],
    ],
    ["sts", "refused", ["PackedPolicyTooLarge", "MalformedPolicyDocument", "MalformedPolicyDocumentException"]],
    ["tag", "throttled", ["ThrottledException"]],
    ["tag", "transient", ["PaginationTokenExpiredException"]],
    ["ce", "denied", ["AccessDeniedException"]],
    [
      "ce",
      "refused",
      [
        "BillExpirationException",
        "BillingViewHealthStatusException",
        "DataUnavailableException",
        "InvalidNextTokenException",
        "RequestChangedException",
        "UnresolvableUsageUnitException",
        "ValidationException",
      ],
    ],
    ["ce", "throttled", ["LimitExceededException"]],
    ["dynamodb", "busy", ["LimitExceededException", "ResourceInUseException"]],
    ["kinesis", "busy", ["ResourceInUseException"]],
    ["kinesis", "gone", ["ResourceNotFoundException"]],
    ["kinesis", "refused", ["InvalidArgumentException", "ValidationException"]],
    ["kinesis", "transient", ["ExpiredNextTokenException"]],
    ["logs", "busy", ["LimitExceededException", "OperationAbortedException"]],
  ];
  const rows = table.flatMap(([service, code, names]) => names.map((name) => [service, name, code] as const));

  test.each(rows)("%s %s is %s", (service, name, code) => {
    expect(codeOf(service, name)).toBe(code);
  });

  test("a name is looked at before the status: no machines is not an error of the server", () => {
    expect(codeOf("ec2", "InsufficientInstanceCapacity", "none", 500)).toBe("capacity");
    expect(codeOf("autoscaling", "ResourceContentionFault", "pending update", 500)).toBe("busy");
  });

  test("a general complaint is told apart by its message", () => {
    expect(codeOf("autoscaling", "ValidationError", "AutoScalingGroup name not found - null")).toBe("gone");
    expect(codeOf("sagemaker", "ValidationException", 'Could not find endpoint "arn:aws:sagemaker:x".')).toBe("gone");
    expect(codeOf("sagemaker", "ValidationException", "RecordNotFound")).toBe("gone");
    const moving = "Status (Pending) not in ([InService]). Unable to transition to (Stopping) for Notebook Instance";
    expect(codeOf("sagemaker", "ValidationException", moving)).toBe("busy");
    expect(codeOf("sagemaker", "ValidationException", "Cannot update in-progress endpoint")).toBe("busy");
    expect(codeOf("batch", "ClientException", "Cannot update, resource is being modified.")).toBe("busy");
    expect(codeOf("batch", "ClientException", "User: x is not authorized to perform: iam:PassRole")).toBe("denied");
    expect(codeOf("batch", "ClientException", "minvCpus must not be greater than maxvCpus.")).toBe("refused");
    const pool = "decreases account's UnreservedConcurrentExecution below its minimum value of [100].";
    expect(codeOf("lambda", "InvalidParameterValueException", pool)).toBe("quota");
    expect(codeOf("kinesis", "LimitExceededException", "Rate exceeded for stream orders")).toBe("throttled");
    expect(codeOf("kinesis", "LimitExceededException", "Only 10 updates in 24 hours")).toBe("quota");
    expect(
      codeOf("kinesis", "LimitExceededException", "This request would exceed the shard limit for the account"),
    ).toBe("quota");
    const switched = "Subscriber limit exceeded: Update to PayPerRequest mode are limited to once in 1 day(s)";
    expect(codeOf("dynamodb", "LimitExceededException", switched)).toBe("quota");
    const many = "Subscriber limit exceeded: Only 10 tables can be created, updated, or deleted simultaneously";
    expect(codeOf("dynamodb", "LimitExceededException", many)).toBe("busy");
  });

  test("a read of Kinesis has no quota but its rate, whatever it says", () => {
    const list = { ...call, service: "kinesis", operation: "ListStreams" };
    expect(faultFrom(awsError("LimitExceededException", "too much"), list).code).toBe("throttled");
  });

  test("a permission that is missing for what goes along with a call is named", () => {
    const message =
      "An Application AutoScaling scalable target exists for a variant being deleted, and the IAM identity used to invoke DeleteEndpoint does not have application-autoscaling:DeregisterScalableTarget permission to deregister the scalable target.";
    const failed = { ...call, service: "sagemaker", operation: "DeleteEndpoint" };
    const action = "application-autoscaling:DeregisterScalableTarget";
    expect(faultFrom(awsError("ValidationException", message), failed)).toMatchObject({ code: "denied", action });
  });

  test("an unknown name is unknown, unless its status says more", () => {
    expect(codeOf("ec2", "BrandNewTrouble")).toBe("unknown");
    expect(codeOf("ec2", "BrandNewTrouble", "x", 503)).toBe("transient");
    expect(codeOf("ec2", "BrandNewTrouble", "x", 429)).toBe("throttled");
    expect(codeOf("lambda", "KMSNotFoundException")).toBe("refused");
    expect(faultFrom("a text", call)).toMatchObject({ code: "unknown", reason: "a text" });
  });
});

test("a name that two services share has the remedy of the service that answered", () => {
  const remedyAt = (service: string) =>
    faultFrom(awsError("OperationNotPermittedException", "x"), { ...call, service }).remedy;
  expect(remedyAt("ec2")).toMatch(/stop protection in EC2/);
  expect(remedyAt("appstream")).not.toMatch(/EC2/);
});

describe("trouble on the way", () => {
  test.each(["ECONNRESET", "ETIMEDOUT", "EAI_AGAIN", "ECONNREFUSED", "EPIPE"])("%s is transient", (code) => {
    expect(faultFrom(Object.assign(new Error("socket hang up"), { code }), call).code).toBe("transient");
    expect(faultFrom(new Error("wrapped", { cause: { code } }), call).code).toBe("transient");
  });

  test("a timeout is transient", () => {
    expect(faultFrom(Object.assign(new Error("too slow"), { name: "TimeoutError" }), call).code).toBe("transient");
  });
});

describe("a denial", () => {
  const user = "User: arn:aws:sts::111122223333:assumed-role/standby/s is not authorized to perform:";

  test("names the call's own action where AWS names none", () => {
    const fault = faultFrom(
      awsError("UnauthorizedOperation", "You are not authorized to perform this operation."),
      call,
    );
    expect(fault).toMatchObject({
      action: "ec2:StopInstances",
      remedy: "Add ec2:StopInstances to the role that Standby uses in this account",
    });
  });

  test("names the action that AWS names", () => {
    const fault = faultFrom(awsError("AccessDenied", `${user} kms:CreateGrant on resource: arn:aws:kms:x`), call);
    expect(fault.action).toBe("kms:CreateGrant");
  });

  test("uses the permission's own name for the tagging API", () => {
    const denied = awsError("AccessDeniedException", "no");
    const fault = faultFrom(denied, { ...call, service: "tag", operation: "GetResources" });
    expect(fault.action).toBe("tag:GetResources");
  });

  test("of a role to assume speaks of its trust policy and external id", () => {
    const denied = awsError("AccessDenied", `${user} sts:AssumeRole on resource: arn:aws:iam::1:role/x`, 403);
    const fault = faultFrom(denied, call);
    expect(fault).toMatchObject({ code: "denied", action: "sts:AssumeRole" });
    expect(fault.remedy).toMatch(/trust policy.*external id/);
  });

  test("by the organization is not healed by the role", () => {
    const scp = `${user} ec2:StopInstances with an explicit deny in a service control policy`;
    expect(faultFrom(awsError("UnauthorizedOperation", scp), call).remedy).toMatch(/service control policy/);
    const explicit = `${user} ec2:StopInstances with an explicit deny in an identity-based policy`;
    expect(faultFrom(awsError("UnauthorizedOperation", explicit), call).remedy).toMatch(/remove that statement/);
  });

  test("for want of credentials names no permission", () => {
    const fault = faultFrom(awsError("CredentialsProviderError", "Could not load credentials"), call);
    expect(fault).toMatchObject({ code: "denied", remedy: expect.stringContaining("credentials") });
    expect(fault).not.toHaveProperty("action");
  });

  test.each([
    ["User not enabled for cost explorer access", /Open Cost Explorer once/],
    ["Linked account doesn't have access to cost explorer.", /linked accounts access/],
  ])("by a setting of the bill names no permission: %s", (message, remedy) => {
    const asked = { service: "ce", operation: "GetCostAndUsage", region: "us-east-1" };
    const fault = faultFrom(awsError("AccessDeniedException", message), asked);
    expect(fault).toMatchObject({ code: "denied", remedy: expect.stringMatching(remedy) });
    expect(fault).not.toHaveProperty("action");
    expect(faultFrom(awsError("AccessDeniedException", `${user} ce:GetCostAndUsage`), asked)).toMatchObject({
      action: "ce:GetCostAndUsage",
    });
  });

  test("leaves out EC2's encoded blob", () => {
    const message = "You are not authorized to perform this operation. Encoded authorization failure message: abc123";
    expect(faultFrom(awsError("UnauthorizedOperation", message), call).reason).not.toContain("abc123");
  });
});

describe("a fault", () => {
  test("carries AWS's sentence, name and request id", () => {
    expect(faultFrom(awsError("InvalidDBInstanceStateFault", "Instance db-1 is not\n available."), call)).toMatchObject(
      {
        reason: "Instance db-1 is not available",
        awsError: "InvalidDBInstanceStateFault",
        awsRequestId: "req-1",
      },
    );
  });

  test("that was thrown comes through as it is", () => {
    const fault = { code: "quota", reason: "r", remedy: "m" } as const;
    expect(faultFrom(new FaultError(fault), call)).toBe(fault);
  });
});

test("the wait that AWS asks for is read from Lambda's field and from the header", () => {
  expect(retryAfterSeconds({ retryAfterSeconds: "3" })).toBe(3);
  expect(retryAfterSeconds({ $response: { headers: { "retry-after": "7" } } })).toBe(7);
  expect(retryAfterSeconds({ $response: { headers: { "retry-after": "Fri, 20 Nov 2026" } } })).toBeNull();
  expect(retryAfterSeconds(new Error("x"))).toBeNull();
});
