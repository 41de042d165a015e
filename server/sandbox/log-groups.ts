import type {
  DescribeLogGroupsCommandInput,
  DescribeLogGroupsCommandOutput,
  LogGroup,
} from "@aws-sdk/client-cloudwatch-logs";
import { defineCorner, stateOf } from "./corner";
import { awsError } from "./errors";
import { type Answer, type Moment, read } from "./operation";
import { page } from "./paging";
import { daysAgo, type RegionKey, regionOf, type Seed, tagsOf } from "./seed-story";
import type { TagMap } from "./world";

/** CloudWatch Logs: groups and how much they store. */

interface Group {
  name: string;
  storedBytes: number;
  retentionDays: number | null;
  createdAt: number;
  tags: TagMap;
}

interface State {
  groups: Group[];
}

const own = { name: "log-groups", empty: (): State => ({ groups: [] }) };

export const logGroups = defineCorner<State>({
  ...own,
  services: { logs: { DescribeLogGroups: read(describeLogGroups) } },
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
