import { CloudWatchClient, type DashboardEntry, ListDashboardsCommand } from "@aws-sdk/client-cloudwatch";
import { z } from "zod";
import { pages, type ReadDoor } from "../../aws/door";
import type { CostLine } from "../../core/money";
import type { Observed } from "../../core/resource";
import type { AboutListed } from "../contract";
import { isHome, isWanted, unpriced, withTags } from "../listing";
import { defineReport } from "../report";

const detail = z.strictObject({ changedAt: z.string().nullable() });
type Detail = z.infer<typeof detail>;

const about: AboutListed = {
  reason: "A dashboard bills each month that it exists, opened or not, once an account has more than three",
  remedy: "Keep its source and delete it where nobody opens it; a dashboard is made again from its source",
};

/** Dashboards belong to no region: each lists all of the account (CloudWatch API reference, PutDashboard). */
export const cloudwatchDashboard = defineReport<Detail>({
  kind: "cloudwatch.dashboard",
  title: "CloudWatch dashboard",
  plural: "CloudWatch dashboards",
  billedAs: "AmazonCloudWatch",
  terraform: ["aws_cloudwatch_dashboard"],
  about,
  read: ["cloudwatch:ListDashboards", "tag:GetResources"],
  detail,
  advise: () => ({ saw: "there", ...about }),
  price,
  discover,
});

/** Which of an account's dashboards are the free three nobody can say, so none has a figure of its own. */
function price(): readonly CostLine[] {
  return [unpriced("Dashboard", "counted per account: three with up to 50 metrics are free")];
}

async function* discover(aws: ReadDoor, only?: readonly string[]): AsyncGenerator<Observed<Detail>> {
  if (!isHome(aws.region)) return;
  const list = pages(
    (NextToken) => aws.read(CloudWatchClient, new ListDashboardsCommand({ ...(NextToken && { NextToken }) })),
    (out) => out.NextToken,
  );
  const found: Omit<Observed<Detail>, "tags">[] = [];
  for await (const { DashboardEntries = [] } of list) {
    found.push(...DashboardEntries.filter(({ DashboardName }) => isWanted(DashboardName, only)).map(observed));
  }
  yield* await withTags(aws, null, found);
}

function observed({ DashboardName: name = "", DashboardArn, LastModified }: DashboardEntry) {
  const changedAt = LastModified?.toISOString() ?? null;
  return { nativeId: name, arn: DashboardArn ?? "", name, type: "dashboard", detail: { changedAt } };
}
