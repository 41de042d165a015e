import type { FaultCode } from "../core/fault";
import { isRead } from "./services";

/**
 * Every AWS error name that Standby knows, without `Server.`/`Client.` in front and `Fault`/`Exception` behind. Sources:
 * the services' API references and models (EC2, Auto Scaling, RDS, ECS, Lambda, CloudWatch, Application Auto Scaling,
 * STS, Resource Groups Tagging) and the error types common to all. `LimitExceeded` means something else in each
 * service and is a function.
 */

const names: Readonly<Record<Exclude<FaultCode, "unknown">, readonly string[]>> = {
  // The names that the SDK's own standard retry mode takes for throttling, without LimitExceeded.
  throttled: [
    "APICallRateForCustomerExceeded",
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
    "BadGateway",
    "DirectConnectServer",
    "GatewayTimeout",
    "Internal",
    "InternalError",
    "InternalFailure",
    "InternalServer",
    "InternalServerError",
    "InternalService",
    "InternalServiceError",
    "OperationTimeout",
    "RequestExpired",
    "RequestTimeTooSkewed",
    "RequestTimeout",
    "Server",
    "Service",
    "ServiceUnavailable",
    "TimeoutError",
    "Unavailable",
    // The list that was being paged through is over; from the start again it works.
    "ExpiredNextToken",
    "PaginationTokenExpired",
  ],
  busy: [
    "ConcurrentModification",
    "ConcurrentRunsExceeded",
    "ConcurrentUpdate",
    "Conflict",
    "DBInstanceNotReady",
    "ENINotReady",
    "IncorrectInstanceState",
    "IncorrectState",
    "InstanceRefreshInProgress",
    "InvalidCacheClusterState",
    "InvalidClusterState",
    "InvalidDBClusterState",
    "InvalidDBInstanceState",
    "InvalidDBShardGroupState",
    "InvalidInstanceState",
    "InvalidReplicationGroupState",
    "InvalidResourceState",
    "InvalidSnapshotState",
    "InvalidState",
    "InvalidUserGroupState",
    "OperationAborted",
    "OperationInProgress",
    "ResourceConflict",
    "ResourceContention",
    "ResourceInUse",
    // AppStream: "exists and is not in use, but isn't available".
    "ResourceNotAvailable",
    "ResourceNotReady",
    "ResourceUnavailable",
    "ScalingActivityInProgress",
    "SchedulerNotRunning",
    "SchedulerRunning",
    "SchedulerTransitioning",
    "SnapStartNotReady",
    "UpdateInProgress",
  ],
  denied: [
    "AccessDenied",
    "AuthorizationError",
    "Forbidden",
    "KMSAccessDenied",
    "KmsAccessDenied",
    "NotAuthorized",
    "Unauthorized",
    "UnauthorizedAccess",
    "UnauthorizedOperation",
  ],
  gone: [
    "AccessPointNotFound",
    "CacheClusterNotFound",
    "ClusterNotFound",
    "DBClusterNotFound",
    "DBInstanceNotFound",
    "DBProxyNotFound",
    "EntityDoesNotExist",
    "EntityNotFound",
    "NatGatewayNotFound",
    "NoSuchEntity",
    "NotFound",
    "ObjectNotFound",
    "ProvisionedConcurrencyConfigNotFound",
    "ReplicationGroupNotFound",
    "ResourceNotFound",
    "ServiceNotActive",
    "ServiceNotFound",
    "SnapshotNotFound",
    "TargetGroupNotFound",
  ],
  refused: [
    "BadRequest",
    // Cost Explorer: AWS does not keep the days that were asked for, or has nothing to tell of them yet.
    "BillExpiration",
    "BillingViewHealthStatus",
    "Blocked",
    "CacheParameterGroupNotFound",
    "CacheSecurityGroupNotFound",
    "CacheSubnetGroupNotFound",
    "Client",
    "DBSnapshotAlreadyExists",
    "DBSubnetGroupDoesNotCoverEnoughAZs",
    "DataUnavailable",
    "DependencyViolation",
    "DirectConnectClient",
    "DryRunOperation",
    "FailedResourceAccess",
    "Gateway.NotAttached",
    "IdempotentParameterMismatch",
    "IncompatibleImage",
    "InvalidAccountStatus",
    "InvalidApplicationConfiguration",
    "InvalidArgument",
    "InvalidEventPattern",
    "InvalidFormat",
    "InvalidIPAddress.InUse",
    "InvalidInput",
    "InvalidInstanceID.Malformed",
    "InvalidInstanceType",
    "InvalidKMSKey",
    "InvalidNextToken",
    "InvalidParameter",
    "InvalidParameterCombination",
    "InvalidParameterValue",
    "InvalidParameterValues",
    "InvalidRequest",
    "InvalidRole",
    "InvalidSubnet",
    "InvalidVPCNetworkState",
    "KMSDisabled",
    "KMSInvalidState",
    "KMSKeyNotAccessible",
    "KMSNotFound",
    "MalformedPolicyDocument",
    "ManagedRule",
    "MissingParameter",
    "MissingParameterValue",
    "MissingRequiredParameter",
    "NoPublishedVersion",
    "NoSchedule",
    "OperationNotPermitted",
    "OperationNotSupported",
    "PackedPolicyTooLarge",
    "PlatformTaskDefinitionIncompatibility",
    "PlatformUnknown",
    "PreconditionFailed",
    "ReplicationGroupAlreadyExists",
    "RequestChanged",
    "Resource.AlreadyAssociated",
    // DAX, of an account that never had a cluster.
    "ServiceLinkedRoleNotFound",
    "SnapshotAlreadyExists",
    "SnapshotFeatureNotSupported",
    "UnprocessableEntity",
    "UnresolvableUsageUnit",
    "UnsupportedFeature",
    "UnsupportedHibernationConfiguration",
    "UnsupportedOperation",
    "UserGroupNotFound",
    "Validation",
    "ValidationError",
    "VpcEncryptionControlViolation",
  ],
  capacity: [
    "InsufficientCacheClusterCapacity",
    "InsufficientCapacity",
    "InsufficientCapacityOnHost",
    "InsufficientClusterCapacity",
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
    "AddressLimitExceeded",
    "AliasLimitExceeded",
    "ClusterQuotaForCustomerExceeded",
    "InstanceLimitExceeded",
    "InstanceQuotaExceeded",
    "InsufficientFreeAddressesInSubnet",
    "MaxSpotInstanceCountExceeded",
    "NatGatewayLimitExceeded",
    "NodeGroupsPerReplicationGroupQuotaExceeded",
    "NodeQuotaForClusterExceeded",
    "NodeQuotaForCustomerExceeded",
    "ResourceLimitExceeded",
    "ResourceNumberLimitExceeded",
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

/** Denials by a setting of the bill, which no permission heals either: Cost Explorer tells them by their words alone. */
export const settingDenials: readonly { readonly says: RegExp; readonly remedy: string }[] = [
  {
    says: /not enabled for cost explorer/i,
    remedy:
      "Open Cost Explorer once in the billing console of the account, or of the organization's management account; its first figures take up to 24 hours",
  },
  {
    says: /linked account doesn.t have access to cost explorer/i,
    remedy:
      "Let the organization's management account give linked accounts access to Cost Explorer, in its preferences",
  },
];

export const namedCodes: ReadonlyMap<string, FaultCode> = new Map([
  ...Object.entries(names).flatMap(([code, list]) =>
    list.map((name): [string, FaultCode] => [name, code as FaultCode]),
  ),
  ...[...credentialNames.keys()].map((name): [string, FaultCode] => [name, "denied"]),
]);

const keyRemedy = "Enable the KMS key of the resource and let the role that Standby uses create grants on it";

/** Where more can be said than the code says: by name, or by service and name where others use it for something else. */
export const remedies: ReadonlyMap<string, string> = new Map([
  ["BillExpiration", "Ask for later days: AWS keeps thirteen months and the running one"],
  ["CacheParameterGroupNotFound", "Make the parameter group again under its name, then resume again"],
  ["CacheSubnetGroupNotFound", "Make the subnet group again under its name, then resume again"],
  ["DBSubnetGroupDoesNotCoverEnoughAZs", "Add subnets in another Availability Zone to its DB subnet group"],
  [
    "DataUnavailable",
    "Wait for AWS to gather it: up to 24 hours once Cost Explorer is enabled, and some weeks of costs for a forecast",
  ],
  ["InvalidSubnet", "Repair the DB subnet group: one of its subnets is gone or in another VPC"],
  ["InvalidVPCNetworkState", "Repair the DB subnet group and the VPC of the database"],
  ["KMSDisabled", keyRemedy],
  ["KMSInvalidState", keyRemedy],
  ["KMSKeyNotAccessible", keyRemedy],
  ["KMSNotFound", keyRemedy],
  ["ec2:OperationNotPermitted", "If its owner agrees, turn off its stop protection in EC2, then try again"],
  ["SnapshotQuotaExceeded", "Delete manual snapshots that nobody needs, or ask AWS for a higher quota"],
  ["SpotMaxPriceTooLow", "The spot price is above the request's maximum; wait until it falls"],
  ["UnsupportedHibernationConfiguration", "Stop it without hibernation"],
  ["UserGroupNotFound", "Make the user group again under its name, then resume again"],
  ["UnsupportedOperation", "AWS cannot stop or start this resource; leave it out"],
]);

/**
 * `LimitExceededException`: how many things there are (Auto Scaling, ECS, Application Auto Scaling, CloudWatch,
 * Lambda), or how many are under way (CloudWatch Logs' one export task), or how fast one asks (API Gateway, Cost
 * Explorer). DynamoDB uses it for what is under way and for the switches of a day, Kinesis for calls per second, for its
 * quota of shards and for the resizes of a day; both tell them apart in the message alone.
 */
export function limitExceeded({ service, operation }: Asked, message: string): FaultCode {
  if (service === "apigateway" || service === "ce") return "throttled";
  if (service === "logs") return "busy";
  // "Update to PayPerRequest mode are limited to once in 1 day(s)"; "Only 10 tables can be updated … simultaneously".
  if (service === "dynamodb") return /\bday\b|24.hours|limited (to|within)/i.test(message) ? "quota" : "busy";
  if (service === "kinesis" && (isRead(operation) || /rate exceeded|transactions per second|TPS/i.test(message))) {
    return "throttled";
  }
  return "quota";
}

interface Asked {
  readonly service: string;
  readonly operation: string;
}
