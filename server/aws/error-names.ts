import type { FaultCode } from "../core/fault";

/**
 * Every AWS error name that Standby knows, without `Server.`/`Client.` in front and `Fault`/`Exception` behind. Sources:
 * the services' API references and models (EC2, Auto Scaling, RDS, ECS, Lambda, CloudWatch, Application Auto Scaling,
 * STS, Resource Groups Tagging) and the error types common to all. `LimitExceeded` means something else in each
 * service and is a function.
 */

const names: Readonly<Record<Exclude<FaultCode, "unknown">, readonly string[]>> = {
  // The names that the SDK's own standard retry mode takes for throttling, without LimitExceeded.
  throttled: [
    "BandwidthLimitExceeded",
    "EC2Throttled",
    "PriorRequestNotComplete",
    "ProvisionedThroughputExceeded",
    "RequestLimitExceeded",
    "RequestThrottled",
    "SlowDown",
    "Throttled",
    "Throttling",
    "TooManyRequests",
    "TransactionInProgress",
  ],
  transient: [
    "InternalError",
    "InternalFailure",
    "InternalServerError",
    "InternalService",
    "RequestExpired",
    "RequestTimeTooSkewed",
    "RequestTimeout",
    "Server",
    "Service",
    "ServiceUnavailable",
    "TimeoutError",
    "Unavailable",
    // The list that was being paged through is over; from the start again it works.
    "PaginationTokenExpired",
  ],
  busy: [
    "ConcurrentModification",
    "ConcurrentUpdate",
    "Conflict",
    "DBInstanceNotReady",
    "ENINotReady",
    "IncorrectInstanceState",
    "IncorrectState",
    "InstanceRefreshInProgress",
    "InvalidDBClusterState",
    "InvalidDBInstanceState",
    "InvalidDBShardGroupState",
    "InvalidInstanceState",
    "OperationAborted",
    "ResourceConflict",
    "ResourceContention",
    "ResourceInUse",
    "ResourceNotReady",
    "ScalingActivityInProgress",
    "SnapStartNotReady",
    "UpdateInProgress",
  ],
  denied: [
    "AccessDenied",
    "AuthorizationError",
    "KMSAccessDenied",
    "KmsAccessDenied",
    "NotAuthorized",
    "UnauthorizedAccess",
    "UnauthorizedOperation",
  ],
  gone: [
    "ClusterNotFound",
    "DBClusterNotFound",
    "DBInstanceNotFound",
    "NoSuchEntity",
    "ObjectNotFound",
    "ProvisionedConcurrencyConfigNotFound",
    "ResourceNotFound",
    "ServiceNotActive",
    "ServiceNotFound",
  ],
  refused: [
    "Blocked",
    "Client",
    "DBSnapshotAlreadyExists",
    "DBSubnetGroupDoesNotCoverEnoughAZs",
    "DependencyViolation",
    "DryRunOperation",
    "FailedResourceAccess",
    "InvalidFormat",
    "InvalidInstanceID.Malformed",
    "InvalidInstanceType",
    "InvalidNextToken",
    "InvalidParameter",
    "InvalidParameterCombination",
    "InvalidParameterValue",
    "InvalidSubnet",
    "InvalidVPCNetworkState",
    "KMSDisabled",
    "KMSInvalidState",
    "KMSKeyNotAccessible",
    "KMSNotFound",
    "MalformedPolicyDocument",
    "MissingParameter",
    "MissingRequiredParameter",
    "NoPublishedVersion",
    "OperationNotPermitted",
    "PackedPolicyTooLarge",
    "PlatformTaskDefinitionIncompatibility",
    "PlatformUnknown",
    "PreconditionFailed",
    "UnsupportedFeature",
    "UnsupportedHibernationConfiguration",
    "UnsupportedOperation",
    "Validation",
    "ValidationError",
    "VpcEncryptionControlViolation",
  ],
  capacity: [
    "InsufficientCapacity",
    "InsufficientCapacityOnHost",
    "InsufficientDBClusterCapacity",
    "InsufficientDBInstanceCapacity",
    "InsufficientHostCapacity",
    "InsufficientInstanceCapacity",
    "InsufficientReservedInstanceCapacity",
    "InsufficientStorageClusterCapacity",
    "ProvisionedIopsNotAvailableInAZ",
    "SpotMaxPriceTooLow",
  ],
  quota: [
    "AliasLimitExceeded",
    "InstanceLimitExceeded",
    "InstanceQuotaExceeded",
    "MaxSpotInstanceCountExceeded",
    "ResourceLimitExceeded",
    "ServiceQuotaExceeded",
    "SnapshotQuotaExceeded",
    "StorageQuotaExceeded",
    "TooManyTags",
    "VcpuLimitExceeded",
  ],
};

