import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import type { ReadDoor } from "../door";

/**
 * The twelve digits of the account: for ARNs of things whose list names no owner (volumes, addresses). Asked once per
 * credentials; AWS allows it to everybody (STS API reference, GetCallerIdentity: no permissions are required).
 */
export async function accountDigits(aws: ReadDoor): Promise<string> {
  const known = await aws.facts("sts:GetCallerIdentity", ["account"], async () => {
    const { Account } = await aws.read(STSClient, new GetCallerIdentityCommand({}));
    return new Map(Account ? [["account", Account]] : []);
  });
  const digits = known.get("account");
  if (digits === undefined) throw new Error("STS named no account");
  return digits;
}
