import type {
  DashboardEntry,
  ListDashboardsCommandInput,
  ListDashboardsCommandOutput,
} from "@aws-sdk/client-cloudwatch";
import { type Corner, defineCorner, stateOf } from "./corner";
import { awsError } from "./errors";
import { type Answer, type Moment, read } from "./operation";
import { page } from "./paging";
import { daysAgo, regionName, regionOf, type Seed, tagsOf } from "./seed-story";
import type { RegionWorld, TagMap } from "./world";

/** CloudWatch's dashboards, which have no region: they are kept in one and told in each. */

interface Dashboard {
  name: string;
  changedAt: number;
  tags: TagMap;
}

const corner: Corner<{ dashboards: Dashboard[] }> = {
  name: "dashboards",
  empty: () => ({ dashboards: [] }),
  services: { cloudwatch: { ListDashboards: read(listDashboards) } },
  seed,
  dues: () => [],
  finish: () => {},
  tagged: ({ dashboards }, at) =>
    dashboards.map(({ name, tags }) => ({ type: "cloudwatch:dashboard", arn: arnOf(name, at), tags })),
};
export const dashboards = defineCorner(corner);

const kept = ({ world, region }: Moment): RegionWorld => world.regions[regionName("us")] ?? region;

const arnOf = (name: string, { world }: Moment) => `arn:aws:cloudwatch::${world.accountId}:dashboard/${name}`;

/** A page has up to 1,000. */
function listDashboards(input: ListDashboardsCommandInput, at: Moment): Answer<ListDashboardsCommandOutput> {
  const { DashboardNamePrefix: prefix = "", NextToken: token } = input;
  const items = stateOf(corner, kept(at)).dashboards.filter(({ name }) => name.startsWith(prefix));
  const invalidToken = () => awsError("InvalidParameterValue", "The value of NextToken is not valid.");
  const paged = page({ items, size: 1000, token, invalidToken });
  return {
    DashboardEntries: paged.items.map(
      ({ name, changedAt }): DashboardEntry => ({
        DashboardName: name,
        DashboardArn: arnOf(name, at),
        LastModified: new Date(changedAt),
        Size: 1024,
      }),
    ),
    ...(paged.next !== undefined && { NextToken: paged.next }),
  };
}

function seed(seed: Seed): void {
  const own = stateOf(corner, regionOf(seed, "us")).dashboards;
  for (const [name, days] of [
    ["lab-experiments", 12],
    ["lab-old-pipeline", 190],
  ] as const) {
    own.push({ name, changedAt: daysAgo(seed, days), tags: tagsOf("lab", "data") });
  }
}
