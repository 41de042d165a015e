import { type Account, otherAccount } from "../core/account";
import { FaultError } from "../core/fault";
import type { Clock } from "../core/ports";

/**
 * Names repeat from account to account: with the keys of another one a list would look as if everything was gone, and a
 * change could meet a namesake. So before anything else leaves with credentials of the environment, which anybody may
 * exchange between two starts, STS says whose they are. A role's ARN says so by itself.
 */
export interface Identity {
  /** @throws FaultError refused when they are another account's */
  proved(account: Account, ask: () => Promise<string>): Promise<void>;
}

/** A profile's file may be changed while Standby runs. sts:GetCallerIdentity costs nothing and needs no permission. */
const provedForMs = 15 * 60_000;

export function createIdentity(clock: Clock): Identity {
  let proof: { readonly until: number; readonly of: Promise<string> } | null = null;

  return {
    async proved(account, ask) {
      const { awsAccountId, credentials } = account;
      if (credentials.type !== "environment" || awsAccountId === null) return;
      const now = clock.now().getTime();
      if (!proof || now >= proof.until) {
        const begun = { until: now + provedForMs, of: ask() };
        proof = begun;
        begun.of.catch(() => {
          if (proof === begun) proof = null;
        });
      }
      const told = await proof.of;
      if (told === awsAccountId) return;
      proof = null;
      throw new FaultError(otherAccount(account, told));
    },
  };
}
