import type {
  CreateExportTaskCommandInput,
  CreateExportTaskCommandOutput,
  DescribeExportTasksCommandInput,
  DescribeExportTasksCommandOutput,
  DescribeLogGroupsCommandInput,
  DescribeLogGroupsCommandOutput,
  LogGroup,
} from "@aws-sdk/client-cloudwatch-logs";
import { bucketIn } from "./buckets";
import { defineCorner, stateOf } from "./corner";
import { awsError } from "./errors";
import { type Answer, change, type Moment, read } from "./operation";
import { page } from "./paging";
import { daysAgo, type RegionKey, regionOf, type Seed, tagsOf } from "./seed-story";
import type { TagMap } from "./world";

/** CloudWatch Logs: groups, how much they store, and what is exported of them. */

interface Group {
  name: string;
  storedBytes: number;
  retentionDays: number | null;
  createdAt: number;
  tags: TagMap;
}

interface Export {
  id: string;
  name: string;
  group: string;
  bucket: string;
  prefix: string;
  endsAt: number;
}

interface State {
  groups: Group[];
  /** Newest first. Left out in worlds of before there were exports. */
  exports?: Export[];
}

const own = { name: "log-groups", empty: (): State => ({ groups: [] }) };

/** Seconds. */
const exportTakes = 60;

export const logGroups = defineCorner<State>({
  ...own,
  services: {
    logs: {
      DescribeLogGroups: read(describeLogGroups),
      DescribeExportTasks: read(describeExportTasks),
      CreateExportTask: change(createExportTask),
    },
  },
  seed,
  dues: () => [],
  finish: () => {},
  tagged: ({ groups }, at) => groups.map((each) => ({ type: "logs:log-group", arn: arnOf(each, at), tags: each.tags })),
});

function arnOf({ name }: Group, at: Moment): string {
  return `arn:aws:logs:${at.regionName}:${at.world.accountId}:log-group:${name}`;
}

function describeLogGroups(
  { limit = 50, nextToken, logGroupNamePrefix: prefix = "" }: DescribeLogGroupsCommandInput,
  at: Moment,
): Answer<DescribeLogGroupsCommandOutput> {
  if (limit < 1 || limit > 50) throw awsError("InvalidParameterException", "Limit must be between 1 and 50");
  const found = stateOf(own, at.region).groups.filter(({ name }) => name.startsWith(prefix));
  const invalidToken = () => awsError("InvalidParameterException", "The specified nextToken is invalid.");
  const { items, next } = page({ items: found, size: limit, token: nextToken, invalidToken });
  return { logGroups: items.map((each) => describe(each, at)), ...(next !== undefined && { nextToken: next }) };
}

function describe(group: Group, at: Moment): LogGroup {
  return {
    logGroupName: group.name,
    arn: `${arnOf(group, at)}:*`,
    logGroupArn: arnOf(group, at),
    creationTime: group.createdAt,
    storedBytes: group.storedBytes,
    ...(group.retentionDays !== null && { retentionInDays: group.retentionDays }),
    metricFilterCount: 0,
    logGroupClass: "STANDARD",
  };
}

/** One at a time, into a bucket that is there. */
function createExportTask(
  {
    taskName = "",
    logGroupName = "",
    destination = "",
    destinationPrefix = "exportedlogs",
  }: CreateExportTaskCommandInput,
  at: Moment,
): Answer<CreateExportTaskCommandOutput> {
  const state = stateOf(own, at.region);
  if (!state.groups.some(({ name }) => name === logGroupName))
    throw awsError("ResourceNotFoundException", "The specified log group does not exist.");
  if (!bucketIn(at, destination))
    throw awsError("InvalidParameterException", "Access denied or bucket does not exist. Check the bucket's policy.");
  const exports = state.exports ?? [];
  if (exports.some(({ endsAt }) => endsAt > at.now))
    throw awsError("LimitExceededException", "Resource limit exceeded.");
  const id = `${at.now.toString(16)}-${exports.length}`;
  const task = { id, name: taskName, group: logGroupName, bucket: destination, prefix: destinationPrefix };
  state.exports = [{ ...task, endsAt: at.ends(exportTakes) }, ...exports];
  return { taskId: id };
}

function describeExportTasks(
  { taskId, statusCode, limit = 50, nextToken }: DescribeExportTasksCommandInput,
  at: Moment,
): Answer<DescribeExportTasksCommandOutput> {
  const found = (stateOf(own, at.region).exports ?? [])
    .map((each) => ({ ...each, code: each.endsAt > at.now ? ("RUNNING" as const) : ("COMPLETED" as const) }))
    .filter(({ id, code }) => (taskId === undefined || id === taskId) && (!statusCode || code === statusCode));
  const invalidToken = () => awsError("InvalidParameterException", "The specified nextToken is invalid.");
  const { items, next } = page({ items: found, size: limit, token: nextToken, invalidToken });
  const exportTasks = items.map(({ id, name, group, bucket, prefix, code }) => ({
    taskId: id,
    taskName: name,
    logGroupName: group,
    destination: bucket,
    destinationPrefix: prefix,
    status: { code },
  }));
  return { exportTasks, ...(next !== undefined && { nextToken: next }) };
}

const gb = 1024 ** 3;

interface Row {
  readonly key: RegionKey;
  readonly name: string;
  readonly gb: number;
  readonly retentionDays?: number;
}

const rows: readonly Row[] = [
  { key: "eu", name: "/lab/training-runs", gb: 412 },
  { key: "eu", name: "/lab/notebooks", gb: 38, retentionDays: 365 },
  // As most groups are: too small to be worth a line.
  { key: "eu", name: "/aws/lambda/lab-hello", gb: 0.0004 },
  { key: "eu", name: "/aws/codebuild/lab", gb: 0.2, retentionDays: 30 },
  { key: "us", name: "/lab/ingest", gb: 96.5 },
];

function seed(seed: Seed): void {
  rows.forEach((row, index) => {
    stateOf(own, regionOf(seed, row.key)).groups.push({
      name: row.name,
      storedBytes: Math.round(row.gb * gb),
      retentionDays: row.retentionDays ?? null,
      createdAt: daysAgo(seed, 400 + index * 25),
      tags: tagsOf("lab", "data"),
    });
  });
}
