import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import type { Account } from "../core/account";
import type { Clock } from "../core/ports";
import { credentialsOf } from "./credentials";
import type { AnswerCall, ClientClass } from "./door";
import { servicePrefix } from "./services";

/** An SDK client as the door uses it. */
export interface Client {
  /** The IAM prefix. */
  readonly service: string;
  send(command: object): Promise<object>;
}

/** The clients of one account, made when they are first asked for. */
export interface Clients {
  get(client: ClientClass, region: string): Client;
}

/** The clients that were used last, of all accounts, oldest first: what is not on it may be collected. */
export type ClientShelf = Set<Client>;

export interface ClientsOptions {
  readonly clock: Clock;
  readonly shelf: ClientShelf;
  readonly requestHandler: NodeHttpHandler;
  /** Answers in the place of AWS; only for the sandbox account. */
  readonly answer: AnswerCall | null;
  readonly homeRegion: string;
  readonly endpoint?: string;
}

/**
 * A client is some 100 kB, and 300 accounts in 17 regions have 50,000 of them: the ones that were used last are kept, the
 * others are made again when they are needed, in a millisecond.
 */
const shelvedAtMost = 256;

const silent = () => {};
/**
 * The SDK's own silent logger is handed a copy of every answer with its secrets blotted out: 7 % of all that a pause
 * allocates. That copy is for `info`, which is asked for before it is made (loggerMiddleware) and is left out; the others
 * are called without being asked for.
 */
const logger = { trace: silent, debug: silent, warn: silent, error: silent };

/** One pool of connections for all clients: by default each of dozens of clients would keep 50 sockets of its own. */
export function sharedHandler(): NodeHttpHandler {
  const sockets = { keepAlive: true, maxSockets: 50, maxTotalSockets: 200 };
  return new NodeHttpHandler({
    httpAgent: new HttpAgent(sockets),
    httpsAgent: new HttpsAgent(sockets),
    connectionTimeout: 5_000,
    requestTimeout: 30_000,
  });
}

export function createClients(account: Account, options: ClientsOptions): Clients {
  const { clock, requestHandler, answer, homeRegion, endpoint, shelf } = options;
  const place = { region: homeRegion, ...(endpoint && { endpoint }) };
  const credentials = credentialsOf(account, { clock, requestHandler, ...place });
  const made = new Map<string, Map<ClientClass, WeakRef<Client>>>();

  const make = (client: ClientClass, region: string): Client => {
    // The door tries again itself, so that a sandbox fault and an AWS fault go the same way.
    const config = { region, credentials, requestHandler, logger, maxAttempts: 1, ...(endpoint && { endpoint }) };
    const sdk = new client(config as never) as SdkClient;
    const service = servicePrefix(sdk.config.serviceId);
    sdk.config.cacheMiddleware = service !== "s3";
    if (answer) answerFromSandbox(sdk, answer, { accountId: account.id, region, service });
    return { service, send: (command) => sdk.send(command) };
  };

  return {
    get(client, region) {
      const inRegion = made.get(region) ?? new Map<ClientClass, WeakRef<Client>>();
      made.set(region, inRegion);
      const found = inRegion.get(client)?.deref() ?? make(client, region);
      inRegion.set(client, new WeakRef(found));
      shelf.delete(found);
      shelf.add(found);
      for (const oldest of shelf) if (shelf.size > shelvedAtMost) shelf.delete(oldest);
      return found;
    },
  };
}

/** What all SDK v3 clients have in common, as far as it is used here. */
interface SdkClient {
  readonly config: {
    readonly serviceId: string;
    /**
     * How a command is made into a request is worked out once for each sort of command: half of a call's processor time
     * (1.0 against 0.5 ms). Calls under way share what the SDK notes on the way then, the host as well, and with S3 that is
     * the bucket's own.
     */
    cacheMiddleware?: boolean;
  };
  readonly middlewareStack: {
    add(
      middleware: (next: unknown, context: object) => (args: { input: object }) => Promise<object>,
      options: { step: "initialize"; priority: "high"; name: string },
    ): void;
  };
  send(command: object): Promise<object>;
}

interface Place {
  readonly accountId: string;
  readonly region: string;
  readonly service: string;
}

/** The first middleware step never calls the next one: nothing is signed and nothing leaves. */
function answerFromSandbox(sdk: SdkClient, answer: AnswerCall, place: Place): void {
  const middleware = (_next: unknown, context: object) => async (args: { input: object }) => {
    const operation = "commandName" in context ? String(context.commandName).replace(/Command$/, "") : "";
    return { output: await answer({ ...place, operation, input: args.input }), response: {} };
  };
  sdk.middlewareStack.add(middleware, { step: "initialize", priority: "high", name: "sandbox" });
}
