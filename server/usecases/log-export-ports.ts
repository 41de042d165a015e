import type { AuditInput } from "../audit/entry";
import type { LogExport, LogExportState } from "../core/log-export";

/** What is kept of log exports. */
export interface LogExportStore {
  create(one: LogExport, audit: AuditInput): Promise<void>;
  /** Of a resource, or of all; newest first. */
  list(resourceId: string | null, limit: number): Promise<readonly LogExport[]>;
  /** Waiting and running, the oldest first. */
  open(): Promise<readonly LogExport[]>;
  /** False: it was not in that state any more, and nothing was changed. */
  change(
    id: string,
    from: LogExportState,
    change: Partial<Pick<LogExport, "state" | "taskId" | "fault" | "startedAt" | "endedAt">>,
    audit?: AuditInput,
  ): Promise<boolean>;
}
