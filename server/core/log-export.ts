import type { Fault } from "./fault";

/** Log events of one CloudWatch log group on their way to a bucket of S3. Nothing is deleted by it, nor stops billing. */

/** waiting: AWS exports one group at a time · running · done · failed: `fault` says why, and nothing more is tried */
export const logExportStates = ["waiting", "running", "done", "failed"] as const;
export type LogExportState = (typeof logExportStates)[number];

export interface LogExport {
  /** Also the task's name in AWS: it is found again when AWS's answer was lost. */
  readonly id: string;
  readonly accountId: string;
  readonly region: string;
  readonly resourceId: string;
  /** The log group. */
  readonly name: string;
  readonly bucket: string;
  readonly prefix: string;
  readonly from: Date;
  readonly to: Date;
  readonly state: LogExportState;
  readonly taskId: string | null;
  readonly fault: Fault | null;
  readonly askedAt: Date;
  readonly askedBy: string;
  readonly startedAt: Date | null;
  readonly endedAt: Date | null;
}

/** "/aws/lambda/api" of 22 November → "standby/aws/lambda/api/2026-11-22". */
export function prefixFor(group: string, at: Date): string {
  const path = group.split("/").filter((part) => part !== "");
  return ["standby", ...path.map((part) => part.replace(/[^\w.\-#]/g, "_")), at.toISOString().slice(0, 10)].join("/");
}

/**
 * What the bucket must allow before CloudWatch Logs can write to it (CloudWatch Logs User Guide, "Export log data to Amazon
 * S3"): the service itself writes, in the name of the account.
 */
export function bucketPolicy(bucket: string, region: string, awsAccountId: string): string {
  const Principal = { Service: `logs.${region}.amazonaws.com` };
  const Condition = {
    StringEquals: { "aws:SourceAccount": awsAccountId },
    ArnLike: { "aws:SourceArn": `arn:aws:logs:${region}:${awsAccountId}:log-group:*` },
  };
  const arn = `arn:aws:s3:::${bucket}`;
  const Statement = [
    { Effect: "Allow", Principal, Action: "s3:GetBucketAcl", Resource: arn, Condition },
    { Effect: "Allow", Principal, Action: "s3:PutObject", Resource: `${arn}/*`, Condition },
  ];
  return JSON.stringify({ Version: "2012-10-17", Statement }, null, 2);
}

/** Where AWS is with an export. */
export interface LogExportTask {
  readonly taskId: string;
  readonly state: "running" | "done" | "failed";
  /** What AWS says of it. */
  readonly message: string;
}

/** CloudWatch Logs, as far as exports go. @throws FaultError */
export interface LogExporter {
  /** False: an export of the account is under way in the region, whoever asked for it. */
  isFree(accountId: string, region: string): Promise<boolean>;
  /** @returns AWS's id of the task */
  start(one: LogExport): Promise<string>;
  /** By its id, or by its name where the answer to the start was lost; null: AWS knows none. */
  find(one: LogExport): Promise<LogExportTask | null>;
}
