import { setImmediate as othersTurn } from "node:timers/promises";
import {
  CostExplorerClient,
  type Expression,
  type GetAnomaliesCommand,
  GetCostAndUsageCommand,
  type GetCostAndUsageCommandInput,
  GetCostForecastCommand,
  type MetricValue,
  type ResultByTime,
} from "@aws-sdk/client-cost-explorer";
import { type CostAmount, type CostBy, type Micro, recordTypesApart, toMicro } from "../core/actual-cost";
import { FaultError } from "../core/fault";
import type { Allowance, CostAnswer, CostExplorer, CostQuestion, CostSubject, Span } from "../costs/actual/ports";
import { addDays, type Day, finalThrough } from "../costs/trends/days";
import { readAnomalies } from "./cost-explorer-anomalies";
import type { Doors, ReadDoor } from "./door";

/**
 * Cost Explorer, through the reading door. There is one for all regions, in us-east-1. Each page is a request that costs
 * money once it is answered; refused ones are free. The API takes no size of a page, and the token of the next one only
 * with unchanged parameters (GetCostAndUsage, API reference).
 */
const home = "us-east-1";

/** China has a Cost Explorer of its own with another endpoint, GovCloud is on the bill of its standard account. */
export const otherPartitions = /^(cn|us-gov|us-iso\w?|eu-isoe|eusc)-/;

/** How sure the band of a forecast is; AWS takes 51 to 99. Four of five, as Standby's own forecast. */
const bandLevel = 80;

/** Rows of usage alone: credits, refunds and taxes would hide in a service or be one. */
const usageAlone: Expression = {
  Not: { Dimensions: { Key: "RECORD_TYPE", Values: [...recordTypesApart] } },
};

/**
 * A payer sees the accounts that it pays for, too. Each of them that is connected is asked itself, so only the rows by
 * `account`, which say whose they are, hold what is of others.
 */
function filterOf(by: CostSubject, awsAccountId: string): { readonly Filter: Expression } {
  const own: Expression = { Dimensions: { Key: "LINKED_ACCOUNT", Values: [awsAccountId] } };
  if (by === "account") return { Filter: usageAlone };
  return { Filter: by === "record" ? own : { And: [usageAlone, own] } };
}

export function createCostExplorer(doors: Pick<Doors, "read" | "regions">): CostExplorer {
  return {
    async ask({ accountId, awsAccountId }, { by, ...span }, allowance) {
      const meter = createMeter(allowance);
      try {
        const aws = await homeDoor(doors, accountId);
        const answer = await answerTo(aws, meter, { by, ...span }, awsAccountId);
        return { requests: meter.answered(), ...answer };
      } catch (error) {
        if (!(error instanceof FaultError)) throw error;
        return { requests: meter.answered(), outcome: "failed", fault: error.fault };
      }
    },
  };
}

async function answerTo(
  aws: ReadDoor,
  meter: Meter,
  { by, ...span }: CostQuestion,
  awsAccountId: string,
): Promise<Result> {
  if (by === "anomalies") {
    const ask = (command: GetAnomaliesCommand) => meter.send(() => aws.read(CostExplorerClient, command));
    const anomalies = await readAnomalies(ask, span, awsAccountId);
    return anomalies === null ? cut : { outcome: "answered", answer: { amounts: [], forecast: null, anomalies } };
  }
  const filter = filterOf(by, awsAccountId);
  return by === "forecast" ? readForecast(aws, meter, span, filter) : readAmounts(aws, meter, { by, ...span }, filter);
}

/** Counts what AWS answered: that is what it charges. */
interface Meter {
  /** Null: no more requests are allowed, and nothing was sent. */
  send<Out>(request: () => Promise<Out>): Promise<Out | null>;
  answered(): number;
}

function createMeter(allowance: Allowance): Meter {
  let answered = 0;
  return {
    async send(request) {
      if (!(await allowance.take())) return null;
      try {
        const out = await request();
        answered += 1;
        return out;
      } catch (error) {
        if (isFree(error)) await allowance.giveBack();
        throw error;
      }
    },
    answered: () => answered,
  };
}

/** What got lost on its way may have been answered, and paid. */
function isFree(error: unknown): boolean {
  return error instanceof FaultError && ["denied", "refused", "throttled"].includes(error.fault.code);
}

type Result = { readonly outcome: "answered"; readonly answer: CostAnswer } | { readonly outcome: "cut" };

const cut = { outcome: "cut" } as const;

async function homeDoor(doors: Pick<Doors, "read" | "regions">, accountId: string): Promise<ReadDoor> {
  const elsewhere = (await doors.regions(accountId)).find((region) => otherPartitions.test(region));
  if (elsewhere === undefined) return doors.read(accountId, home);
  throw new FaultError({
    code: "refused",
    reason: `The bill of ${elsewhere} is not in the Cost Explorer of ${home}`,
    remedy: "Go by the estimates for this account; Standby reads actual cost of standard AWS regions only",
  });
}

