import { fromNodeProviderChain, fromTemporaryCredentials } from "@aws-sdk/credential-providers";
import type { NodeHttpHandler } from "@smithy/node-http-handler";
import type { Account } from "../core/account";
import { assertNever, FaultError } from "../core/fault";
import type { Clock } from "../core/ports";
import { faultFrom } from "./errors";

type Provider = ReturnType<typeof fromNodeProviderChain>;
type Identity = Awaited<ReturnType<Provider>>;

/** An hour: role chaining allows no more (IAM user guide, "Roles terms and concepts"); sessions are renewed. */
const sessionSeconds = 3600;
/** SDK clients ask again five minutes before the end, so what is shared between them is renewed earlier. */
const renewBeforeMs = 10 * 60_000;

export interface CredentialsOptions {
  readonly clock: Clock;
  readonly requestHandler: NodeHttpHandler;
  /** Region of the STS endpoint that assumes the role. */
  readonly region: string;
  readonly endpoint?: string;
}

/** The credentials of an account, shared by all its clients and renewed before they end. */
export function credentialsOf(account: Account, options: CredentialsOptions): () => Promise<Identity> {
  const { credentials } = account;
  switch (credentials.type) {
    case "sandbox":
      return async () => ({ accessKeyId: "SANDBOX", secretAccessKey: "sandbox" });
    case "environment":
      return shared(chain(options), options.clock);
    case "role":
      return shared(assumed(account.id, credentials, options), options.clock);
    default:
      return assertNever(credentials);
  }
}

function chain({ region, requestHandler }: CredentialsOptions): Provider {
  return fromNodeProviderChain({ clientConfig: { region, requestHandler } });
}

interface Role {
  readonly roleArn: string;
  readonly externalId?: string | undefined;
}

function assumed(accountId: string, { roleArn, externalId }: Role, options: CredentialsOptions) {
  const { region, endpoint, requestHandler } = options;
  const provide = fromTemporaryCredentials({
    masterCredentials: chain(options),
    params: {
      RoleArn: roleArn,
      RoleSessionName: sessionName(accountId),
      DurationSeconds: sessionSeconds,
      ...(externalId && { ExternalId: externalId }),
    },
    clientConfig: { region, requestHandler, ...(endpoint && { endpoint }) },
  });
  return async () => {
    try {
      return await provide();
    } catch (error) {
      throw new FaultError(faultFrom(error, { service: "sts", operation: "AssumeRole", region }));
    }
  };
}

/** At most 64 of the characters that a session name may have: CloudTrail shows it with every call. */
function sessionName(accountId: string): string {
  return `standby-${accountId.replace(/[^\w+=,.@-]/g, "-")}`.slice(0, 64);
}

/** One renewal at a time for all clients. A failed one is not kept: the next call tries again. */
function shared(provide: () => Promise<Identity>, clock: Clock): () => Promise<Identity> {
  let current: Promise<Identity> | undefined;
  let renewAt = Number.POSITIVE_INFINITY;
  const renew = async (): Promise<Identity> => {
    try {
      const identity = await provide();
      renewAt = identity.expiration ? identity.expiration.getTime() - renewBeforeMs : Number.POSITIVE_INFINITY;
      return identity;
    } catch (error) {
      current = undefined;
      throw error;
    }
  };
  return () => {
    if (current && clock.now().getTime() >= renewAt) current = undefined;
    if (!current) {
      renewAt = Number.POSITIVE_INFINITY;
      current = renew();
    }
    return current;
  };
}
