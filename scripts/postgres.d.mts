export interface ThrowawayPostgres {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/** An empty database and how to end it. @throws Error that says what to install or set where there is no Postgres */
export function startPostgres(): Promise<ThrowawayPostgres>;

/** An empty database beside the one that `url` names. */
export function createDatabase(url: string): Promise<ThrowawayPostgres>;

/** The whole database as SQL that any client can run again. */
export function dumpPostgres(url: string): string;
