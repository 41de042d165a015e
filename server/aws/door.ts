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
  /**
   * Sends a read (Describe, List, Get, BatchGet, Search). Any other command is refused before it leaves.
   * Within one scan an identical read is answered once, whoever asks.
   * @throws FaultError, always classified; see errors.ts.
   */
  read<In extends object, Out extends object>(client: ClientClass, command: AwsCommand<In, Out>): Promise<Out>;
}

export interface ActDoor extends ReadDoor {
  /**
   * Sends a command that changes something. Retried up to three times where AWS says that it may be (throttling, 5xx).
   * @throws FaultError
   */
  act<In extends object, Out extends object>(client: ClientClass, command: AwsCommand<In, Out>): Promise<Out>;
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
