import type { BodyOf, ResponseOf } from "../contract/endpoint";
import type { endpoints } from "../contract/endpoints";
import type { Account, Credentials } from "../core/account";
import { RefusalError } from "../core/fault";
import { awsRegions } from "../core/regions";
import { auditOf } from "./audit-of";
import type { Context } from "./context";
import type { Deps } from "./deps";
import { wireAccount } from "./present/account";

type E = typeof endpoints.createAccount;

/**
 * Connects an account. Nothing is asked of AWS here: the first scan says what can be read and what is missing.
 * @throws RefusalError invalid, conflict when the name is taken or the account is connected already
 */
export async function createAccount(deps: Deps, ctx: Context, { body }: { body: BodyOf<E> }): Promise<ResponseOf<E>> {
  ctx.require("accounts:write");
  const unknown = (body.regions ?? []).flatMap((region, index) =>
    awsRegions.includes(region)
      ? []
      : [{ pointer: `/regions/${index}`, detail: `${JSON.stringify(region)} is not an AWS region` }],
  );
  if (unknown.length > 0) throw new RefusalError("invalid", "The regions are not right", unknown);
  if (body.credentials.type === "sandbox" && !deps.sandboxAllowed) {
    throw new RefusalError("invalid", "The sandbox is switched off (STANDBY_SANDBOX=0)", [
      { pointer: "/credentials/type", detail: "must be environment or role" },
    ]);
  }
  const accounts = await deps.store.accounts.list();
  if (accounts.some((account) => account.name === body.name)) {
    throw new RefusalError("conflict", `There is an account named ${body.name} already`);
  }
  const twin = accounts.find((account) => isSame(account, body.credentials));
  if (twin) throw new RefusalError("conflict", `This account is connected already, as ${twin.name}`);
  const account: Account = {
    id: deps.newId("acc"),
    name: body.name,
    awsAccountId: null,
    credentials: body.credentials,
    regions: body.regions ?? null,
    createdAt: ctx.now,
    lastScanAt: null,
  };
  await deps.store.accounts.create(account, auditOf(ctx, "account.create", account.id, { after: account }));
  return wireAccount(account);
}

/** What is connected twice would be listed, billed and paused twice. A role's ARN tells its account ahead of a first look. */
function isSame({ credentials, awsAccountId }: Account, other: Credentials): boolean {
  if (other.type !== "role") return credentials.type === other.type;
  const number = numberIn(other.roleArn);
  return awsAccountId === number || (credentials.type === "role" && numberIn(credentials.roleArn) === number);
}

function numberIn(roleArn: string): string {
  return roleArn.split(":")[4] ?? "";
}
