import { type Crawler, GetCrawlerCommand, GetCrawlersCommand, GlueClient } from "@aws-sdk/client-glue";
import { z } from "zod";
import { pages, type ReadDoor } from "../../aws/door";
import { accountDigits } from "../../aws/reads/identity";
import type { Observed } from "../../core/resource";
import { partitionOf, withTags } from "../listing";
import { nullWhenGone } from "../read-each";

/** What a Glue crawler is, in a form that survives JSON, and how it is read. */

const text = z.string().nullable();

/** As AWS answers it: compared, never taken apart. */
const asAnswered = z.record(z.string(), z.json());

export const crawlerConfiguration = z.strictObject({
  /** `cron(…)`; stopping the schedule keeps it. Null: it has none. */
  schedule: text,
  role: text,
  database: text,
  description: text,
  tablePrefix: text,
  classifiers: z.array(z.string()),
  targets: asAnswered,
  recrawl: asAnswered,
  schemaChange: asAnswered,
  lineage: asAnswered,
  lakeFormation: asAnswered,
  /** As AWS writes it: JSON in a string. */
  configuration: text,
  securityConfiguration: text,
});
export type CrawlerConfiguration = z.infer<typeof crawlerConfiguration>;

export const crawlerDetail = z.strictObject({
  /** Of its schedule: SCHEDULED, NOT_SCHEDULED or TRANSITIONING. */
  state: z.string(),
  /** It crawls at this moment. */
  isRunning: z.boolean(),
  configuration: crawlerConfiguration,
});
export type CrawlerDetail = z.infer<typeof crawlerDetail>;

/** Beyond so many names the whole list is cheaper: it has 100 crawlers a page. */
const namesAtMost = 20;

/** Few are read one by one: BatchGetCrawlers answers "not found" also for what the role may not read. */
export async function* discoverCrawlers(
  aws: ReadDoor,
  only?: readonly string[],
): AsyncGenerator<Observed<CrawlerDetail>> {
  const isFew = only !== undefined && only.length <= namesAtMost;
  const listed = isFew ? await Promise.all(only.map((name) => readCrawler(aws, name))) : await listCrawlers(aws);
  const wanted = only && new Set(only);
  const mine = listed.filter((one) => one !== null).filter(({ Name = "" }) => !wanted || wanted.has(Name));
  if (mine.length === 0) return;
  const prefix = `arn:${partitionOf(aws.region)}:glue:${aws.region}:${await accountDigits(aws)}:crawler`;
  const found = mine.map((crawler) => observe(crawler, prefix));
  yield* await withTags(aws, "glue:crawler", found, only);
}

async function listCrawlers(aws: ReadDoor): Promise<readonly Crawler[]> {
  const found: Crawler[] = [];
  const list = pages(
    (token) => aws.read(GlueClient, new GetCrawlersCommand({ MaxResults: 100, ...(token && { NextToken: token }) })),
    (out) => out.NextToken,
  );
  for await (const { Crawlers = [] } of list) found.push(...Crawlers);
  return found;
}

async function readCrawler(aws: ReadDoor, name: string): Promise<Crawler | null> {
  return (await nullWhenGone(aws.read(GlueClient, new GetCrawlerCommand({ Name: name }))))?.Crawler ?? null;
}

function observe(crawler: Crawler, prefix: string): Omit<Observed<CrawlerDetail>, "tags"> {
  const { Name: name = "", Schedule: schedule, State } = crawler;
  const configuration = configurationOf(crawler);
  return {
    nativeId: name,
    arn: `${prefix}/${name}`,
    name,
    type: configuration.schedule ?? "without a schedule",
    detail: {
      // A crawler that never had a schedule has no state of one either.
      state: schedule?.State ?? (configuration.schedule === null ? "NOT_SCHEDULED" : "unknown"),
      isRunning: State === "RUNNING" || State === "STOPPING",
      configuration,
    },
  };
}

function configurationOf(crawler: Crawler): CrawlerConfiguration {
  return {
    schedule: crawler.Schedule?.ScheduleExpression || null,
    role: crawler.Role ?? null,
    database: crawler.DatabaseName ?? null,
    description: crawler.Description || null,
    tablePrefix: crawler.TablePrefix || null,
    classifiers: [...(crawler.Classifiers ?? [])],
    targets: plain(crawler.Targets),
    recrawl: plain(crawler.RecrawlPolicy),
    schemaChange: plain(crawler.SchemaChangePolicy),
    lineage: plain(crawler.LineageConfiguration),
    lakeFormation: plain(crawler.LakeFormationConfiguration),
    configuration: crawler.Configuration || null,
    securityConfiguration: crawler.CrawlerSecurityConfiguration || null,
  };
}

/** Through JSON, because AWS's answer may name fields without a value. */
function plain(value: object | undefined): z.infer<typeof asAnswered> {
  return asAnswered.parse(JSON.parse(JSON.stringify(value ?? {})));
}
