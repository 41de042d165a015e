import type { Fault } from "../core/fault";

/** What is kept of the parts in which accounts are read. */

/** The account itself, as a part beside its regions: who it is, and which regions it has. */
export const wholeAccount = "every region";

export interface PartKey {
  readonly accountId: string;
  /** Or `wholeAccount`. */
  readonly region: string;
}

/** One region of one account, as the spreading of scans keeps it. */
export interface ScanPart extends PartKey {
  /** Not to be read before this, unless somebody asks. */
  readonly dueAt: Date;
  /** Somebody asked for it, and it was not read since. */
  readonly requestedAt: Date | null;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
  /** What the last complete reading found, and with how many calls. */
  readonly found: number;
  readonly calls: number;
  /** What the last days of its bill have for it, in cents of whatever currency; 0 where that is not known. */
  readonly billedCents: number;
  /** Readings in a row in which something could not be read. */
  readonly failures: number;
  /** Why nothing of it could be read. */
  readonly fault: Fault | null;
}

export interface ClaimedPart extends ScanPart {
  readonly epoch: number;
}

export type ScanReading = Pick<ScanPart, "dueAt" | "found" | "calls" | "failures" | "fault"> & {
  readonly finishedAt: Date;
};

/** `dueAt` only where that changes: a reader may be setting it at the same moment. */
export type BilledPart = PartKey & Pick<ScanPart, "billedCents"> & Partial<Pick<ScanPart, "dueAt">>;

export interface ClaimablePartsQuery {
  readonly now: Date;
  readonly limit: number;
  /** Leaves out what is only due by its time. */
  readonly askedOnly: boolean;
}

export interface ScanPartStore {
  /** Gives every account its own part, due at once where it is new; takes away the parts of accounts that are gone. */
  keepAccounts(now: Date): Promise<void>;
  /**
   * Adds regions that are new, due at once, and asks for all of them since `requestedAt` where it is given. Takes away
   * those that the account does not have any more, with their coverage.
   */
  keepRegions(accountId: string, regions: readonly string[], now: Date, requestedAt: Date | null): Promise<void>;
  /** Asks for the whole account to be read. @returns since when: earlier than now where it was asked for already */
  ask(accountId: string, now: Date): Promise<Date>;
  list(accountIds: readonly string[]): Promise<readonly ScanPart[]>;
  /** What the bill says now, of these parts alone. */
  keepBilled(parts: readonly BilledPart[]): Promise<void>;
  /** Due or asked for and not being read: asked for first, then where the last reading found most, then the bill. */
  claimable(query: ClaimablePartsQuery): Promise<readonly ScanPart[]>;
  /** Takes the lease; null: somebody else reads it, or it is not due any more. */
  claim(part: PartKey, owner: string, now: Date, leaseMs: number): Promise<ClaimedPart | null>;
  /** False: the lease is lost. */
  renew(part: ClaimedPart, now: Date, leaseMs: number): Promise<boolean>;
  /** Gives the lease back: the part is free for the next reader at once. */
  release(part: ClaimedPart): Promise<void>;
  /**
   * Saves the reading and gives the lease back. What was asked for while it was read is still asked for. False: the
   * lease was lost, and nothing was saved.
   */
  finish(part: ClaimedPart, reading: ScanReading): Promise<boolean>;
}
