import type { Fact, ReadFacts } from "./facts";

/**
 * The door to AWS, as an adapter sees it. One door is for one account and one region. Behind it are cached clients,
 * credentials, token buckets, retries and counters; in front of it only commands and answers.
 */

/** The part of an SDK client's constructor that the door needs. */
export type ClientClass = new (config: never) => { readonly config: unknown };

/** Any SDK command, by its own input and output types (the shape that smithy's `Command` has). */
export interface AwsCommand<In extends object, Out extends object> {
  readonly input: In;
  resolveMiddleware(stack: never, config: never, options: never): (args: never) => Promise<{ output: Out }>;
}

export interface ReadDoor {
  readonly accountId: string;
  readonly region: string;
  /** For reads that take a span of time, and for what is too old or too new to be told. Adapters ask no clock. */
  now(): Date;
  /**
   * Sends a read (Describe, List, Get, BatchGet, Search). Any other command is refused before it leaves.
   * Within one scan an identical read is answered once, whoever asks.
   * @throws FaultError, always classified; see errors.ts.
   */
  read<In extends object, Out extends object>(client: ClientClass, command: AwsCommand<In, Out>): Promise<Out>;
  /** What AWS never changes, by key: remembered between looks. `read` is asked for the keys that are not known yet. */
  facts<T>(fact: Fact, keys: readonly string[], read: ReadFacts<T>): Promise<ReadonlyMap<string, T>>;
}

export interface ActDoor extends ReadDoor {
  /**
   * Sends a command that changes something. Retried up to three times where AWS says that it may be (throttling, 5xx).
   * `permit` is asked right before each try leaves, after any wait for AWS's limits; when it rejects, nothing is sent.
   * @throws FaultError
   */
  act<In extends object, Out extends object>(
    client: ClientClass,
    command: AwsCommand<In, Out>,
    permit?: () => Promise<void>,
  ): Promise<Out>;
}

/** Walks a paged read: `page(token)` sends one page, `next` finds the token of the one after. */
export async function* pages<Out extends object>(
  page: (token: string | undefined) => Promise<Out>,
  next: (out: Out) => string | undefined,
): AsyncGenerator<Out> {
  let token: string | undefined;
  do {
    const out = await page(token);
    yield out;
    token = next(out) || undefined;
  } while (token !== undefined);
}

/** Cuts a list into pieces that one call takes. */
export function chunks<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  const count = Math.ceil(items.length / size);
  return Array.from({ length: count }, (_, at) => items.slice(at * size, (at + 1) * size));
}

/** One command on its way, as counters, fault plans and the sandbox see it. */
export interface AwsCall {
  readonly accountId: string;
  readonly region: string;
  /** The IAM prefix: "ec2", "autoscaling", "application-autoscaling", "tag". */
  readonly service: string;
  /** Without "Command": "DescribeInstances". `service:operation` is the IAM action. */
  readonly operation: string;
  readonly input: object;
}

/**
 * Answers commands in the place of AWS: the sandbox account. Called at the client's first middleware step. Rejects with
 * errors shaped as the SDK's own (`name`, `$metadata.httpStatusCode`, `$metadata.requestId`).
 */
export type AnswerCall = (call: AwsCall) => Promise<object>;

export interface CallCount {
  readonly accountId: string;
  readonly region: string;
  readonly service: string;
  readonly operation: string;
  readonly calls: number;
  readonly throttled: number;
  readonly failed: number;
}

/** All doors of all accounts. */
export interface Doors {
  read(accountId: string, region: string): Promise<ReadDoor>;
  act(accountId: string, region: string): Promise<ActDoor>;
  /** Doors for one scan: an identical read is answered once per region, whoever asks, until the scan is over. */
  scan(accountId: string): Promise<{ region(region: string): ReadDoor; calls(): number }>;
  /** The account's enabled regions, or the ones it is limited to. */
  regions(accountId: string): Promise<readonly string[]>;
  /** The twelve digits of the account behind the credentials (sts:GetCallerIdentity). */
  identity(accountId: string): Promise<string>;
  /** How fast waiting goes: 1 for AWS, less for the sandbox and in tests. */
  pace(accountId: string): number;
  counts(): readonly CallCount[];
}
