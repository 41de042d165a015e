export interface ThrowawayPostgres {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/** An empty database and how to end it. @throws Error that says what to install or set where there is no Postgres */
export function startPostgres(): Promise<ThrowawayPostgres>;

/** An empty database beside the one that `url` names. */
export function createDatabase(url: string): Promise<ThrowawayPostgres>;

/** A server that can die and come back. */
export interface OwnPostgres extends ThrowawayPostgres {
  /** It dies at once, as in a crash; resolves when it is gone. */
  readonly down: () => Promise<void>;
  readonly up: () => Promise<void>;
}

/** A server of its own, whatever TEST_DATABASE_URL says. @throws Error where there are no binaries */
export function startServer(): Promise<OwnPostgres>;

/** Whether `startServer` can. */
export function hasServer(): boolean;

/** The whole database as SQL that any client can run again. */
export function dumpPostgres(url: string): string;
