import { GlueClient, StartCrawlerScheduleCommand, StopCrawlerScheduleCommand } from "@aws-sdk/client-glue";
import { z } from "zod";
import type { Hazard } from "../../core/plan";
import type { Observed } from "../../core/resource";
import { defineAdapter } from "../contract";
import { oneByOne } from "../one-by-one";
import { type Advice, runsMissed, savesNothingItself, switchOf } from "../switch";
import {
  type CrawlerConfiguration,
  type CrawlerDetail,
  crawlerConfiguration,
  crawlerDetail,
  discoverCrawlers,
} from "./crawler-detail";

const saved = z.strictObject({ state: z.literal("SCHEDULED"), configuration: crawlerConfiguration });

type Op = "stop" | "start";

const crawler = switchOf<CrawlerDetail, CrawlerConfiguration, "SCHEDULED", Op>({
  thing: "crawler",
  on: ["SCHEDULED"],
  off: ["NOT_SCHEDULED"],
  whyNot,
  turnOff: "stop",
  turnOn: () => ({ op: "start" }),
  setsBack: false,
  hazards,
});

/**
 * Glue crawlers that run by a schedule of their own: the schedule is stopped and started, the expression stays. Neither
 * call touches a crawl that runs (Glue API reference, StopCrawlerSchedule and StartCrawlerSchedule).
 */
export const glueCrawler = defineAdapter<CrawlerDetail, z.infer<typeof saved>, Op, object>({
  kind: "glue.crawler",
  title: "Glue crawler",
  plural: "Glue crawlers",
  billedAs: "AWS Glue",
  about: {
    pause: "Stops its schedule. A crawl that runs goes on to its end.",
    resume: "Starts its schedule again.",
    saves:
      "Schedule, targets, role, database, classifiers, policies and security configuration. They are compared after the resume.",
    stillCosts: "Nothing of its own: Glue bills the crawls that it starts.",
    hazards: [
      "Crawls that fall due meanwhile are not made up for: tables and partitions that come meanwhile are found by the next one.",
      "A trigger, a workflow or a person can still start it.",
      "Crawlers without a schedule have no switch and are left alone.",
    ],
  },
  waveTitle: "Glue crawlers",
  restore: "exact",
  wave: 20,
  iam: {
    read: ["glue:GetCrawler", "glue:GetCrawlers", "sts:GetCallerIdentity", "tag:GetResources"],
    pause: ["glue:StopCrawlerSchedule"],
    resume: ["glue:StartCrawlerSchedule"],
  },
  // The provider reads the expression, which stays, and not whether it is at work.
  terraform: { aws_glue_crawler: { drift: () => [] } },
  detail: crawlerDetail,
  saved: { version: 1, schema: saved },
  options: z.strictObject({}),
  // AWS starts no schedule of a crawler that is crawling (StartCrawlerSchedule): a crawl that somebody began is waited for.
  timing: { pollSeconds: 5, giveUpSeconds: 7200, expectSeconds: { pause: 10, resume: 10 } },
  batch: { stop: 1, start: 1 },
  ...crawler,
  relations: () => [],
  // A crawler has no price: Glue bills the hours of its crawls.
  price: () => [],
  discover: discoverCrawlers,
  apply: (aws, op, items) =>
    oneByOne(items, ({ nativeId }) =>
      op === "stop"
        ? aws.act(GlueClient, new StopCrawlerScheduleCommand({ CrawlerName: nativeId }))
        : aws.act(GlueClient, new StartCrawlerScheduleCommand({ CrawlerName: nativeId })),
    ),
});

/** StartCrawlerSchedule refuses it (NoScheduleException). */
function whyNot({ detail }: Observed<CrawlerDetail>): Advice | null {
  if (detail.configuration.schedule !== null) return null;
  return {
    reason: "It has no schedule: it crawls only when somebody starts it, so there is nothing to turn off",
    remedy: "Pause whatever starts it: a trigger, a schedule or a pipeline",
  };
}

function hazards({ isRunning, configuration: { schedule } }: CrawlerDetail): (Hazard | false)[] {
  return [
    savesNothingItself,
    schedule !== null && runsMissed(schedule),
    isRunning && {
      level: "note",
      code: "crawl-runs-on",
      title: "A crawl is under way",
      detail: "It goes on to its end, and bills until then.",
    },
  ];
}
