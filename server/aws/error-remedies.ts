/** What heals an AWS error, where more can be said than its code says; by its name, as error-names.ts has it. */

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