async function readAmounts(
  aws: ReadDoor,
  meter: Meter,
  question: CostQuestion & { readonly by: CostBy },
  filter: { readonly Filter: Expression },
): Promise<Result> {
  const final = finalThrough(aws.now().toISOString().slice(0, 10));
  const asked = { ...inputFor(question), ...filter };
  const amounts: CostAmount[] = [];
  let token: string | undefined;
  do {
    const command = new GetCostAndUsageCommand({ ...asked, ...(token && { NextPageToken: token }) });
    const page = await meter.send(() => aws.read(CostExplorerClient, command));
    if (page === null) return cut;
    for (const result of page.ResultsByTime ?? []) {
      amounts.push(...rowsOf(result, question.by, final));
      // A year of days has some 40,000 amounts, each told by BigInt: others have their turn in between.
      await othersTurn();
    }
    token = page.NextPageToken;
  } while (token);
  return { outcome: "answered", answer: { amounts, forecast: null, anomalies: null } };
}

function inputFor({ by, from, until }: CostQuestion & { readonly by: CostBy }): GetCostAndUsageCommandInput {
  return {
    TimePeriod: { Start: from, End: until },
    Granularity: by === "usage" ? "MONTHLY" : "DAILY",
    Metrics: ["UnblendedCost", "AmortizedCost", "NetUnblendedCost"],
    GroupBy: [{ Type: "DIMENSION", Key: "SERVICE" }, secondGroup(by)],
  };
}

const dimensions: Readonly<Record<string, string>> = {
  account: "LINKED_ACCOUNT",
  region: "REGION",
  record: "RECORD_TYPE",
  usage: "USAGE_TYPE",
};

function secondGroup(by: CostBy) {
  const tag = tagOf(by);
  return tag === null ? { Type: "DIMENSION" as const, Key: dimensions[by] ?? "" } : { Type: "TAG" as const, Key: tag };
}

function tagOf(by: CostBy): string | null {
  return by.startsWith("tag:") ? by.slice("tag:".length) : null;
}

function rowsOf({ TimePeriod, Groups = [] }: ResultByTime, by: CostBy, final: Day): readonly CostAmount[] {
  const { Start: day = "", End: end = "" } = TimePeriod ?? {};
  const isFinal = addDays(end, -1) <= final;
  return Groups.flatMap(({ Keys: [service = "", key = ""] = [], Metrics = {} }) => {
    const unblended = moneyOf(Metrics.UnblendedCost);
    if (unblended === null) throw new FaultError(unreadable(service, day));
    return {
      by,
      day,
      service,
      value: valueIn(key, by),
      currency: unblended.currency,
      unblended: unblended.amount,
      amortized: sameMoney(Metrics.AmortizedCost, unblended.currency),
      netUnblended: sameMoney(Metrics.NetUnblendedCost, unblended.currency),
      isFinal,
    };
  });
}

/** Tags come back as `Environment$dev`, and as `Environment$` where there is none. */
function valueIn(key: string, by: CostBy): string {
  const tag = tagOf(by);
  return tag !== null && key.startsWith(`${tag}$`) ? key.slice(tag.length + 1) : key;
}

interface Money {
  readonly amount: Micro;
  readonly currency: string;
}

/** Null where there is no amount, or one that is in no currency. */
function moneyOf(metric: MetricValue | undefined): Money | null {
  const { Amount, Unit } = metric ?? {};
  return Amount && Unit && /^[A-Z]{3}$/.test(Unit) ? { amount: toMicro(Amount), currency: Unit } : null;
}

function sameMoney(metric: MetricValue | undefined, currency: string): Micro | null {
  const money = moneyOf(metric);
  return money?.currency === currency ? money.amount : null;
}

function unreadable(what: string, when: string) {
  return {
    code: "unknown" as const,
    reason: `Cost Explorer gave no amount in a currency for ${what} on ${when}`,
    remedy: "Try again tomorrow; if it stays, look at the day in Cost Explorer",
  };
}

/** Of the rest of the month, today included: what the answer covers is what AWS says that it does. */
async function readForecast(
  aws: ReadDoor,
  meter: Meter,
  { from, until }: Span,
  filter: { readonly Filter: Expression },
): Promise<Result> {
  const out = await meter.send(() =>
    aws.read(
      CostExplorerClient,
      new GetCostForecastCommand({
        TimePeriod: { Start: from, End: until },
        Metric: "UNBLENDED_COST",
        Granularity: "MONTHLY",
        PredictionIntervalLevel: bandLevel,
        ...filter,
      }),
    ),
  );
  if (out === null) return cut;
  const { Total, ForecastResultsByTime: [month] = [] } = out;
  const { MeanValue: mean, PredictionIntervalLowerBound: low, PredictionIntervalUpperBound: high } = month ?? {};
  const total = moneyOf(Total);
  if (!mean || !low || !high || !total) throw new FaultError(unreadable("the forecast", until));
  const forecast = {
    from: month?.TimePeriod?.Start ?? from,
    until: month?.TimePeriod?.End ?? until,
    mean: toMicro(mean),
    low: toMicro(low),
    high: toMicro(high),
    level: bandLevel,
    currency: total.currency,
  };
  return { outcome: "answered", answer: { amounts: [], forecast, anomalies: null } };
}
