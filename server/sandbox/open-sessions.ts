import type { ListSessionsCommandInput, ListSessionsCommandOutput, Session } from "@aws-sdk/client-glue";
import { type Corner, defineCorner, stateOf } from "./corner";
import { awsError } from "./errors";
import { type Answer, type Moment, read } from "./operation";
import { page } from "./paging";
import { daysAgo, regionOf, type Seed, tagsOf } from "./seed-story";
import type { TagMap } from "./world";

/** Glue's interactive sessions, as lists tell them: one that somebody left open, and one that ended. */

interface SessionState {
  id: string;
  status: "READY" | "TIMEOUT";
  workerType: "G.1X";
  workers: number;
  idleMinutes: number;
  createdAt: number;
  tags: TagMap;
}

const corner: Corner<{ sessions: SessionState[] }> = {
  name: "open-sessions",
  empty: () => ({ sessions: [] }),
  services: { glue: { ListSessions: read(listSessions) } },
  seed,
  dues: () => [],
  finish: () => {},
  tagged: ({ sessions }, { regionName, world }) =>
    sessions.map(({ id, tags }) => ({
      type: "glue:session",
      arn: `arn:aws:glue:${regionName}:${world.accountId}:session/${id}`,
      tags,
    })),
};
export const openSessions = defineCorner(corner);

function listSessions(input: ListSessionsCommandInput, at: Moment): Answer<ListSessionsCommandOutput> {
  const { sessions } = stateOf(corner, at.region);
  const size = input.MaxResults ?? 100;
  if (size < 1 || size > 1000) throw awsError("InvalidInputException", "MaxResults must be between 1 and 1000");
  const invalidToken = () => awsError("InvalidInputException", "Invalid NextToken");
  const { items, next } = page({ items: sessions, size, token: input.NextToken, invalidToken });
  return {
    Ids: items.map(({ id }) => id),
    Sessions: items.map(describe),
    ...(next !== undefined && { NextToken: next }),
  };
}

function describe({ id, status, workerType, workers, idleMinutes, createdAt }: SessionState): Session {
  return {
    Id: id,
    Status: status,
    WorkerType: workerType,
    NumberOfWorkers: workers,
    IdleTimeout: idleMinutes,
    CreatedOn: new Date(createdAt),
    GlueVersion: "4.0",
    Command: { Name: "glueetl", PythonVersion: "3" },
  };
}

function seed(seed: Seed): void {
  const left: SessionState = {
    id: "trial-notebook-5",
    status: "READY",
    workerType: "G.1X",
    workers: 5,
    idleMinutes: 2880,
    createdAt: daysAgo(seed, 1),
    tags: tagsOf("lab", "data"),
  };
  for (const none of ["us", "ie"] as const) stateOf(corner, regionOf(seed, none));
  const { sessions } = stateOf(corner, regionOf(seed, "eu"));
  sessions.push(left, { ...left, id: "trial-notebook-4", status: "TIMEOUT", createdAt: daysAgo(seed, 9) });
}
