import type {
  Crawler,
  GetCrawlerCommandInput,
  GetCrawlerCommandOutput,
  GetCrawlersCommandInput,
  GetCrawlersCommandOutput,
  StartCrawlerScheduleCommandInput,
  StartCrawlerScheduleCommandOutput,
  StopCrawlerScheduleCommandInput,
  StopCrawlerScheduleCommandOutput,
} from "@aws-sdk/client-glue";
import { type Corner, defineCorner, settling, stateOf } from "./corner";
import { awsError } from "./errors";
import { type Answer, change, type Moment, read } from "./operation";
import { page } from "./paging";
import { regionOf, type Seed, tagsOf } from "./seed-story";
import type { RegionWorld, TagMap } from "./world";

/** Glue's crawlers: starting and stopping a schedule takes a few seconds. */

const switchSeconds = 5;

interface CrawlerState {
  name: string;
  /** Null: it has none, and no state of one. */
  schedule: string | null;
  isScheduled: boolean;
  /** Until then it is TRANSITIONING to `isScheduled`. */
  until: number | null;
  path: string;
  tags: TagMap;
}

interface CrawlersState {
  crawlers: CrawlerState[];
}

const corner: Corner<CrawlersState> = {
  name: "crawlers",
  empty: () => ({ crawlers: [] }),
  services: {
    glue: {
      GetCrawler: read(getCrawler),
      GetCrawlers: read(getCrawlers),
      StopCrawlerSchedule: change(stopSchedule),
      StartCrawlerSchedule: change(startSchedule),
    },
  },
  seed,
  ...settling(({ crawlers }) => crawlers),
  tagged: (state, at) =>
    state.crawlers.map(({ name, tags }) => ({
      type: "glue:crawler",
      arn: `arn:aws:glue:${at.regionName}:${at.world.accountId}:crawler/${name}`,
      tags,
    })),
};
export const crawlers = defineCorner(corner);

const of = (region: RegionWorld) => stateOf(corner, region).crawlers;

function getCrawler(input: GetCrawlerCommandInput, at: Moment): Answer<GetCrawlerCommandOutput> {
  return { Crawler: describe(find(input.Name, at)) };
}

function getCrawlers(input: GetCrawlersCommandInput, at: Moment): Answer<GetCrawlersCommandOutput> {
  const invalidToken = () => awsError("InvalidInputException", "Invalid NextToken");
  const { items, next } = page({
    items: of(at.region),
    size: input.MaxResults ?? 100,
    token: input.NextToken,
    invalidToken,
  });
  return { Crawlers: items.map(describe), ...(next !== undefined && { NextToken: next }) };
}

function stopSchedule(input: StopCrawlerScheduleCommandInput, at: Moment): Answer<StopCrawlerScheduleCommandOutput> {
  const crawler = find(input.CrawlerName, at);
  refuseWhileTurning(crawler);
  if (!crawler.isScheduled) {
    throw awsError("SchedulerNotRunningException", `Scheduler for crawler ${crawler.name} is not running`);
  }
  crawler.isScheduled = false;
  crawler.until = at.ends(switchSeconds);
  return {};
}

function startSchedule(input: StartCrawlerScheduleCommandInput, at: Moment): Answer<StartCrawlerScheduleCommandOutput> {
  const crawler = find(input.CrawlerName, at);
  if (crawler.schedule === null) throw awsError("NoScheduleException", `Crawler ${crawler.name} has no schedule`);
  refuseWhileTurning(crawler);
  if (crawler.isScheduled) {
    throw awsError("SchedulerRunningException", `Scheduler for crawler ${crawler.name} is already running`);
  }
  crawler.isScheduled = true;
  crawler.until = at.ends(switchSeconds);
  return {};
}

function refuseWhileTurning({ name, until }: CrawlerState): void {
  if (until !== null) {
    throw awsError("SchedulerTransitioningException", `Scheduler for crawler ${name} is transitioning`);
  }
}

function find(name: string | undefined, at: Moment): CrawlerState {
  const crawler = of(at.region).find((each) => each.name === name);
  if (!crawler) throw awsError("EntityNotFoundException", `Crawler with name ${name} not found`);
  return crawler;
}

function describe({ name, schedule, isScheduled, until, path }: CrawlerState): Crawler {
  const turned = isScheduled ? "SCHEDULED" : "NOT_SCHEDULED";
  return {
    Name: name,
    Role: "service-role/trial-crawler",
    DatabaseName: "trial",
    State: "READY",
    Targets: { S3Targets: [{ Path: path, Exclusions: [] }] },
    RecrawlPolicy: { RecrawlBehavior: "CRAWL_EVERYTHING" },
    SchemaChangePolicy: { UpdateBehavior: "UPDATE_IN_DATABASE", DeleteBehavior: "DEPRECATE_IN_DATABASE" },
    LineageConfiguration: { CrawlerLineageSettings: "DISABLE" },
    ...(schedule !== null && {
      Schedule: { ScheduleExpression: schedule, State: until === null ? turned : "TRANSITIONING" },
    }),
  };
}

/** One by the clock, one whose schedule is stopped, and one that has none. */
function seed(seed: Seed): void {
  // Nobody has any in the other regions.
  of(regionOf(seed, "ie"));
  of(regionOf(seed, "us"));
  const hourly: CrawlerState = {
    name: "trial-catalogue",
    schedule: "cron(15 * * * ? *)",
    isScheduled: true,
    until: null,
    path: "s3://trial-lake/raw/",
    tags: tagsOf("lab", "data"),
  };
  of(regionOf(seed, "eu")).push(
    hourly,
    {
      ...hourly,
      name: "trial-archive",
      schedule: "cron(0 6 ? * SUN *)",
      isScheduled: false,
      path: "s3://trial-lake/old/",
    },
    { ...hourly, name: "trial-once", schedule: null, isScheduled: false, path: "s3://trial-lake/once/" },
  );
}
