import {
  CloudWatchLogsClient,
  CreateExportTaskCommand,
  DescribeExportTasksCommand,
  type ExportTask,
} from "@aws-sdk/client-cloudwatch-logs";
import { FaultError } from "../core/fault";
import type { LogExporter, LogExportTask } from "../core/log-export";
import { type Doors, pages } from "./door";

/**
 * CloudWatch Logs exports one group at a time for an account in a region, and refuses a second task with
 * LimitExceededException (CloudWatch Logs API reference, CreateExportTask). The call has no client token, so the task's name
 * tells whether it was made.
 */
export function createLogExporter(doors: Pick<Doors, "act" | "read">): LogExporter {
  return {
    async isFree(accountId, region) {
      const aws = await doors.read(accountId, region);
      const found = await Promise.all(
        (["PENDING", "RUNNING"] as const).map((statusCode) =>
          aws.read(CloudWatchLogsClient, new DescribeExportTasksCommand({ statusCode, limit: 1 })),
        ),
      );
      return found.every(({ exportTasks = [] }) => exportTasks.length === 0);
    },

    async start({ id, accountId, region, name, bucket, prefix, from, to }) {
      const aws = await doors.act(accountId, region);
      const { taskId } = await aws.act(
        CloudWatchLogsClient,
        new CreateExportTaskCommand({
          taskName: id,
          logGroupName: name,
          from: from.getTime(),
          to: to.getTime(),
          destination: bucket,
          destinationPrefix: prefix,
        }),
      );
      if (taskId) return taskId;
      throw new FaultError({ code: "unknown", reason: "AWS gave the export no id", remedy: "Look in CloudWatch Logs" });
    },

    async find({ id, accountId, region, taskId }) {
      const aws = await doors.read(accountId, region);
      const list = pages(
        (nextToken) =>
          aws.read(
            CloudWatchLogsClient,
            new DescribeExportTasksCommand(taskId ? { taskId } : { limit: 50, ...(nextToken && { nextToken }) }),
          ),
        (out) => out.nextToken,
      );
      for await (const { exportTasks = [] } of list) {
        const found = exportTasks.find((task) => (taskId ? task.taskId === taskId : task.taskName === id));
        if (found) return taskOf(found);
      }
      return null;
    },
  };
}

const states: Readonly<Record<string, LogExportTask["state"]>> = {
  COMPLETED: "done",
  CANCELLED: "failed",
  FAILED: "failed",
};

function taskOf({ taskId = "", status }: ExportTask): LogExportTask {
  return { taskId, state: states[status?.code ?? ""] ?? "running", message: status?.message ?? status?.code ?? "" };
}
