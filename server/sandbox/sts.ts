import type { GetCallerIdentityCommandInput, GetCallerIdentityCommandOutput } from "@aws-sdk/client-sts";
import { type Answer, type Moment, read, type Service } from "./operation";

export const sts: Service = { GetCallerIdentity: read(getCallerIdentity) };

/** Who calls: the role that Standby would have on a real account. */
export function identityArn(accountId: string): string {
  return `arn:aws:sts::${accountId}:assumed-role/StandbyOperate/standby`;
}

function getCallerIdentity(_input: GetCallerIdentityCommandInput, at: Moment): Answer<GetCallerIdentityCommandOutput> {
  const { accountId } = at.world;
  return { Account: accountId, Arn: identityArn(accountId), UserId: "AROA4SANDBOX2TIDEWATER:standby" };
}
