import {
  EMRServerlessClient,
  type JobRunState,
  ListJobRunsCommand,
  ListSessionsCommand,
  type SessionState,
} from "@aws-sdk/client-emr-serverless";
import { pages, type ReadDoor } from "../../aws/door";
import type { Finding, LookAhead } from "../contract";
import type { EmrDetail } from "./application-detail";

const openJobs: readonly JobRunState[] = ["SUBMITTED", "QUEUED", "PENDING", "SCHEDULED", "RUNNING", "CANCELLING"];
const openSessions: readonly SessionState[] = ["SUBMITTED", "STARTING", "STARTED", "IDLE", "BUSY", "TERMINATING"];

/** "All scheduled and running jobs must be completed or cancelled before stopping an application" (StopApplication). */
export const applicationAhead: LookAhead<EmrDetail> = {
  iam: ["emr-serverless:ListJobRuns", "emr-serverless:ListSessions"],
  async look(aws, action, seen) {
    if (action === "resume") return new Map();
    const found = await Promise.all(
      seen.map(async ({ nativeId, detail: { configuration } }): Promise<[string, Finding][]> => {
        const [jobs, sessions] = await Promise.all([
          countJobs(aws, nativeId),
          configuration.interactive.sessions ? countSessions(aws, nativeId) : 0,
        ]);
        return jobs + sessions > 0 ? [[nativeId, atWork(jobs, sessions)]] : [];
      }),
    );
    return new Map(found.flat());
  },
};

async function countJobs(aws: ReadDoor, applicationId: string): Promise<number> {
  let count = 0;
  const list = pages(
    (nextToken) => {
      const input = { applicationId, states: [...openJobs], maxResults: 50, ...(nextToken && { nextToken }) };
      return aws.read(EMRServerlessClient, new ListJobRunsCommand(input));
    },
    (out) => out.nextToken,
  );
  for await (const { jobRuns = [] } of list) count += jobRuns.length;
  return count;
}

async function countSessions(aws: ReadDoor, applicationId: string): Promise<number> {
  let count = 0;
  const list = pages(
    (nextToken) => {
      const input = { applicationId, states: [...openSessions], maxResults: 50, ...(nextToken && { nextToken }) };
      return aws.read(EMRServerlessClient, new ListSessionsCommand(input));
    },
    (out) => out.nextToken,
  );
  for await (const { sessions = [] } of list) count += sessions.length;
  return count;
}

function atWork(jobs: number, sessions: number): Finding {
  const what = [counted(jobs, "job"), counted(sessions, "session")].flat().join(" and ");
  return {
    refused: {
      result: "refused",
      reason: `${what} ${jobs + sessions === 1 ? "runs or waits" : "run or wait"} on it, and AWS stops it only when none does`,
      remedy: "Let them end, or cancel them, then plan again",
    },
    hazards: [],
  };
}

function counted(count: number, thing: string): readonly string[] {
  return count === 0 ? [] : [`${count} ${thing}${count === 1 ? "" : "s"}`];
}
