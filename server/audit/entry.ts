/** One line of the audit trail. Rows are chained: each hash covers the one before it. */
export interface AuditInput {
  readonly at: Date;
  readonly actorType: string;
  readonly actorId: string;
  readonly actorName: string;
  /** `entity.verb`: "operation.start", "resource.pause", "group.create". */
  readonly action: string;
  /** What it was done to: an id, or a list of ids joined by commas. */
  readonly subject: string;
  readonly before: unknown;
  readonly after: unknown;
  readonly outcome: "ok" | "refused" | "failed";
  readonly requestId: string | null;
  readonly ip: string | null;
}

export interface AuditEntry extends AuditInput {
  readonly seq: number;
  readonly hash: string;
  readonly previousHash: string;
}