const newKeys = "The server's own AWS credentials are not valid; give it new ones and restart it";

/** Denials that no permission heals, and what does. */
export const credentialNames: ReadonlyMap<string, string> = new Map([
  ["AuthFailure", newKeys],
  ["CredentialsProviderError", "Give the server AWS credentials: its environment, a profile or an instance role"],
  ["ExpiredToken", "The credentials have expired; refresh the ones that the server runs with"],
  ["IncompleteSignature", newKeys],
  ["InvalidClientTokenId", newKeys],
  ["InvalidSignature", newKeys],
  ["MissingAuthenticationToken", newKeys],
  ["OptInRequired", "Sign the account up for the service, or enable the region in the account's settings"],
  ["RegionDisabled", "Activate STS in this region in the account's settings, or leave the region out"],
  ["SignatureDoesNotMatch", newKeys],
  ["TokenRefreshRequired", "The credentials have expired; refresh the ones that the server runs with"],
  ["UnrecognizedClient", newKeys],
]);

export const namedCodes: ReadonlyMap<string, FaultCode> = new Map([
  ...Object.entries(names).flatMap(([code, list]) =>
    list.map((name): [string, FaultCode] => [name, code as FaultCode]),
  ),
  ...[...credentialNames.keys()].map((name): [string, FaultCode] => [name, "denied"]),
]);

const keyRemedy = "Enable the KMS key of the resource and let the role that Standby uses create grants on it";

/** Where more can be said than the code says. */
export const remedies: ReadonlyMap<string, string> = new Map([
  ["DBSubnetGroupDoesNotCoverEnoughAZs", "Add subnets in another Availability Zone to its DB subnet group"],
  ["InvalidSubnet", "Repair the DB subnet group: one of its subnets is gone or in another VPC"],
  ["InvalidVPCNetworkState", "Repair the DB subnet group and the VPC of the database"],
  ["KMSDisabled", keyRemedy],
  ["KMSInvalidState", keyRemedy],
  ["KMSKeyNotAccessible", keyRemedy],
  ["KMSNotFound", keyRemedy],
  ["OperationNotPermitted", "If its owner agrees, turn off its stop protection in EC2, then try again"],
  ["SnapshotQuotaExceeded", "Delete manual snapshots that nobody needs, or ask AWS for a higher quota"],
  ["SpotMaxPriceTooLow", "The spot price is above the request's maximum; wait until it falls"],
  ["UnsupportedHibernationConfiguration", "Stop it without hibernation"],
  ["UnsupportedOperation", "AWS cannot stop or start this resource; leave it out"],
]);

/**
 * `LimitExceededException`: how many things there are (Auto Scaling, ECS, Application Auto Scaling, CloudWatch,
 * Lambda), or how many are under way (DynamoDB's control plane, CloudWatch Logs' one export task), or how fast one asks
 * (Cost Explorer). Kinesis uses it for both its calls per second and its quotas and tells them apart in the message.
 */
export function limitExceeded(service: string, message: string): FaultCode {
  if (service === "ce") return "throttled";
  if (service === "dynamodb" || service === "logs") return "busy";
  if (service === "kinesis") return /rate exceeded|transactions per second|TPS/i.test(message) ? "throttled" : "quota";
  return "quota";
}
