import type { WireAccount } from "../../contract/accounts";
import type { Account } from "../../core/account";

export function wireAccount(account: Account): WireAccount {
  const { credentials } = account;
  return {
    id: account.id,
    name: account.name,
    awsAccountId: account.awsAccountId,
    credentials:
      credentials.type === "role"
        ? {
            type: "role",
            roleArn: credentials.roleArn,
            ...(credentials.externalId ? { externalId: credentials.externalId } : {}),
          }
        : { type: credentials.type },
    regions: account.regions ? [...account.regions] : null,
    createdAt: account.createdAt.toISOString(),
    lastScanAt: account.lastScanAt?.toISOString() ?? null,
  };
}
