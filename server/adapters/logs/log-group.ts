import { CloudWatchLogsClient, DescribeLogGroupsCommand, type LogGroup } from "@aws-sdk/client-cloudwatch-logs";
import { z } from "zod";
import { pages, type ReadDoor } from "../../aws/door";
import type { CostLine } from "../../core/money";
import type { Observed } from "../../core/resource";
import type { AboutListed } from "../contract";
import { gigabytes, isWanted, withTags } from "../listing";
import { type Advice, defineReport } from "../report";

const detail = z.strictObject({
  /** STANDARD, INFREQUENT_ACCESS, DELIVERY. */
  class: z.string(),
  storedGb: z.number(),
  /** Null: kept for ever. */
  retentionDays: z.number().nullable(),
  deletionProtected: z.boolean(),
  createdAt: z.string().nullable(),
});
type Detail = z.infer<typeof detail>;

/**
 * A group is listed from so many bytes on. Each function, build and task leaves a group, so accounts have thousands, most
 * of them with kilobytes: at $0.03 a GB and month (us-east-1) a GB is three cents and a tenth of it a third of one. What
 * is kept for ever only grows, so it is told ten times earlier.
 */
const listedFromBytes = { keptForEver: 1024 ** 3 / 10, ending: 1024 ** 3 };

const about: AboutListed = {
  reason: "Stored logs bill until they are deleted, and new ones by the GB: there is nothing to stop",
  remedy: "Set a retention, or shorten it, or let what writes to it write less: AWS deletes what is older for good",
};

/**
 * CloudWatch log groups that store what is worth a look. A shorter retention deletes what is older within some 72 hours
 * (CloudWatch Logs API reference, PutRetentionPolicy) and for good, so it is advice and never part of a pause.
 */
export const logsLogGroup = defineReport<Detail>({
  kind: "logs.logGroup",
  title: "Log group",
  plural: "Log groups",
  billedAs: "AmazonCloudWatch",
  terraform: ["aws_cloudwatch_log_group"],
  about,
  read: ["logs:DescribeLogGroups", "tag:GetResources"],
  detail,
  advise,
  price,
  idle: {
    left: ({ detail: { retentionDays } }) =>
      retentionDays === null
        ? { advice: "forEver", why: "Nothing ends what it keeps", since: null, ends: "unknown" }
        : null,
  },
  discover,
});

function advise({ detail: { retentionDays, deletionProtected } }: Observed<Detail>): Advice {
  const first = deletionProtected ? "It is protected from deletion, so ask its owner first. " : "";
  if (retentionDays === null) {
    const remedy = `${first}Set a retention; AWS then deletes what is older for good, so export to S3 first what must stay`;
    return { saw: "kept for ever", ...about, remedy };
  }
  const remedy = `${first}Shorten its retention, or let what writes to it write less`;
  return { saw: `kept for ${retentionDays} days`, ...about, remedy };
}

/** AWS bills the compressed size and tells the other one, so the figure is the most that it can be. */
function price({ detail: { storedGb } }: Observed<Detail>): readonly CostLine[] {
  const line = { unit: "month", stopsWhenPaused: false } as const;
  const table = "cloudwatch";
  return [
    {
      ...line,
      label: "Log storage",
      note: `${storedGb} GB at most: it is billed compressed`,
      price: { table, key: "logs.storageGbMonth" },
      quantity: storedGb,
    },
    { ...line, label: "Log intake", note: "by the GB", price: { table, key: "logs.ingestGb" }, quantity: "metered" },
  ];
}

async function* discover(aws: ReadDoor, only?: readonly string[]): AsyncGenerator<Observed<Detail>> {
  const list = pages(
    (nextToken) =>
      aws.read(CloudWatchLogsClient, new DescribeLogGroupsCommand({ limit: 50, ...(nextToken && { nextToken }) })),
    (out) => out.nextToken,
  );
  const found: Omit<Observed<Detail>, "tags">[] = [];
  for await (const { logGroups = [] } of list) {
    for (const group of logGroups)
      if (isWanted(group.logGroupName, only) && isListed(group)) found.push(observed(group));
  }
  yield* await withTags(aws, null, found, only);
}

function isListed({ storedBytes = 0, retentionInDays }: LogGroup): boolean {
  return storedBytes >= (retentionInDays === undefined ? listedFromBytes.keptForEver : listedFromBytes.ending);
}

function observed(group: LogGroup): Omit<Observed<Detail>, "tags"> {
  const name = group.logGroupName ?? "";
  return {
    nativeId: name,
    // The older of the two forms ends in ":*", which no tag is found by.
    arn: group.logGroupArn ?? (group.arn ?? "").replace(/:\*$/, ""),
    name,
    type: group.logGroupClass ?? "STANDARD",
    detail: {
      class: group.logGroupClass ?? "STANDARD",
      storedGb: gigabytes(group.storedBytes ?? 0),
      retentionDays: group.retentionInDays ?? null,
      deletionProtected: group.deletionProtectionEnabled ?? false,
      createdAt: group.creationTime === undefined ? null : new Date(group.creationTime).toISOString(),
    },
  };
}
